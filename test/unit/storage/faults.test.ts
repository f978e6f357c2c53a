/** What the embedded engine does when a process dies, a disk is full, another process comes, or the store is foreign. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { StoreUnavailableError } from '../../../src/core/errors.ts';
import type { ChannelId, ConnectionId, ConversationId, LegId, MessageId } from '../../../src/core/model.ts';
import type { Clock, Log } from '../../../src/core/ports.ts';
import type { NewEvent } from '../../../src/core/relay/store.ts';
import { systemClock } from '../../../src/core/time.ts';
import { requireSoundSqlite, storeFile } from '../../../src/storage/sqlite/database.ts';
import { createSqliteStorage } from '../../../src/storage/sqlite/index.ts';
import { createTestClock } from '../../support/clock.ts';

const log: Log = { debug() {}, info() {}, warn() {}, error() {} };
const script = fileURLToPath(new URL('./child.ts', import.meta.url));
const lane = 'lane' as ChannelId;
const everything = 1_000_000;

const event = (key: string, more: Partial<NewEvent> = {}): NewEvent => ({
  connection: 'connection' as ConnectionId,
  conversation: 'conversation' as ConversationId,
  message: key as MessageId,
  key,
  lane,
  payload: '{}',
  ...more,
});

/** Resolves with the lines up to and with the first for which `enough` holds, or all when the process ends. */
async function linesUntil(child: ChildProcess, enough: (lines: readonly string[]) => boolean): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout! })) {
    lines.push(line);
    if (enough(lines)) break;
  }
  return lines;
}

const ended = (child: ChildProcess) => new Promise<void>((resolve) => child.once('exit', () => resolve()));

