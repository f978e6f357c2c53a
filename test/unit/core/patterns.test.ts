/** DS-03: every regular expression in Mio, on texts that are made to be slow for it. */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';

interface Pattern {
  readonly file: string;
  readonly source: string;
  readonly flags: string;
}

/** As they stand in code: between slashes, where a value may begin. */
const literal = /(?<=[=(,:?!&|[>\s]|^)\/(?![/*])((?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+)\/([dgimsuvy]*)/gm;
const comments = /\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm;
const root = new URL('../../../', import.meta.url).pathname;

function patterns(): readonly Pattern[] {
  const found = new Map<string, Pattern>();
  for (const file of globSync('{src,cards,dialogs}/**/*.{ts,js}', { cwd: root })) {
    const code = readFileSync(root + file, 'utf8').replace(comments, '');
    for (const [whole, source = '', flags = ''] of code.matchAll(literal)) {
      // A division, or a path in a string.
      if (URL.canParse(source) || !isPattern(source, flags)) continue;
      found.set(whole, { file, source, flags });
    }
  }
  return [...found.values()];
}

function isPattern(source: string, flags: string): boolean {
  try {
    return new RegExp(source, flags) instanceof RegExp;
  } catch {
    return false;
  }
}

const length = 16_000;
const mostMs = 20;
const most = 80;

/** What it is made of, again and again, and at the end something that it is not. */
function slowTexts(source: string): readonly string[] {
  const characters = new Set(source.replace(/\\[pP]\{[^}]*\}|\\[dwsbDWSB]/g, 'a1 ').replace(/[\\^$]/g, ''));
  const few = [...characters].slice(0, 8);
  const units = [...characters, ' ', 'a', '\n', 'a ', ' a', ...few.flatMap((one) => few.map((other) => one + other))];
  return units.slice(0, most).map((unit) => `x${unit.repeat(Math.ceil(length / unit.length))}\u0001!`);
}

function measured({ source, flags }: Pattern, text: string): number {
  const pattern = new RegExp(source, flags);
  const began = performance.now();
  if (flags.includes('g')) text.replace(pattern, '');
  else pattern.test(text);
  return performance.now() - began;
}

/** A machine that is busy is slow once; a pattern that is slow is so each time. */
const quickest = (pattern: Pattern, text: string): number => {
  const first = measured(pattern, text);
  return first <= mostMs ? first : Math.min(first, measured(pattern, text), measured(pattern, text));
};

describe('DS-03 regular expressions', () => {
  const all = patterns();

  it('are found', () => assert.ok(all.length > 150, `${all.length}`));

  it('and a slow one would be seen', () => {
    const slow: Pattern = { file: '', source: '<([^>]*)>', flags: 'g' };
    assert.ok(slowTexts(slow.source).some((text) => quickest(slow, text) > mostMs));
  });

  it(`take less than ${mostMs} ms for 16,000 characters, whatever they are`, () => {
    const slow = all.flatMap((pattern) => {
      const text = slowTexts(pattern.source).find((one) => quickest(pattern, one) > mostMs);
      return text === undefined ? [] : [`${pattern.file}: ${pattern.source} on ${JSON.stringify(text.slice(0, 10))}…`];
    });
    assert.deepEqual(slow, []);
  });
});
