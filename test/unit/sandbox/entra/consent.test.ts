import { deepEqual, equal, match, ok } from 'node:assert/strict';
import type { EntraSandbox } from './support.ts';
import { formsOf, redirectUri, startEntra, submit, tenant } from './support.ts';

const ada = 'ada@contoso.example';
const service = 'mio@contoso.example';
/** The set that a person is asked for, and the half of it that Microsoft's managed policy leaves to people. */
const person =
  'Channel.ReadBasic.All Team.ReadBasic.All Chat.Read Files.Read.All Sites.Read.All User.ReadBasic.All User.Read offline_access';
const ownToGrant = 'Channel.ReadBasic.All Team.ReadBasic.All User.ReadBasic.All User.Read offline_access';

describe('who may consent to what', () => {
  let sandbox: EntraSandbox;
  beforeEach(async () => {
    sandbox = await startEntra();
  });
  afterEach(() => sandbox.close());

  const page = async (params: Readonly<Record<string, string>>) =>
    (await sandbox.fetch(sandbox.authorizeUrl(params))).text();
  const named = (html: string) => [...html.matchAll(/data-permission="([^"]+)"/g)].map(([, name]) => name).sort();
  const forEverybody = async (account: string, scope: string, decision = 'accept') => {
    const url = `https://login.microsoftonline.com/${tenant}/v2.0/adminconsent?${new URLSearchParams({
      client_id: sandbox.client.id,
      redirect_uri: redirectUri,
      state: 's9',
      scope,
      account,
    })}`;
    const [form] = formsOf(await (await sandbox.fetch(url)).text());
    ok(form);
    const { response } = await submit(sandbox.fetch, url, form, decision);
    return new URL(response.headers.get('location') ?? '').searchParams;
  };

  it('people grant what the managed policy leaves to them', async () => {
    const granted = await sandbox.tokensOf(ada, ownToGrant);
    equal(granted.body.scope, 'Channel.ReadBasic.All Team.ReadBasic.All User.Read User.ReadBasic.All');
  });

  it('and are told which permissions only an administrator can grant', async () => {
    const text = await page({ login_hint: ada, scope: person });
    match(text, /Need admin approval/);
    deepEqual(named(text), ['Chat.Read', 'Files.Read.All', 'Sites.Read.All']);
  });

  it('who turns back there, comes back with that reason', async () => {
    const back = await sandbox.signIn(ada, { scope: person, state: 's8' }, 'cancel');
    deepEqual([back.get('error'), back.get('state'), back.get('code')], ['access_denied', 's8', null]);
    match(back.get('error_description') ?? '', /^AADSTS90094: /);
    equal(back.get('error_uri'), 'https://login.microsoftonline.com/error?code=90094');
  });

  it('may go on as an administrator instead', async () => {
    const text = await page({ login_hint: ada, scope: person });
    const [, link = ''] = /<a href="([^"]+)">Sign in with that account/.exec(text) ?? [];
    const url = new URL(link.replaceAll('&amp;', '&'), sandbox.authorizeUrl()).href;
    const accounts = formsOf(await (await sandbox.fetch(url)).text()).map(({ account }) => account);
    ok(accounts.includes(service));
  });

  it('an administrator’s consent for everybody opens the way', async () => {
    const values = await forEverybody(service, person);
    deepEqual([values.get('admin_consent'), values.get('tenant'), values.get('state')], ['True', tenant, 's9']);
    equal((await sandbox.fetch(sandbox.authorizeUrl({ login_hint: ada, scope: person }))).status, 302);
    deepEqual(
      sandbox.entra.consents().map(({ user, permissions }) => [user, permissions.length]),
      [[null, 8]],
    );
  });

  it('nobody else consents for everybody: they get the way back, and its error', async () => {
    const values = await forEverybody(ada, 'Chat.Read', 'cancel');
    deepEqual([values.get('error'), values.get('state')], ['access_denied', 's9']);
    deepEqual(sandbox.entra.consents(), []);
  });

  it('a stricter tenant leaves people nothing to grant', async () => {
    sandbox.kit.policies.set('entra.userConsent', 'none');
    match(await page({ login_hint: ada, scope: 'User.Read' }), /Need admin approval/);
    match(await page({ login_hint: service, scope: 'User.Read' }), /Permissions requested/);
  });
});
