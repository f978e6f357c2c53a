import { deepEqual, equal, match, notEqual, ok } from 'node:assert/strict';
import { decodeJwt } from 'jose';
import type { EntraSandbox, TokenAnswer } from './support.ts';
import { redirectUri, s256, startEntra, tenant } from './support.ts';

const ada = 'ada@contoso.example';
const service = 'mio@contoso.example';
const password = 'correct-horse-battery-staple';
const minute = 60_000;

describe('the sandbox’s token endpoint', () => {
  let sandbox: EntraSandbox;
  let client: { readonly client_id: string; readonly client_secret: string };
  beforeEach(async () => {
    sandbox = await startEntra();
    client = { client_id: sandbox.client.id, client_secret: sandbox.client.secret };
  });
  afterEach(() => sandbox.close());

  const codeOf = async (account: string, params: Readonly<Record<string, string>> = {}) =>
    (await sandbox.signIn(account, params)).get('code') ?? '';
  const redeem = (code: string, more: Readonly<Record<string, string>> = {}) =>
    sandbox.token({ grant_type: 'authorization_code', ...client, code, redirect_uri: redirectUri, ...more });
  const refresh = (refresh_token: string, more: Readonly<Record<string, string>> = {}) =>
    sandbox.token({ grant_type: 'refresh_token', ...client, refresh_token, ...more });
  const refused = ({ status, body }: TokenAnswer, code: number, error: string, suberror?: string) => {
    deepEqual([body.error_codes, body.error, body.suberror], [[code], error, suberror]);
    equal(status, error === 'invalid_client' ? 401 : 400);
    ok(body.error_description.startsWith(`AADSTS${code}: `));
    ok(body.error_description.includes(body.trace_id));
  };

  it('gives Graph tokens in the v1 form, with the person’s roles, for 60 to 90 minutes', async () => {
    const { status, body } = await sandbox.tokensOf(
      service,
      'openid profile offline_access User.Read Directory.Read.All',
    );
    equal(status, 200);
    const claims = decodeJwt(body.access_token);
    equal(claims.aud, 'https://graph.microsoft.com');
    equal(claims.iss, `https://sts.windows.net/${tenant}/`);
    equal(claims['ver'], '1.0');
    equal(claims['scp'], 'Directory.Read.All User.Read profile openid');
    deepEqual(claims['wids'], ['69091246-20e8-4a56-aa4d-066075b2a7a8', '9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3']);
    equal(body.scope, claims['scp']);
    equal(body.expires_in, (claims.exp ?? 0) - (claims.iat ?? 0));
    ok(body.expires_in >= 3_600 && body.expires_in <= 5_400);
    const id = decodeJwt(body.id_token);
    deepEqual([id.aud, id['ver'], id['tid'], id['oid']], [client.client_id, '2.0', tenant, claims['oid']]);
    notEqual(id.sub, claims.sub);
  });

  it('puts all that was ever consented into the token, not only what was asked for', async () => {
    await sandbox.tokensOf(ada, 'User.Read offline_access');
    const { body } = await sandbox.tokensOf(ada, 'ChatMessage.Send');
    equal(decodeJwt(body.access_token)['scp'], 'ChatMessage.Send User.Read');
  });

  it('gives a refresh token only where offline_access was asked for', async () => {
    equal((await sandbox.tokensOf(ada, 'User.Read')).body.refresh_token, undefined);
  });

  describe('codes', () => {
    it('work once', async () => {
      const code = await codeOf(ada);
      equal((await redeem(code)).status, 200);
      refused(await redeem(code), 54005, 'invalid_grant');
    });
    it('live ten minutes', async () => {
      const code = await codeOf(ada);
      sandbox.clock.advance(10 * minute);
      refused(await redeem(code), 70008, 'invalid_grant', 'bad_token');
    });
    it('belong to their reply address', async () => {
      refused(await redeem(await codeOf(ada), { redirect_uri: 'https://mio.example/other' }), 500112, 'invalid_client');
    });
    it('are not made up', async () => refused(await redeem('made-up'), 70000, 'invalid_grant'));
  });

  describe('PKCE', () => {
    const verifier = 'v'.repeat(43);
    const challenges = {
      S256: { code_challenge: s256(verifier), code_challenge_method: 'S256' },
      plain: { code_challenge: verifier, code_challenge_method: 'plain' },
      'plain, where no method is named': { code_challenge: verifier },
    };
    for (const [name, challenge] of Object.entries(challenges)) {
      it(`${name}: takes the right verifier`, async () => {
        equal((await redeem(await codeOf(ada, challenge), { code_verifier: verifier })).status, 200);
      });
      it(`${name}: refuses a wrong and a missing one`, async () => {
        const code = await codeOf(ada, challenge);
        refused(await redeem(code, { code_verifier: 'w'.repeat(43) }), 501481, 'invalid_grant');
        refused(await redeem(code), 501481, 'invalid_grant');
      });
    }
  });

  describe('refresh tokens', () => {
    it('are replaced at each use, and the old one goes on working', async () => {
      const first = (await sandbox.tokensOf(ada, 'User.Read offline_access')).body.refresh_token;
      const second = (await refresh(first)).body.refresh_token;
      notEqual(second, first);
      equal((await refresh(first)).status, 200);
      equal((await refresh(second)).status, 200);
    });
    it('carry what was consented meanwhile', async () => {
      const { refresh_token } = (await sandbox.tokensOf(ada, 'User.Read offline_access')).body;
      await sandbox.signIn(ada, { scope: 'ChatMessage.Send' });
      equal(decodeJwt((await refresh(refresh_token)).body.access_token)['scp'], 'ChatMessage.Send User.Read');
    });
    it('buy nothing that was not consented', async () => {
      const { refresh_token } = (await sandbox.tokensOf(ada, 'User.Read offline_access')).body;
      refused(await refresh(refresh_token, { scope: 'Chat.Read' }), 65001, 'invalid_grant', 'consent_required');
    });
    it('end after 90 days without use', async () => {
      const { refresh_token } = (await sandbox.tokensOf(ada, 'User.Read offline_access')).body;
      sandbox.clock.advance(90 * 24 * 60 * minute);
      refused(await refresh(refresh_token), 70008, 'invalid_grant', 'bad_token');
    });
  });

  it('knows a client by HTTP Basic as well', async () => {
    const credentials = Buffer.from(`${client.client_id}:${client.client_secret}`).toString('base64');
    const form = { grant_type: 'client_credentials', scope: 'https://api.botframework.com/.default' };
    equal((await sandbox.token(form, { authorization: `Basic ${credentials}` })).status, 200);
  });

  it('gives the bot its token, of the app alone', async () => {
    const { body } = await sandbox.token({
      grant_type: 'client_credentials',
      ...client,
      scope: 'https://api.botframework.com/.default',
    });
    const claims = decodeJwt(body.access_token);
    deepEqual(
      [claims.aud, claims['appid'], claims['idtyp'], claims['scp']],
      ['https://api.botframework.com', client.client_id, 'app', undefined],
    );
    deepEqual([body.refresh_token, body.id_token], [undefined, undefined]);
    equal((await sandbox.entra.verify(`Bearer ${body.access_token}`, 'bot'))?.appid, client.client_id);
  });

  it('exchanges the app’s own token on behalf of the person', async () => {
    const self = `api://${client.client_id}/access_as_user`;
    const { access_token: assertion } = (await sandbox.tokensOf(ada, self)).body;
    equal(decodeJwt(assertion).aud, client.client_id);
    const onBehalfOf = (more: Readonly<Record<string, string>>) =>
      sandbox.token({
        grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
        ...client,
        assertion,
        requested_token_use: 'on_behalf_of',
        scope: 'https://graph.microsoft.com/User.Read',
        ...more,
      });
    refused(await onBehalfOf({}), 65001, 'invalid_grant', 'consent_required');
    const graph = (await sandbox.tokensOf(ada, 'User.Read')).body.access_token;
    equal(decodeJwt((await onBehalfOf({})).body.access_token)['scp'], 'User.Read');
    refused(await onBehalfOf({ assertion: graph }), 500131, 'invalid_grant');
    refused(await onBehalfOf({ assertion: `${assertion}x` }), 50013, 'invalid_grant');
  });

  it('takes user name and password, where somebody insists', async () => {
    await sandbox.signIn(ada);
    const signIn = (username: string, secret: string) =>
      sandbox.token({ grant_type: 'password', ...client, username, password: secret, scope: 'User.Read' });
    equal((await signIn(ada, password)).status, 200);
    refused(await signIn(ada, 'guess'), 50126, 'invalid_grant');
    refused(await signIn('nobody@contoso.example', password), 50034, 'invalid_grant');
  });

  const requests: readonly (readonly [string, Readonly<Record<string, string>>, number, string])[] = [
    ['no grant type', { grant_type: '' }, 900144, 'invalid_request'],
    ['an unknown grant type', { grant_type: 'magic' }, 70003, 'unsupported_grant_type'],
    ['an unknown client', { client_id: 'somebody' }, 700016, 'unauthorized_client'],
    ['a wrong secret', { client_secret: 'guess' }, 7000215, 'invalid_client'],
    ['a certificate that is not registered', { client_assertion: 'x.y.z' }, 700027, 'invalid_client'],
    ['an app token for named scopes', { scope: 'User.Read' }, 1002012, 'invalid_scope'],
    ['an unknown resource', { scope: 'https://vault.example/.default' }, 500011, 'invalid_resource'],
  ];
  for (const [what, form, code, error] of requests) {
    it(`refuses ${what}`, async () => {
      const good = { grant_type: 'client_credentials', ...client, scope: 'https://graph.microsoft.com/.default' };
      refused(await sandbox.token({ ...good, ...form }), code, error);
    });
  }

  it('refuses a request without any credential', async () => {
    refused(
      await sandbox.token({ grant_type: 'client_credentials', client_id: client.client_id, scope: '.default' }),
      7000218,
      'invalid_client',
    );
  });

  it('gives a token for one resource only', async () => {
    const scope = `User.Read api://${client.client_id}/access_as_user`;
    refused(await redeem(await codeOf(ada, { scope }), { scope }), 28000, 'invalid_scope');
    equal((await redeem(await codeOf(ada, { scope }))).body.scope, 'User.Read');
  });

  describe('faults', () => {
    it('expire ends the access tokens there are, and not the next ones', async () => {
      const { body } = await sandbox.tokensOf(ada, 'User.Read offline_access');
      sandbox.kit.faults.add({ platform: 'entra', kind: 'expire' });
      equal(await sandbox.entra.verify(`Bearer ${body.access_token}`, 'graph'), undefined);
      const next = (await refresh(body.refresh_token)).body.access_token;
      ok(await sandbox.entra.verify(`Bearer ${next}`, 'graph'));
    });
    it('revoke ends the refresh tokens', async () => {
      const { body } = await sandbox.tokensOf(ada, 'User.Read offline_access');
      sandbox.kit.faults.add({ platform: 'entra', kind: 'revoke' });
      refused(await refresh(body.refresh_token), 50173, 'invalid_grant', 'bad_token');
    });
    it('throttle answers in Entra’s form', async () => {
      sandbox.kit.faults.add({ platform: 'entra', kind: 'throttle', retryAfter: 7, count: 1 });
      const { status, body } = await refresh('any');
      equal(status, 429);
      equal(body.error, 'temporarily_unavailable');
    });
  });

  describe('what the simulated resources are told', () => {
    it('is nothing of tokens for somebody else, of forged ones, and of old ones', async () => {
      const { access_token } = (await sandbox.tokensOf(ada, 'User.Read')).body;
      const verify = (token: string | undefined, audience: 'graph' | 'bot' = 'graph') =>
        sandbox.entra.verify(token, audience);
      deepEqual((await verify(`Bearer ${access_token}`))?.scp, ['User.Read']);
      equal(await verify(`Bearer ${access_token}`, 'bot'), undefined);
      equal(await verify(access_token), undefined);
      equal(await verify(`Bearer ${access_token.slice(0, -4)}AAAA`), undefined);
      equal(await verify(undefined), undefined);
      sandbox.clock.advance(90 * minute);
      equal(await verify(`Bearer ${access_token}`), undefined);
    });
  });

  it('says AADSTS90002 for a tenant it does not know', async () => {
    const response = await sandbox.fetch('https://login.microsoftonline.com/nowhere.example/oauth2/v2.0/token', {
      method: 'POST',
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
    });
    match(((await response.json()) as { error_description: string }).error_description, /^AADSTS90002/);
  });
});