describe('embedded storage under faults', () => {
  let folder: string;
  const children: ChildProcess[] = [];
  const open = async (clock: Clock = systemClock) => {
    const storage = createSqliteStorage({ folder, clock, log });
    await storage.open();
    return storage;
  };
  const start = (command: string, ...args: string[]) => {
    const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'] });
    children.push(child);
    return child;
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'mio-store-'));
  });
  afterEach(async () => {
    for (const child of children.splice(0))
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  it('has every acknowledged write after kill -9, five times over', async () => {
    const acknowledged = new Set<string>();
    for (let run = 0; run < 5; run++) {
      const child = start(process.execPath, script, folder, `run${run}`);
      const exit = ended(child);
      const seen: string[] = [];
      for await (const line of createInterface({ input: child.stdout! })) {
        seen.push(line);
        if (seen.length === 150 + 37 * run) child.kill('SIGKILL');
      }
      await exit;
      assert.equal(seen.shift(), 'open');
      for (const line of seen) acknowledged.add(line);

      const storage = await open();
      const events = (await storage.relay.pending(lane, 0, everything)).map(({ key }) => `event ${key}`);
      const targets = (await storage.relay.unsettled('leg' as LegId)).map(({ message }) => `target ${message}`);
      await storage.close();
      const kept = new Set([...events, ...targets]);
      assert.deepEqual(
        [...acknowledged].filter((line) => !kept.has(line)),
        [],
      );
    }
    assert.ok(acknowledged.size > 1_000);
  });

  it('F3 has every write on the disk before it says so', async function () {
    const trace = ['-f', '-e', 'trace=fsync,fdatasync,write', '-e', 'signal=none', '-o', join(folder, 'trace')];
    const tried = spawnSync('strace', [...trace, 'true']);
    if (tried.error || tried.status !== 0) this.skip();
    const child = start('strace', ...trace, process.execPath, script, folder, 'traced');
    const exit = ended(child);
    const rounds = 100;
    await linesUntil(child, (lines) => lines.length > rounds * 6);
    // With nobody who reads what it prints, it ends.
    child.stdout!.destroy();
    await exit;

    const told: string[] = [];
    let synced = false;
    for (const line of readFileSync(join(folder, 'trace'), 'utf8').split('\n')) {
      if (/(fsync|fdatasync)(\(\d+\)| resumed>.*) += 0$/.test(line)) synced = true;
      const round = /write\(1, "(?:event|target) traced-(\d+)-/.exec(line)?.[1];
      if (round === undefined) continue;
      if (told.at(-1) !== round) {
        assert.ok(synced, `round ${round} was acknowledged before anything was synced`);
        told.push(round);
      }
      synced = false;
    }
    assert.ok(told.length >= rounds);
  });

  it('refuses a second process, says what to do, and lets the next one in without cleaning up', async () => {
    const child = start(process.execPath, script, folder, 'first');
    await linesUntil(child, (lines) => lines.includes('open'));
    await assert.rejects(open(), /Another Mio is running on the store in .*End it first.*MIO_DATA/);
    const exit = ended(child);
    child.kill('SIGKILL');
    await exit;
    await (await open()).close();
  });

  it('refuses a second opening in the same process', async () => {
    const storage = await open();
    await assert.rejects(open(), /Another Mio is running/);
    await storage.close();
  });

  it('F4 refuses writes while the disk is full, keeps what it had, and works when there is room again', async function () {
    if (spawnSync('prlimit', ['--version']).error) this.skip();
    const child = start('bash', '-c', 'ulimit -S -f 3000 && exec "$0" "$@"', process.execPath, script, folder, 'full');
    const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
    const acknowledged: string[] = [];
    const readUntil = async (last: (line: string) => boolean) => {
      for (;;) {
        const { value, done } = await lines.next();
        assert.ok(!done, 'the process ended');
        if (last(value)) return;
        acknowledged.push(value);
      }
    };
    await readUntil((line) => line === 'open');
    await readUntil((line) => line === 'refused');
    child.stdin!.write('again\n');
    await readUntil((line) => line === 'refused');
    assert.equal(spawnSync('prlimit', ['--fsize=unlimited', '--pid', String(child.pid)]).status, 0);
    const before = acknowledged.length;
    child.stdin!.write('again\n');
    await readUntil(() => acknowledged.length > before + 10);
    const exit = ended(child);
    child.kill('SIGKILL');
    await exit;

    const storage = await open();
    const kept = new Set((await storage.relay.pending(lane, 0, everything)).map(({ key }) => `event ${key}`));
    await storage.close();
    assert.deepEqual(
      acknowledged.filter((line) => line.startsWith('event') && !kept.has(line)),
      [],
    );
  });

  it('refuses events that are not committed in time, and never writes those that had not left', async () => {
    const clock = createTestClock();
    const storage = await open(clock);
    await storage.relay.accept([event('before')]);
    const blocker = new DatabaseSync(storeFile(folder), { timeout: 5_000 });
    blocker.exec('BEGIN IMMEDIATE');
    const leaving = assert.rejects(storage.relay.accept([event('leaving')]), StoreUnavailableError);
    // A batch leaves a few turns of the loop after it was asked for.
    for (let turn = 0; turn < 10; turn += 1) await setImmediate();
    await clock.advance(500);
    const waiting = assert.rejects(storage.relay.accept([event('waiting')]), StoreUnavailableError);
    await clock.advance(500);
    await leaving;
    await clock.advance(500);
    await waiting;
    blocker.exec('ROLLBACK');
    blocker.close();
    const again = await storage.relay.accept([event('leaving'), event('waiting')]);
    assert.equal(again[0], null, 'it had left, was committed late, and its key is remembered');
    assert.ok(again[1]);
    await storage.close();
  });

  it('refuses a value that no store can keep without harming its neighbours', async () => {
    const storage = await open();
    const bad = assert.rejects(
      storage.relay.accept([event('bad', { payload: 1.5 as never, key: null as never })]),
      /can't keep/,
    );
    const [sequences] = await Promise.all([storage.relay.accept([event('good')]), bad]);
    assert.ok(sequences[0]);
    await storage.close();
  });

  it('refuses a store that a newer Mio wrote, and says what to do', async () => {
    await (await open()).close();
    const database = new DatabaseSync(storeFile(folder));
    database.exec("INSERT INTO migration VALUES (99, 'future', 0)");
    database.close();
    await assert.rejects(open(), /written by a newer Mio \(schema 99; this one knows \d+\).*Start that version/);
  });

  it('refuses an SQLite that is known to damage stores', () => {
    assert.throws(() => requireSoundSqlite('3.51.2'), /3\.51\.3 or newer.*npm ci/);
    for (const version of ['3.51.3', '3.52.0', '4.0.0']) requireSoundSqlite(version);
  });

  it('fails plainly before it is opened and after it is closed', async () => {
    const storage = createSqliteStorage({ folder, clock: systemClock, log });
    const asks = () => [
      storage.relay.accept([event('1')]),
      storage.relay.settle(1),
      storage.relay.countUnlinked('connection' as ConnectionId, '2026-01-01'),
      storage.relay.message(event('1')),
      storage.records.put('cursor', '1', { provedTo: 1 }, 0),
    ];
    for (const ask of asks()) await assert.rejects(ask, StoreUnavailableError);
    await storage.open();
    await storage.close();
    for (const ask of asks()) await assert.rejects(ask, StoreUnavailableError);
  });
});
