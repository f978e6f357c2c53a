/** The queue of one leg, on a real store and a clock of the test's: what is given up, and what waits for what. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Connector, Draft } from '../../../src/core/connector.ts';
import { plainText } from '../../../src/core/content/plain.ts';
import { ConflictError, DeliveryError } from '../../../src/core/errors.ts';
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
import type { RelayStore, Storage, TargetRecord } from '../../../src/core/relay/store.ts';
import type { SendTask } from '../../../src/core/relay/tasks.ts';
import { createSqliteStorage } from '../../../src/storage/sqlite/index.ts';
import { createTestClock, type TestClock } from '../../support/clock.ts';
import { createTestLog } from '../../support/log.ts';
import { p } from '../content/build.ts';

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

interface World {
  readonly storage: Storage;
  readonly clock: TestClock;
  readonly counted: string[];
  readonly sender: Sender;
  close(): Promise<void>;
}

/** A sender that has begun. */
async function openWorld(connector: Connector, through?: (store: RelayStore) => RelayStore): Promise<World> {
  const world = await prepareWorld(connector, through);
  await world.sender.start();
  return world;
}

/** `through` may stand between the sender and its store. */
async function prepareWorld(connector: Connector, through = (store: RelayStore): RelayStore => store): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'mio-sender-'));
  const clock = createTestClock();
  const log = createTestLog();
  const storage = createSqliteStorage({ folder, clock, log });
  await storage.open();
  const counted: string[] = [];
  let tickets = 0;
  const sender = new Sender({
    leg,
    connector,
    store: through(storage.relay),
    budgets: new Budgets(clock, 1),
    clock,
    log,
    metrics: {
      count: (name, labels) => counted.push(`${name} ${Object.values(labels ?? {}).join(' ')}`),
      observe() {},
      set() {},
    },
    jitter: () => 0.5,
    ticket: () => ++tickets,
    threadOf: async () => null,
    wake() {},
    held() {},
    transfers: createTurns(1, 1),
  });
  return {
    storage,
    clock,
    counted,
    sender,
    async close() {
      await sender.stop();
      await storage.close();
      rmSync(folder, { recursive: true });
    },
  };
}

const author = { id: 'ada' as PersonId, kind: 'person' as const };

function taskOf(message: string, settled: SendTask['settled']): SendTask {
  return {
    ref: { ...ref, message: message as MessageId },
    state: { is: 'present', version: 1, at: 1, author, root: null, content: [] },
    author: { name: 'Ada', platform: 'teams' },
    root: null,
    receivedAt: createTestClock().now(),
    fresh: true,
    settled,
  };
}

describe('a message that can’t be rendered', () => {
  it('is given up after five tries: on the list of what was given up, counted, and whoever asked hears of it', async () => {
    const { storage, clock, counted, sender, close } = await openWorld(broken);
    const settled = Promise.withResolvers<string>();
    sender.push(taskOf('1', settled.resolve));
    while (counted.length === 0) await clock.advance(60_000);
    const outcome = await settled.promise;
    const given = await storage.relay.dead(leg.id, 10);
    await close();
    assert.equal(outcome, 'dead');
    assert.deepEqual(
      given.map(({ message, state, reason }) => ({ message, state, reason })),
      [{ message: '1', state: 'dead', reason: 'unrenderable' }],
    );
    assert.deepEqual(counted, ['mio_alarms_total unrenderable', 'mio_deliveries_total slack dead']);
  });
});

