/**
 * Emoji by the names that Slack gives them. Slack says a character's code points in the text of a message, but only
 * its name where somebody reacts with it ("reaction_added").
 */
import { emojiNames } from './emoji-names.ts';

const characters = charactersByName();
const toned = /^(.+)::skin-tone-([2-6])$/;
const flag = /^flag-([a-z]{2})$/;

/** The character of `tada` or `+1::skin-tone-3`; of a name that is not Slack's own, `:name:`. */
export const emojiOf = (name: string): string => characterOf(name) ?? `:${name}:`;

/** Undefined of a name that is not Slack's own. */
export function characterOf(name: string): string | undefined {
  const [, base, skin] = toned.exec(name) ?? [];
  if (base === undefined) return characters.get(name) ?? flagOf(name);
  const character = characters.get(base);
  return character && withTone(character, skinTone(Number(skin)));
}

const lightestTone = 0x1f3fb;
const darkestTone = 0x1f3ff;
const colourMark = 0xfe0f;

/** The code point of `::skin-tone-2` to `::skin-tone-6`: Slack counts from 2. */
export function skinTone(skin: unknown): number | undefined {
  const tone = Number.isInteger(skin) ? lightestTone + Number(skin) - 2 : 0;
  return tone >= lightestTone && tone <= darkestTone ? tone : undefined;
}

/** Man, woman, grown-up: those of whom an emoji may show two. */
const people: ReadonlySet<number> = new Set([0x1f468, 0x1f469, 0x1f9d1]);

/** The tone stands behind the first character and every person, if none is there yet, in place of the colour mark. */
export function withTone(character: string, tone: number | undefined): string {
  const points = Array.from(character, (one) => one.codePointAt(0) ?? 0);
  if (tone === undefined || points.some((point) => point >= lightestTone && point <= darkestTone)) return character;
  const [first = 0, ...others] = points[1] === colourMark ? points.toSpliced(1, 1) : points;
  return String.fromCodePoint(first, tone, ...others.flatMap((point) => (people.has(point) ? [point, tone] : point)));
}

const regionalA = 0x1f1e6;

/** `flag-ch`: a flag is spelt with letters of its own. */
function flagOf(name: string): string | undefined {
  const country = flag.exec(name)?.[1];
  if (country === undefined) return undefined;
  return String.fromCodePoint(...Array.from(country, (letter) => regionalA + letter.charCodeAt(0) - 'a'.charCodeAt(0)));
}

function charactersByName(): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  let character = '';
  for (const word of emojiNames.trim().split(/\s+/)) {
    if (/^[\w+-]+$/.test(word)) found.set(word, character);
    else character = word;
  }
  return found;
}
