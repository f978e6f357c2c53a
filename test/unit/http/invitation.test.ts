/** The page of an invitation: what it tells whoever has the code, and nobody else. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { languageFor } from '../../../src/http/languages.ts';
import { openWorld, type World } from '../../support/world.ts';

interface Made {
  readonly invitation: string;
  readonly code: string;
  readonly link: string;
  readonly expiresAt: number;
}

describe('the page of an invitation', () => {
  let world: World;
  let channel: string;
  before(async () => {
    world = await openWorld({ speed: 5 });
    channel = String(((await world.api('contoso', 'GET', '/channels')).body as unknown as { id: string }[])[0]?.id);
  });
  after(() => world.close());

  const invite = async (body?: object) =>
    (await world.api('contoso', 'POST', `/channels/${channel}/invitations`, body)).body as unknown as Made;
  const look = async (body: unknown, from = '203.0.113.1') => {
    const answer = await fetch(`${world.url}/invitation/look`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-forwarded-for': `198.51.100.7, ${from}` },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    return { status: answer.status, headers: answer.headers, body: (await answer.json()) as Record<string, unknown> };
  };
  const page = (language = 'en') => fetch(`${world.url}/invitation`, { headers: { 'accept-language': language } });

  it('AD-05 has its headers, and runs the one script that it names', async () => {
    const answer = await page();
    assert.equal(answer.status, 200);
    const policy = answer.headers.get('content-security-policy') ?? '';
    for (const directive of ["default-src 'none'", "script-src 'self'", "connect-src 'self'", "frame-ancestors 'none'"])
      assert.ok(policy.includes(directive), directive);
    assert.ok(!policy.includes('unsafe'), policy);
    assert.equal(answer.headers.get('referrer-policy'), 'no-referrer');
    assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
    assert.equal(answer.headers.get('cache-control'), 'no-store');

    const text = await answer.text();
    const scripts = [...text.matchAll(/<script defer src="([^"]+)" integrity="sha384-([^"]+)"><\/script>/g)];
    assert.equal([...text.matchAll(/<script/g)].length, 1, 'none is inline');
    assert.doesNotMatch(text, / on\w+=| style=/);
    const [, path = '', integrity] = scripts[0] ?? [];
    const script = await fetch(new URL(path, world.url));
    const bytes = Buffer.from(await script.arrayBuffer());
    assert.equal(createHash('sha384').update(bytes).digest('base64'), integrity);
    assert.match(script.headers.get('content-type') ?? '', /^text\/javascript/);
  });

  for (const [accepted, language, title] of [
    ['de-AT, en;q=0.5', 'de', 'Ihre Firma ist eingeladen'],
    ['fr,en;q=0.8', 'fr', 'Votre entreprise est invitée'],
    ['it', 'en', 'Your company is invited'],
  ] as const) {
    it(`speaks ${language} to a browser that likes ${accepted}`, async () => {
      const text = await (await page(accepted)).text();
      assert.ok(text.includes(`<html lang="${language}">`) && text.includes(`<h1>${title}</h1>`));
    });
  }

  it('is where the link leads, whose code no server sees', async () => {
    const { code, link } = await invite();
    assert.match(code, /^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}$/);
    const { origin, pathname, search, hash } = new URL(link);
    assert.deepEqual([origin, pathname, search, hash], ['https://mio.example', '/invitation', '', `#${code}`]);
  });

  it('tells whoever has the code who invites to what, until when, and nothing else', async () => {
    const { code, expiresAt } = await invite();
    const { status, headers, body } = await look({ code });
    assert.equal(status, 200);
    // Contoso's own Teams is the one that Mio's bot is in: nobody else's can accept there.
    const kind = { bound: false, proved: false, teams: false };
    assert.deepEqual(body, { from: 'Contoso', channel: 'Incidents', expiresAt, ...kind });
    assert.equal(headers.get('cache-control'), 'no-store');
    assert.equal(headers.get('access-control-allow-origin'), null);
  });

  it('tells of one that another company made that it can be accepted in Teams', async () => {
    const { code } = (await world.api('fabrikam', 'POST', `/channels/${channel}/invitations`)).body as unknown as Made;
    assert.equal((await look({ code })).body['teams'], true);
  });

  it('reads a code as people write it', async () => {
    const { code, link } = await invite();
    const sloppy = code.toLowerCase().replaceAll('-', '  ').replaceAll('0', 'o').replaceAll('1', 'l');
    for (const typed of [sloppy, code.replaceAll('-', ''), link])
      assert.equal((await look({ code: typed })).status, 200);
  });

  it('tells of one for an address that it is, and not for which', async () => {
    const { code } = await invite({ address: 'Grace@Fabrikam.example' });
    const { body } = await look({ code });
    assert.equal(body['bound'], true);
    assert.doesNotMatch(JSON.stringify(body), /grace/i);
  });

  it('has one answer for everything that can’t be used', async () => {
    const revoked = await invite();
    await world.api('contoso', 'DELETE', `/invitations/${revoked.invitation}`);
    const open = await invite();
    const answers = [];
    for (const body of [
      { code: revoked.code },
      { code: open.invitation },
      { code: `${open.code.slice(0, -1)}${open.code.endsWith('X') ? 'Y' : 'X'}` },
      { code: '' },
      { code: 7 },
      {},
      [],
      'null',
      '{',
      { code: 'x'.repeat(2_000) },
    ])
      answers.push(await look(body));
    for (const { status, body } of answers) assert.deepEqual([status, body], [404, answers[0]?.body]);
  });

  it('answers one address so many times a minute, and others still', async () => {
    const { code } = await invite();
    const one = '203.0.113.9';
    let refused: Awaited<ReturnType<typeof look>> | undefined;
    for (let asked = 0; asked < 31 && !refused; asked += 1) {
      const answer = await look({ code }, one);
      if (answer.status === 429) refused = answer;
    }
    assert.ok(refused, 'somebody may ask for ever');
    assert.ok(Number(refused.headers.get('retry-after')) > 0);
    assert.equal((await look({ code }, '203.0.113.10')).status, 200);
    world.clock.advance(60_000);
    assert.equal((await look({ code }, one)).status, 200);
  });
});

describe('the language of a page', () => {
  for (const [accepted, language] of [
    [undefined, 'en'],
    ['', 'en'],
    ['*', 'en'],
    ['de', 'de'],
    ['de,en-US;q=0.7,en;q=0.3', 'de'],
    ['fr-CH, en;q=0.5', 'fr'],
    ['it-IT,it;q=0.9,fr;q=0.4,de;q=0.6', 'de'],
    ['de;q=0, fr', 'fr'],
    ['EN-GB', 'en'],
    [',;;q=,de', 'de'],
  ] as const) {
    it(`${accepted}: ${language}`, () => assert.equal(languageFor(accepted), language));
  }
});