describe('the link of a post', () => {
  /** What happened, in order; a link is kept from the store until `let` says what becomes of it. */
  let story: string[];
  let links: { readonly let: () => void; readonly refuse: () => void }[];
  let world: World;

  const platform = {
    platform: 'slack',
    budgets: [],
    render: () => [{ payload: {}, text: '' }],
    async post() {
      const message = `copy ${story.filter((line) => line.startsWith('posted')).length + 1}`;
      story.push(`posted ${message}`);
      return { message, at: 1 };
    },
    async find() {
      story.push('looked');
      return [{ message: 'copy 1', at: 1, root: null, text: '' }];
    },
  } as unknown as Connector;

  const holding = (store: RelayStore): RelayStore => ({
    ...store,
    async putTarget(record: TargetRecord) {
      if (record.state !== 'done') {
        story.push(`${record.state} ${record.message}`);
        return await store.putTarget(record);
      }
      await new Promise<void>((resolve, reject) => {
        links.push({ let: resolve, refuse: () => reject(new ConflictError('taken')) });
      });
      story.push(`linked ${record.message}`);
      return await store.putTarget(record);
    },
  });

  beforeEach(async () => {
    story = [];
    links = [];
    world = await openWorld(platform, holding);
    for (const message of ['1', '2'])
      world.sender.push(taskOf(message, (outcome) => story.push(`${outcome} ${message}`)));
    await until(() => story.includes('sending 2'));
  });

  it('is stored together with the intent of the next post, which waits for it, as does whoever is told', async () => {
    assert.deepEqual(story, ['sending 1', 'posted copy 1', 'sending 2']);
    assert.ok(world.sender.unsettledBefore(2), 'what comes from the leg waits for it, too');
    assert.ok(!world.sender.unsettledBefore(1));
    links[0]!.let();
    await until(() => links.length === 2);
    assert.deepEqual(story.slice(3), ['linked 1', 'agreed 1', 'posted copy 2']);
    links[1]!.let();
    await until(() => story.includes('agreed 2'));
    const targets = await world.storage.relay.targets({ ...ref, message: '2' as MessageId });
    await world.close();
    assert.deepEqual(
      targets.map(({ state, target }) => ({ state, target })),
      [{ state: 'done', target: 'copy 2' }],
    );
  });

  it('is looked for before anything else is posted, where it could not be stored', async () => {
    links[0]!.refuse();
    while (links.length < 2) {
      await world.clock.advance(1_000);
      await setImmediate();
    }
    assert.deepEqual(story.slice(3), ['looked']);
    links[1]!.let();
    while (!story.includes('posted copy 2')) {
      await world.clock.advance(1_000);
      await setImmediate();
    }
    const told = story.slice(3).filter((line) => !line.startsWith('sending'));
    assert.deepEqual(told.slice(0, 3), ['looked', 'linked 1', 'agreed 1']);
    assert.equal(told.at(-1), 'posted copy 2');
    links.at(-1)!.let();
    await until(() => story.includes('agreed 2'));
    await world.close();
  });
});

describe('what is pushed before it is known what an earlier process left', () => {
  it('waits for that', async () => {
    const story: string[] = [];
    const known = Promise.withResolvers<void>();
    const platform = {
      platform: 'slack',
      budgets: [],
      render: () => [{ payload: {}, text: '' }],
      async post() {
        story.push('posted');
        return { message: 'copy', at: 1 };
      },
    } as unknown as Connector;
    const { sender, close } = await prepareWorld(platform, (store) => ({
      ...store,
      async unsettled(leg) {
        await known.promise;
        story.push('known');
        return await store.unsettled(leg);
      },
      async putTarget(record) {
        story.push(record.state);
        return await store.putTarget(record);
      },
    }));
    const starting = sender.start();
    sender.push(taskOf('1', (outcome) => story.push(outcome)));
    for (let turn = 0; turn < 50; turn += 1) await setImmediate();
    known.resolve();
    await starting;
    await until(() => story.includes('agreed'));
    await close();
    assert.deepEqual(story, ['known', 'sending', 'posted', 'done', 'agreed']);
  });
});

describe('a message that was rewritten while its post was in doubt', () => {
  it('is found by what it said, and changed: not posted again', async () => {
    const story: string[] = [];
    const platform = {
      platform: 'teams',
      budgets: [],
      reactionsIn: 'copy',
      filesIn: 'answer',
      render: ({ content }: Draft) => [{ payload: content, text: plainText(content) }],
      renderFiles: () => [],
      async post(_: unknown, { text }: { readonly text: string }) {
        story.push(`posted ${text}`);
        throw new DeliveryError('doubt', 'cut', { operation: 'post' });
      },
      async find() {
        story.push('looked');
        if (story.length === 2) throw new DeliveryError('busy', '503', { operation: 'find' });
        return [{ message: 'copy', at: 1, root: null, text: 'meet at noon' }];
      },
      async edit(_: unknown, { text }: { readonly text: string }) {
        story.push(`edited ${text}`);
      },
    } as unknown as Connector;
    const { sender, clock, close } = await openWorld(platform);
    const told = (text: string, version: number): SendTask => {
      const task = taskOf('1', (outcome) => story.push(outcome));
      return {
        ...task,
        fresh: false,
        state: { is: 'present', version, at: 1, author, root: null, content: [p(text)] },
      };
    };
    sender.push(told('meet at noon', 1));
    while (!story.includes('looked')) await clock.advance(100);
    for (let turn = 0; turn < 50; turn += 1) await setImmediate();
    sender.push(told('forget everything I said', 2));
    while (!story.includes('agreed')) {
      await clock.advance(1_000);
      await setImmediate();
    }
    await close();
    assert.deepEqual(story, [
      'posted meet at noon',
      'looked',
      'looked',
      'edited forget everything I said',
      'agreed',
      'agreed',
    ]);
  });
});

async function until(is: () => boolean): Promise<void> {
  while (!is()) await setImmediate();
}
