/** A text as it is compared: words without case, accents, punctuation and politeness, in any language and script. */
import { greetingWords, noWords, politeWords, yesWords } from './small-words.ts';

/** As much of a text as is looked at, in UTF-16 units: no command or argument is longer. */
const longestText = 1_000;

/** A word, folded, and its place in the text. */
export interface Token {
  readonly folded: string;
  readonly start: number;
  readonly end: number;
}

/** Without case, accents and invisible characters. */
const fold = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cf}]/gu, '')
    .toLowerCase()
    .replaceAll('ß', 'ss');

/** Invisible characters inside a word belong to it; punctuation parts words. */
export const tokensOf = (text: string): Token[] =>
  [...text.matchAll(/[\p{L}\p{N}\p{M}\p{Cf}]+/gu)]
    .map((match) => ({ folded: fold(match[0]), start: match.index, end: match.index + match[0].length }))
    .filter(({ folded }) => folded !== '');

export const keyOf = (tokens: readonly Token[]): string => tokens.map(({ folded }) => folded).join(' ');

/** The same for what people take for the same name: `#general` and `General`. Empty for a name without letters. */
export const foldedName = (name: string): string => keyOf(tokensOf(name));

export const foldedNames = (words: readonly string[]): ReadonlySet<string> => new Set(words.map(foldedName));

const greetings = foldedNames(greetingWords);
const polite = foldedNames(politeWords);
const longestPoliteness = Math.max(...[...greetings, ...polite].map((it) => it.split(' ').length));

/** The start of a text that is looked at, and its words without greetings before them and thanks around them. */
export function wordsOf(text: string): { readonly start: string; readonly tokens: readonly Token[] } {
  const start = text.slice(0, longestText).toWellFormed();
  return { start, tokens: withoutPoliteness(tokensOf(start)) };
}

function withoutPoliteness(tokens: readonly Token[]): readonly Token[] {
  for (let length = Math.min(longestPoliteness, tokens.length); length > 0; length -= 1) {
    const first = keyOf(tokens.slice(0, length));
    if (greetings.has(first) || polite.has(first)) return withoutPoliteness(tokens.slice(length));
    if (polite.has(keyOf(tokens.slice(-length)))) return withoutPoliteness(tokens.slice(0, -length));
  }
  return tokens;
}

const yes = foldedNames(yesWords);
const no = foldedNames(noWords);

/** Whether a text says yes and nothing else. */
export const saysYes = (text: string): boolean => yes.has(keyOf(wordsOf(text).tokens));

/** Whether a text says no and nothing else. */
export const saysNo = (text: string): boolean => no.has(keyOf(wordsOf(text).tokens));
