/** What the store's files say to whoever can read them, and who that is. */
import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Storage } from '../../../src/core/relay/store.ts';
import { systemClock } from '../../../src/core/time.ts';
import { openWriting, storeFile } from '../../../src/storage/sqlite/database.ts';
import { createSqliteStorage } from '../../../src/storage/sqlite/index.ts';
import { event, lane } from '../../contracts/storage-examples.ts';
import { createTestLog } from '../../support/log.ts';

describe('the store’s files', () => {
  let folder: string;
  let storage: Storage;
  const open = async () => {
    storage = createSqliteStorage({ folder, clock: systemClock, log: createTestLog() });
    await storage.open();
  };
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'mio-private-'));
    chmodSync(folder, 0o755);
    await open();
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  for (const words of [3, 400, 5_000]) {
    it(`keep nothing of messages of ${words} words once they are settled and Mio has stopped`, async () => {
      const canary = 'canary';
      const all = await storage.relay.accept(
        Array.from({ length: 60 }, (_, n) => event(`of ${n}`, { payload: `${canary} `.repeat(words) })),
      );
      // What came later is settled first.
      const sequences = all.flatMap((sequence) => sequence ?? []).toReversed();
      for (const sequence of sequences.filter((_, index) => index % 3 === 0)) await storage.relay.settle(sequence);
      await Promise.all(sequences.map((sequence) => storage.relay.settle(sequence)));
      assert.deepEqual(await storage.relay.pending(lane, 0, 100), []);
      await storage.close();
      for (const name of readdirSync(folder)) assert.ok(!readFileSync(join(folder, name)).includes(canary), name);
    });
  }

  it('are nobody else’s to read, also those of an earlier Mio', async () => {
    await storage.relay.accept([event('text')]);
    const readable = () => readdirSync(folder).filter((name) => (statSync(join(folder, name)).mode & 0o077) !== 0);
    assert.ok(readdirSync(folder).includes('mio.db-wal'));
    assert.deepEqual(readable(), []);
    await storage.close();
    chmodSync(storeFile(folder), 0o644);
    await open();
    await storage.relay.accept([event('more text')]);
    assert.deepEqual(readable(), []);
    await storage.close();
  });

  /** A commit that did not reach the disk looks the same to everybody until the power is cut: F3. */
  const settings: readonly [name: string, value: string | number, why: string][] = [
    ['journal_mode', 'wal', 'readers and the writer must not wait for one another'],
    ['synchronous', 2, 'F3: FULL, a commit is on the disk when it returns; NORMAL and OFF lose what was acknowledged'],
    ['secure_delete', 2, 'FAST: what is deleted is zeroed where its page is written anyway'],
  ];
  for (const [name, value, why] of settings) {
    it(`are written with ${name} = ${value} (${why})`, async () => {
      await storage.close();
      const database = openWriting(folder);
      assert.equal(Object.values(database.prepare(`PRAGMA ${name}`).get()!)[0], value);
      database.close();
    });
  }
});
