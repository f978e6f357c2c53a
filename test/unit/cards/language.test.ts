/** That every language says everything, beyond what the compiler sees. */
import assert from 'node:assert/strict';
import { de } from '../../../cards/language/de.ts';
import { en } from '../../../cards/language/en.ts';
import { fr } from '../../../cards/language/fr.ts';

const languages = { en, de, fr };

/** What is the same in two languages on purpose. */
const same: ReadonlySet<string> = new Set([
  'pair',
  'facts.code',
  'enterCode.label',
  'chooseTeam.label',
  'newPlace.label',
  'buttons.status',
  'published.version',
]);

type Leaf = string | ((...values: readonly number[]) => string);

function leavesOf(value: unknown, path = ''): readonly (readonly [string, Leaf])[] {
  if (typeof value === 'string' || typeof value === 'function') return [[path, value as Leaf]];
  return Object.entries(value as object).flatMap(([key, member]) => leavesOf(member, path ? `${path}.${key}` : key));
}

/** What a sentence says about things that no sentence would mention by itself. */
const markers = [4_101, 4_202, 4_303];
const say = (leaf: Leaf): string => (typeof leaf === 'string' ? leaf : leaf(...markers.slice(0, leaf.length)));

const leaves = Object.fromEntries(
  Object.entries(languages).map(([language, words]) => [language, new Map(leavesOf(words))]),
) as Record<keyof typeof languages, Map<string, Leaf>>;

describe('the languages', () => {
  it('are looked at as a whole', () => assert.ok(leaves.en.size > 250));

  for (const language of ['de', 'fr'] as const) {
    it(`say the same things: ${language}`, () => {
      // Where a sentence has no place for its subject, the word for a missing one is not needed.
      const pathsOf = (paths: Iterable<string>) => [...paths].filter((path) => !/^reasons\..*\.it$/.test(path)).sort();
      assert.deepEqual(pathsOf(leaves[language].keys()), pathsOf(leaves.en.keys()));
    });
  }

  it('differ in every sentence', () => {
    const alike: string[] = [];
    for (const [path, leaf] of leaves.en) {
      const said = [leaf, leaves.de.get(path), leaves.fr.get(path)].flatMap((it) =>
        it === undefined ? [] : [say(it)],
      );
      if (new Set(said).size < said.length) alike.push(path);
    }
    assert.deepEqual(
      alike.filter((path) => !same.has(path)),
      [],
    );
    assert.deepEqual(
      [...same].filter((path) => !alike.includes(path)),
      [],
      'listed as the same, but differs',
    );
  });

  for (const [language, words] of Object.entries(leaves)) {
    it(`use all that they are given: ${language}`, () => {
      for (const [path, leaf] of words) {
        const said = say(leaf);
        assert.notEqual(said.trim(), '', path);
        if (typeof leaf === 'string') continue;
        for (const marker of markers.slice(0, leaf.length)) assert.ok(said.includes(String(marker)), path);
      }
    });

    it(`say it in two sentences: ${language}`, () => {
      for (const [path, leaf] of words) {
        const sentences = say(leaf).match(/[.?!](?=\s|$)/g) ?? [];
        assert.ok(sentences.length <= 2, `${path}: ${say(leaf)}`);
      }
    });
  }

  const wrong: readonly (readonly [keyof typeof languages, string, RegExp])[] = [
    ['de', 'du', /\b(?:du|dein\w*|dir|dich)\b/i],
    ['fr', 'tu', /(?<![\p{L}-])(?:tu|toi|ton|tes|ta)(?!\p{L})/iu],
    ['en', 'jargon', /\b(?:token|tenant|OAuth|scope|webhook|API|URL|JSON|UPN|delegated)\b/i],
    ['de', 'jargon', /\b(?:Token|Mandant\w*|OAuth|Scope|Webhook|API|URL|JSON|UPN)\b/i],
    ['fr', 'jargon', /\b(?:jeton|locataire|OAuth|scope|webhook|API|URL|JSON|UPN)\b/i],
    ['fr', 'a mark that may begin a line', / [:;?!»]|« /],
  ];
  for (const [language, what, pattern] of wrong) {
    it(`avoid ${what}: ${language}`, () => {
      for (const [path, leaf] of leaves[language]) assert.doesNotMatch(say(leaf), pattern, path);
    });
  }
});
