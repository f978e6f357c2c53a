/**
 * Web addresses in plain text, made links: most clients show them as such, but Slack leaves the text of a bot as it is
 * ("Block Kit: rich text"). What belongs to the sentence around an address is no part of it.
 */
import { safeUrl } from './links.ts';
import { unseen } from './lookalikes.ts';
import { mapParagraphs } from './map.ts';
import type { Block, Inline, Text } from './tree.ts';
import { isWhole } from './wholes.ts';

/** Whether a source can hold any, however it spells the colon. */
export const mayHoldAddress = (source: string): boolean => source.includes('//');

/** The same tree with links where addresses stood; code and labels of links stay as they are. */
export function withAddresses(blocks: readonly Block[]): Block[] {
  return [...mapParagraphs(blocks, (children) => (children.some(holdsAddress) ? children.flatMap(linked) : children))];
}

const isPlain = (inline: Inline): inline is Text => inline.type === 'text' && !isWhole(inline);
const holdsAddress = (inline: Inline): boolean => isPlain(inline) && inline.text.includes('://');

/** Quotes, brackets and stops of other scripts end an address too. */
const address = /(?<![\p{L}\p{N}])https?:\/\/[^\s<>"`\u2018-\u201f\u2026\u3001\u3002\u3008-\u3011\uff01-\uff20«»]+/giu;

function linked(inline: Inline): readonly Inline[] {
  if (!isPlain(inline) || !inline.text.includes('://')) return [inline];
  const parts: Inline[] = [];
  let from = 0;
  for (const found of inline.text.matchAll(address)) {
    const shown = found[0].slice(0, lengthOf(found[0]));
    // What can't be seen would lead elsewhere than it seems.
    const url = shown.search(unseen) === -1 ? safeUrl(shown) : undefined;
    if (url === undefined) continue;
    if (found.index > from) parts.push({ ...inline, text: inline.text.slice(from, found.index) });
    parts.push({ type: 'link', url, children: [{ ...inline, text: shown }] });
    from = found.index + shown.length;
  }
  if (from === 0) return [inline];
  if (from < inline.text.length) parts.push({ ...inline, text: inline.text.slice(from) });
  return parts;
}

const pairs: readonly (readonly [open: string, close: string])[] = [
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
];
const ends: ReadonlySet<string> = new Set([..."?!.,:;*_~'|", ...pairs.map(([open]) => open)]);

/** Without the stop after it, and the bracket that closes around it. */
function lengthOf(found: string): number {
  const unopened = new Map(pairs.map(([open, close]) => [close, count(found, close) - count(found, open)]));
  let length = found.length;
  for (let last = found.charAt(length - 1); length > 0; last = found.charAt(length - 1)) {
    const tooMany = unopened.get(last) ?? 0;
    if (tooMany > 0) unopened.set(last, tooMany - 1);
    else if (!ends.has(last)) break;
    length--;
  }
  return length;
}

function count(text: string, character: string): number {
  let found = 0;
  for (let at = text.indexOf(character); at !== -1; at = text.indexOf(character, at + 1)) found++;
  return found;
}
