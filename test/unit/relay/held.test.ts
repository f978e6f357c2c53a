/** FL-05, FL-07: when files that are held are asked for again. On a real store and a clock of the test's. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { Connector, Health, OpenFile } from '../../../src/core/connector.ts';
import { DeliveryError, type Failure } from '../../../src/core/errors.ts';
import type { FileReason } from '../../../src/core/files/reasons.ts';
import type {
  ChannelId,
  ConnectionId,
  ConversationId,
  LegId,
  MessageId,
  OrganizationId,
  PersonId,
  Platform,
  SourceState,
} from '../../../src/core/model.ts';
import type { Leg, UniversalChannel } from '../../../src/core/records.ts';
import { HeldFiles } from '../../../src/core/relay/held.ts';
import { Routes } from '../../../src/core/relay/routes.ts';
import type { Storage } from '../../../src/core/relay/store.ts';
import { createSqliteStorage } from '../../../src/storage/sqlite/index.ts';
import { createTestClock, type TestClock } from '../../support/clock.ts';
import { createTestLog } from '../../support/log.ts';

const leg = (platform: Platform): Leg => ({
  id: `leg-${platform}` as LegId,
  organization: 'organization' as OrganizationId,
  connection: platform as string as ConnectionId,
  conversation: 'conversation' as ConversationId,
  platform,
  title: platform,
  state: 'active',
  joinedAt: 0,
});
const channel: UniversalChannel = {
  id: 'channel' as ChannelId,
  name: 'Incidents',
  host: 'organization' as OrganizationId,
  legs: [leg('slack'), leg('webex'), leg('teams')],
  state: 'active',
  createdAt: 0,
};
const refTo = (message: string) => ({
  connection: 'slack' as ConnectionId,
  conversation: 'conversation' as ConversationId,
  message: message as MessageId,
});

describe('files that are held', () => {
  let folder: string;
  let clock: TestClock;
  let storage: Storage;
  let files: HeldFiles;
  /** What was shown again, and what the source was asked for, while time passed. */
  let again: string[];
  let asked: string[];
  let refusal: Failure | undefined;
  let health: Health;
  let answers: boolean;
  let state: SourceState | undefined;
  /** What happens once a leg was looked at. */
  let duringLook: (id: LegId) => Promise<void>;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'mio-held-'));
    clock = createTestClock();
    const log = createTestLog();
    storage = createSqliteStorage({ folder, clock, log });
    await storage.open();
    duringLook = async () => {};
    [again, asked, refusal, health, answers] = [[], [], undefined, { state: 'connected' }, true];
    const author = { id: 'eva' as PersonId, kind: 'person' as const };
    const shared = [
      { id: 'F1', name: 'a.txt' },
      { id: 'F2', name: 'b.txt' },
    ];
    state = { is: 'present', version: 1, at: 1, author, root: null, content: [], files: shared };
    const source: Pick<Connector, 'fetch' | 'open' | 'health'> = {
      health: () => health,
      async fetch({ message }) {
        asked.push(message);
        return state;
      },
      async open(_, __, { id }): Promise<OpenFile> {
        if (refusal) throw new DeliveryError(refusal, 'no', { operation: 'open' });
        asked.push(id);
        return { body: Readable.from(['bytes']), type: 'text/plain', size: 5 };
      },
    };
    const routes = new Routes();
    routes.update(channel);
    files = new HeldFiles({
      store: {
        message: (ref) => storage.relay.message(ref),
        async unsettled(id) {
          const open = await storage.relay.unsettled(id);
          await duringLook(id);
          return open;
        },
      },
      connectors: { slack: source, teams: source, webex: source },
      routes,
      scannerAnswers: async () => answers,
      clock,
      log,
      again: (_, ref) => again.push(ref.message),
    });
  });
  afterEach(async () => {
    await files.stop();
    await storage.close();
    rmSync(folder, { recursive: true });
  });

  async function hold(message: string, reason: FileReason, on: Platform = 'webex'): Promise<void> {
    const ref = refTo(message);
    const known = await storage.relay.message(ref);
    if (!known) {
      const record = { ...ref, revision: 0, version: 1, at: 1, root: null, removed: false, reactions: null };
      await storage.relay.putMessage(record);
    }
    const { id, connection, conversation } = leg(on);
    await storage.relay.putTarget({
      ...ref,
      revision: 0,
      part: 50,
      leg: id,
      place: { connection, conversation },
      state: 'held',
      attempt: 1,
      target: `line for ${message}` as MessageId,
      shown: 'files',
      version: 1,
      reason,
      receivedAt: 1,
      sentAt: 1,
      doneAt: 1,
      targetAt: 1,
    });
  }
  /** What was shown again while that time passed. */
  async function pass(seconds: number): Promise<readonly string[]> {
    again.length = 0;
    asked.length = 0;
    for (let left = seconds; left > 0; left -= 30) await clock.advance(30_000);
    return [...again];
  }

  it('are shown again once all of them can be had, on all legs together', async () => {
    await hold('1', 'source_busy', 'webex');
    await hold('1', 'source_busy', 'teams');
    files.expect();
    assert.deepEqual(await pass(30), ['1']);
    assert.deepEqual(asked, ['1', 'F1', 'F2']);
  });

  it('wait for the scanner, and nothing is asked of anybody while it does not answer', async () => {
    await hold('1', 'unscanned');
    answers = false;
    files.expect();
    assert.deepEqual(await pass(7_200), []);
    assert.deepEqual(asked, []);
    answers = true;
    assert.deepEqual(await pass(30), ['1']);
  });

  it('come soon where the scanner answers and they can’t be had all the same', async () => {
    await hold('1', 'unscanned');
    refusal = 'busy';
    files.expect();
    assert.deepEqual(await pass(7_200), []);
    refusal = undefined;
    assert.deepEqual(await pass(300), ['1']);
  });

  it('are left alone for longer and longer, an hour at most, while their source gives them not', async () => {
    await hold('1', 'source_unauthorized');
    refusal = 'unauthorized';
    files.expect();
    const looks: number[] = [];
    for (let minute = 0; minute < 300; minute += 1) {
      await pass(60);
      if (asked.length > 0) looks.push(minute);
    }
    assert.deepEqual(looks, [0, 1, 3, 7, 15, 31, 63, 123, 183, 243]);
    assert.deepEqual(again, []);
  });

  it('FL-07 are asked for at once where their source is connected again', async () => {
    await hold('1', 'source_unauthorized');
    refusal = 'unauthorized';
    files.expect();
    await pass(7_200);
    refusal = undefined;
    files.connected('webex' as ConnectionId);
    assert.deepEqual(await pass(30), []);
    files.connected('slack' as ConnectionId);
    assert.deepEqual(await pass(30), ['1']);
  });

  it('are not asked for while their connection is known not to work', async () => {
    await hold('1', 'source_unauthorized');
    health = { state: 'bad_credentials' };
    files.expect();
    assert.deepEqual(await pass(3_600), []);
    assert.deepEqual(asked, []);
  });

  it('are shown again where they turn out never to come: their line is to say so', async () => {
    await hold('1', 'unscannable');
    refusal = 'gone';
    files.expect();
    assert.deepEqual(await pass(30), ['1']);
  });

  it('are taken back where their message was removed meanwhile', async () => {
    await hold('1', 'unscannable');
    state = { is: 'removed', version: 2 };
    files.expect();
    assert.deepEqual(await pass(30), ['1']);
    assert.deepEqual(asked, ['1']);
  });

  it('are taken back where their source knows nothing of their message any more', async () => {
    await hold('1', 'unscannable');
    state = undefined;
    files.expect();
    assert.deepEqual(await pass(30), ['1']);
  });

  it('are not forgotten where they were held while others were looked for', async () => {
    const { id } = leg('webex');
    duringLook = async (looked) => {
      if (looked !== id || (await storage.relay.message(refTo('1')))) return;
      await hold('1', 'source_busy', 'webex');
      files.expect();
    };
    files.expect();
    again.length = 0;
    while (again.length === 0) await clock.advance(30_000);
  });

  it('do not keep each other from coming', async () => {
    await hold('1', 'unscanned');
    await hold('2', 'source_busy');
    answers = false;
    files.expect();
    assert.deepEqual(await pass(30), ['2']);
  });

  it('are not looked for where there are none', async () => {
    files.expect();
    assert.deepEqual(await pass(60), []);
    await hold('1', 'source_busy');
    assert.deepEqual(await pass(3_600), []);
    files.expect();
    assert.deepEqual(await pass(30), ['1']);
  });
});
