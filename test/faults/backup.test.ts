/** F21: the store is copied as docs/operate/store.md says, and put back after everything was lost. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { storeFile } from '../../src/storage/sqlite/database.ts';
import { openWorld, type World } from '../support/world.ts';

const script = fileURLToPath(new URL('../../start/backup.ts', import.meta.url));

describe('F21 a backup', () => {
  let world: World;
  let folder: string;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'mio-backup-'));
    world = await openWorld();
  });
  after(async () => {
    await world.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const backUp = (file: string, data = world.data) =>
    spawnSync(process.execPath, [script, file], { encoding: 'utf8', env: { ...process.env, MIO_DATA: data } });

  it('made while Mio runs is whole: put back, Mio goes on with what it knew, and relays what came since', async () => {
    const ada = world.as('ada').on('teams');
    const known = await ada.post('from before');
    const everywhere = (text: string) =>
      world.until(`“${text}” everywhere`, () =>
        (['slack', 'webex'] as const).every((side) => world.shown(side).some((line) => line.text === text)),
      );
    await everywhere('from before');
    await world.settled();
    const file = join(folder, 'mio.db');
    const made = backUp(file);
    assert.equal(made.status, 0, made.stderr);
    assert.equal(statSync(file).mode & 0o077, 0);

    await world.stop();
    for (const lost of ['', '-wal', '-shm']) rmSync(`${storeFile(world.data)}${lost}`, { force: true });
    await ada.post('from in between');
    copyFileSync(file, storeFile(world.data));
    await world.start();
    await everywhere('from in between');
    await ada.edit(known, 'from before, and changed');
    await everywhere('from before, and changed');
    for (const side of ['slack', 'webex'] as const) {
      assert.deepEqual(
        world.shown(side).map(({ text }) => text),
        ['from before, and changed', 'from in between'],
      );
    }
  });

  it('that can’t be made says why', () => {
    const file = join(folder, 'other.db');
    assert.match(backUp(file, join(folder, 'nowhere')).stderr, /There is no store in/);
    assert.equal(backUp(file).status, 0);
    assert.match(backUp(join(folder, 'nowhere', 'mio.db')).stderr, /can’t be written/);
    const again = backUp(file);
    assert.deepEqual([again.status, again.stderr], [1, `There is ${file} already. Choose another name.\n`]);
  });
});
