/** The names that Slack wants for emoji that people react with ("reactions.add": without colons, `thumbsup::skin-tone-3`). */
import { characterOf } from './emoji.ts';
import { emojiNames } from './emoji-names.ts';

/** Of a workspace's own making: letters of any script, digits, and a few signs. */
const custom = /^:([\p{L}\p{M}\p{N}_+'-]+):$/u;
const flag = /^[\u{1F1E6}-\u{1F1FF}]{2}$/u;
const tones = /[\u{1F3FB}-\u{1F3FF}]/gu;
const lightestTone = 0x1f3fb;
const regionalA = 0x1f1e6;

const names = namesByCharacter();

/** Undefined where Slack has no name for it. */
export function reactionName(emoji: string): string | undefined {
  const [, own] = custom.exec(emoji) ?? [];
  // Elsewhere a workspace may call its own what is another emoji here.
  if (own !== undefined) return characterOf(own) === undefined ? own : undefined;
  if (flag.test(emoji)) return `flag-${letters(emoji)}`;
  const [tone, ...more] = emoji.match(tones) ?? [];
  const name = names.get(bare(emoji));
  if (name === undefined || tone === undefined) return name;
  // Slack counts from 2. Two people of different tones have no name.
  return more.every((other) => other === tone) ? `${name}::skin-tone-${pointOf(tone) - lightestTone + 2}` : undefined;
}

const pointOf = (character: string): number => character.codePointAt(0) ?? 0;

const letters = (emoji: string): string =>
  Array.from(emoji, (letter) => String.fromCharCode(pointOf(letter) - regionalA + 'a'.charCodeAt(0))).join('');

/** Keyboards add or leave out the mark for colours; tones are written apart. */
function bare(emoji: string): string {
  return emoji.replaceAll('\ufe0f', '').replace(tones, '');
}

/** The first of an emoji's names is Slack's own. */
function namesByCharacter(): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  let character = '';
  for (const word of emojiNames.trim().split(/\s+/)) {
    if (!/^[\w+-]+$/.test(word)) character = bare(word);
    else if (!found.has(character)) found.set(character, word);
  }
  return found;
}
