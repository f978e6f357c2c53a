/** The two pages of connecting: an attempt is good once, for one browser, for a while, and for one platform. */
import assert from 'node:assert/strict';
import { Browser } from '../../../start/browser.ts';
import { openWorld, type World } from '../../support/world.ts';

const eva = { account: 'eva@fabrikam.example', name: 'Eva Lindqvist', workspace: 'fabrikam' };
const serviceUser = { account: 'mio@contoso.example' };

describe('connecting', () => {
  let world: World;
  let key: string;
  beforeEach(async () => {
    world = await openWorld({ prepared: false });
    const made = await world.call(world.operatorKey, 'POST', '/organizations', { name: 'Fabrikam' });
    key = String(made.body['key']);
  });
  afterEach(() => world.close());

  const startLink = async (platform: string) =>
    String((await world.call(key, 'POST', '/connections', { platform })).body['start']).replace(
      'https://mio.example',
      world.url,
    );
  const connections = async () =>
    (await world.call(key, 'GET', '/connections')).body as unknown as readonly { platform: string }[];
  const visit = async (url: string, cookie = '', language = 'en') => {
    const answer = await fetch(url, { redirect: 'manual', headers: { cookie, 'accept-language': language } });
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  };
  /** Opens the start page: where the platform is asked, with which state, and the cookie of this browser. */
  const begin = async (platform: string) => {
    const { status, headers } = await visit(await startLink(platform));
    assert.equal(status, 302);
    const state = new URL(headers.get('location') ?? '').searchParams.get('state') ?? '';
    return { state, cookie: headers.getSetCookie()[0]?.split(';')[0] ?? '', headers };
  };
  const callback = (platform: string, query: Readonly<Record<string, string>>, cookie?: string) =>
    visit(`${world.url}/oauth/${platform}/callback?${new URLSearchParams(query)}`, cookie);
  const browser = (language?: string) => new Browser((url) => url.replace('https://mio.example', world.url), language);

  it('the whole way, as a person goes it', async () => {
    const page = await browser().consent(await startLink('slack'), eva);
    assert.equal(page.status, 200);
    assert.match(page.text, /Slack is connected/);
    assert.deepEqual(
      (await connections()).map(({ platform }) => platform),
      ['slack'],
    );
  });

  it('OA-01 a start link opens once', async () => {
    const link = await startLink('slack');
    assert.equal((await visit(link)).status, 302);
    assert.equal((await visit(link)).status, 400);
  });

  it('OA-01 a start link is good for ten minutes', async () => {
    const link = await startLink('slack');
    world.clock.advance(11 * 60_000);
    assert.equal((await visit(link)).status, 400);
  });

  it('OA-01 no ticket, or an invented one, opens nothing', async () => {
    for (const query of ['', '?ticket=', '?ticket=guess'])
      assert.equal((await visit(`${world.url}/oauth/slack/start${query}`)).status, 400);
  });

  for (const [why, spoil] of [
    ['without a state', () => ({ state: '' })],
    ['with an invented state', () => ({ state: 'guess' })],
    ['without the cookie', () => ({ cookie: '' })],
    ['with another browser’s cookie', ({ cookie }: { cookie: string }) => ({ cookie: `${cookie.slice(0, -4)}AAAA` })],
    ['eleven minutes later', () => void world.clock.advance(11 * 60_000)],
  ] as const) {
    it(`OA-01 a callback ${why} is refused, and connects nothing`, async () => {
      const begun = await begin('slack');
      const { state, cookie } = { ...begun, ...spoil(begun) };
      const { status, text } = await callback('slack', { state, code: 'a-code' }, cookie);
      assert.equal(status, 400);
      assert.match(text, /This link is used up/);
      assert.deepEqual(await connections(), []);
    });
  }

  it('OA-01 a state comes back once', async () => {
    const { state, cookie } = await begin('slack');
    assert.equal((await callback('slack', { state, error: 'access_denied' }, cookie)).status, 400);
    const { text } = await callback('slack', { state, code: 'a-code' }, cookie);
    assert.match(text, /This link is used up/);
  });

  it('OA-02 two tabs at once: both finish', async () => {
    const tabs = await Promise.all(
      ['slack', 'webex'].map(async (platform) => [platform, await startLink(platform)] as const),
    );
    const people = { slack: eva, webex: { account: 'mio@fabrikam.example' } };
    const pages = await Promise.all(
      tabs.map(([platform, link]) => browser().consent(link, people[platform as keyof typeof people])),
    );
    assert.deepEqual(
      pages.map(({ status }) => status),
      [200, 200],
    );
    assert.deepEqual((await connections()).map(({ platform }) => platform).sort(), ['slack', 'webex']);
  });

  it('OA-02 two tabs of one browser at one platform: each is known when it comes back', async () => {
    const tabs = [await begin('slack'), await begin('slack')];
    // A browser keeps one cookie of a name and path: what is set last.
    const jar = new Map(tabs.map(({ cookie }) => cookie.split('=', 2) as [string, string]));
    const cookies = [...jar].map((pair) => pair.join('=')).join('; ');
    for (const { state } of tabs) {
      const { text } = await callback('slack', { state, error: 'access_denied' }, cookies);
      assert.match(text, /Nothing was connected/);
    }
  });

  it('OA-03 an attacker’s attempt can’t be finished in a victim’s browser', async () => {
    const attacker = await begin('slack');
    const victim = await begin('slack');
    const { status } = await callback('slack', { state: attacker.state, code: 'the-attackers-code' }, victim.cookie);
    assert.equal(status, 400);
    assert.deepEqual(await connections(), []);
  });

  it('OA-04 a state of one platform is nothing at another’s callback', async () => {
    const { state, cookie } = await begin('slack');
    assert.equal((await callback('webex', { state, code: 'a-code' }, cookie)).status, 400);
    assert.equal((await callback('teams', { state, code: 'a-code' }, cookie)).status, 400);
    // It was not used up by that.
    assert.match((await callback('slack', { state, error: 'access_denied' }, cookie)).text, /Nothing was connected/);
  });

  it('OA-06 what a platform says of an error is not repeated', async () => {
    const { state, cookie } = await begin('teams');
    const query = { state, error: '<img src=x onerror=alert(1)>', error_description: '<script>'.repeat(6_000) };
    const { status, text, headers } = await callback(
      'teams',
      { ...query, error_description: query.error_description.slice(0, 8_000) },
      cookie,
    );
    assert.equal(status, 400);
    assert.doesNotMatch(text, /onerror|<script/);
    assert.ok(text.length < 10_000);
    assert.match(headers.get('content-type') ?? '', /^text\/html/);
    assert.equal(headers.get('x-content-type-options'), 'nosniff');
    assert.match(headers.get('content-security-policy') ?? '', /default-src 'none'/);
  });

  it('the cookie is for this path alone, and no script can read it', async () => {
    const { headers } = await begin('slack');
    const cookie = headers.getSetCookie()[0] ?? '';
    for (const attribute of ['Path=/oauth/slack', 'HttpOnly', 'SameSite=Lax', 'Max-Age=600'])
      assert.ok(cookie.includes(attribute), attribute);
    assert.equal(headers.get('referrer-policy'), 'no-referrer');
  });

  it('somebody who may not consent comes back with nothing connected', async () => {
    const page = await browser().consent(await startLink('teams'), { account: 'noroles@contoso.example' });
    assert.equal(page.status, 400);
    assert.match(page.text, /Nothing was connected/);
    assert.deepEqual(await connections(), []);
  });

  it('TI-02 an account that another organization connected is not taken over', async () => {
    assert.equal((await browser().consent(await startLink('teams'), serviceUser)).status, 200);
    const other = await world.call(world.operatorKey, 'POST', '/organizations', { name: 'Contoso' });
    key = String(other.body['key']);
    const page = await browser().consent(await startLink('teams'), serviceUser);
    assert.equal(page.status, 400);
    assert.match(page.text, /connected by another organization already/);
    assert.deepEqual(await connections(), []);
  });

  for (const [language, spent, cancelled, taken, advice] of [
    ['en', 'This link is used up', 'Nothing was connected', 'This did not work', ''],
    [
      'de',
      'Dieser Link ist verbraucht',
      'Es wurde nichts verbunden',
      'Das hat nicht geklappt',
      'steht hier auf Englisch',
    ],
    ['fr', 'Ce lien a déjà servi', 'Rien n’a été connecté', 'Cela n’a pas fonctionné', 'expliqué ici en anglais'],
  ] as const) {
    it(`speaks ${language} to a browser that does, also where it does not know whose attempt it was`, async () => {
      const head = `<html lang="${language}">`;
      for (const path of ['slack/start?ticket=guess', 'teams/callback?state=swept&code=a-code']) {
        const { status, text } = await visit(`${world.url}/oauth/${path}`, '', language);
        assert.equal(status, 400);
        assert.ok(text.includes(head) && text.includes(`<h1>${spent}</h1>`), text);
      }
      const { state, cookie } = await begin('slack');
      const query = new URLSearchParams({ state, error: 'access_denied' });
      const refused = await visit(`${world.url}/oauth/slack/callback?${query}`, cookie, language);
      assert.ok(refused.text.includes(head) && refused.text.includes(`<h1>${cancelled}</h1>`), refused.text);

      assert.equal((await browser(language).consent(await startLink('teams'), serviceUser)).status, 200);
      key = String((await world.call(world.operatorKey, 'POST', '/organizations', { name: 'Contoso' })).body['key']);
      const page = await browser(language).consent(await startLink('teams'), serviceUser);
      assert.ok(page.text.includes(head) && page.text.includes(`<h1>${taken}</h1>`), page.text);
      assert.ok(page.text.includes(advice));
      assert.match(page.text, /<span lang="en">.*connected by another organization already/);
    });
  }

  for (const [language, title, text] of [
    ['en', 'Slack is connected', 'Fabrikam is now connected to Mio as'],
    ['de', 'Slack ist verbunden', 'Fabrikam ist jetzt als'],
    ['fr', 'Slack est connecté', 'Fabrikam est maintenant relié à Mio en tant que'],
  ] as const) {
    it(`says in ${language} what is connected`, async () => {
      const page = await browser(language).consent(await startLink('slack'), eva);
      assert.equal(page.status, 200);
      assert.ok(page.text.includes(`<h1>${title}</h1>`) && page.text.includes(text), page.text);
    });
  }
});
