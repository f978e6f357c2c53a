import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { consent, fabrikam, incidents, openWorld, publicUrl, redirectUri, refusal, type SlackWorld } from './world.ts';

describe('Slack: installing the app', () => {
  let world: SlackWorld;
  beforeEach(async () => {
    world = await openWorld();
  });
  afterEach(() => world.close());

  const authorize = (more: Record<string, string> = {}): string => {
    const query = {
      client_id: world.app['slackClientId']!,
      scope: 'chat:write',
      state: 's1',
      redirect_uri: redirectUri,
      team: fabrikam,
      ...more,
    };
    return `${world.url}/oauth/v2/authorize?${new URLSearchParams(query)}`;
  };
  const credentials = () => ({
    client_id: world.app['slackClientId']!,
    client_secret: world.app['slackClientSecret']!,
    redirect_uri: redirectUri,
  });
  const newCode = async (more: Record<string, string> = {}): Promise<string> =>
    (await consent(authorize(more), 'allow')).searchParams.get('code')!;

  it('gives a bot token for a workspace, and the same bot to whoever installs again', async () => {
    const first = await world.install({ join: false, scopes: ['chat:write'] });
    assert.match(first.token, /^xoxb-/);
    assert.deepEqual(first.answer['team'], { id: fabrikam, name: 'Fabrikam' });
    assert.deepEqual(first.answer['authed_user'], { id: 'U0EVA00001' });
    assert.equal(first.answer['bot_user_id'], first.botUser);
    const again = await world.install({ join: false, scopes: ['users:read'] });
    assert.equal(again.botUser, first.botUser);
    assert.equal(again.answer['scope'], 'chat:write,users:read');
    const other = await world.install({ join: false, team: 'T0CONTOSO1' });
    assert.notEqual(other.botUser, first.botUser);
  });

  it('sends the browser back to where the product listens, with the state', async () => {
    const back = await consent(authorize(), 'allow');
    assert.equal(back.origin, world.receiver.url);
    assert.equal(back.pathname, '/oauth/slack/callback');
    assert.equal(back.searchParams.get('state'), 's1');
  });

  it('says access_denied when the person cancels', async () => {
    const back = await consent(authorize(), 'cancel');
    assert.deepEqual([back.searchParams.get('error'), back.searchParams.get('state')], ['access_denied', 's1']);
    assert.equal(back.searchParams.has('code'), false);
  });

  it('shows an error page, and redirects nowhere, for a foreign redirect address', async () => {
    const answer = await fetch(authorize({ redirect_uri: 'https://evil.example/' }), { redirect: 'manual' });
    assert.equal(answer.status, 400);
    assert.match(await answer.text(), /redirect_uri did not match/);
  });

  it('takes the client by HTTP Basic as well', async () => {
    const { client_id, client_secret } = credentials();
    const answer = await fetch(`${world.url}/api/oauth.v2.access`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`${client_id}:${client_secret}`).toString('base64')}` },
      body: new URLSearchParams({ code: await newCode(), redirect_uri: redirectUri }),
    });
    assert.equal(((await answer.json()) as { ok: boolean }).ok, true);
  });

  it('refuses what it documents to refuse', async () => {
    const access = (more: Record<string, string>) =>
      refusal(
        world
          .client()
          .oauth.v2.access({ ...credentials(), ...more } as Parameters<
            ReturnType<SlackWorld['client']>['oauth']['v2']['access']
          >[0]),
      );
    assert.equal(await access({ code: 'never-issued' }), 'invalid_code');
    assert.equal(await access({ code: await newCode(), client_id: '1.2' }), 'invalid_client_id');
    assert.equal(await access({ code: await newCode(), client_secret: 'wrong' }), 'bad_client_secret');
    assert.equal(await access({ code: await newCode(), redirect_uri: `${publicUrl}/elsewhere` }), 'bad_redirect_uri');
    assert.equal(await access({ grant_type: 'password' }), 'invalid_grant_type');
    const code = await newCode();
    assert.equal(await access({ code }), 'no error');
    assert.equal(await access({ code }), 'code_already_used');
    const late = await newCode();
    world.built.kit.clock.advance(10 * 60_000 + 1);
    assert.equal(await access({ code: late }), 'invalid_code');
  });

  it('gives a person’s own token where user scopes were asked, and posts as them with it', async () => {
    const { answer } = await world.install({ userScopes: ['chat:write'] });
    const { access_token: token, id } = answer['authed_user'] as { access_token: string; id: string };
    assert.match(token, /^xoxp-/);
    await world.client(token).chat.postMessage({ channel: incidents, text: 'as myself' });
    assert.equal(id, 'U0EVA00001');
    assert.deepEqual(
      world.slack.view(incidents).map(({ author }) => [author.name, author.kind]),
      [['Eva Lindqvist', 'person']],
    );
  });

  describe('for somebody alone, beside the app that is there', () => {
    /** Only `user_scope`: what a person gives of themself. */
    const own = async (scopes = 'reactions:write') => {
      const code = await newCode({ scope: '', user_scope: scopes });
      const answer = await world.client().oauth.v2.access({ ...credentials(), code });
      return { answer, token: String(answer.authed_user?.access_token) };
    };

    it('gives their token, and none of the bot’s', async () => {
      await world.install();
      const { answer, token } = await own();
      assert.deepEqual([answer.access_token, answer.bot_user_id], [undefined, undefined]);
      assert.deepEqual(answer.authed_user, {
        id: 'U0EVA00001',
        scope: 'reactions:write',
        token_type: 'user',
        access_token: token,
      });
      assert.equal((await world.client(token).auth.test()).user_id, 'U0EVA00001');
    });

    it('changes nothing of the app', async () => {
      const { client, botUser, botId } = await world.install({ scopes: ['chat:write', 'channels:join'] });
      await own();
      const { user_id, bot_id } = await client.auth.test();
      assert.deepEqual([user_id, bot_id], [botUser, botId]);
      assert.equal(
        (await world.install({ join: false, scopes: ['chat:write'] })).answer['scope'],
        'chat:write,channels:join',
      );
    });

    it('keeps their one token, which is good for more each time', async () => {
      await world.install();
      const first = await own();
      const second = await own('chat:write');
      assert.equal(second.token, first.token);
      assert.equal(second.answer.authed_user?.scope, 'reactions:write,chat:write');
      await world.client(first.token).auth.revoke({});
      assert.notEqual((await own()).token, first.token);
    });

    it('reacts as them, where they are, and no further than they allowed', async () => {
      await world.install();
      const message = await world.act({ as: 'farid', do: 'post', text: 'a release' });
      const reaction = { channel: incidents, timestamp: message.split(':')[1]!, name: 'tada' };
      const { token } = await own();
      const eva = world.client(token);
      await eva.reactions.add(reaction);
      assert.equal(await refusal(eva.reactions.add(reaction)), 'already_reacted');
      const reactions = () => world.slack.view(incidents).at(-1)?.reactions;
      assert.deepEqual(reactions(), [{ emoji: '🎉', by: ['Eva Lindqvist'] }]);
      assert.equal(await refusal(eva.chat.postMessage({ channel: incidents, text: 'x' })), 'missing_scope');
      await eva.reactions.remove(reaction);
      assert.equal(await refusal(eva.reactions.remove(reaction)), 'no_reaction');
      assert.deepEqual(reactions(), []);
      await world.act({ as: 'eva', do: 'leave' });
      assert.equal(await refusal(eva.reactions.add(reaction)), 'channel_not_found');
    });

    it('tells the app whose token died', async () => {
      await world.install();
      await world.client((await own()).token).auth.revoke({});
      const [event] = await world.events('tokens_revoked');
      assert.deepEqual(event?.['tokens'], { oauth: ['U0EVA00001'], bot: [] });
    });
  });

  it('kills a revoked token and tells the app which', async () => {
    const { client, botUser } = await world.install();
    await client.auth.revoke({});
    assert.equal(await refusal(client.auth.test()), 'token_revoked');
    const [event] = await world.events('tokens_revoked');
    assert.deepEqual(event?.['tokens'], { oauth: [], bot: [botUser] });
  });

  it('leaves the workspace on uninstallation, and comes back as the same bot', async () => {
    const { client, botUser } = await world.install();
    const { client_id, client_secret } = credentials();
    await client.apps.uninstall({ client_id, client_secret });
    assert.equal(await refusal(client.auth.test()), 'account_inactive');
    assert.equal((await world.events('app_uninstalled')).length, 1);
    await world.act({ as: 'eva', do: 'post', text: 'nobody hears this' });
    assert.equal((await world.events('message')).length, 0);
    const back = await world.install({ join: false });
    assert.equal(back.botUser, botUser);
    const { channel } = await back.client.conversations.info({ channel: incidents });
    assert.equal(channel?.is_member, false);
  });
});

describe('Slack: token rotation', () => {
  it('gives twelve hours, and a refresh token that works once', async () => {
    const world = await openWorld({ tokenRotation: true });
    try {
      const { client, token, answer } = await world.install();
      assert.match(token, /^xoxe\.xoxb-1-/);
      assert.equal(answer['expires_in'], 43_200);
      world.built.kit.clock.advance(43_200_000);
      assert.equal(await refusal(client.auth.test()), 'token_expired');
      const refresh = () =>
        world.client().oauth.v2.access({
          client_id: world.app['slackClientId']!,
          client_secret: world.app['slackClientSecret']!,
          grant_type: 'refresh_token',
          refresh_token: String(answer['refresh_token']),
        });
      const fresh = await refresh();
      assert.equal((await world.client(fresh.access_token).auth.test()).ok, true);
      assert.equal(await refusal(refresh()), 'invalid_refresh_token');
    } finally {
      await world.close();
    }
  });
});

describe('Slack: PKCE', () => {
  const verifier = 'a-verifier-that-is-long-enough-for-the-purpose-0123456789';
  const challenge = createHash('sha256').update(verifier).digest('base64url');

  /** What the exchange says to a code of that authorize request: its error, where it has one. */
  async function exchange(world: SlackWorld, asked: object, more: Readonly<Record<string, string>>) {
    const app = { client_id: world.app['slackClientId']!, redirect_uri: redirectUri };
    const query = new URLSearchParams({ ...app, scope: 'chat:write', state: 's1', team: fabrikam, ...asked });
    const code = (await consent(`${world.url}/oauth/v2/authorize?${query}`, 'allow')).searchParams.get('code') ?? '';
    const body = new URLSearchParams({ ...app, client_secret: world.app['slackClientSecret']!, code, ...more });
    const answer = await fetch(`${world.url}/api/oauth.v2.access`, { method: 'POST', body });
    return ((await answer.json()) as { error?: string }).error;
  }
  const withChallenge = { code_challenge: challenge, code_challenge_method: 'S256' };

  for (const [what, pkce, asked, more, error] of [
    [
      'an app that never switched it on is refused it',
      false,
      withChallenge,
      { code_verifier: verifier },
      'pkce_not_allowed',
    ],
    ['it is refused a verifier alone as well', false, {}, { code_verifier: verifier }, 'pkce_not_allowed'],
    ['a public client may do without', true, {}, {}, undefined],
    ['a code with a challenge takes its verifier', true, withChallenge, { code_verifier: verifier }, undefined],
    ['and no other', true, withChallenge, { code_verifier: 'else' }, 'invalid_code_verifier'],
    ['and not none', true, withChallenge, {}, 'invalid_code_verifier'],
  ] as const) {
    it(what, async () => {
      const world = await openWorld({ pkce });
      try {
        assert.equal(await exchange(world, asked, more), error);
      } finally {
        await world.close();
      }
    });
  }
});
