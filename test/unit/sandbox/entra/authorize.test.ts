import { deepEqual, equal, match, ok } from 'node:assert/strict';
import type { EntraSandbox } from './support.ts';
import { formsOf, redirectUri, startEntra, submit } from './support.ts';

const ada = 'ada@contoso.example';
const service = 'mio@contoso.example';

describe('the sandbox’s sign-in page', () => {
  let sandbox: EntraSandbox;
  beforeEach(async () => {
    sandbox = await startEntra();
  });
  afterEach(() => sandbox.close());

  const page = async (params?: Readonly<Record<string, string>>) => {
    const response = await sandbox.fetch(sandbox.authorizeUrl(params));
    return { status: response.status, location: response.headers.get('location'), text: await response.text() };
  };

  it('offers every account of the tenant and a field for another, and carries the whole request in each form', async () => {
    const { status, text } = await page({ state: 'a"<b' });
    const forms = formsOf(text);
    equal(status, 200);
    deepEqual(
      forms.map((form) => form.account),
      [ada, 'ben@contoso.example', 'chidi@contoso.example', service, 'noroles@contoso.example', undefined],
    );
    ok(forms[0]?.fields.some(([name, value]) => name === 'state' && value === 'a"<b'));
  });

  it('lists what is asked for, in words, before it asks to accept', async () => {
    const { text } = await page({ login_hint: ada, scope: 'User.Read offline_access' });
    match(text, /Sign you in and read your profile/);
    match(text, /Maintain access to data/);
  });

  it('sends code and state to where the product really listens', async () => {
    const response = await submitAs(ada, { state: 's1', login_hint: ada });
    const location = new URL(response.headers.get('location') ?? '');
    equal(location.origin + location.pathname, 'http://127.0.0.1:9/oauth/teams/callback');
    equal(location.searchParams.get('state'), 's1');
    ok(location.searchParams.get('code'));
  });

  it('asks only once for the same permission, and again for a new one', async () => {
    await sandbox.signIn(ada);
    const again = await page({ login_hint: ada });
    equal(again.status, 302);
    const more = await page({ login_hint: ada, scope: 'User.Read ChatMessage.Send' });
    match(more.text, /ChatMessage\.Send/);
    ok(!more.text.includes('data-permission="User.Read"'));
  });

  it('shows everything again with prompt=consent', async () => {
    await sandbox.signIn(ada);
    match((await page({ login_hint: ada, prompt: 'consent' })).text, /data-permission="User.Read"/);
  });

  it('does not take a hint for a choice with prompt=select_account', async () => {
    equal(formsOf((await page({ login_hint: ada, prompt: 'select_account' })).text).length, 6);
  });

  it('tells the product that consent was refused', async () => {
    const answer = await sandbox.signIn(ada, { state: 's2' }, 'cancel');
    equal(answer.get('error'), 'access_denied');
    match(answer.get('error_description') ?? '', /^AADSTS65004: /);
    equal(answer.get('state'), 's2');
  });

  const beyondUsers = [
    'ChannelMessage.Read.All',
    'Chat.Read',
    'Files.Read.All',
    'Sites.Read.All',
    'ChannelMessage.ReadWrite',
  ];
  for (const scope of beyondUsers) {
    it(`needs an administrator for ${scope}`, async () => {
      const { text } = await page({ login_hint: ada, scope });
      match(text, /Need admin approval/);
      match(text, /AADSTS90094/);
      const administrator = await page({ login_hint: service, scope });
      match(administrator.text, /value="accept"/);
    });
  }

  it('does not let a person accept what only an administrator may, whatever they send', async () => {
    const response = await submitAs(ada, { login_hint: ada, scope: 'Chat.Read' });
    match(await response.text(), /Need admin approval/);
  });

  it('lets an administrator consent for everybody', async () => {
    await submitAs(service, { login_hint: service, scope: 'Chat.Read offline_access', organization: '1' });
    equal((await page({ login_hint: ada, scope: 'Chat.Read offline_access' })).status, 302);
  });

  it('ignores the wish of somebody else to consent for everybody', async () => {
    await submitAs(ada, { login_hint: ada, organization: '1' });
    match((await page({ login_hint: 'ben@contoso.example' })).text, /Permissions requested/);
  });

  describe('without any page (prompt=none)', () => {
    const silent = async (params: Readonly<Record<string, string>>) =>
      new URL((await page({ prompt: 'none', ...params })).location ?? '').searchParams;

    it('needs somebody who is signed in', async () => equal((await silent({})).get('error'), 'login_required'));
    it('needs consent', async () => equal((await silent({ login_hint: ada })).get('error'), 'interaction_required'));
    it('gives a code where nothing is left to ask', async () => {
      await sandbox.signIn(ada);
      ok((await silent({ login_hint: ada })).get('code'));
    });
  });

  describe('response modes', () => {
    it('fragment', async () => {
      const response = await submitAs(ada, { login_hint: ada, response_mode: 'fragment' });
      match(response.headers.get('location') ?? '', /^http:\/\/127\.0\.0\.1:9\/oauth\/teams\/callback#code=/);
    });
    it('form_post', async () => {
      const response = await submitAs(ada, { login_hint: ada, response_mode: 'form_post', state: 's3' });
      const [form] = formsOf(await response.text());
      equal(form?.action, 'http://127.0.0.1:9/oauth/teams/callback');
      equal(new Map(form?.fields ?? []).get('state'), 's3');
      ok(new Map(form?.fields ?? []).has('code'));
    });
  });

  const onThePage: readonly (readonly [string, Readonly<Record<string, string>>, RegExp])[] = [
    ['an unknown client', { client_id: 'somebody' }, /AADSTS700016/],
    ['an unregistered reply address', { redirect_uri: `${redirectUri}/evil` }, /AADSTS50011/],
  ];
  for (const [what, params, expected] of onThePage) {
    it(`shows ${what} on the page and redirects nowhere`, async () => {
      const { status, location, text } = await page(params);
      equal(status, 400);
      equal(location, null);
      match(text, expected);
    });
  }

  const redirected: readonly (readonly [string, Readonly<Record<string, string>>, string, RegExp])[] = [
    ['an unknown scope', { scope: 'User.Reed' }, 'invalid_scope', /AADSTS70011/],
    ['.default beside names', { scope: '.default User.Read' }, 'invalid_scope', /AADSTS70011/],
    ['an unknown resource', { scope: 'https://vault.example/.default' }, 'invalid_resource', /AADSTS500011/],
    ['another response type', { response_type: 'token' }, 'unsupported_response_type', /AADSTS700054/],
  ];
  for (const [what, params, error, description] of redirected) {
    it(`reports ${what} to the reply address`, async () => {
      const values = new URL((await page(params)).location ?? '').searchParams;
      equal(values.get('error'), error);
      match(values.get('error_description') ?? '', description);
    });
  }

  /** Accepts on the consent page of a request whose hint names the account, with fields added as a forger would. */
  async function submitAs(account: string, params: Readonly<Record<string, string>>): Promise<Response> {
    const url = sandbox.authorizeUrl(params);
    const fields = [...new URL(url).searchParams, ['account', account] as const];
    const form = { account, method: 'post', action: 'authorize', fields };
    return (await submit(sandbox.fetch, url, form as Parameters<typeof submit>[2], 'accept')).response;
  }
});
