/** The relay's pure decisions, as tables. */
import assert from 'node:assert/strict';
import type { Connector, FoundPost } from '../../../src/core/connector.ts';
import { DeliveryError } from '../../../src/core/errors.ts';
import type {
  ConnectionId,
  ConversationId,
  LegId,
  MessageId,
  PersonId,
  PresentMessage,
} from '../../../src/core/model.ts';
import { backoff, looks } from '../../../src/core/relay/backoff.ts';
import { choose, type Doubt, lookForPost } from '../../../src/core/relay/doubt.ts';
import type { LaneEvent } from '../../../src/core/relay/event.ts';
import { filePartsFor, openEdition, openNote } from '../../../src/core/relay/parts.ts';
import { plan, type Wanted } from '../../../src/core/relay/plan.ts';
import { nextRecord, rootRef } from '../../../src/core/relay/resolve.ts';
import { quoteOf } from '../../../src/core/relay/roots.ts';
import { insertInOrder } from '../../../src/core/relay/source-queue.ts';
import type { MessageRecord, RelayStore, TargetRecord, TargetState } from '../../../src/core/relay/store.ts';

const place = { connection: 'c' as ConnectionId, conversation: 'v' as ConversationId };
const ref = { ...place, message: 'm' as MessageId };

const target = (state: TargetState, version = 1, shown = 'hash1'): TargetRecord => ({
  ...ref,
  revision: 1,
  part: 0,
  leg: 'l' as LegId,
  place,
  state,
  attempt: 1,
  target: 't' as MessageId,
  shown,
  version,
  reason: null,
  receivedAt: 0,
  sentAt: 0,
  doneAt: 0,
  targetAt: 0,
});

const spent = (record: TargetRecord): TargetRecord => ({ ...record, reason: 'edits_spent' });

describe('plan', () => {
  const newer = { hash: 'hash2', version: 2 };
  const table: [string, TargetRecord | undefined, Wanted | null, string][] = [
    ['a new message', undefined, newer, 'post'],
    ['a message that was removed before it was sent', undefined, null, 'nothing'],
    ['one that waits', target('queued'), newer, 'post'],
    ['one that waits and was removed at its source', target('queued'), null, 'drop'],
    ['one that a crash left in flight', target('sending'), newer, 'settle'],
    ['one in doubt that was removed at its source', target('in_doubt'), null, 'settle'],
    ['an edit', target('done'), newer, 'edit'],
    ['an edit that changes nothing visible', target('done'), { hash: 'hash1', version: 2 }, 'nothing'],
    ['an older version that comes late', target('done', 3), newer, 'nothing'],
    ['the same version under a new renderer', target('done', 2), newer, 'nothing'],
    ['a removal', target('done'), null, 'remove'],
    ['an edit of what takes no more edits', spent(target('done')), newer, 'nothing'],
    ['a removal of what takes no more edits', spent(target('done')), null, 'remove'],
    ['an edit of what somebody removed over there', target('removed_there'), newer, 'nothing'],
    ['an edit of a message whose files are held', target('held'), newer, 'nothing'],
    ['a removal of a message whose files are held', target('held'), null, 'remove'],
    ['an edit of what was given up', target('dead'), newer, 'nothing'],
    ['a message that its author brought back', target('removed'), newer, 'post'],
    ['an old version of what was removed', target('removed', 2), newer, 'nothing'],
    ['other reactions to the same version', target('done', 2), { ...newer, touched: true }, 'edit'],
    [
      'reactions that nobody can tell from those before',
      target('done', 2),
      { ...newer, hash: 'hash1', touched: true },
      'nothing',
    ],
  ];
  for (const [name, known, wanted, operation] of table) {
    it(`answers ${name} with ${operation}`, () => assert.equal(plan(known, wanted), operation));
  }
});

