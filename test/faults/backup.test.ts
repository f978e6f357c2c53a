/** F21: the store is copied as docs/operate/store.md says, and put back after everything was lost. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { storeFile } from '../../src/storage/sqlite/database.ts';
import { writers } from '../support/people.ts';
import { openWorld, platformNames, type World } from '../support/world.ts';

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

  it('is older than what was brought since: that is recognised where it stands, and followed from there', async () => {
    const file = join(folder, 'older.db');
    await world.begin();
    assert.equal(backUp(file).status, 0);

    const [ada, eva, grace] = (['teams', 'slack', 'webex'] as const).map((home) =>
      world.as(writers[home].person).on(home),
    );
    assert.ok(ada && eva && grace);
    const asked = await ada.post('Who is on call?');
    await eva.post('The database is slow');
    await grace.post('I see it, too');
    // Said twice: each is one of two.
    for (const _ of [1, 2]) await eva.post('ok');
    await world.until('all of it everywhere', () => platformNames.every((side) => world.shown(side).length === 5));
    await world.settled();
    await ada.reply(world.copy('teams', 'The database is slow'), 'Since when?');
    await grace.reply(world.copy('webex', 'Who is on call?'), 'I am');
    await eva.reply(world.copy('slack', 'I see it, too'), 'Where?');
    await world.until('the answers everywhere', () => platformNames.every((side) => world.shown(side).length === 8));
    await world.settled();
    const before = platformNames.map((side) => world.shown(side));

    await world.stop();
    for (const lost of ['', '-wal', '-shm']) rmSync(`${storeFile(world.data)}${lost}`, { force: true });
    copyFileSync(file, storeFile(world.data));
    await eva.post('Written meanwhile');
    await world.start();
    await world.until('what came since everywhere', () =>
      platformNames.every((side) => world.shown(side).some(({ text }) => text === 'Written meanwhile')),
    );
    await world.quiet();
    const since = { text: 'Written meanwhile' };
    for (const [index, side] of platformNames.entries()) {
      const from = side === 'slack' ? writers.slack.here : writers.slack.there;
      await world.sees(side, [...before[index]!, { from, ...since }]);
    }
    await ada.edit(asked, 'Who is on call today?');
    await world.until('the edit everywhere', () =>
      platformNames.every((side) => world.shown(side).some(({ text }) => text === 'Who is on call today?')),
    );
  });

  it('is recognised by the next process, too, where the first one that was given it could not', async () => {
    const file = join(folder, 'again.db');
    await world.begin();
    assert.equal(backUp(file).status, 0);
    const everywhere = (text: string) =>
      world.until(`“${text}” in Webex and Teams`, () =>
        (['webex', 'teams'] as const).every((side) => world.shown(side).some((line) => line.text === text)),
      );
    await world.as('eva').on('slack').post('brought before');
    await everywhere('brought before');
    await world.settled();
    await world.stop();
    for (const lost of ['', '-wal', '-shm']) rmSync(`${storeFile(world.data)}${lost}`, { force: true });
    copyFileSync(file, storeFile(world.data));
    // The others are looked through meanwhile, with copies that nobody can tell the source of.
    world.fault({ platform: 'slack', kind: 'down' });
    await world.start();
    await world.as('grace').on('webex').post('written since');
    await everywhere('written since');
    await world.quiet();
    await world.stop();
    world.sandbox.faults.clear('slack');
    await world.start();
    await world.until('what was written since in Slack', () =>
      world.shown('slack').some(({ text }) => text === 'written since'),
    );
    await world.quiet();
    for (const side of platformNames)
      assert.deepEqual(
        world.shown(side).map(({ text }) => text),
        ['brought before', 'written since'],
        side,
      );
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
