/** Posting into a channel as the bot, over HTTP: what is sent, and what is certain when it fails. */
import assert from 'node:assert/strict';
import type { PostOptions, Rendered } from '../../../../src/core/connector.ts';
import { DeliveryError, type Failure } from '../../../../src/core/errors.ts';
import type { MessageId, MessageRef } from '../../../../src/core/model.ts';
import { type Answer, channelId, teamId } from './support/microsoft.ts';
import { connectedTeams, connection, place, type Teams } from './support/teams.ts';

const base = 1789374682417;
const at = (offset: number) => String(base + offset);
const ref = (id: string): MessageRef => ({ ...place, message: id as MessageId });

describe('posting into a Teams channel', () => {
  let world: Teams;
  let rendered: Rendered;
  beforeEach(async () => {
    world = await connectedTeams();
    const author = { name: 'Eva', platform: 'slack' } as const;
    const content = [{ type: 'paragraph', children: [{ type: 'text', text: 'Ship it' }] }] as const;
    [rendered] = world.teams.render({ author, content }) as [Rendered];
  });
  afterEach(() => world.close());

  const options = (root: string | null): PostOptions => ({
    root: root as MessageId | null,
    key: 'k',
    open: () => Promise.reject(new Error('a text opens no file')),
  });
  const roots = /^\/smba\/teams\/v3\/conversations$/;
  const thread = new RegExp(`^/smba/teams/v3/conversations/${channelId};messageid=1/activities$`);
  const sent = (method: string, pattern: RegExp) =>
    world.microsoft.calls(method, pattern).map(({ body }) => (body.length === 0 ? null : JSON.parse(body.toString())));

  it('posts a root as the bot, and knows its id', async () => {
    world.microsoft.on('POST', roots, () => ({
      status: 201,
      json: { id: `${channelId};messageid=${at(0)}`, activityId: at(0) },
    }));
    assert.deepEqual(await world.teams.post(place, rendered, options(null)), { message: at(0), at: base });
    assert.deepEqual(sent('POST', roots), [
      {
        isGroup: true,
        channelData: { channel: { id: channelId } },
        activity: { type: 'message', textFormat: 'xml', text: '<p><strong>Eva</strong> (Slack)</p><p>Ship it</p>' },
      },
    ]);
    assert.match(world.microsoft.calls('POST', roots)[0]!.headers.authorization!, /^Bearer bot-token-/);
  });

  it('names the setting where the bot’s own secret is refused, and keeps the message for later', async () => {
    world.microsoft.on('POST', /\/oauth2\/v2.0\/token/, () => ({ status: 401, json: { error: 'invalid_client' } }));
    await assert.rejects(world.teams.post(place, rendered, options(null)), (error: unknown) => {
      assert.ok(error instanceof DeliveryError, String(error));
      assert.equal(error.failure, 'unauthorized');
      assert.match(error.advice, /TEAMS_APP_PASSWORD/);
      return true;
    });
    const { state, advice } = world.teams.health(connection);
    assert.equal(state, 'bad_credentials');
    assert.match(advice ?? '', /TEAMS_APP_PASSWORD/);
  });

  it('takes the id from the thread where the answer names no activity', async () => {
    world.microsoft.on('POST', roots, () => ({ status: 201, json: { id: `${channelId};messageid=${at(1)}` } }));
    assert.equal((await world.teams.post(place, rendered, options(null))).message, at(1));
  });

  it('answers in the thread of the root, also when it is given a reply', async () => {
    world.microsoft.on('POST', thread, () => ({ status: 201, json: { id: at(2) } }));
    for (const root of ['1', '1/5']) {
      assert.deepEqual(await world.teams.post(place, rendered, options(root)), { message: `1/${at(2)}`, at: base + 2 });
    }
  });

  it('edits and removes roots and replies', async () => {
    world.microsoft.on('PUT', /activities/, () => ({ json: {} }));
    world.microsoft.on('DELETE', /activities/, () => ({}));
    await world.teams.edit(ref('1'), rendered, null);
    await world.teams.edit(ref('1/2'), rendered, '1' as MessageId);
    await world.teams.remove(ref('1/2'), '1' as MessageId);
    const paths = world.microsoft.seen
      .filter(({ url }) => url.includes('activities'))
      .map(({ method, url }) => `${method} ${decodeURIComponent(url)}`);
    const activities = `/smba/teams/v3/conversations/${channelId};messageid=1/activities`;
    assert.deepEqual(paths, [`PUT ${activities}/1`, `PUT ${activities}/2`, `DELETE ${activities}/2`]);
  });

  it('has nothing to do for what is gone already, and says so of an edit', async () => {
    const gone = { status: 404, json: { error: { code: 'ActivityNotFoundInConversation', message: '' } } };
    world.microsoft.on('DELETE', /activities/, () => gone);
    world.microsoft.on('PUT', /activities/, () => gone);
    await world.teams.remove(ref('1'), null);
    await assert.rejects(world.teams.edit(ref('1'), rendered, null), { failure: 'gone' });
  });

  const outcomes: [string, Answer, Failure][] = [
    [
      'the bot was removed',
      { status: 403, json: { error: { code: 'BotNotInConversationRoster', message: '' } } },
      'refused',
    ],
    ['Teams asks to come back', { status: 429, headers: { 'retry-after': '3' }, json: {} }, 'busy'],
    ['Teams fails after it had the whole message', { status: 502, json: {} }, 'doubt'],
    ['the answer is lost', { cut: true }, 'doubt'],
    ['the answer names no message', { status: 201, json: {} }, 'doubt'],
    ['the answer names a strange message', { status: 201, json: { activityId: '../1' } }, 'doubt'],
  ];
  for (const [when, answer, failure] of outcomes) {
    it(`posts once, and says ${failure}, when ${when}`, async () => {
      world.microsoft.on('POST', roots, () => answer);
      await assert.rejects(
        world.teams.post(place, rendered, options(null)),
        (error) => error instanceof DeliveryError && error.failure === failure,
      );
      assert.equal(world.microsoft.calls('POST', roots).length, 1);
    });
  }

  it('asks for another bot token when the one it has is refused', async () => {
    world.microsoft.on('POST', roots, () => ({ status: 201, json: { activityId: at(0) } }));
    await world.teams.post(place, rendered, options(null));
    const first = world.microsoft.calls('POST', roots)[0]!.headers.authorization;
    world.microsoft.on('POST', roots, ({ headers }) =>
      headers.authorization === first ? { status: 401, json: {} } : { status: 201, json: { activityId: at(1) } },
    );
    await world.clock.advance(60_000);
    assert.equal((await world.teams.post(place, rendered, options(null))).message, at(1));
  });

  it('sends the bot’s token to no address that a record was made to hold', async () => {
    const stored = (await world.records.get('connection', place.connection))!;
    const facts = { ...stored.body.facts, serviceUrls: { [teamId]: `${world.microsoft.base}/lure/` } };
    await world.records.put('connection', place.connection, { ...stored.body, facts }, stored.revision);
    world.microsoft.on('POST', roots, () => ({ status: 201, json: { activityId: at(0) } }));
    await world.teams.post(place, rendered, options(null));
    assert.equal(world.microsoft.calls('POST', /lure/).length, 0);
  });
});
