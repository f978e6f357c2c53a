/** FL-05, FL-07: a file that comes late takes the place of its line, once, whatever happens in between. On a real store. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { Connector, DraftFile, FoundPost, OpenFile, Rendered } from '../../../src/core/connector.ts';
import { DeliveryError, type Failure } from '../../../src/core/errors.ts';
import type { FileReason } from '../../../src/core/files/reasons.ts';
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
import type { Storage } from '../../../src/core/relay/store.ts';
import type { SendTask } from '../../../src/core/relay/tasks.ts';
import { createSqliteStorage } from '../../../src/storage/sqlite/index.ts';
import { createTestClock, type TestClock } from '../../support/clock.ts';
import { createTestLog } from '../../support/log.ts';

const leg: Leg = {
  id: 'leg' as LegId,
  organization: 'organization' as OrganizationId,
  connection: 'target' as ConnectionId,
  conversation: 'there' as ConversationId,
  platform: 'webex',
  title: 'there',
  state: 'active',
  joinedAt: 0,
};
const ref = { connection: 'source' as ConnectionId, conversation: 'here' as ConversationId, message: '1' as MessageId };
const file: DraftFile = { id: 'F1', name: 'plan.pdf', link: 'https://mio.example/files/x' };
const failure = (kind: Failure, why?: FileReason) => new DeliveryError(kind, 'no', { operation: 'test', file: why });

describe('a file that comes late', () => {
  let folder: string;
  let clock: TestClock;
  let storage: Storage;
  let sender: Sender;
  /** What people see on the leg, by the id of its message. */
  let shown: Map<string, string>;
  let keys: Map<string, string>;
  let held: number;
  let posts: number;
  let opened: number;
  let open: () => Promise<OpenFile>;
  /** What the platform does to calls. */
  let onPost: (() => void) | undefined;
  let onRemove: (() => void) | undefined;

  const connector = {
    platform: 'webex',
    budgets: [],
    filesIn: 'conversation',
    reactionsIn: 'copy',
    render: () => [],
    renderFiles: ({ files = [] }): readonly Rendered[] =>
      files.map(({ id, name }) => ({
        payload: { file: id },
        text: name,
        files: [file],
        instead: (why) => ({ payload: { line: why }, text: `${name} ${why}` }),
      })),
    async post(_, rendered, options) {
      if (rendered.files) (await options.open(file)).body.destroy();
      posts += 1;
      const message = `copy-${posts}` as MessageId;
      shown.set(message, rendered.files ? 'the file' : String((rendered.payload as { line: string }).line));
      keys.set(message, options.key);
      onPost?.();
      return { message, at: clock.now() };
    },
    async remove({ message }) {
      onRemove?.();
      shown.delete(message);
    },
    find: async () =>
      [...shown].map(([message, text]): FoundPost => {
        const key = keys.get(message);
        return { message: message as MessageId, root: null, at: clock.now(), text, ...(key && { key }) };
      }),
  } satisfies Partial<Connector> as unknown as Connector;

  const openSender = async () => {
    sender = new Sender({
      leg,
      connector,
      store: storage.relay,
      budgets: new Budgets(clock, 1),
      clock,
      log: createTestLog(),
      metrics: { count() {}, observe() {}, set() {} },
      jitter: () => 0.5,
      ticket: () => 1,
      threadOf: async () => null,
      wake() {},
      held: () => {
        held += 1;
      },
      transfers: createTurns(1, 1),
    });
    await sender.start();
  };

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'mio-late-'));
    clock = createTestClock();
    storage = createSqliteStorage({ folder, clock, log: createTestLog() });
    await storage.open();
    [shown, keys, held, posts, opened, onPost, onRemove] = [new Map(), new Map(), 0, 0, 0, undefined, undefined];
    await openSender();
  });
  afterEach(async () => {
    await sender.stop();
    await storage.close();
    rmSync(folder, { recursive: true });
  });

  const gives = () => {
    open = async () => ({ body: Readable.from(['bytes']), type: 'text/plain', size: 5 });
  };
  const refuses = (kind: Failure, why?: FileReason) => {
    open = () => Promise.reject(failure(kind, why));
  };

  /** Has the leg agree with the message, and resolves when it does. */
  async function look(more: Partial<SendTask> = {}): Promise<void> {
    const settled = Promise.withResolvers<string>();
    let isDone = false;
    const author = { id: 'ada' as PersonId, kind: 'person' as const };
    sender.push({
      ref,
      state: { is: 'present', version: 1, at: 1, author, root: null, content: [] },
      author: null,
      files: [file],
      open: () => {
        opened += 1;
        return open();
      },
      root: null,
      receivedAt: clock.now(),
      fresh: false,
      settled: settled.resolve,
      ...more,
    });
    void settled.promise.then(() => {
      isDone = true;
    });
    while (!isDone) await clock.advance(1_000);
  }
  const seen = () => [...shown.values()];
  const records = async () =>
    (await storage.relay.targets(ref)).map(({ part, state, reason }) => [part, state, reason].join(' '));

  it('stands as a line that says why, which is kept', async () => {
    refuses('unauthorized');
    await look();
    assert.deepEqual(seen(), ['source_unauthorized']);
    assert.deepEqual(await records(), ['50 held source_unauthorized']);
    assert.equal(held, 1);
  });

  for (const [kind, why, state] of [
    ['refused', 'infected', 'done'],
    ['refused', undefined, 'done'],
    ['gone', undefined, 'done'],
    ['gone', 'blocked', 'done'],
    ['refused', 'unscanned', 'held'],
    ['busy', undefined, 'held'],
  ] as const) {
    it(`is ${state === 'held' ? 'held' : 'a line for good'} where it is ${kind}${why ? `, ${why}` : ''}`, async () => {
      refuses(kind, why);
      await look();
      assert.equal(shown.size, 1);
      assert.deepEqual(await records(), [`50 ${state} ${seen()[0]}`]);
      assert.equal(held, state === 'held' ? 1 : 0);
      const before = opened;
      gives();
      if (state === 'done') await look({ again: true });
      assert.equal(opened, before);
    });
  }

  it('is not asked for at every look', async () => {
    refuses('refused', 'unscanned');
    await look();
    gives();
    await look();
    assert.deepEqual([seen(), opened], [['unscanned'], 1]);
  });

  it('takes the place of its line', async () => {
    refuses('refused', 'unscanned');
    await look();
    gives();
    await look({ again: true });
    assert.deepEqual(seen(), ['the file']);
    assert.deepEqual(await records(), ['50 removed source_removed', '51 done ']);
    await look({ again: true });
    await look();
    assert.deepEqual([seen(), posts], [['the file'], 2]);
  });

  it('has a line with other words where it turns out never to come', async () => {
    refuses('refused', 'unscanned');
    await look();
    refuses('refused', 'infected');
    await look({ again: true });
    assert.deepEqual(seen(), ['infected']);
    assert.deepEqual(await records(), ['50 removed source_removed', '51 done infected']);
  });

  it('comes once where its line can’t be taken away at once', async () => {
    refuses('refused', 'unscanned');
    await look();
    gives();
    let failures = 3;
    onRemove = () => {
      if (failures-- > 0) throw failure('busy');
    };
    await look({ again: true });
    assert.deepEqual([seen(), posts], [['the file'], 2]);
  });

  it('comes once where Mio ends before its line was taken away', async () => {
    refuses('refused', 'unscanned');
    await look();
    gives();
    onRemove = () => {
      throw failure('busy');
    };
    void look({ again: true });
    while (shown.size < 2) await clock.advance(100);
    await sender.stop();
    onRemove = undefined;
    await openSender();
    await look();
    assert.deepEqual([seen(), posts], [['the file'], 2]);
  });

  it('comes once where it is not known at first whether it came', async () => {
    refuses('refused', 'unscanned');
    await look();
    gives();
    onPost = () => {
      throw failure('doubt');
    };
    await look({ again: true });
    assert.deepEqual([seen(), posts], [['the file'], 2]);
    assert.deepEqual(await records(), ['50 removed source_removed', '51 done ']);
  });

  it('is still held where it is not known at first whether its line came', async () => {
    refuses('refused', 'unscanned');
    onPost = () => {
      throw failure('doubt');
    };
    await look();
    assert.deepEqual(seen(), ['unscanned']);
    assert.deepEqual(await records(), ['50 held unscanned']);
  });

  it('goes with its message, and its line does', async () => {
    refuses('refused', 'unscanned');
    await look();
    await look({ state: { is: 'removed', version: 2 } });
    assert.deepEqual(seen(), []);
  });
});
