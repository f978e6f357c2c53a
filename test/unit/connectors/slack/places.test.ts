/** One Slack channel at a time, made or looked at, and the people in it. */
import assert from 'node:assert/strict';
import { slackTitle } from '../../../../src/connectors/slack/places.ts';
import { UserError } from '../../../../src/core/errors.ts';
import type { Answer, Asked } from '../../../support/platform.ts';
import { openSlackWorld, type SlackWorld } from './support.ts';

describe('a Slack channel’s name', () => {
  for (const [title, name] of [
    ['Incidents', '#incidents'],
    ['# Launch  party ', '#launch-party'],
    ['Störung_2', '#störung_2'],
    ['インシデント', '#インシデント'],
    ['a.b', undefined],
    ['a/b', undefined],
    ['', undefined],
    ['--', undefined],
    ['x'.repeat(81), undefined],
  ] as const) {
    it(`${JSON.stringify(title.slice(0, 20))} is ${name ?? 'none'}`, () => assert.equal(slackTitle(title), name));
  }
});

describe('the Slack channels of a workspace', () => {
  let world: SlackWorld;
  beforeEach(async () => {
    world = await openSlackWorld();
  });
  afterEach(() => world.close());

  /** As many channels as that, in pages of at most 999, twenty of them a minute. */
  function workspaceOf(channels: number, refusal: Answer): void {
    let calls = 0;
    let since = world.parts.clock.now();
    world.slack.respond(({ query }) => {
      if (world.parts.clock.now() - since >= 60_000) {
        since = world.parts.clock.now();
        calls = 0;
      }
      calls += 1;
      if (calls > 20) return refusal;
      const from = Number(query.get('cursor') ?? 0);
      const to = Math.min(from + Math.min(Number(query.get('limit')), 999), channels);
      const page = Array.from({ length: to - from }, (_, at) => ({ id: `C${from + at}X`, name: `c${from + at}` }));
      const next_cursor = to < channels ? String(to) : '';
      return { json: { ok: true, channels: page, response_metadata: { next_cursor } } };
    });
  }
  const ratelimited = (seconds: number): Answer => ({ status: 429, headers: { 'retry-after': String(seconds) } });
  const count = async () => (await world.meanwhile(world.connector.places(world.connection.id))).length;

  it('are listed where there are thousands', async () => {
    workspaceOf(19_980, ratelimited(60));
    assert.equal(await count(), 19_980);
    assert.equal(world.slack.asked.length, 20);
  }).timeout(20_000);

  it('are listed after the pause that Slack asks for', async () => {
    workspaceOf(20_000, ratelimited(60));
    assert.equal(await count(), 20_000);
  }).timeout(20_000);

  it('are listed up to the fortieth page, after a pause: what stands behind it is not asked for', async () => {
    workspaceOf(50_000, ratelimited(60));
    const began = world.parts.clock.now();
    assert.equal(await count(), 40 * 999);
    assert.equal(world.slack.asked.length, 41, 'forty pages, and the refusal');
    assert.ok(world.parts.clock.now() - began >= 60_000);
  }).timeout(20_000);

  for (const [what, seconds] of [
    ['at once', 90],
    ['in two pauses', 40],
  ] as const) {
    it(`are not waited for longer than a minute, ${what}`, async () => {
      workspaceOf(20_000, ratelimited(seconds));
      await assert.rejects(count(), { name: 'UserError', code: 'unavailable' });
    }).timeout(20_000);
  }
});

