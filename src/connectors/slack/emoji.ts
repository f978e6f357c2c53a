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

/** The tone stands behind the first character, if it is not there already, in place of its colour mark. */
export function withTone(character: string, tone: number | undefined): string {
  const points = Array.from(character, (one) => one.codePointAt(0) ?? 0);
  if (tone === undefined || points.some((point) => point >= lightestTone && point <= darkestTone)) return character;
  return String.fromCodePoint(...points.slice(0, 1), tone, ...points.slice(points[1] === colourMark ? 2 : 1));
}

const regionalA = 0x1f1e6;

/** Flags of parts of a country are a black flag with the part spelt in tags ("UTS #51"). */
const parts: ReadonlyMap<string, string> = new Map([
  ['flag-england', 'gbeng'],
  ['flag-scotland', 'gbsct'],
  ['flag-wales', 'gbwls'],
]);
const blackFlag = 0x1f3f4;
const tagSpace = 0xe0000;
const lastTag = 0xe007f;

/** `flag-ch`: a flag is spelt with letters of its own. */
function flagOf(name: string): string | undefined {
  const part = parts.get(name);
  if (part !== undefined) {
    return String.fromCodePoint(blackFlag, ...Array.from(part, (letter) => tagSpace + letter.charCodeAt(0)), lastTag);
  }
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
