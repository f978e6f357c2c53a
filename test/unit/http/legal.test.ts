/** What anybody may read before they add the app: the pages that its manifest names. */
import assert from 'node:assert/strict';
import { legalPages } from '../../../src/http/legal.ts';
import { legalTexts } from '../../../src/http/legal-texts.ts';
import { openSignInWorld, type SignInWorld } from '../../support/sign-in-world.ts';

describe('privacy and terms', () => {
  let world: SignInWorld;
  before(async () => {
    world = await openSignInWorld();
  });
  after(() => world.close());

  const read = async (path: string, languages?: string) => {
    const answer = await world.fetch(path, languages === undefined ? {} : { 'accept-language': languages });
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  };

  for (const path of ['/privacy', '/terms']) {
    it(`${path} can’t be framed, runs no script, and is read as what it is`, async () => {
      const { status, headers, text } = await read(path);
      assert.equal(status, 200);
      assert.equal(headers.get('content-type'), 'text/html; charset=utf-8');
      assert.equal(headers.get('x-content-type-options'), 'nosniff');
      assert.equal(headers.get('referrer-policy'), 'no-referrer');
      assert.equal(headers.get('set-cookie'), null);
      const policy = (headers.get('content-security-policy') ?? '').split('; ');
      for (const directive of ["default-src 'none'", "frame-ancestors 'none'", "form-action 'none'", "base-uri 'none'"])
        assert.ok(policy.includes(directive), directive);
      assert.ok(!policy.some((directive) => directive.startsWith('script-src')));
      assert.ok(!/<script|<img|<link|https?:/.test(text), 'nothing from elsewhere');
    });
  }

  const words = [
    ['en', '/privacy', 'Privacy', 'Whoever runs this installation is responsible'],
    ['en', '/terms', 'Terms of use', 'under the MIT License'],
    ['de', '/privacy', 'Datenschutz', 'Wer diese Installation betreibt, ist für sie verantwortlich'],
    ['de', '/terms', 'Nutzungsbedingungen', 'unter der MIT-Lizenz'],
    ['fr', '/privacy', 'Confidentialité', 'Qui exploite cette installation en est responsable'],
    ['fr', '/terms', 'Conditions d’utilisation', 'sous licence MIT'],
  ] as const;
  for (const [language, path, title, sentence] of words) {
    it(`${path} speaks ${language}`, async () => {
      const { text } = await read(path, language);
      assert.match(text, new RegExp(`<html lang="${language}">.*<h1>${title}</h1>`));
      assert.ok(text.includes(sentence));
    });
  }

  it('say as much in every language', () => {
    const counts = Object.values(legalTexts).map((texts) => legalPages.map((name) => texts[name].sections.length));
    for (const count of counts) assert.deepEqual(count, counts[0]);
  });

  const asked: readonly [string, string | undefined, string][] = [
    ['nothing', undefined, 'en'],
    ['a language that Mio does not speak', 'es-ES,es;q=0.9', 'en'],
    ['several, of which Mio speaks one', 'es-ES, es;q=0.9, FR-ca;q=0.8, en;q=0.7', 'fr'],
    ['several, the best last', 'en;q=0.1, de;q=0.9', 'de'],
    ['nonsense', 'defr, ; ,,<script>', 'en'],
  ];
  for (const [what, header, language] of asked) {
    it(`a browser that asks for ${what} gets ${language}`, async () => {
      assert.ok((await read('/terms', header)).text.includes(`<html lang="${language}">`));
    });
  }
});
