/** F20: a store of every earlier version is what it was after an upgrade, and goes on. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { systemClock } from '../../../src/core/time.ts';
import { migrations } from '../../../src/storage/migrations/index.ts';
import { openWriting, storeFile } from '../../../src/storage/sqlite/database.ts';
import { createSqliteStorage } from '../../../src/storage/sqlite/index.ts';
import { migrate } from '../../../src/storage/sqlite/migrate.ts';
import { numberOf } from '../../../src/storage/sqlite/states.ts';
import {
  event,
  id,
  lane,
  legA,
  legB,
  message,
  organization,
  slack,
  target,
  teams,
} from '../../contracts/storage-examples.ts';
import { createTestLog } from '../../support/log.ts';

/** Two messages, copies of both, an event that waits and one that is settled: what the first version wrote of them. */
const written = `
  INSERT INTO record VALUES ('organization', 'o', 3, '${JSON.stringify(organization('Contoso'))}');
  INSERT INTO name (id, text) VALUES (1, '${slack.connection}'), (2, '${teams.connection}'), (3, '${lane}');
  INSERT INTO place VALUES (1, 1, '${slack.conversation}'), (2, 2, '${teams.conversation}');
  INSERT INTO leg (id, text) VALUES (1, '${legA}'), (2, '${legB}');
  INSERT INTO event VALUES
    (1, 1, 'settled', 3, 1, 'first', 1000, NULL),
    (2, 1, 'waiting', 3, 1, 'second', 2000, '{"of":"waiting"}');
  INSERT INTO message (id, place, message, revision, version, at, root, removed) VALUES
    (1, 1, 'first', 2, 7, 1000, NULL, 0),
    (2, 1, 'second', 1, 1, 2000, 'first', 1);
  INSERT INTO target VALUES
    (1, 1, 0, 4, 2, ${numberOf('done')}, 1, 'copy', 'hash', 7, NULL, 1000, 1001, 1002, 1003),
    (2, 2, 0, 1, 2, ${numberOf('sending')}, 1, NULL, 'hash', 1, NULL, 2000, 2001, NULL, NULL);`;

const first = message('first', { revision: 2, version: 7, at: 1_000 });
const second = message('second', { revision: 1, at: 2_000, root: id('first'), removed: true });
const copy = target('first', {
  revision: 4,
  state: 'done',
  attempt: 1,
  target: id('copy'),
  shown: 'hash',
  version: 7,
  sentAt: 1_001,
  doneAt: 1_002,
  targetAt: 1_003,
});
const sending = target('second', {
  revision: 1,
  leg: legB,
  state: 'sending',
  attempt: 1,
  shown: 'hash',
  receivedAt: 2_000,
  sentAt: 2_001,
});

describe('F20 a store of an earlier version', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'mio-upgrade-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const write = (version: number) => {
    const database = openWriting(folder);
    migrate(database, 1, migrations.slice(0, version));
    database.exec(written);
    database.close();
  };
  const open = async () => {
    const storage = createSqliteStorage({ folder, clock: systemClock, log: createTestLog() });
    await storage.open();
    return storage;
  };

  async function isWhole(): Promise<void> {
    const storage = await open();
    const { relay, records } = storage;
    assert.deepEqual(await records.get('organization', 'o'), { id: 'o', revision: 3, body: organization('Contoso') });
    assert.deepEqual(await relay.messagesSince(slack, 0), [first, second]);
    assert.deepEqual(await relay.messagesSince(slack, 1_500), [second]);
    assert.deepEqual([await relay.message(first), await relay.message(second)], [first, second]);
    assert.deepEqual([await relay.targets(first), await relay.targets(second)], [[copy], [sending]]);
    assert.deepEqual(await relay.targetAt({ ...teams, message: id('copy') }), copy);
    assert.deepEqual(await relay.unsettled(legB), [sending]);
    const waiting = event('waiting', { message: id('second') });
    assert.deepEqual(await relay.pending(lane, 0, 10), [{ ...waiting, sequence: 2 }]);

    assert.deepEqual(await relay.accept([event('settled'), event('new')]), [null, 3]);
    await relay.putMessage({ ...first, version: 8 });
    await relay.putMessage(message('third', { at: 3_000 }));
    assert.deepEqual(
      (await relay.messagesSince(slack, 0)).map((one) => [one.message, one.version]),
      [
        ['first', 8],
        ['second', 1],
        ['third', 1],
      ],
    );
    await storage.close();

    // What is old is in the index already: the next filing must not have to go through all of it.
    const database = new DatabaseSync(storeFile(folder));
    assert.deepEqual(
      database
        .prepare('SELECT message FROM message WHERE fresh = 1')
        .all()
        .map((row) => row['message']),
      ['third'],
    );
    assert.equal(database.prepare('PRAGMA integrity_check').get()?.['integrity_check'], 'ok');
    database.close();
  }

  for (const { number, name } of migrations) {
    it(`${number} (${name}) is what it was, and goes on`, async () => {
      write(number);
      await isWhole();
    });
  }

  for (const { number, name } of migrations.slice(1)) {
    it(`is left as it was by a step ${number} (${name}) that was cut off in its middle`, async () => {
      write(number - 1);
      const cut = migrations.map((step) =>
        step.number === number ? { ...step, sql: `${step.sql} SELECT no_such;` } : step,
      );
      const database = openWriting(folder);
      assert.throws(() => migrate(database, 2, cut), /no_such/);
      database.close();
      await isWhole();
    });
  }
});
