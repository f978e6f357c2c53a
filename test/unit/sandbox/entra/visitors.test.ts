import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { decodeJwt } from 'jose';
import type { EntraSandbox } from './support.ts';
import { formsOf, redirectUri, startEntra, submit, tenant } from './support.ts';

const northwind = 'b61c7e90-3a52-4f0d-8e17-94d2c05af611';
const noor = 'noor@northwind.example';
const lena = 'lena@northwind.example';
const lenaHere = 'f6b2e0c8-7d19-4a5f-8c46-3e0b72d1a406';
const lenaAtHome = '0d3a6b18-47c2-4e95-b0f1-6a7e52c8d902';

interface SignedIn {
  readonly id: ReturnType<typeof decodeJwt>;
  readonly access: ReturnType<typeof decodeJwt>;
  /** Of `client_info`. */
  readonly home: { readonly uid: string; readonly utid: string };
}

describe('people of other tenants', () => {
  let sandbox: EntraSandbox;
  beforeEach(async () => {
    sandbox = await startEntra();
  });
  afterEach(() => sandbox.close());

  const at = (segment: string) => (url: string) => url.replace(`/${tenant}/`, `/${segment}/`);
  const signInAt = async (segment: string, account: string, scope = 'openid profile User.Read'): Promise<SignedIn> => {
    const url = at(segment)(sandbox.authorizeUrl({ login_hint: account, scope, client_info: '1' }));
    const [form] = formsOf(await (await sandbox.fetch(url)).text());
    ok(form);
    const { response } = await submit(sandbox.fetch, url, form, 'accept');
    const values = new URL(response.headers.get('location') ?? '').searchParams;
    const answer = await sandbox.fetch(at(segment)(`https://login.microsoftonline.com/${tenant}/oauth2/v2.0/token`), {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        client_id: sandbox.client.id,
        client_secret: sandbox.client.secret,
        code: values.get('code') ?? '',
        redirect_uri: redirectUri,
      }),
    });
    const body = (await answer.json()) as { id_token: string; access_token: string };
    return {
      id: decodeJwt(body.id_token),
      access: decodeJwt(body.access_token),
      home: JSON.parse(Buffer.from(values.get('client_info') ?? '', 'base64url').toString()) as SignedIn['home'],
    };
  };

  it('sign in with their own tenant in the token, where the path names none', async () => {
    const { id, access, home } = await signInAt('organizations', noor);
    deepEqual([id['tid'], id.iss], [northwind, `https://login.microsoftonline.com/${northwind}/v2.0`]);
    deepEqual([access['tid'], access.iss], [northwind, `https://sts.windows.net/${northwind}/`]);
    deepEqual([id['preferred_username'], home.utid], [noor, northwind]);
  });

  it('are told on the page that they do not exist in a tenant they are no guest of', async () => {
    const answer = await sandbox.fetch(sandbox.authorizeUrl({ login_hint: noor }));
    deepEqual([answer.status, answer.headers.get('location')], [400, null]);
    match(await answer.text(), /AADSTS50020: .*noor@northwind\.example does not exist in tenant/);
  });

  it('are guests with an object id of their own there, and their home named', async () => {
    const { id, access, home } = await signInAt(tenant, lena);
    deepEqual(
      [id['tid'], id['oid'], id['idp'], id['email']],
      [tenant, lenaHere, `https://sts.windows.net/${northwind}/`, lena],
    );
    deepEqual(
      [access['tid'], access['oid'], access['upn'], access['unique_name']],
      [tenant, lenaHere, undefined, lena],
    );
    deepEqual(home, { uid: lenaAtHome, utid: northwind });
  });

  it('are at home again where the path names no tenant', async () => {
    const { id } = await signInAt('organizations', lena);
    deepEqual([id['tid'], id['oid'], id['idp']], [northwind, lenaAtHome, undefined]);
  });

  it('have no part in what an administrator here consented to', async () => {
    sandbox.kit.state.collection<readonly string[]>('entra-consents').set('organization', ['User.Read', 'Chat.Read']);
    const asked = async (segment: string, account: string) =>
      sandbox.fetch(at(segment)(sandbox.authorizeUrl({ login_hint: account, scope: 'Chat.Read' })));
    equal((await asked(tenant, lena)).status, 302);
    match(await (await asked('organizations', noor)).text(), /Need admin approval/);
  });

  it('may be typed where the page does not offer them; a name that nobody has is refused there', async () => {
    const url = at('organizations')(sandbox.authorizeUrl());
    const field = formsOf(await (await sandbox.fetch(url)).text()).find(({ account }) => account === undefined);
    ok(field);
    const typed = (name: string) =>
      submit(sandbox.fetch, url, { ...field, fields: [...field.fields, ['account', name]] }, 'accept');
    match(await (await typed(noor)).response.text(), /Permissions requested/);
    match(await (await typed('nobody@northwind.example')).response.text(), /AADSTS50034/);
  });
});
