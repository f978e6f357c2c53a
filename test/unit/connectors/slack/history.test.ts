/** What Mio reads in a channel: one message, and everything since a moment. Over real HTTP, with Slack scripted. */
import assert from 'node:assert/strict';
import { plainText } from '../../../../src/core/content/plain.ts';
import type { MessageId, SourceState } from '../../../../src/core/model.ts';
import type { Answer, Asked } from '../../../support/platform.ts';
import { openSlackWorld, type SlackWorld } from './support.ts';

const said = (state: SourceState | undefined) =>
  state?.is === 'present' ? `${plainText(state.content)} v${state.version} root=${state.root}` : state?.is;
const message = (ts: string, text: string, more: object = {}) => ({
  type: 'message',
  user: 'U0ALICE01',
  ts,
  text,
  ...more,
});

/** A channel as Slack would show it: two roots, one old root with a new reply, one that only other apps changed. */
const old = '1712000000.000100';
const roots = [
  message('1712345690.000100', 'second'),
  message('1712345680.000100', 'first', { edited: { user: 'U0ALICE01', ts: '1712345685.000000' } }),
  message('1712345600.000100', 'edited since', { edited: { user: 'U0ALICE01', ts: '1712345683.000000' } }),
  message('1712345500.000100', 'left alone'),
  {
    ...message('1712345400.000100', 'This message was deleted.'),
    subtype: 'tombstone',
    latest_reply: '1712345450.000100',
  },
  message(old, 'old root', { thread_ts: old, reply_count: 2, latest_reply: '1712345689.000100' }),
];
const replies = [
  message(old, 'old root', { thread_ts: old }),
  message('1712300000.000100', 'old reply', { thread_ts: old }),
  message('1712345689.000100', 'new reply', { thread_ts: old }),
];

function slackOf({ path, query }: Asked): Answer {
  const from = Number(query.get('oldest') ?? 0);
  const to = Number(query.get('latest') ?? Number.POSITIVE_INFINITY);
  const within = (all: { ts: string }[]) => all.filter(({ ts }) => Number(ts) >= from && Number(ts) <= to);
  if (path === '/api/conversations.history') return { json: { ok: true, messages: within(roots) } };
  const ts = query.get('ts');
  if (ts !== old) {
    const reply = replies.filter((one) => one.ts === ts);
    return { json: reply.length ? { ok: true, messages: reply } : { ok: false, error: 'thread_not_found' } };
  }
  return { json: { ok: true, messages: [replies[0], ...within(replies.slice(1))] } };
}

