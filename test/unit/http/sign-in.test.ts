/** The pages of signing in to the bot, with the inputs that somebody who means harm would send. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { codeOn, decide, obstacle, openSignInWorld, type SignInWorld, speakerOf } from '../../support/sign-in-world.ts';

const ada = speakerOf('ada');
const ben = speakerOf('ben', 'de');
const accounts = { ada: 'ada@contoso.example', ben: 'ben@contoso.example' };
const serviceUser = 'mio@contoso.example';
const minutes = (count: number) => count * 60_000;

describe('sign-in pages', () => {
  let world: SignInWorld;
  beforeEach(async () => {
    world = await openSignInWorld();
  });
  afterEach(() => world.close());

  /** Opens the start page: the state that Microsoft is given, and the cookie of this browser. */
  const begin = async (speaker = ada, stage: 'signUp' | 'serviceUser' = 'signUp') => {
    const { url } = await world.useCases.offer(speaker, stage);
    const { status, headers } = await world.fetch(world.local(url));
    assert.equal(status, 302);
    const location = headers.get('location') ?? '';
    const state = new URL(location).searchParams.get('state') ?? '';
    return { location, state, cookie: headers.getSetCookie()[0]?.split(';')[0] ?? '', headers };
  };
  const callback = async (query: Readonly<Record<string, string>>, cookie = '') => {
    const answer = await world.fetch(`/oauth/teams/callback?${new URLSearchParams(query)}`, { cookie });
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  };
  /** Where Microsoft sends the browser after that account agreed: what stands in the address. */
  const answerOf = async (location: string, account: string) =>
    Object.fromEntries(new URL(await decide(location, account, 'accept')).searchParams);
  const nothingLinked = async () => {
    assert.deepEqual(await world.records.list('person'), []);
    assert.deepEqual(await world.records.list('credential'), []);
    assert.deepEqual(await world.records.list('connection'), []);
  };

  it('OA-01 a link opens once', async () => {
    const { url } = await world.useCases.offer(ada, 'signUp');
    assert.equal((await world.fetch(world.local(url))).status, 302);
    assert.equal((await world.fetch(world.local(url))).status, 400);
  });

  it('OA-01 a link is good for ten minutes', async () => {
    const { url } = await world.useCases.offer(ada, 'signUp');
    await world.clock.advance(minutes(11));
    assert.equal((await world.fetch(world.local(url))).status, 400);
  });

  it('OA-01 no ticket, or an invented one, opens nothing, and is told in the browser’s language', async () => {
    for (const query of ['', '?ticket=', '?ticket=guess']) {
      const answer = await world.fetch(`/sign-in/start${query}`, { 'accept-language': 'fr-CH, en;q=0.5' });
      assert.equal(answer.status, 400);
      assert.match(await answer.text(), /Ce lien a déjà servi/);
    }
  });

  for (const [why, spoil] of [
    ['without a state', () => ({ state: '' })],
    ['with an invented state', () => ({ state: 'guess' })],
    ['without the cookie', () => ({ cookie: '' })],
    ['with another browser’s cookie', ({ cookie }: { cookie: string }) => ({ cookie: `${cookie.slice(0, -4)}AAAA` })],
    ['eleven minutes later', async () => void (await world.clock.advance(minutes(11)))],
  ] as const) {
    it(`OA-01 a callback ${why} is refused, and Microsoft is not even asked`, async () => {
      const begun = await begin();
      const { state, cookie } = { ...begun, ...(await spoil(begun)) };
      const { status } = await callback({ state, code: 'a-code' }, cookie);
      assert.equal(status, 400);
      assert.equal(world.tokenCalls(), 0);
      await nothingLinked();
    });
  }

  it('OA-01 a state comes back once', async () => {
    const { state, cookie, location } = await begin();
    const answer = await answerOf(location, accounts.ada);
    assert.equal((await callback(answer, cookie)).status, 200);
    const again = await callback(answer, cookie);
    assert.equal(again.status, 400);
    assert.match(again.text, /This link is used up/);
    assert.equal(world.tokenCalls(), 1);
    assert.equal(answer['state'], state);
  });

  it('OA-02 two tabs at once: both finish, each with its own verifier', async () => {
    const browser = world.browser();
    const links = [await world.useCases.offer(ada, 'signUp'), await world.useCases.offer(ada, 'person')];
    const pages = await Promise.all(links.map(({ url }) => browser.consent(url, { account: accounts.ada })));
    const confirmed = [];
    for (const page of pages) confirmed.push(await world.useCases.confirm(ada, codeOn(page)));
    const account = accounts.ada;
    assert.deepEqual(confirmed, [
      { stage: 'signUp', account },
      { stage: 'person', account },
    ]);
  });

  it('OA-03 an attacker’s attempt can’t be finished in a victim’s browser', async () => {
    const attacker = await begin(ada);
    const victim = await begin(ben);
    const answer = await answerOf(attacker.location, accounts.ada);
    assert.equal((await callback(answer, victim.cookie)).status, 400);
    assert.equal(world.tokenCalls(), 0);
    await nothingLinked();
  });

  it('OA-03 a person’s link that a victim opens binds nothing: it is not the account that asked', async () => {
    const { url } = await world.useCases.offer(ada, 'person');
    const page = await world.visit(url, accounts.ben);
    assert.equal(page.status, 400);
    assert.match(page.text, /not the account that asked/);
    assert.deepEqual(
      world.outcomes.map(({ speaker, obstacle }) => [speaker.name, obstacle.reason]),
      [['Ada Nowak', 'wrong_account']],
    );
    await nothingLinked();
  });

  it('OA-03 a service user’s code in the victim’s own chat links nothing, and is spent for the attacker too', async () => {
    const admin = speakerOf('mio-service');
    const { url } = await world.useCases.offer(ben, 'serviceUser');
    const page = await world.visit(url, serviceUser);
    assert.match(page.text, /Ben Ito/, 'whoever asked is named');
    // In Teams the window brings the code to the chat of whoever had it open.
    await assert.rejects(world.useCases.confirm(admin, codeOn(page)), obstacle('code_wrong'));
    await assert.rejects(world.useCases.confirm(ben, codeOn(page)), obstacle('link_spent'));
    await nothingLinked();
    assert.ok(
      (await world.records.list('signIn')).every(({ body }) => body.grant === undefined),
      'the grant is dropped',
    );
  });

  it('OA-04 an answer in the name of another issuer is not redeemed', async () => {
    const { cookie, location } = await begin();
    const answer = await answerOf(location, accounts.ada);
    const { status } = await callback({ ...answer, iss: 'https://login.evil.example/v2.0' }, cookie);
    assert.equal(status, 400);
    assert.equal(world.tokenCalls(), 0);
  });

  it('OA-04 a state of signing in connects no platform', async () => {
    const { state, cookie } = await begin();
    for (const platform of ['slack', 'webex']) {
      const query = new URLSearchParams({ state, code: 'a-code' });
      assert.equal((await world.fetch(`/oauth/${platform}/callback?${query}`, { cookie })).status, 400);
    }
    assert.equal((await callback({ state, error: 'access_denied' }, cookie)).status, 400);
    assert.deepEqual(
      world.outcomes.map(({ obstacle }) => obstacle.reason),
      ['sign_in_cancelled'],
      'it was not used up by that',
    );
  });

  it('OA-06 what Microsoft says of an error is read, and never repeated', async () => {
    const { state, cookie } = await begin();
    const error_description = '<script>'.repeat(1_000);
    const { status, text, headers } = await callback(
      { state, error: '<img src=x onerror=alert(1)>', error_description },
      cookie,
    );
    assert.equal(status, 400);
    assert.doesNotMatch(text, /onerror|<script/);
    assert.ok(text.length < 10_000);
    assert.equal(headers.get('x-content-type-options'), 'nosniff');
  });

  it('OA-06 names are escaped', async () => {
    const { url } = await world.useCases.offer({ ...ada, name: '"><img src=x onerror=alert(1)>' }, 'signUp');
    const page = await world.visit(url, accounts.ada);
    assert.equal(page.status, 200);
    assert.doesNotMatch(page.text, /<img/);
  });

  for (const target of ['//evil.example', '/\\evil.example', 'https:evil.example', 'javascript:alert(1)']) {
    it(`OA-07 ${target} is nowhere that anybody is sent to`, async () => {
      const { url } = await world.useCases.offer(ada, 'signUp');
      const elsewhere = { return_to: target, redirect_uri: target, next: target };
      const link = `${world.local(url)}&${new URLSearchParams(elsewhere)}`;
      const { headers } = await world.fetch(link);
      const location = new URL(headers.get('location') ?? '');
      assert.equal(location.origin, world.sandbox.url);
      assert.equal(location.searchParams.get('redirect_uri'), 'https://mio.example/oauth/teams/callback');
      const cookie = headers.getSetCookie()[0]?.split(';')[0] ?? '';
      const back = await callback({ ...(await answerOf(location.href, accounts.ada)), return_to: target }, cookie);
      assert.equal(back.status, 200);
      assert.equal(back.headers.get('location'), null);
      assert.ok(!back.text.includes('evil') && !back.text.includes('alert'));
    });
  }

  for (const [fault, rule] of [
    ['429', { kind: 'throttle', retryAfter: 5 }],
    ['500', { kind: 'error' }],
    ['no answer in time', { kind: 'delay', ms: 2_000 }],
    ['a broken connection', { kind: 'reset-after' }],
  ] as const) {
    it(`OA-08 ${fault} from the token endpoint: nothing is kept, and one may try again`, async () => {
      const { url } = await world.useCases.offer(ada, 'signUp');
      world.sandbox.faults.add({ platform: 'entra', route: '/oauth2/v2.0/token', ...rule });
      const page = await world.visit(url, accounts.ada);
      assert.equal(page.status, 400);
      assert.match(page.text, /Try again in a few minutes/);
      assert.deepEqual(
        world.outcomes.map(({ obstacle }) => obstacle),
        [{ reason: 'platform_unavailable', subject: 'Microsoft' }],
      );
      await nothingLinked();
      world.sandbox.faults.clear();
      const again = await world.visit((await world.useCases.offer(ada, 'signUp')).url, accounts.ada);
      assert.deepEqual(await world.useCases.confirm(ada, codeOn(again)), { stage: 'signUp', account: accounts.ada });
    });
  }

  it('says the code in the speaker’s language, and nothing that is secret', async () => {
    const { url } = await world.useCases.offer(ben, 'signUp');
    const page = await world.visit(url, accounts.ben);
    assert.match(page.text, /<html lang="de">/);
    assert.match(page.text, /Sie haben sich als ben@contoso\.example angemeldet/);
    for (const text of [page.text, world.logged()]) assert.doesNotMatch(text, /eyJ|refresh|Bearer/i);
  });

  it('AD-05 every page has its headers, and runs the two scripts that it names and no other', async () => {
    const { cookie, location } = await begin();
    const page = await callback(await answerOf(location, accounts.ada), cookie);
    const policy = page.headers.get('content-security-policy') ?? '';
    for (const directive of ["default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"])
      assert.ok(policy.includes(directive), directive);
    assert.ok(!policy.includes('unsafe'), policy);
    assert.equal(page.headers.get('referrer-policy'), 'no-referrer');
    assert.equal(page.headers.get('x-content-type-options'), 'nosniff');
    assert.equal(page.headers.get('cache-control'), 'no-store');

    const scripts = [...page.text.matchAll(/<script defer src="([^"]+)" integrity="sha384-([^"]+)"><\/script>/g)];
    assert.equal(scripts.length, 2);
    assert.equal([...page.text.matchAll(/<script/g)].length, 2, 'none is inline');
    for (const [, path = '', integrity] of scripts) {
      const answer = await world.fetch(path);
      assert.equal(answer.status, 200);
      assert.match(answer.headers.get('content-type') ?? '', /^text\/javascript/);
      assert.match(answer.headers.get('cache-control') ?? '', /immutable/);
      const bytes = Buffer.from(await answer.arrayBuffer());
      assert.equal(createHash('sha384').update(bytes).digest('base64'), integrity);
    }
    const refused = await callback({ state: 'guess' });
    assert.match(refused.headers.get('content-security-policy') ?? '', /default-src 'none'.*frame-ancestors 'none'/);
  });

  it('the cookie is for the way back alone, and no script can read it', async () => {
    const { headers } = await begin();
    const cookie = headers.getSetCookie()[0] ?? '';
    for (const attribute of ['Path=/oauth/teams', 'HttpOnly', 'SameSite=Lax', 'Max-Age=600', 'Secure'])
      assert.ok(cookie.includes(attribute), attribute);
    assert.equal(headers.get('referrer-policy'), 'no-referrer');
    assert.equal(headers.get('cache-control'), 'no-store');
  });

  describe('an administrator’s consent', () => {
    const linkFor = async (speaker = ben) => (await world.useCases.offer(speaker, 'person')).adminConsentUrl;
    const stateOf = (link: string) => new URL(link).searchParams.get('state') ?? '';
    const cancelled = { error: 'access_denied', error_description: 'AADSTS65004' };
    const granted = { admin_consent: 'True', tenant: 'anything' };

    it('may be refused, and given after the week-end by the same link, as often as they like', async () => {
      const state = stateOf(await linkFor());
      const no = await callback({ state, ...cancelled });
      assert.equal(no.status, 400);
      assert.match(no.text, /Sie können den Link aus dem Chat mit Mio jederzeit wieder öffnen/);
      await world.clock.advance(minutes(3 * 24 * 60));
      for (let visit = 0; visit < 2; visit += 1) {
        const yes = await callback({ state, ...granted });
        assert.equal(yes.status, 200);
        assert.match(yes.text, /Danke, das war alles/);
      }
      assert.equal(world.tokenCalls(), 0);
      await nothingLinked();
    });

    it('is not undone by whoever asked: they may sign out, and ask again', async () => {
      const link = await linkFor();
      await world.useCases.signOut(ben);
      assert.equal(await linkFor(), link);
      assert.equal((await callback({ state: stateOf(link), ...granted })).status, 200);
    });

    it('really given at Microsoft’s page ends with thanks', async () => {
      const page = await world.visit(await linkFor(), serviceUser);
      assert.equal(page.status, 200);
      assert.match(page.text, /Danke, das war alles/);
    });

    it('is thanked for only with a state that Mio made, and only on the way back from Microsoft', async () => {
      const state = stateOf(await linkFor());
      const [subject = ''] = state.split('.');
      for (const bad of [subject, `${subject}.`, `${subject}.${'A'.repeat(32)}`, `${state}A`, `x${state}`])
        assert.equal((await callback({ state: bad, ...granted })).status, 400, bad);
      const elsewhere = new URLSearchParams({ state, ...granted });
      assert.equal((await world.fetch(`/oauth/slack/callback?${elsewhere}`)).status, 400);
    });
  });

  it('an offer makes one attempt, whose secrets are gone ten minutes later', async () => {
    for (let offer = 1; offer <= 3; offer += 1) {
      await world.useCases.offer(ada, 'person');
      assert.equal((await world.records.list('signIn')).length, offer);
    }
    await world.clock.advance(minutes(11));
    assert.deepEqual(await world.records.list('signIn'), []);
  });
});