describe('editions', () => {
  const part = (number: number, state: TargetState = 'done') => ({ ...target(state), part: number });
  const table: [string, readonly TargetRecord[], number][] = [
    ['nothing yet', [], 0],
    ['a message in parts', [part(0), part(1)], 0],
    ['one part that takes no more edits', [part(0), spent(part(1))], 1],
    ['a correction', [spent(part(0)), part(100)], 1],
    ['a correction that takes no more edits', [spent(part(0)), part(1), spent(part(100)), part(101)], 2],
    ['a copy that took no more edits and was removed over there', [spent(part(0, 'removed_there'))], 0],
  ];
  for (const [name, known, edition] of table) {
    it(`shows what comes after ${name} in edition ${edition}`, () => assert.equal(openEdition(known), edition));
  }
});

describe('answers with reactions', () => {
  const note = (part: number, state: TargetState = 'done') => ({ ...target(state), part });
  const table: [string, readonly TargetRecord[], number | undefined][] = [
    ['there is none yet', [target('done')], -1],
    ['there is one', [note(-1), target('done')], -1],
    ['one takes no more edits', [spent(note(-1))], -2],
    ['one was taken back', [note(-2, 'removed'), spent(note(-1))], -3],
    ['somebody took one away', [note(-1, 'removed_there')], undefined],
  ];
  for (const [name, known, part] of table) {
    it(`have the number ${part} where ${name}`, () => assert.equal(openNote(known), part));
  }
});

describe('messages of files', () => {
  const file = (part: number, shown: string, state: TargetState = 'done') => ({ ...target(state, 1, shown), part });
  const table: [string, readonly TargetRecord[], readonly string[], readonly number[]][] = [
    ['are numbered as they come', [target('done')], ['a', 'b'], [50, 51]],
    ['keep their numbers when others come between', [file(50, 'a'), file(51, 'b')], ['a', 'c', 'b'], [50, 52, 51]],
    ['keep their numbers when others go', [file(50, 'a'), file(51, 'b')], ['b'], [51]],
    ['get a new number when they come back', [file(50, 'a', 'removed')], ['a'], [51]],
    ['stay away when somebody took them away', [file(50, 'a', 'removed_there')], ['a'], [50]],
    ['are told apart when they are the same', [file(50, 'a')], ['a', 'a'], [50, 51]],
    ['keep the number of the line that stands for them', [file(50, 'a', 'held')], ['a'], [50]],
    ['have their own once they came', [file(50, 'a', 'held'), file(51, 'a')], ['a'], [51]],
    ['have their own while they come', [file(50, 'a', 'held'), file(51, 'a', 'sending')], ['a'], [51]],
    ['are their line where they were given up', [file(50, 'a', 'held'), file(51, 'a', 'dead')], ['a'], [50]],
  ];
  for (const [name, known, hashes, parts] of table) {
    it(name, () => assert.deepEqual(filePartsFor(known, hashes), parts));
  }

  const again: typeof table = [
    ['get a number beside their line', [file(50, 'a', 'held')], ['a'], [51]],
    ['get one only where a line stands for them', [file(50, 'a', 'held'), file(51, 'b')], ['a', 'b'], [52, 51]],
    ['keep the one that they have', [file(50, 'a', 'held'), file(51, 'a')], ['a'], [51]],
    ['stay away when somebody took their line away', [file(50, 'a', 'removed_there')], ['a'], [50]],
    ['stay a line where no number is left', [file(99, 'a', 'held')], ['a'], [99]],
  ];
  for (const [name, known, hashes, parts] of again) {
    it(`that can be had now ${name}`, () => assert.deepEqual(filePartsFor(known, hashes, true), parts));
  }
});

describe('order in a lane', () => {
  const event = (at: number, ticket: number): LaneEvent => ({
    ref,
    kind: 'posted',
    at,
    inline: undefined,
    receivedAt: 0,
    ticket,
    sequence: ticket,
  });
  it('is that of the source, and of arrival among equals', () => {
    const events: LaneEvent[] = [];
    for (const [ticket, at] of [30, 10, 20, 10, 40].entries()) insertInOrder(events, event(at, ticket));
    assert.deepEqual(
      events.map(({ at, ticket }) => [at, ticket]),
      [
        [10, 1],
        [10, 3],
        [20, 2],
        [30, 0],
        [40, 4],
      ],
    );
  });
});

