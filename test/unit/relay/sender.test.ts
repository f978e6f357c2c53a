/** What becomes of a message that can't be shown on a leg, whatever is tried. On a real store and a clock of the test's. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Connector } from '../../../src/core/connector.ts';
import { createTurns } from '../../../src/core/files/turns.ts';
import type {
  ConnectionId,
  ConversationId,
  LegId,
  MessageId,
  OrganizationId,
  PersonId,
} from '../../../src/core/model.ts';
import type { Leg } from '../../../src/core/records.ts';
import { Budgets } from '../../../src/core/relay/budget.ts';
import { Sender } from '../../../src/core/relay/sender.ts';
import type { SendTask } from '../../../src/core/relay/tasks.ts';
import { createSqliteStorage } from '../../../src/storage/sqlite/index.ts';
import { createTestClock } from '../../support/clock.ts';
import { createTestLog } from '../../support/log.ts';

const leg: Leg = {
  id: 'leg' as LegId,
  organization: 'organization' as OrganizationId,
  connection: 'target' as ConnectionId,
  conversation: 'there' as ConversationId,
  platform: 'slack',
  title: '#there',
  state: 'active',
  joinedAt: 0,
};
const ref = { connection: 'source' as ConnectionId, conversation: 'here' as ConversationId, message: '1' as MessageId };

/** A defect of ours: nothing that a platform answers leads here. */
const broken = {
  platform: 'slack',
  budgets: [],
  render(): never {
    throw new TypeError('no such block');
  },
} as unknown as Connector;

describe('a message that can’t be rendered', () => {
  it('is given up after five tries: on the list of what was given up, counted, and whoever asked hears of it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'mio-sender-'));
    const clock = createTestClock();
    const log = createTestLog();
    const storage = createSqliteStorage({ folder, clock, log });
    await storage.open();
    const counted: string[] = [];
    const sender = new Sender({
      leg,
      connector: broken,
      store: storage.relay,
      budgets: new Budgets(clock, 1),
      clock,
      log,
      metrics: {
        count: (name, labels) => counted.push(`${name} ${Object.values(labels ?? {}).join(' ')}`),
        observe() {},
        set() {},
      },
      jitter: () => 0.5,
      ticket: () => 1,
      threadOf: async () => null,
      wake() {},
      held() {},
      transfers: createTurns(1, 1),
    });
    await sender.start();
    const settled = Promise.withResolvers<string>();
    const author = { id: 'ada' as PersonId, kind: 'person' as const };
    const task: SendTask = {
      ref,
      state: { is: 'present', version: 1, at: 1, author, root: null, content: [] },
      author: { name: 'Ada', platform: 'teams' },
      root: null,
      receivedAt: clock.now(),
      fresh: true,
      settled: settled.resolve,
    };
    sender.push(task);
    while (counted.length === 0) await clock.advance(60_000);
    const outcome = await settled.promise;
    const given = await storage.relay.dead(leg.id, 10);
    await sender.stop();
    await storage.close();
    rmSync(folder, { recursive: true });
    assert.equal(outcome, 'dead');
    assert.deepEqual(
      given.map(({ message, state, reason }) => ({ message, state, reason })),
      [{ message: '1', state: 'dead', reason: 'unrenderable' }],
    );
    assert.deepEqual(counted, ['mio_alarms_total unrenderable', 'mio_deliveries_total slack dead']);
  });
});