describe('Slack channels one by one', () => {
  let world: SlackWorld;
  beforeEach(async () => {
    world = await openSlackWorld();
  });
  afterEach(() => world.close());

  const answers = (methods: Readonly<Record<string, (asked: Asked) => unknown>>) =>
    world.slack.respond((asked): Answer | undefined => {
      const answer = methods[asked.path.replace('/api/', '')]?.(asked);
      return answer === undefined ? undefined : { json: answer };
    });
  const create = (title: string) => world.connector.create?.(world.connection.id, title) ?? assert.fail('no create');

  it('is made under the name that Slack takes', async () => {
    answers({ 'conversations.create': () => ({ ok: true, channel: { id: 'C0LAUNCH1', name: 'launch-party' } }) });
    assert.deepEqual(await create('Launch party'), { conversation: 'C0LAUNCH1', title: '#launch-party' });
    assert.deepEqual(JSON.parse(world.slack.asked[0]?.body ?? ''), { name: 'launch-party' });
  });

  for (const [code, reason] of [
    ['name_taken', 'name_unusable'],
    ['invalid_name_specials', 'name_unusable'],
    ['missing_scope', 'creation_unsupported'],
    ['restricted_action', 'creation_unsupported'],
  ] as const) {
    it(`says why not: ${code}`, async () => {
      answers({ 'conversations.create': () => ({ ok: false, error: code }) });
      await assert.rejects(create('x'), (error) => error instanceof UserError && error.obstacle?.reason === reason);
    });
  }

  it('is looked at by its id; one that Slack does not show is not there', async () => {
    answers({
      'conversations.info': ({ query }) =>
        query.get('channel') === 'C0GENERAL'
          ? { ok: true, channel: { id: 'C0GENERAL', name: 'general', is_archived: true } }
          : { ok: false, error: 'channel_not_found' },
    });
    const { connection } = world.place;
    const found = await world.connector.look(world.place);
    assert.equal(found?.title, '#general');
    assert.match(found?.obstacle ?? '', /archived/);
    assert.equal(
      await world.connector.look({ ...world.place, connection, conversation: 'C0OTHER01' as never }),
      undefined,
    );
    assert.equal(await world.connector.look({ connection, conversation: '../users.list' as never }), undefined);
    assert.equal(world.slack.asked.length, 2, 'what is no id of Slack’s is not sent there');
  });

  it('of 10,000 is counted with two calls and named with few more', async () => {
    const ids = Array.from({ length: 200 }, (_, number) => `U${String(number).padStart(8, '0')}`);
    answers({
      'conversations.members': () => ({ ok: true, members: ids, response_metadata: { next_cursor: 'more' } }),
      'conversations.info': () => ({ ok: true, channel: { id: 'C0GENERAL', num_members: 10_000 } }),
      'users.info': ({ query }) => ({ ok: true, user: { id: query.get('user'), real_name: `N ${query.get('user')}` } }),
    });
    const { count, names } = await world.connector.members(world.place, 3);
    assert.deepEqual([count, names], [10_000, ['N U00000000', 'N U00000001', 'N U00000002']]);
    assert.equal(world.slack.asked.length, 5);
  });

  it('does not count Mio among the people of a small one', async () => {
    answers({
      'conversations.members': () => ({ ok: true, members: ['U0RELAYBOT', 'U00000001'] }),
      'conversations.info': () => ({ ok: true, channel: { id: 'C0GENERAL' } }),
      'users.info': () => ({ ok: true, user: { id: 'U00000001', real_name: 'Ada Nowak' } }),
    });
    assert.deepEqual(await world.connector.members(world.place, 20), { count: 1, names: ['Ada Nowak'] });
  });

  it('people are found by the beginnings of their names, and the list is asked for once an hour', async () => {
    const user = (id: string, name: string, more = {}) => ({ id, profile: { real_name: name }, ...more });
    answers({
      'users.list': () => ({
        ok: true,
        members: [
          user('U00000001', 'Ada Nowak'),
          user('U00000002', 'Adam Gone', { deleted: true }),
          user('U00000003', 'Adabot', { is_bot: true }),
          user('U00000004', 'Nadja Weiss'),
        ],
      }),
    });
    const find = async (text: string) =>
      (await world.connector.search(world.connection.id, text, 5)).map(({ name }) => name);
    assert.deepEqual(await find('ada'), ['Ada Nowak']);
    assert.deepEqual(await find('NOW ada'), ['Ada Nowak']);
    assert.deepEqual(await find('x'), []);
    assert.equal(world.slack.asked.length, 1);
  });
});
