import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict';
import type { INetworkModule, NetworkRequestOptions, NetworkResponse } from '@azure/msal-node';
import { ConfidentialClientApplication, CryptoProvider, InteractionRequiredAuthError } from '@azure/msal-node';
import type { EntraSandbox } from './support.ts';
import { redirectUri, startEntra, tenant } from './support.ts';

const ada = 'ada@contoso.example';
const scopes = ['User.Read'];

describe('@azure/msal-node against the sandbox', () => {
  let sandbox: EntraSandbox;
  let client: ConfidentialClientApplication;
  let pkce: { readonly verifier: string; readonly challenge: string };
  beforeEach(async () => {
    sandbox = await startEntra();
    client = new ConfidentialClientApplication({
      auth: {
        clientId: sandbox.client.id,
        clientSecret: sandbox.client.secret,
        authority: `https://login.microsoftonline.com/${tenant}`,
      },
      system: { networkClient: networkTo(sandbox) },
    });
    pkce = await new CryptoProvider().generatePkceCodes();
  });
  afterEach(() => sandbox.close());

  const acquireByCode = async () => {
    const url = await client.getAuthCodeUrl({
      scopes,
      redirectUri,
      state: 's1',
      nonce: 'n1',
      codeChallenge: pkce.challenge,
      codeChallengeMethod: 'S256',
    });
    const answer = await sandbox.signIn(ada, Object.fromEntries(new URL(url).searchParams));
    equal(answer.get('state'), 's1');
    return client.acquireTokenByCode(
      {
        code: answer.get('code') ?? '',
        scopes,
        redirectUri,
        codeVerifier: pkce.verifier,
        nonce: 'n1',
      },
      { nonce: 'n1', code: answer.get('code') ?? '' },
    );
  };
  const refreshTokenOf = () => {
    const cache = JSON.parse(client.getTokenCache().serialize()) as {
      RefreshToken: Record<string, { secret: string }>;
    };
    return Object.values(cache.RefreshToken)[0]?.secret ?? '';
  };

  it('signs a person in by code with PKCE', async () => {
    const result = await acquireByCode();
    equal(result.account?.username, ada);
    equal(result.tenantId, tenant);
    equal(result.account?.homeAccountId, `a1a7e2f4-58b3-4d0e-8f96-2b6d41e9a701.${tenant}`);
    ok(result.scopes.includes('User.Read'));
    ok(await sandbox.entra.verify(`Bearer ${result.accessToken}`, 'graph'));
  });

  it('renews silently, from the cache and over the wire', async () => {
    const { account, accessToken } = await acquireByCode();
    ok(account);
    equal((await client.acquireTokenSilent({ account, scopes })).accessToken, accessToken);
    const renewed = await client.acquireTokenSilent({ account, scopes, forceRefresh: true });
    ok(renewed.accessToken !== accessToken);
    ok(await sandbox.entra.verify(`Bearer ${renewed.accessToken}`, 'graph'));
  });

  it('renews by a refresh token that was kept elsewhere', async () => {
    await acquireByCode();
    const result = await client.acquireTokenByRefreshToken({ refreshToken: refreshTokenOf(), scopes });
    ok(await sandbox.entra.verify(`Bearer ${result?.accessToken}`, 'graph'));
  });

  it('asks for interaction when the sign-in was revoked', async () => {
    await acquireByCode();
    sandbox.kit.faults.add({ platform: 'entra', kind: 'revoke' });
    await rejects(client.acquireTokenByRefreshToken({ refreshToken: refreshTokenOf(), scopes }), (error) => {
      ok(error instanceof InteractionRequiredAuthError);
      match(error.errorMessage, /AADSTS50173/);
      return true;
    });
  });

  it('gets app tokens by client credentials', async () => {
    const result = await client.acquireTokenByClientCredential({ scopes: ['https://api.botframework.com/.default'] });
    const claims = await sandbox.entra.verify(`Bearer ${result?.accessToken}`, 'bot');
    deepEqual([claims?.appid, claims?.scp, claims?.roles], [sandbox.client.id, [], []]);
  });

  it('exchanges a token on behalf of a person', async () => {
    await acquireByCode();
    const self = `api://${sandbox.client.id}/access_as_user`;
    const { access_token: oboAssertion } = (await sandbox.tokensOf(ada, self)).body;
    const result = await client.acquireTokenOnBehalfOf({ oboAssertion, scopes });
    deepEqual((await sandbox.entra.verify(`Bearer ${result?.accessToken}`, 'graph'))?.scp.slice(0, 1), ['User.Read']);
  });

  it('asks for interaction where nobody consented to what it would do on behalf of a person', async () => {
    const self = `api://${sandbox.client.id}/access_as_user`;
    const { access_token: oboAssertion } = (await sandbox.tokensOf(ada, self)).body;
    for (const wanted of [['User.Read'], ['https://graph.microsoft.com/.default']])
      await rejects(client.acquireTokenOnBehalfOf({ oboAssertion, scopes: wanted }), (error) => {
        ok(error instanceof InteractionRequiredAuthError);
        equal(error.subError, 'consent_required');
        match(error.errorMessage, /AADSTS65001/);
        return true;
      });
  });

  it('exchanges nothing that was made for somebody else', async () => {
    const { accessToken } = await acquireByCode();
    await rejects(client.acquireTokenOnBehalfOf({ oboAssertion: accessToken, scopes }), /AADSTS500131/);
    await rejects(client.acquireTokenOnBehalfOf({ oboAssertion: 'x.y.z', scopes }), /AADSTS50013/);
  });

  it('reports a wrong secret', async () => {
    const forger = new ConfidentialClientApplication({
      auth: {
        clientId: sandbox.client.id,
        clientSecret: 'guess',
        authority: `https://login.microsoftonline.com/${tenant}`,
      },
      system: { networkClient: networkTo(sandbox) },
    });
    await rejects(
      forger.acquireTokenByClientCredential({ scopes: ['https://graph.microsoft.com/.default'] }),
      /AADSTS7000215/,
    );
  });

  it('finds an authority that it does not know by heart', async () => {
    const elsewhere = new ConfidentialClientApplication({
      auth: {
        clientId: sandbox.client.id,
        clientSecret: sandbox.client.secret,
        authority: 'https://login.windows.net/contoso.example',
      },
      system: { networkClient: networkTo(sandbox) },
    });
    ok(await elsewhere.acquireTokenByClientCredential({ scopes: ['https://graph.microsoft.com/.default'] }));
  });
});

/** MSAL keeps the real addresses; only its network is another. */
function networkTo(sandbox: EntraSandbox): INetworkModule {
  const send = async <T>(method: string, url: string, options?: NetworkRequestOptions): Promise<NetworkResponse<T>> => {
    const real = url.replace('https://login.windows.net', 'https://login.microsoftonline.com');
    const response = await sandbox.fetch(real, {
      method,
      headers: options?.headers ?? {},
      ...(options?.body === undefined ? {} : { body: options.body }),
    });
    return {
      headers: Object.fromEntries(response.headers),
      body: (await response.json()) as T,
      status: response.status,
    };
  };
  return {
    sendGetRequestAsync: (url, options) => send('GET', url, options),
    sendPostRequestAsync: (url, options) => send('POST', url, options),
  };
}
