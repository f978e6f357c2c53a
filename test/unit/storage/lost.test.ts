/** F5: a store that lost its writer. Nothing it says may be taken for stored, and whoever runs it has to know. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StoreUnavailableError } from '../../../src/core/errors.ts';
import { systemClock } from '../../../src/core/time.ts';
import { createSqliteStorage } from '../../../src/storage/sqlite/index.ts';
import { event, lane } from '../../contracts/storage-examples.ts';
import { createTestLog, type TestLog } from '../../support/log.ts';
import { workersOf } from '../../support/workers.ts';

describe('F5 a store', () => {
  let folder: string;
  let log: TestLog;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'mio-store-'));
    log = createTestLog();
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('whose writer ended refuses what waits and what comes, says so once, and opens again with what it had', async () => {
    const losses: string[] = [];
    const options = { folder, clock: systemClock, log, lost: () => void losses.push('lost') };
    const storage = createSqliteStorage(options);
    const [writer] = await workersOf(() => storage.open());
    await storage.relay.accept([event('kept')]);
    assert.equal(storage.health(), 'open');
    const waiting = assert.rejects(storage.relay.accept([event('waiting')]), StoreUnavailableError);
    await writer!.terminate();
    await waiting;
    await assert.rejects(storage.relay.accept([event('late')]), StoreUnavailableError);
    assert.equal(storage.health(), 'closed');
    assert.equal(losses.length, 1);
    assert.match(log.text(), /nothing can be stored before the next start/);
    await storage.close();

    const again = createSqliteStorage(options);
    await again.open();
    const kept = (await again.relay.pending(lane, 0, 10)).map(({ key }) => key);
    assert.ok(kept.includes('kept') && !kept.includes('late'), kept.join());
    await again.close();
    assert.equal(losses.length, 1, 'a store that is closed is not lost');
  });

  it('takes a crowd of large events in commits that its writer can hold', async function () {
    this.timeout(60_000);
    const storage = createSqliteStorage({ folder, clock: systemClock, log, commitDeadlineMs: 50_000 });
    await storage.open();
    const payload = `€${'a'.repeat(4_000_000)}`;
    const asked = Array.from({ length: 40 }, (_, n) => storage.relay.accept([event(`large ${n}`, { payload })]));
    const sequences = (await Promise.all(asked)).flat();
    assert.deepEqual(
      sequences,
      sequences.toSorted((a, b) => Number(a) - Number(b)),
    );
    assert.equal(storage.health(), 'open');
    await storage.close();
  });
});