describe('backoff', () => {
  it('doubles up to a minute, with jitter below', () => {
    assert.deepEqual(
      [0, 1, 2, 20].map((failures) => backoff(failures, () => 1)),
      [500, 1000, 2000, 60_000],
    );
    assert.equal(
      backoff(0, () => 0),
      250,
    );
  });
  it('obeys Retry-After, up to 15 minutes, and no nonsense', () => {
    assert.equal(
      backoff(0, () => 0, 7_000),
      7_000,
    );
    assert.equal(
      backoff(0, () => 0, 1e12),
      900_000,
    );
    for (const nonsense of [-1, Number.NaN, Infinity, 0])
      assert.equal(
        backoff(0, () => 0, nonsense),
        250,
      );
  });
  it('believes that a post is not there only after half a minute', () => assert.equal(looks.at(-1), 30_000));
});

describe('a post in doubt', () => {
  const post = (message: string, text: string, more: Partial<FoundPost> = {}): FoundPost => ({
    message: message as MessageId,
    root: null,
    at: 1,
    text,
    ...more,
  });
  const elsewhere = 'elsewhere' as MessageId;
  const sought: Pick<Doubt, 'key' | 'text' | 'files' | 'root' | 'left'> = {
    key: 'mine',
    text: 'We ship at noon',
    files: false,
    root: null,
  };
  const table: [string, readonly FoundPost[], Partial<typeof sought>, string | undefined][] = [
    [
      'recognised by its key above all',
      [post('a', 'We ship at noon', { key: 'other' }), post('b', 'different', { key: 'mine' })],
      {},
      'b',
    ],
    ['never one that carries another key', [post('a', 'We ship at noon', { key: 'other' })], {}, undefined],
    ['the only one, though the platform changed it a little', [post('a', 'we  ship at 12:00 noon ☀️')], {}, 'a'],
    ['not another message, though it is the only one', [post('a', 'Status: paused since Monday')], {}, undefined],
    ['not what shares files, where it is a text', [post('a', 'We ship at noon', { holdsFiles: true })], {}, undefined],
    [
      'what shares its files',
      [post('a', '📎 plan.pdf', { holdsFiles: true })],
      { files: true, text: '📎 plan.pdf' },
      'a',
    ],
    ['the same among several', [post('a', 'We ship at nine'), post('b', 'We  ship at noon')], {}, 'b'],
    ['the most alike among several', [post('a', 'We ship at nine'), post('b', 'We ship at noon!')], {}, 'b'],
    ['none of several that say something else', [post('a', 'Lunch?'), post('b', 'Pizza.')], {}, undefined],
    ['the only one where what was said has no words', [post('a', '👍')], { text: '🎉' }, 'a'],
    ['the only one where nobody knows what was said', [post('a', 'Lunch?')], { text: null }, 'a'],
    [
      'the newest of several, where it has been rewritten since',
      [post('a', 'Lunch?'), post('b', 'Pizza.')],
      { text: null },
      'b',
    ],
    ['the only one that an earlier process left', [post('a', 'Lunch?')], { text: null, left: true }, 'a'],
    [
      'not known yet where an earlier process left several',
      [post('a', 'Lunch?'), post('b', 'Pizza.')],
      { text: null, left: true },
      undefined,
    ],
    ['in its own thread', [post('a', 'We ship at noon', { root: elsewhere })], {}, undefined],
    ['the same in another script', [post('a', '正午に出荷します。')], { text: '正午に出荷します' }, 'a'],
    ['not another message in another script', [post('a', '昼食の時間です')], { text: '正午に出荷します' }, undefined],
  ];
  for (const [what, found, more, expected] of table) {
    it(`is ${what}`, () => assert.equal(choose(found, { ...sought, ...more })?.message, expected));
  }
});

