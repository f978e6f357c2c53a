/** Connecting a workspace: consent, places, what stands in the way of a channel. Slack's own client, over real HTTP. */
import assert from 'node:assert/strict';
import { UserError } from '../../../../src/core/errors.ts';
import type { Answer, Asked } from '../../../support/platform.ts';
import { openSlackWorld, type SlackWorld } from './support.ts';

const form = ({ body }: Asked) => Object.fromEntries(new URLSearchParams(body));
const ok = (more: object = {}): Answer => ({ json: { ok: true, ...more } });
const no = (error: string): Answer => ({ json: { ok: false, error } });

const access = {
  app_id: 'A0RELAY01',
  token_type: 'bot',
  scope: 'chat:write',
  access_token: 'xoxb-fresh',
  bot_user_id: 'U0RELAYBOT',
  team: { id: 'T0ACME001', name: 'Acme' },
  enterprise: null,
  is_enterprise_install: false,
  authed_user: { id: 'U0ADMIN01' },
};
const self = {
  url: 'https://acme.slack.com/',
  team: 'Acme',
  team_id: 'T0ACME001',
  user_id: 'U0RELAYBOT',
  bot_id: 'B0RELAY01',
};
const redemption = { code: 'code-1', verifier: 'verifier-1', redirectUri: 'https://mio.example/oauth/slack/callback' };

describe('connecting Slack', () => {
  let world: SlackWorld;
  before(async () => {
    world = await openSlackWorld();
  });
  after(() => world.close());

  async function refusal(call: Promise<unknown>): Promise<UserError> {
    const error = await call.then(
      () => assert.fail('it succeeded'),
      (thrown: unknown) => thrown,
    );
    assert.ok(error instanceof UserError, String(error));
    assert.doesNotMatch(`${error.message} ${error.advice}`, /xoxb|secret-of-the-client|verifier-1/);
    return error;
  }

  it('sends a browser to Slack’s page, with what Mio needs, and nothing that only a public client may ask', async () => {
    const request = { state: 'state-1', challenge: 'challenge-1', redirectUri: redemption.redirectUri };
    const url = new URL(await world.connector.authorize(request));
    assert.equal(`${url.origin}${url.pathname}`, `${world.slack.url}/oauth/v2/authorize`);
    const { scope, ...rest } = Object.fromEntries(url.searchParams);
    assert.ok(scope?.split(',').includes('chat:write.customize'));
    assert.deepEqual(rest, {
      client_id: 'client',
      state: 'state-1',
      redirect_uri: redemption.redirectUri,
    });
  });

  it('turns a code into a grant that knows who Mio is there', async () => {
    world.slack.respond(({ path }) => ok(path === '/api/oauth.v2.access' ? access : self));
    assert.deepEqual(await world.connector.redeem(redemption), {
      account: 'T0ACME001',
      name: 'Acme',
      installer: 'U0ADMIN01',
      secrets: { token: 'xoxb-fresh' },
      facts: {
        appId: 'A0RELAY01',
        scope: 'chat:write',
        botUserId: 'U0RELAYBOT',
        botId: 'B0RELAY01',
        url: 'https://acme.slack.com/',
      },
    });
    const [exchange, test] = world.slack.asked;
    assert.deepEqual(form(exchange!), {
      client_id: 'client',
      client_secret: 'secret-of-the-client',
      code: 'code-1',
      redirect_uri: redemption.redirectUri,
    });
    assert.equal(test?.headers['authorization'], 'Bearer xoxb-fresh');
  });

  const refusals: readonly [why: string, answer: Answer, code: string, advice: RegExp][] = [
    ['a code that was used', no('invalid_code'), 'bad_request', /Start again/],
    ['a wrong client secret', no('bad_client_secret'), 'failed_dependency', /client secret/],
    [
      'an installation for the whole enterprise',
      ok({ ...access, team: null, is_enterprise_install: true }),
      'failed_dependency',
      /one workspace/,
    ],
    [
      'a token that ends in hours',
      ok({ ...access, expires_in: 43_200, refresh_token: 'xoxe-1' }),
      'failed_dependency',
      /token rotation/,
    ],
    ['another app', ok({ ...access, app_id: 'A0ANOTHER' }), 'failed_dependency', /Slack app/],
    ['a flood', { status: 429, headers: { 'retry-after': '30' } }, 'unavailable', /pause/],
    ['an outage', { status: 503, body: 'down' }, 'unavailable', /Try again/],
    ['silence', 'cut', 'unavailable', /Try again/],
  ];
  for (const [why, answer, code, advice] of refusals) {
    it(`says what to do about ${why}`, async () => {
      world.slack.respond(() => answer);
      const error = await refusal(world.connector.redeem(redemption));
      assert.equal(error.code, code);
      assert.match(error.advice, advice);
      assert.equal(world.slack.asked.length, 1);
    });
  }

  it('confirms that a stored token is the workspace’s', async () => {
    world.slack.respond(() => ok(self));
    await world.connector.establish(world.connection);
    world.slack.respond(() => ok({ ...self, team_id: 'T0OTHER01' }));
    assert.equal((await refusal(world.connector.establish(world.connection))).code, 'conflict');
  });

  it('lists channels page by page, with what stands in their way', async () => {
    world.slack.respond((asked) =>
      asked.query.get('cursor') === 'two='
        ? ok({ channels: [{ id: 'C0SECRET', name: 'secret', is_private: true, is_member: true }] })
        : ok({
            channels: [
              { id: 'C0GENERAL', name: 'general', is_private: false, is_member: false },
              { id: 'C0CLOSED', name: 'closed', is_archived: true },
            ],
            response_metadata: { next_cursor: 'two=' },
          }),
    );
    assert.deepEqual(await world.connector.places(world.connection.id), [
      { conversation: 'C0GENERAL', title: '#general' },
      {
        conversation: 'C0CLOSED',
        title: '#closed',
        obstacle: 'The channel is archived. Unarchive it in Slack first.',
        archived: true,
      },
      { conversation: 'C0SECRET', title: '#secret' },
    ]);
  });

  describe('preparing a channel', () => {
    const prepare = () => world.connector.prepare(world.place);
    const paths = () => world.slack.asked.map(({ path }) => path.slice('/api/conversations.'.length));

    it('joins a public one', async () => {
      world.slack.respond(() => ok({ channel: { id: 'C0GENERAL', is_private: false, is_member: false } }));
      await prepare();
      assert.deepEqual(paths(), ['info', 'join']);
    });

    it('joins no channel twice', async () => {
      world.slack.respond(() => ok({ channel: { id: 'C0GENERAL', is_private: false, is_member: true } }));
      await prepare();
      assert.deepEqual(paths(), ['info']);
    });

    const obstacles: readonly [why: string, answer: Answer, advice: RegExp][] = [
      ['a private one that Mio is not in', ok({ channel: { is_private: true, is_member: false } }), /\/invite @Mio/],
      ['one that Slack does not show', no('channel_not_found'), /\/invite @Mio/],
      ['an archived one', ok({ channel: { is_archived: true } }), /Unarchive/],
      ['a direct message', ok({ channel: { is_im: true } }), /direct message/],
    ];
    for (const [why, answer, advice] of obstacles) {
      it(`says what to do about ${why}`, async () => {
        world.slack.respond(() => answer);
        assert.match((await refusal(prepare())).advice, advice);
        assert.deepEqual(paths(), ['info']);
      });
    }
  });
});
