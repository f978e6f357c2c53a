/** The page behind a file that Teams can't hold: to whom it gives what, and what it says to everybody else. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { createFileLinks } from '../../src/core/files/links.ts';
import { local, sendFile, Visitor } from '../support/file-visitor.ts';
import { openWorld, type World } from '../support/world.ts';

const member = 'ben@contoso.example';
const stranger = 'noroles@contoso.example';
const guest = 'lena@northwind.example';

describe('the page of a file', () => {
  let world: World;
  let link: string;
  before(async () => {
    world = await openWorld();
    ({ link } = await sendFile(world, { name: 'notes.txt', bytes: 'first\nsecond\n' }));
  });
  after(() => world.close());

  const cookieOf = (answer: Response) => answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const fetched = (url: string, headers: Record<string, string> = {}) =>
    fetch(local(world, url), { redirect: 'manual', headers });
  const slackCalls = () => world.metric('mio_platform_calls_total', { platform: 'slack' });

  /** Signs in by hand: the cookie that the browser keeps. */
  const session = async (account: string) => {
    const begun = await fetched(`${link}?sign-in`);
    const authorize = new URL(begun.headers.get('location') ?? '');
    authorize.searchParams.set('account', account);
    authorize.searchParams.set('decision', 'accept');
    const page = `${authorize.origin}${authorize.pathname}`;
    const back = (await fetch(page, { method: 'POST', redirect: 'manual', body: authorize.searchParams })).headers;
    const returned = await fetched(back.get('location') ?? '', { cookie: cookieOf(begun) });
    return { begun, back: back.get('location') ?? '', returned, cookie: cookieOf(returned) };
  };

  it('asks a stranger to sign in, and tells nothing and asks nobody', async () => {
    const calls = await slackCalls();
    const page = await new Visitor(world).look(link);
    assert.equal(page.status, 200);
    assert.match(page.text, /Sign in with Microsoft/);
    assert.doesNotMatch(page.text, /notes|Slack|Eva/);
    const download = await fetched(`${link}?download`);
    assert.match(await download.text(), /Sign in with Microsoft/);
    assert.equal(await slackCalls(), calls);
  });

  it('asks Microsoft for nothing but who somebody is', async () => {
    const location = new URL((await fetched(`${link}?sign-in`)).headers.get('location') ?? '');
    const scopes = (location.searchParams.get('scope') ?? '').split(' ').map((scope) => scope.split('/').at(-1));
    assert.deepEqual(scopes.sort(), ['User.Read', 'offline_access', 'openid', 'profile'].sort());
    assert.equal(location.searchParams.get('code_challenge_method'), 'S256');
    assert.equal(location.searchParams.get('redirect_uri'), 'https://mio.example/oauth/teams/callback');
  });

  it('gives the file to who is in the channel, and keeps nothing of the sign-in', async () => {
    const visitor = new Visitor(world);
    const page = await visitor.signIn(link, member);
    assert.equal(page.status, 200);
    assert.match(page.text, /<h1>notes\.txt<\/h1>.*From Slack, 13 bytes.*Download.*ben@contoso\.example/s);
    assert.equal(new URL(page.url).search, '');
    const file = await visitor.look(`${link}?download`);
    assert.equal(file.text, 'first\nsecond\n');
    const { begun, returned, cookie } = await session(member);
    assert.match(
      returned.headers.getSetCookie()[0] ?? '',
      /^mio_files=[^;]+; Path=\/files; HttpOnly; SameSite=Lax; Max-Age=3600$/,
    );
    assert.match(
      begun.headers.getSetCookie()[0] ?? '',
      /^mio_attempt_[^;]+; Path=\/oauth\/teams; HttpOnly; SameSite=Lax; Max-Age=600$/,
    );
    assert.doesNotMatch(decodeURIComponent(cookie), /ben|contoso/);
  });

  it('is the same link whenever the message is shown', async () => {
    const { message, link: first } = await sendFile(world, { name: 'again.txt', bytes: 'again' });
    await world.as('eva').on('slack').edit(message, 'Here it is in other words');
    await world.until('the edit', () => world.last('teams').text.includes('other words'));
    assert.ok((world.last('teams').html ?? '').includes(first));
  });

  it('gives who is not in the channel nothing, and does not even ask for the file', async () => {
    const calls = await slackCalls();
    const visitor = new Visitor(world);
    const page = await visitor.signIn(link, stranger);
    assert.equal(page.status, 403);
    assert.match(page.text, /You are not in this channel/);
    assert.doesNotMatch(page.text, /notes\.txt/);
    assert.doesNotMatch((await visitor.look(`${link}?download`)).text, /second/);
    assert.equal(await slackCalls(), calls);
  });

  it('lets no guest of the tenant sign in', async () => {
    const { returned } = await session(guest);
    assert.equal(returned.status, 400);
    assert.match(await returned.text(), /This account belongs to another organization/);
    assert.deepEqual(returned.headers.getSetCookie(), []);
  });

  it('says to who cancelled that nothing happened', async () => {
    const begun = await fetched(`${link}?sign-in`);
    const state = new URL(begun.headers.get('location') ?? '').searchParams.get('state') ?? '';
    const query = new URLSearchParams({ state, error: 'access_denied', error_description: 'no' });
    const answer = await fetched(`https://mio.example/oauth/teams/callback?${query}`, { cookie: cookieOf(begun) });
    assert.equal(answer.status, 400);
    assert.match(await answer.text(), /You did not sign in.*\?sign-in/s);
  });

  it('OA-01 a sign-in comes back once, in the browser that it was begun in', async () => {
    const { back, begun } = await session(member);
    const again = await fetched(back, { cookie: cookieOf(begun) });
    assert.equal(again.status, 400);
    assert.deepEqual(again.headers.getSetCookie(), []);
    const other = await session(stranger);
    for (const cookie of ['', 'mio_attempt_0=x', cookieOf(other.begun)]) {
      const begunElsewhere = await fetched(`${link}?sign-in`);
      const state = new URL(begunElsewhere.headers.get('location') ?? '').searchParams.get('state') ?? '';
      const query = new URLSearchParams({ state, code: 'a-code' });
      const answer = await fetched(`https://mio.example/oauth/teams/callback?${query}`, { cookie });
      assert.equal(answer.status, 400);
    }
  });

  it('takes no cookie that it did not seal', async () => {
    const { cookie } = await session(member);
    assert.match(await (await fetched(link, { cookie })).text(), /notes\.txt/);
    for (const spoilt of [`${cookie.slice(0, -3)}AAA`, 'mio_files=x', 'mio_files=v1.x.y.z', `${cookie}A`]) {
      assert.match(await (await fetched(link, { cookie: spoilt })).text(), /Sign in with Microsoft/);
    }
  });

  it('FL-09: opens no address that Mio did not sign', async () => {
    const { cookie } = await session(member);
    const token = link.split('/').at(-1) ?? '';
    const [subject = '', signature = ''] = token.split('.');
    const [connection, conversation, message, file, leg] = JSON.parse(Buffer.from(subject, 'base64url').toString());
    const forged = createFileLinks(() => [randomBytes(32)]).write({
      ref: { connection, conversation, message },
      file,
      leg,
    });
    const changed = Buffer.from(JSON.stringify([connection, conversation, message, 'F0OTHER', leg])).toString(
      'base64url',
    );
    for (const bad of [
      forged,
      `${changed}.${signature}`,
      `${subject}.`,
      subject,
      `${token}.x`,
      `${token}x`,
      'x.y',
      '',
      '..%2f',
    ]) {
      const answer = await fetched(`https://mio.example/files/${bad}`, { cookie });
      assert.equal(answer.status, 404, bad);
      assert.match(await answer.text(), /This link leads nowhere/);
    }
  });

  describe('FL-05: whatever a file pretends to be', () => {
    for (const [name, type, bytes, plain] of [
      [
        'drawing.svg',
        'image/svg+xml',
        '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        'drawing.svg',
      ],
      ['page.png', 'image/png', '<!doctype html><script>alert(1)</script>', 'page.png'],
      ['both.pdf', 'text/html', '%PDF-1.7 <html><script>alert(1)</script>', 'both.pdf'],
      ['Übersicht "neu".html', 'text/html', '<h1>no</h1>', '_bersicht _neu_.html'],
    ] as const) {
      it(`${name} is saved, and never shown`, async () => {
        const sent = await sendFile(world, { name, type, bytes });
        const { cookie } = await session(member);
        const answer = await fetched(`${sent.link}?download`, { cookie });
        assert.equal(answer.status, 200);
        assert.equal(await answer.text(), bytes);
        assert.equal(answer.headers.get('content-type'), 'application/octet-stream');
        assert.ok(
          answer.headers.get('content-disposition')?.startsWith(`attachment; filename="${plain}"; filename*=UTF-8''`),
        );
        assert.equal(answer.headers.get('x-content-type-options'), 'nosniff');
        assert.equal(answer.headers.get('content-security-policy'), "default-src 'none'; sandbox");
        assert.equal(answer.headers.get('cache-control'), 'private, no-store');
      });
    }
  });

  it('says that the platform does not answer, and has the file again afterwards', async () => {
    const { cookie } = await session(member);
    world.fault({ platform: 'slack', kind: 'error' });
    const answer = await fetched(link, { cookie });
    assert.equal(answer.status, 503);
    assert.match(await answer.text(), /is not available right now/);
    world.sandbox.faults.clear();
    assert.equal((await fetched(`${link}?download`, { cookie })).headers.get('content-length'), '13');
  });

  it('gives nothing while Teams does not say who is in the channel', async () => {
    const { cookie } = await session(member);
    const calls = await slackCalls();
    world.fault({ platform: 'teams', kind: 'error', route: '/members/' });
    const answer = await fetched(`${link}?download`, { cookie });
    world.sandbox.faults.clear();
    assert.equal(answer.status, 503);
    assert.equal(await slackCalls(), calls);
  });

  it('says so where Microsoft does not answer', async () => {
    world.fault({ platform: 'entra', kind: 'down' });
    const begun = await fetched(`${link}?sign-in`);
    assert.equal(begun.status, 302, await begun.text());
    const state = new URL(begun.headers.get('location') ?? '').searchParams.get('state') ?? '';
    const query = new URLSearchParams({ state, code: 'a-code' });
    const answer = await fetched(`https://mio.example/oauth/teams/callback?${query}`, { cookie: cookieOf(begun) });
    world.sandbox.faults.clear();
    assert.equal(answer.status, 503);
    assert.match(await answer.text(), /Microsoft does not answer.*\.\.\/\.\.\/files\//s);
  });

  for (const [languages, says] of [
    ['de-AT', /Eine Datei aus Ihrem Kanal/],
    ['fr-CH, en;q=0.5', /Un fichier de votre canal/],
  ] as const) {
    it(`speaks to ${languages}`, async () => {
      assert.match(await (await fetched(link, { 'accept-language': languages })).text(), says);
    });
  }

  it('says that a file is gone with its message', async () => {
    const { cookie } = await session(member);
    const sent = await sendFile(world, { name: 'wrong.txt', bytes: 'wrong' });
    assert.equal((await fetched(sent.link, { cookie })).status, 200);
    await world.as('eva').on('slack').remove(sent.message);
    await world.settled();
    const answer = await fetched(`${sent.link}?download`, { cookie });
    assert.equal(answer.status, 410);
    assert.match(await answer.text(), /The file is gone/);
  });

  it('FL-09: gives nothing once the two conversations are one no more', async () => {
    const { cookie } = await session(member);
    const [channel] = (await world.api('contoso', 'GET', '/channels')).body as unknown as { id: string }[];
    assert.equal((await world.api('contoso', 'POST', `/channels/${channel?.id}/pause`)).status, 200);
    const answer = await fetched(`${link}?download`, { cookie });
    assert.equal(answer.status, 410);
    assert.match(await answer.text(), /not connected any more/);
    await world.api('contoso', 'POST', `/channels/${channel?.id}/resume`);
    assert.equal((await fetched(`${link}?download`, { cookie })).status, 200);
  });

  it('lets one person look so many times in a minute, from wherever, and others still', async () => {
    const [{ cookie }, { cookie: another }] = [await session(member), await session(stranger)];
    const statuses = new Set<number>();
    for (let visit = 0; visit < 200 && !statuses.has(429); visit += 1) {
      const answer = await fetched(link, { cookie, 'x-forwarded-for': `203.0.113.${visit}` });
      await answer.arrayBuffer();
      statuses.add(answer.status);
    }
    assert.deepEqual([...statuses], [200, 429]);
    assert.equal((await fetched(link, { cookie: another })).status, 403);
    world.clock.advance(60_000);
    assert.equal((await fetched(link, { cookie })).status, 200);
  });

  it('lets one address begin so many sign-ins in a minute, and others still', async () => {
    const statuses = new Set<number>();
    const begin = (from: string) => fetched(`${link}?sign-in`, { 'x-forwarded-for': from });
    for (let visit = 0; visit < 200 && !statuses.has(429); visit += 1)
      statuses.add((await begin(`2001:db8::${visit.toString(16)}`)).status);
    assert.deepEqual([...statuses], [302, 429]);
    assert.equal((await begin('2001:db8:0:1::1')).status, 302);
  });
});