describe('Slack’s history', () => {
  let world: SlackWorld;
  before(async () => {
    world = await openSlackWorld();
  });
  beforeEach(() => world.slack.respond(slackOf));
  after(() => world.close());

  const list = async (since: number) => {
    const seen: string[] = [];
    for await (const { message: ts, state } of world.connector.list(world.place, since))
      seen.push(`${ts} ${said(state)}`);
    return seen;
  };

  it('lists what was written or changed since, oldest first, late replies of old threads among it', async () => {
    assert.deepEqual(await list(1712345680000), [
      '1712345600.000100 edited since v1712345683000000 root=null',
      '1712345680.000100 first v1712345685000000 root=null',
      `1712345689.000100 new reply v1712345689000100 root=${old}`,
      '1712345690.000100 second v1712345690000100 root=null',
    ]);
    const asked = world.slack.asked.map(({ path, query }) => `${path} ${query.get('ts') ?? ''}`);
    assert.deepEqual(asked, ['/api/conversations.history ', `/api/conversations.replies ${old}`]);
  });

  it('says that a root is gone whose replies live on', async () => {
    assert.ok((await list(1712345300000)).includes('1712345400.000100 removed'));
  });

  const table: readonly [why: string, ts: string, root: string | null, expected: string | undefined][] = [
    ['a root', '1712345690.000100', null, 'second v1712345690000100 root=null'],
    ['a reply, its root known', '1712345689.000100', old, `new reply v1712345689000100 root=${old}`],
    ['a reply, its root unknown', '1712345689.000100', null, `new reply v1712345689000100 root=${old}`],
    ['a message that is not there', '1712345695.000100', null, undefined],
    ['a reply that is not there', '1712345695.000100', old, undefined],
    ['a message of a thread that is not there', '1712345695.000100', '1712345694.000100', undefined],
    ['a tombstone', '1712345400.000100', null, 'removed'],
  ];
  for (const [why, ts, root, expected] of table) {
    it(`fetches ${why}`, async () => {
      assert.equal(said(await world.connector.fetch(world.ref(ts), root as MessageId | null)), expected);
    });
  }

  it('does not take an outage for an absence', async () => {
    world.slack.respond(() => ({ status: 503 }));
    await assert.rejects(world.connector.fetch(world.ref(old), null), { failure: 'busy' });
    await assert.rejects(list(0), { failure: 'busy' });
    world.slack.respond(() => ({ json: { ok: false, error: 'not_in_channel' } }));
    await assert.rejects(world.connector.fetch(world.ref(old), null), { failure: 'refused' });
  });

  it('knows people by the name they chose, asks once an hour, and forgives a failure in a minute', async () => {
    const id = 'U0ALICE01' as Parameters<typeof world.connector.person>[1];
    const ask = () => world.connector.person(world.connection.id, id);
    world.slack.respond(() => ({ status: 503 }));
    assert.equal(await ask(), undefined);
    const profile = { display_name: '', real_name: 'Alice Moreau', image_192: 'https://a.slack-edge.com/alice.png' };
    world.slack.respond(() => ({ json: { ok: true, user: { id, profile } } }));
    assert.equal(await ask(), undefined);
    await world.parts.clock.advance(61_000);
    const alice = { id, kind: 'person', name: 'Alice Moreau', picture: 'https://a.slack-edge.com/alice.png' };
    assert.deepEqual(await Promise.all([ask(), ask()]), [alice, alice]);
    await world.parts.clock.advance(59 * 60_000);
    assert.deepEqual(await ask(), alice);
    assert.equal(world.slack.asked.length, 1);
    await world.parts.clock.advance(2 * 60_000);
    await ask();
    assert.equal(world.slack.asked.length, 2);
  });
});

describe('threads in Slack’s history', () => {
  const root = '1712345000.000100';
  let world: SlackWorld;
  beforeEach(async () => {
    world = await openSlackWorld();
  });
  afterEach(() => world.close());

  const inThread = (ts: string, more: object = {}) => message(ts, 'x', { thread_ts: root, ...more });
  /** The channel holds the root, and those replies that were sent to the channel too. */
  const channelOf = (replies: () => readonly { readonly ts: string; readonly subtype?: string }[]) =>
    world.slack.respond(({ path }) => {
      const top = inThread(root, { reply_count: replies().length, latest_reply: replies().at(-1)?.ts });
      const shared = replies().filter(({ subtype }) => subtype === 'thread_broadcast');
      const messages = path === '/api/conversations.history' ? [...shared, top] : [top, ...replies()];
      return { json: { ok: true, messages } };
    });
  /** What is told of the replies: their version, or nothing but that they are there. */
  const list = async () => {
    const told: Record<string, number | undefined> = {};
    for await (const { message: ts, state } of world.connector.list(world.place, 1712344000000))
      if (ts !== root) told[ts] = state?.version;
    return told;
  };

  it('are looked into when their root tells of a change, and once an hour', async () => {
    const replies = [inThread('1712345100.000100')];
    channelOf(() => replies);
    const looks = () => world.slack.asked.filter(({ path }) => path === '/api/conversations.replies').length;
    assert.deepEqual(await list(), { '1712345100.000100': 1712345100000100 });
    assert.deepEqual(await list(), { '1712345100.000100': undefined });
    assert.equal(looks(), 1);
    replies.push(inThread('1712345200.000100'));
    const both = { '1712345100.000100': 1712345100000100, '1712345200.000100': 1712345200000100 };
    assert.deepEqual(await list(), both);
    await list();
    assert.equal(looks(), 2);
    await world.parts.clock.advance(60 * 60_000);
    assert.deepEqual(await list(), both);
  });

  it('hide no edit of a reply that was sent to the channel too: the channel tells of it', async () => {
    let edited: object = {};
    channelOf(() => [{ ...inThread('1712345100.000100', edited), subtype: 'thread_broadcast' }]);
    assert.deepEqual(await list(), { '1712345100.000100': 1712345100000100 });
    edited = { edited: { user: 'U0ALICE01', ts: '1712345200.000000' } };
    assert.deepEqual(await list(), { '1712345100.000100': 1712345200000000 });
  });
});
