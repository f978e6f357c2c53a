/** Mio's own address: a page, since the app's manifest calls it Mio's website. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { legalPages } from '../../../src/http/legal.ts';
import { openSignInWorld, type SignInWorld } from '../../support/sign-in-world.ts';

describe('Mio’s own address', () => {
  let world: SignInWorld;
  before(async () => {
    world = await openSignInWorld();
  });
  after(() => world.close());

  for (const [language, heading, sentence] of [
    ['en', 'One conversation across Teams, Slack and Webex', 'Mio lets everybody stay where they are'],
    ['de', 'Ein Gespräch über Teams, Slack und Webex hinweg', 'Mit Mio bleiben alle, wo sie sind'],
    ['fr', 'Une seule conversation entre Teams, Slack et Webex', 'Avec Mio, chacun reste où il est'],
  ] as const) {
    it(`says in ${language} what Mio is, and where more is said`, async () => {
      const answer = await world.fetch('/', { 'accept-language': language });
      const text = await answer.text();
      assert.equal(answer.status, 200);
      assert.match(answer.headers.get('content-type') ?? '', /^text\/html/);
      assert.ok(text.includes(`<html lang="${language}">`) && text.includes(`<h1>${heading}</h1>`));
      assert.ok(text.includes(sentence));
      const links = [...text.matchAll(/<a href="([^"]+)">([^<]+)<\/a>/g)];
      assert.equal(links.length, legalPages.length);
      for (const [, path = '', title = ''] of links) {
        const page = await world.fetch(`/${path}`, { 'accept-language': language });
        assert.ok((await page.text()).includes(`<h1>${title}</h1>`), path);
      }
    });
  }

  it('can’t be framed, runs no script, and loads nothing', async () => {
    const answer = await world.fetch('/');
    const policy = (answer.headers.get('content-security-policy') ?? '').split('; ');
    for (const directive of ["default-src 'none'", "frame-ancestors 'none'", "form-action 'none'", "base-uri 'none'"])
      assert.ok(policy.includes(directive), directive);
    assert.ok(!policy.some((directive) => directive.startsWith('script-src')));
    assert.equal(answer.headers.get('set-cookie'), null);
    assert.ok(!/<script|<img|<link|https?:/.test(await answer.text()));
  });

  it('and every other address of Mio’s in the manifest is a page', async () => {
    const manifest = readFileSync(new URL('../../../appPackage/manifest.json', import.meta.url), 'utf8');
    const paths = [...manifest.matchAll(/"\$\{\{MIO_PUBLIC_URL\}\}([^"]*)"/g)].map(([, path]) => path || '/');
    assert.deepEqual(paths, ['/', '/privacy', '/terms']);
    for (const path of paths) assert.equal((await world.fetch(path)).status, 200, path);
  });
});
