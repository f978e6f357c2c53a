/**
 * The code that goes from the page into the chat: forty bits in the letters and digits that nobody mistakes for another
 * ("Crockford's Base32"), as two groups of four.
 */
import type { Random } from '../ports.ts';

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const length = 8;
const pattern = /^[0-9A-Z]{4}[- ][0-9A-Z]{4}$/i;
const mistakes: Readonly<Record<string, string>> = { O: '0', I: '1', L: '1' };

export function newCode(random: Random): string {
  const letters = [...random(length)].map((byte) => alphabet[byte & 31]!).join('');
  return `${letters.slice(0, 4)}-${letters.slice(4)}`;
}

/** Whether a text in a chat looks like a code. */
export const looksLikeCode = (text: string): boolean => pattern.test(text.trim());

/** As it was given, whatever was made of it while typing. */
export const readCode = (typed: string): string =>
  typed
    .slice(0, 64)
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replace(/[OIL]/g, (letter) => mistakes[letter]!)
    .replace(/^(.{4})(.{4})$/, '$1-$2');
