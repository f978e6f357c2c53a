/** AD-05: every page that a browser is shown, on any way through Mio. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Browser } from '../../start/browser.ts';
import { botTalk } from '../support/bot-talk.ts';
import { local, sendFile, Visitor } from '../support/file-visitor.ts';
import { watchHtmlAnswers } from '../support/html-answers.ts';
import { speakerOf } from '../support/sign-in-world.ts';
import { openWorld, type World } from '../support/world.ts';

const ada = speakerOf('ada');
const hostile = '"><script>alert(1)</script> {{7*7}} <!channel> \u202Egnp.exe';

/** What the routes of a browser answer with a page, on at least one way; the others give pictures, scripts and data. */
const ways: Readonly<Record<string, 'pages' | 'no page'>> = {
  '/': 'pages',
  '/${name}': 'pages',
  '/invitation': 'pages',
  '/oauth/${platform}/start': 'pages',
  '/oauth/${platform}/callback': 'pages',
  '/sign-in/start': 'pages',
  '/files/*': 'pages',
  '/pictures/*': 'no page',
  '/healthz': 'no page',
  '/metrics': 'no page',
};

describe('a page of Mio’s', () => {
  let world: World;
  const answers = watchHtmlAnswers();
  before(async () => {
    world = await openWorld({ speed: 5 });
  });
  after(async () => {
    answers.close();
    await world.close();
  });

  const get = async (path: string) => {
    const answer = await fetch(world.url + path, { redirect: 'manual', headers: { accept: 'text/html' } });
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  };
  const policyForm = new RegExp(
    `^${[
      "default-src 'none'",
      "style-src 'sha256-([\\w+/]{43}=)'(; script-src 'self')?(; connect-src 'self')?",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ].join('; ')}$`,
  );

  it('knows every route that there is', () => {
    const source = readFileSync(new URL('../../src/http/server.ts', import.meta.url), 'utf8');
    const routes = [...source.matchAll(/server\.get\(\s*['`]([^'`]+)['`]/g)].map(([, path]) => path);
    assert.deepEqual(routes.toSorted(), Object.keys(ways).toSorted());
  });

  it('AD-05 has exactly these headers, on every way that leads to one', async () => {
    const slack = new Visitor(world);
    const { link } = await sendFile(world, { name: 'notes.txt', bytes: 'first\n' });
    await slack.look(link);
    for (const account of ['ben@contoso.example', 'noroles@contoso.example', 'lena@northwind.example'])
      await new Visitor(world).signIn(link, account);
    await botTalk(world).signIn(ada, 'ada@contoso.example');
    const [channel] = (await world.api('contoso', 'GET', '/channels')).body as unknown as { id: string }[];
    const address = 'grace@fabrikam.example';
    const { body } = await world.api('contoso', 'POST', `/channels/${channel?.id}/invitations`, { address });
    const browser = new Browser((url) => local(world, url));
    const question = { code: body['code'], platform: 'webex' };
    const begun = await browser.ask('https://mio.example/invitation/prove', question);
    await browser.consent((begun.body as { redirect: string }).redirect, { account: address });
    for (const path of [
      '/',
      '/privacy',
      '/terms',
      '/invitation',
      '/sign-in/start?ticket=guess',
      '/files/guess',
      ...['teams', 'slack', 'webex'].flatMap((platform) => [
        `/oauth/${platform}/start?ticket=guess`,
        `/oauth/${platform}/callback?state=guess&code=x`,
        `/oauth/${platform}/callback?error=access_denied&error_description=${encodeURIComponent(hostile)}`,
      ]),
    ])
      await get(path);

    const shown = answers.at(world.url);
    for (const { path, status, headers } of shown) {
      const { server: _, date: __, 'content-length': ___, ...own } = headers;
      const policy = String(own['content-security-policy']);
      assert.match(policy, policyForm, `${path} ${status}`);
      assert.deepEqual(
        { ...own, 'content-security-policy': '' },
        {
          'content-type': 'text/html; charset=utf-8',
          'content-security-policy': '',
          'x-content-type-options': 'nosniff',
          'referrer-policy': 'no-referrer',
          'cache-control': 'no-store',
        },
      );
    }
    const seen = (prefix: string, status: number) =>
      shown.some((answer) => answer.path.startsWith(prefix) && answer.status === status);
    for (const [prefix, status] of [
      ['/', 200],
      ['/privacy', 200],
      ['/terms', 200],
      ['/invitation', 200],
      ['/sign-in/start', 400],
      ['/files/', 200],
      ['/files/', 403],
      ['/files/', 404],
      ...['teams', 'slack', 'webex'].flatMap((platform) => [
        [`/oauth/${platform}/start`, 400] as const,
        [`/oauth/${platform}/callback`, 200] as const,
        [`/oauth/${platform}/callback`, 400] as const,
      ]),
    ] as const)
      assert.ok(seen(prefix, status), `${prefix} ${status} was looked at`);
  });

  it('AD-05 has no script and no style but those that its policy names', async () => {
    for (const path of ['/', '/privacy', '/invitation', '/files/guess', '/oauth/slack/callback?state=guess']) {
      const { headers, text } = await get(path);
      const [, allowed] = policyForm.exec(headers.get('content-security-policy') ?? '') ?? [];
      const styles = [...text.matchAll(/<style>(.*?)<\/style>/gs)].map(([, style = '']) => style);
      assert.deepEqual(
        styles.map((style) => createHash('sha256').update(style).digest('base64')),
        [allowed],
      );
      assert.doesNotMatch(
        text,
        /<script(?! defer src="\/assets\/[\w/.-]+" integrity="sha384-)| on\w+=| style=|javascript:/i,
      );
    }
  });

  it('AD-05 is nothing that Mio answers for an address that is none, whatever the browser would like', async () => {
    for (const path of [
      '/%3Cscript%3Ealert(1)%3C/script%3E',
      '/files',
      '/oauth/zoom/start',
      '/api/v1/',
      '//evil.example',
    ]) {
      const { status, headers, text } = await get(path);
      assert.equal(status, 404, path);
      assert.match(headers.get('content-type') ?? '', /^application\/json/);
      assert.doesNotMatch(text, /<script/);
    }
  });
});
