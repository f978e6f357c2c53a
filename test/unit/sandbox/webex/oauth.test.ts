import assert from 'node:assert/strict';
import { challengeOf, createTestWorld, type TestWorld } from './world.ts';

describe('Webex: signing in', () => {
  let world: TestWorld;
  let request: Record<string, string>;
  beforeEach(async () => {
    world = await createTestWorld();
    request = {
      response_type: 'code',
      client_id: world.webex.app()['webexClientId'] ?? '',
      redirect_uri: world.redirectUri,
      scope: 'spark:people_read spark:kms',
      state: 'a state',
    };
  });
  afterEach(() => world.close());

  const authorize = (more: Record<string, string> = {}) =>
    world.fetch(`/v1/authorize?${new URLSearchParams({ ...request, ...more })}`);
  const exchange = async (form: Record<string, string>) => {
    const { webexClientId = '', webexClientSecret = '' } = world.webex.app();
    const body = new URLSearchParams({
      client_id: webexClientId,
      client_secret: webexClientSecret,
      redirect_uri: world.redirectUri,
      ...form,
    });
    const answer = await world.fetch('/v1/access_token', { method: 'POST', body });
    return { status: answer.status, body: (await answer.json()) as Record<string, string | number> };
  };
  const consent = async (more: Record<string, string> = {}) => {
    const location = (await authorize({ account: 'mio@fabrikam.example', decision: 'accept', ...more })).headers.get(
      'location',
    );
    return new URL(location ?? '').searchParams;
  };
  const me = (token: unknown) => world.fetch('/v1/people/me', { headers: { authorization: `Bearer ${token}` } });

  /** Follows a form as a browser does: its hidden fields and the pressed button. */
  const submit = (html: string, account: string, button: Record<string, string> = {}) => {
    const form = html.match(new RegExp(`<form[^>]*data-account="${account}".*?</form>`, 's'))?.[0] ?? '';
    const fields = [...form.matchAll(/type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(
      ([, name = '', value = '']) => [name, value],
    );
    return authorize({ ...Object.fromEntries(fields), ...button });
  };

  it('shows the accounts, then what is asked for, then goes back with a code and the state', async () => {
    const accounts = await (await authorize()).text();
    assert.match(accounts, /Grace Kim/);
    const asked = await (await submit(accounts, 'grace@fabrikam.example')).text();
    assert.match(asked, /data-scope="spark:people_read"/);
    const back = await submit(asked, 'grace@fabrikam.example', { decision: 'accept' });
    const location = new URL(back.headers.get('location') ?? '');
    assert.equal(location.origin + location.pathname, world.redirectUri);
    assert.equal(location.searchParams.get('state'), 'a state');

    const tokens = await exchange({ grant_type: 'authorization_code', code: location.searchParams.get('code') ?? '' });
    assert.deepEqual(
      [tokens.body['expires_in'], tokens.body['refresh_token_expires_in'], tokens.body['token_type']],
      [1209599, 7775999, 'Bearer'],
    );
    assert.equal(tokens.body['scope'], request['scope']);
    const person = (await (await me(tokens.body['access_token'])).json()) as { displayName: string; type: string };
    assert.deepEqual([person.displayName, person.type], ['Grace Kim', 'person']);
  });

  it('goes back with the refusal', async () => {
    const back = await consent({ decision: 'cancel' });
    assert.deepEqual(Object.fromEntries(back), { error: 'access_denied', state: 'a state' });
  });

  for (const [what, change] of [
    ['an unknown client', { client_id: 'C0' }],
    ['an address that was not registered', { redirect_uri: 'https://evil.example/callback' }],
  ] as const) {
    it(`sends nobody anywhere for ${what}`, async () => {
      const answer = await authorize({ account: 'mio@fabrikam.example', decision: 'accept', ...change });
      assert.deepEqual([answer.status, answer.headers.get('location')], [400, null]);
    });
  }

  it('refuses scopes that an integration can’t have', async () => {
    assert.equal((await consent({ scope: 'spark-compliance:messages_read' })).get('error'), 'invalid_scope');
  });

  it('refuses scopes that were not ticked when the integration was made', async () => {
    assert.equal((await consent({ scope: 'spark:teams_read' })).get('error'), 'invalid_scope');
  });

  it('takes a code once, within five minutes, and only with the verifier of its challenge', async () => {
    const verifier = 'a-verifier-of-at-least-forty-three-characters';
    const challenge = { code_challenge: challengeOf(verifier), code_challenge_method: 'S256' };
    const redeem = async (given: string) =>
      (
        await exchange({
          grant_type: 'authorization_code',
          code: (await consent(challenge)).get('code') ?? '',
          code_verifier: given,
        })
      ).status;
    assert.deepEqual([await redeem(verifier), await redeem('another')], [200, 400]);

    const code = (await consent()).get('code') ?? '';
    const form = { grant_type: 'authorization_code', code };
    assert.deepEqual([(await exchange(form)).status, (await exchange(form)).status], [200, 400]);

    const late = (await consent()).get('code') ?? '';
    world.clock.advance(5 * 60_000 + 1);
    const refused = await exchange({ grant_type: 'authorization_code', code: late });
    assert.equal(refused.status, 400);
    assert.equal(typeof refused.body['trackingId'], 'string');
  });

  it('wants the client’s secret', async () => {
    const code = (await consent()).get('code') ?? '';
    assert.equal((await exchange({ grant_type: 'authorization_code', code, client_secret: 'wrong' })).status, 401);
  });

  it('gives access for 14 days, renewed by a refresh token that lives on', async () => {
    const first = await exchange({ grant_type: 'authorization_code', code: (await consent()).get('code') ?? '' });
    const refresh = { grant_type: 'refresh_token', refresh_token: String(first.body['refresh_token']) };
    world.clock.advance(14 * 86_400_000);
    const expired = await me(first.body['access_token']);
    assert.equal(expired.status, 401);
    assert.match(expired.headers.get('trackingid') ?? '', /^ROUTERGW_/);
    const second = await exchange(refresh);
    assert.equal(second.body['refresh_token'], first.body['refresh_token']);
    assert.equal((await me(second.body['access_token'])).status, 200);
    world.clock.advance(89 * 86_400_000);
    assert.equal((await exchange(refresh)).status, 200);
    world.clock.advance(91 * 86_400_000);
    assert.equal((await exchange(refresh)).status, 400);
  });

  it('ends tokens on demand: access alone, or everything', async () => {
    const { body } = await exchange({ grant_type: 'authorization_code', code: (await consent()).get('code') ?? '' });
    const refresh = { grant_type: 'refresh_token', refresh_token: String(body['refresh_token']) };
    world.built.kit.faults.add({ platform: 'webex', kind: 'expire' });
    assert.equal((await me(body['access_token'])).status, 401);
    assert.equal((await exchange(refresh)).status, 200);
    world.built.kit.faults.add({ platform: 'webex', kind: 'revoke' });
    assert.equal((await exchange(refresh)).status, 400);
  });
});
