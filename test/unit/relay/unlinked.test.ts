/** What of Mio's stands on a leg and is not in the store, on connectors of the test's. */
import assert from 'node:assert/strict';
import type { FoundPost } from '../../../src/core/connector.ts';
import { DeliveryError, type Failure } from '../../../src/core/errors.ts';
import type { ConnectionId, ConversationId, MessageId, PersonId, SourceState } from '../../../src/core/model.ts';
import type { TargetRecord } from '../../../src/core/relay/store.ts';
import { clocksDiffer, listsTake, UnlinkedPosts } from '../../../src/core/relay/unlinked.ts';
import { createTestClock } from '../../support/clock.ts';
import { createTestLog } from '../../support/log.ts';

const place = { connection: 'target' as ConnectionId, conversation: 'there' as ConversationId };
const thread = 'root' as MessageId;

const post = (message: string, text: string, more: Partial<FoundPost> = {}): FoundPost => ({
  message: message as MessageId,
  root: null,
  at: Number(message),
  text,
  ...more,
});

const failed = (failure: Failure, retryAfterMs?: number): DeliveryError =>
  new DeliveryError(failure, 'test', { operation: 'find', ...(retryAfterMs !== undefined && { retryAfterMs }) });

describe('posts that the store does not know', () => {
  const clock = createTestClock();
  const startedAt = clock.now();

  function open(
    posts: readonly FoundPost[],
    { linked = [], isYoung = false }: { linked?: string[]; isYoung?: boolean } = {},
  ) {
    const asked: [root: MessageId | null, since: number][] = [];
    const unlinked = new UnlinkedPosts({
      place,
      connector: {
        find: async (_, root, since) => {
          asked.push([root, since]);
          return posts.filter((one) => one.root === root);
        },
      },
      store: {
        targetAt: async ({ message }) => (linked.includes(message) ? ({} as TargetRecord) : undefined),
      },
      unknown: isYoung ? undefined : { since: 7, startedAt },
      clock,
      log: createTestLog(),
      allowed: async () => {},
    });
    const take = async (text: string, key = 'none', root: MessageId | null = null) =>
      (await unlinked.take({ root, key, rendered: { payload: {}, text } }))?.message;
    return { unlinked, asked, take };
  }

  const written = (at: number): SourceState => ({
    is: 'present',
    version: 1,
    at,
    author: { id: 'ada' as PersonId, kind: 'person' },
    root: null,
    content: [],
  });

  it('are told by what they say, to the letter, each once and the oldest first', async () => {
    const { take, unlinked } = open([post('3', 'ok'), post('2', 'ok'), post('1', 'all is well')]);
    assert.equal(await take('all is  well'), '1');
    assert.deepEqual(
      ['1', '2', '4'].map((message) => unlinked.has(message as MessageId)),
      [false, true, false],
    );
    assert.equal(await take('all is well!'), undefined);
    assert.equal(await take('ok'), '2');
    assert.equal(await take('ok'), '3');
    assert.equal(await take('ok'), undefined);
  });

  it('are told by their key alone where they have one', async () => {
    const { take } = open([post('1', 'ok', { key: 'first' }), post('2', 'ok', { key: 'second' })]);
    assert.equal(await take('ok', 'third'), undefined);
    assert.equal(await take('ok, edited since', 'second'), '2');
  });

  it('that say nothing are nobody’s', async () => {
    const { take } = open([post('1', '')]);
    assert.equal(await take(''), undefined);
  });

  it('are not those that are known', async () => {
    const { take } = open([post('1', 'ok'), post('2', 'ok')], { linked: ['1'] });
    assert.equal(await take('ok'), '2');
    assert.equal(await take('ok'), undefined);
  });

  it('are listed once for each thread, from what is known on', async () => {
    const { take, asked } = open([post('1', 'ok', { root: thread })]);
    assert.equal(await take('ok'), undefined);
    assert.equal(await take('ok', 'none', thread), '1');
    await take('ok');
    await take('ok', 'none', thread);
    assert.deepEqual(asked, [
      [null, 7],
      [thread, 7],
    ]);
  });

  it('may be whatever was written before the process began, as nearly as clocks can tell', async () => {
    const { unlinked, take } = open([]);
    assert.equal(unlinked.mayHold(written(startedAt + clocksDiffer - 1), null), true);
    assert.equal(unlinked.mayHold(written(startedAt + clocksDiffer), null), false);
    assert.equal(unlinked.mayHold({ is: 'removed', version: 2 }, null), false);
    await take('anything');
    assert.equal(unlinked.mayHold(written(startedAt), null), false, 'there is none in this thread');
    assert.equal(unlinked.mayHold(written(startedAt), thread), true, 'but perhaps in that');
    assert.equal(open([], { isYoung: true }).unlinked.mayHold(written(0), null), false, 'a leg that is new');
  });

  it('hold up what people answer until it is known that there are none, or for a minute', async () => {
    const later = createTestClock();
    const parts = {
      place,
      connector: { find: async () => [post('1', 'ok')] },
      store: { targetAt: async () => undefined },
      unknown: { since: 0, startedAt: later.now() },
      clock: later,
      log: createTestLog(),
      allowed: async () => {},
    };
    const [none, some] = [new UnlinkedPosts(parts), new UnlinkedPosts(parts)];
    await some.take({ root: null, key: 'none', rendered: { payload: {}, text: 'ok' } });
    assert.deepEqual([none.mayBeAny, some.mayBeAny], [true, true]);
    await later.advance(listsTake);
    assert.deepEqual([none.mayBeAny, some.mayBeAny], [false, true]);
  });

  const failures: readonly (readonly [what: string, failure: DeliveryError, waits: boolean, waitsLonger: boolean])[] = [
    ['a thread that is gone', failed('gone'), false, false],
    ['where Mio may not look', failed('refused'), false, false],
    ['where nobody is signed in to look', failed('unauthorized'), false, false],
    ['while the platform does not answer', failed('busy'), true, false],
    ['while it says “later”', failed('busy', 5_000), true, true],
  ];
  for (const [what, failure, ...expected] of failures)
    it(`can’t be listed ${what}: what is to be posted waits, for a minute or longer: ${expected.join(', ')}`, async () => {
      const later = createTestClock();
      const unlinked = new UnlinkedPosts({
        place,
        connector: { find: () => Promise.reject(failure) },
        store: { targetAt: async () => undefined },
        unknown: { since: 0, startedAt: later.now() },
        clock: later,
        log: createTestLog(),
        allowed: async () => {},
      });
      for (const waits of expected) {
        const taken = unlinked.take({ root: null, key: 'none', rendered: { payload: {}, text: 'ok' } });
        if (waits) await assert.rejects(taken, DeliveryError);
        else assert.equal(await taken, undefined);
        await later.advance(listsTake);
      }
    });
});