describe('looking for a post in doubt', () => {
  /** A platform where little or nothing is found; what was asked, and how long was waited before. */
  const looking = async (root: string | null, doubtSince: number, posts: readonly FoundPost[] = []) => {
    const story: (string | number)[] = [];
    const nowhere = {
      find: async (_: unknown, thread: string | null) => {
        story.push(thread ?? 'roots');
        if (thread !== null) throw new DeliveryError('gone', '404', { operation: 'find' });
        return posts;
      },
    } as Pick<Connector, 'find'> as Connector;
    const clock = {
      now: () => 1_000_000,
      after(ms: number, action: () => void) {
        story.push(ms);
        setImmediate(action);
        return () => {};
      },
    };
    const post = await lookForPost({
      clock,
      store: { targetAt: async () => undefined } as Partial<RelayStore> as RelayStore,
      connector: nowhere,
      place,
      root: root as MessageId | null,
      key: 'mine',
      text: 'hello',
      files: false,
      stoodBefore: (message) => message === 'stood',
      since: 0,
      doubtSince,
      allowed: async () => {},
      signal: new AbortController().signal,
    });
    return { post, story };
  };

  it('ends in half a minute and a little, also where the clock was put back by an hour since', async () => {
    const { post, story } = await looking(null, 1_000_000 + 3_600_000);
    assert.equal(post, undefined);
    assert.deepEqual(story, [200, 'roots', 2_000, 'roots', 10_000, 'roots', 30_000, 'roots']);
  });
  it('asks at once what an earlier process would have asked last', async () =>
    assert.deepEqual((await looking(null, 1_000_000 - 60_000)).story, ['roots']));
  it('is none that stood there before', async () => {
    const stood: FoundPost = { message: 'stood' as MessageId, root: null, at: 1, text: 'hello' };
    const newer: FoundPost = { ...stood, message: 'newer' as MessageId };
    assert.equal((await looking(null, 1_000_000 - 60_000, [stood])).post, undefined);
    assert.equal((await looking(null, 1_000_000 - 60_000, [stood, newer])).post?.message, 'newer');
  });
  it('looks for an answer among the roots too: where its thread is gone, it became one', async () =>
    assert.deepEqual((await looking('thread', 1_000_000 - 60_000)).story, ['thread', 'roots']));
});

describe('what is remembered of a message', () => {
  const state = (version: number): PresentMessage => ({
    is: 'present',
    version,
    at: 5,
    author: { id: 'p' as PersonId, kind: 'person' },
    root: null,
    content: [],
  });
  const known: MessageRecord = { ...ref, revision: 4, version: 7, at: 5, root: null, removed: false, reactions: null };
  it('begins with the first sight', () =>
    assert.deepEqual(nextRecord(ref, undefined, state(7), 5), { ...known, revision: 0 }));
  it('does not change when nothing did', () => assert.equal(nextRecord(ref, known, state(7), 5), null));
  it('does not go back to an older version', () => assert.equal(nextRecord(ref, known, state(6), 5), null));
  it('takes a newer version', () => assert.equal(nextRecord(ref, known, state(8), 5)?.version, 8));
  it('keeps a removal of what was never seen', () =>
    assert.equal(nextRecord(ref, undefined, { is: 'removed', version: 9 }, 5)?.removed, true));
  it('knows a root from a reply', () => {
    assert.equal(rootRef(ref, state(1)), null);
    assert.equal(rootRef(ref, { ...state(1), root: 'm' as MessageId }), null, 'its own root');
    assert.equal(rootRef(ref, { ...state(1), root: 'r' as MessageId })?.message, 'r');
  });
});

describe('a quote of a root that is not there', () => {
  it('is one line of at most 200 characters', () => {
    const [quote] = quoteOf([{ type: 'paragraph', children: [{ type: 'text', text: 'x'.repeat(300) }] }]);
    assert.equal(
      quote?.type === 'quote' &&
        quote.children[0]?.type === 'paragraph' &&
        quote.children[0].children[0]?.type === 'text' &&
        quote.children[0].children[0].text.length,
      201,
    );
  });
  it('is nothing where there is no text', () => assert.deepEqual(quoteOf([]), []));
});
