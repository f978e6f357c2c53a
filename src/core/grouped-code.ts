/**
 * Codes that people carry from one place to another, in the letters and digits that nobody mistakes for another
 * ("Crockford's Base32"): two groups of four, forty bits, from the sign-in page into the chat; four, eighty bits, from
 * one company to another.
 */
import type { Random } from './ports.ts';

export const signInGroups = 2;
export const invitationGroups = 4;

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const group = 4;
const mistakes: Readonly<Record<string, string>> = { O: '0', I: '1', L: '1' };
/** Longer than any code, also where somebody put a space after each letter. */
const longest = 48;

export function newGroupedCode(random: Random, groups: number): string {
  return grouped([...random(groups * group)].map((byte) => alphabet[byte & 31]!).join(''));
}

/** Whether a text in a chat looks like a code of so many groups, or like a link that carries one. */
export const looksLikeCode = (text: string, groups: number): boolean =>
  new RegExp(`^[0-9A-Z]{4}(?:[\\s\\p{Pd}]+[0-9A-Z]{4}){${groups - 1}}$`, 'iu').test(withoutLink(text).trim());

/** As it was given, whatever was made of it while typing. */
export const readCode = (typed: string): string =>
  grouped(
    withoutLink(typed)
      .slice(0, longest)
      .toUpperCase()
      .replace(/[^0-9A-Z]/g, '')
      .replace(/[OIL]/g, (letter) => mistakes[letter]!),
  );

const grouped = (letters: string): string => letters.replace(/.{4}(?=.)/g, '$&-');

/** In a link, the code is what no server sees: the part after `#`. */
const withoutLink = (text: string): string => text.replace(/^\s*https?:\/\/[^\s#]+#/i, '');
