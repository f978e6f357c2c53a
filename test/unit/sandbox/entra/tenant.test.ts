import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JSONWebKeySet } from 'jose';
import { createLocalJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import type { EntraSandbox } from './support.ts';
import { formsOf, redirectUri, startEntra, submit, tenant } from './support.ts';

const login = 'https://login.microsoftonline.com';
const service = 'mio@contoso.example';

/** "Microsoft Graph Change Tracking" */
const tracking = '0bf30f3b-4a52-48df-9a82-234910c4a086';

describe('the sandbox’s tenant', () => {
  let sandbox: EntraSandbox;
  beforeEach(async () => {
    sandbox = await startEntra();
  });
  afterEach(() => sandbox.close());

  const json = async <T>(url: string) => (await (await sandbox.fetch(url)).json()) as T;
  const keySet = () => json<JSONWebKeySet>(`${login}/common/discovery/v2.0/keys`);

  it('describes itself with real public addresses, by id, by domain and for everybody', async () => {
    for (const [segment, path, issuer] of [
      [tenant, tenant, tenant],
      ['contoso.example', tenant, tenant],
      ['organizations', 'organizations', '{tenantid}'],
    ] as const) {
      const configuration = await json<Record<string, string>>(
        `${login}/${segment}/v2.0/.well-known/openid-configuration`,
      );
      equal(configuration['token_endpoint'], `${login}/${path}/oauth2/v2.0/token`);
      equal(configuration['jwks_uri'], `${login}/${path}/discovery/v2.0/keys`);
      equal(configuration['issuer'], `${login}/${issuer}/v2.0`);
    }
  });

  it('does not answer for other tenants', async () => {
    const response = await sandbox.fetch(`${login}/fabrikam.example/v2.0/.well-known/openid-configuration`);
    equal(response.status, 400);
    equal(((await response.json()) as { error: string }).error, 'invalid_tenant');
  });

  const claimsOf = (issuer: string, version: string, caller: string) => ({
    iss: issuer,
    ver: version,
    [caller]: tracking,
  });
  for (const [version, claims] of [
    ['v2', claimsOf(`${login}/${tenant}/v2.0`, '2.0', 'azp')],
    ['v1', claimsOf(`https://sts.windows.net/${tenant}/`, '1.0', 'appid')],
  ] as const) {
    it(`signs change tracking tokens that anybody can verify with its keys: ${version}`, async () => {
      sandbox.kit.policies.set('entra.validationTokens', version);
      const token = await sandbox.entra.changeTrackingToken(sandbox.client.id, tenant);
      const { payload } = await jwtVerify(token ?? '', createLocalJWKSet(await keySet()), {
        audience: sandbox.client.id,
        currentDate: new Date(sandbox.clock.now()),
      });
      const { iss, ver, azp, appid, tid } = payload;
      deepEqual({ iss, ver, azp, appid, tid }, { azp: undefined, appid: undefined, ...claims, tid: tenant });
    });
  }

  it('makes no change tracking token where the app wants a role', async () => {
    sandbox.kit.policies.set('entra.validationTokens', 'none');
    equal(await sandbox.entra.changeTrackingToken(sandbox.client.id, tenant), null);
  });

  it('rolls its keys on request, and keeps the last one published', async () => {
    const before = decodeProtectedHeader((await sandbox.entra.changeTrackingToken('app', tenant)) ?? '').kid;
    sandbox.kit.faults.add({ platform: 'entra', kind: 'roll-keys' });
    const after = decodeProtectedHeader((await sandbox.entra.changeTrackingToken('app', tenant)) ?? '').kid;
    ok(after !== before);
    deepEqual(
      (await keySet()).keys.map(({ kid }) => kid),
      [after, before],
    );
  });

  it('remembers secret, keys, consents and refresh tokens over a restart', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'mio-entra-'));
    const first = await startEntra(folder);
    const { access_token, refresh_token } = (await first.tokensOf('ada@contoso.example', 'User.Read offline_access'))
      .body;
    const { id: client_id, secret: client_secret } = first.client;
    await first.close();
    const second = await startEntra(folder);
    try {
      ok(await second.entra.verify(`Bearer ${access_token}`, 'graph'));
      equal((await second.token({ grant_type: 'refresh_token', client_id, client_secret, refresh_token })).status, 200);
    } finally {
      await second.close();
      rmSync(folder, { recursive: true });
    }
  });

  it('names its registration', () => {
    deepEqual(sandbox.entra.app(), {
      teamsAppId: sandbox.client.id,
      teamsClientSecret: sandbox.client.secret,
      teamsTenantId: tenant,
    });
  });

  it('signs out to an address of the product, and to no other', async () => {
    const to = (address: string) =>
      sandbox.fetch(`${login}/common/oauth2/v2.0/logout?post_logout_redirect_uri=${encodeURIComponent(address)}`);
    equal((await to('https://mio.example/bye')).headers.get('location'), 'http://127.0.0.1:9/bye');
    equal((await to('https://evil.example/')).status, 200);
  });

  describe('admin consent', () => {
    const url = (version: 'v1' | 'v2', scope: string, at = 'organizations') =>
      `${login}/${at}${version === 'v2' ? '/v2.0' : ''}/adminconsent?${new URLSearchParams({
        client_id: sandbox.client.id,
        redirect_uri: redirectUri,
        state: 's1',
        ...(version === 'v2' ? { scope } : {}),
      })}`;
    const consent = async (account: string, start: string, decision = 'accept') => {
      let address = start;
      let response = await sandbox.fetch(address);
      let text = '';
      while (response.status === 200) {
        text = await response.text();
        if (text.includes('AADSTS90094')) break;
        const form = formsOf(text).find((one) => one.account === account);
        ok(form);
        ({ url: address, response } = await submit(sandbox.fetch, address, form, decision));
      }
      return {
        text,
        values: URL.canParse(response.headers.get('location') ?? '')
          ? new URL(response.headers.get('location') ?? '').searchParams
          : null,
      };
    };

    it('v2 grants the named permissions to everybody', async () => {
      const scope = 'https://graph.microsoft.com/Chat.Read';
      const { values } = await consent(service, url('v2', scope));
      deepEqual(Object.fromEntries(values ?? []), { admin_consent: 'True', tenant, scope, state: 's1' });
      const { body } = await sandbox.tokensOf('ben@contoso.example', 'Chat.Read');
      equal(body.scope, 'Chat.Read');
    });
    it('v1 grants everything registered', async () => {
      const { values } = await consent(service, url('v1', ''));
      deepEqual(Object.fromEntries(values ?? []), { admin_consent: 'True', tenant, state: 's1' });
      match((await sandbox.tokensOf('ben@contoso.example', '.default')).body.scope, /ChannelMessage\.Read\.All/);
    });
    it('is for administrators', async () => {
      match((await consent('noroles@contoso.example', url('v2', 'Chat.Read'))).text, /Need admin approval/);
    });
    it('may be refused', async () => {
      const { values } = await consent(service, url('v2', 'Chat.Read'), 'cancel');
      deepEqual(
        [values?.get('error'), values?.get('admin_consent'), values?.get('state')],
        ['access_denied', 'True', 's1'],
      );
    });
    it('is not for the common endpoint', async () =>
      equal((await sandbox.fetch(url('v2', 'Chat.Read', 'common'))).status, 400));
  });
});
