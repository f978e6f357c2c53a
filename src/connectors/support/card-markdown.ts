/**
 * The markdown of Adaptive Cards: bold, italic, links and flat lists, nothing else. "Text features" of Adaptive Cards,
 * "Format cards in Teams". Every line is read once, from left to right, so that no text makes it slow.
 */
import { displayName } from '../../core/content/author.ts';
import { bold, italic, Lines } from '../../core/content/lines.ts';
import { safeUrl } from '../../core/content/links.ts';
import { Nest } from '../../core/content/nest.ts';
import type { Block } from '../../core/content/tree.ts';

const listLine = /^\s*(?:[-*+]|(\d{1,9})[.)])\s+(?=\S)/;

/** Never throws, whatever the input. `styles`: flags of Lines that all of it carries. */
export function parseCardMarkdown(text: string, styles = 0): Block[] {
  const nest = new Nest();
  let list: 'ordered' | 'bullets' | undefined;
  let lines = new Lines();
  const flush = () => {
    nest.add(lines.take());
    lines = new Lines();
  };
  for (const line of withDates(text).split(/\r\n?|\n/)) {
    const marker = listLine.exec(line);
    const kind = marker === null ? undefined : marker[1] === undefined ? 'bullets' : 'ordered';
    if (kind !== undefined || list !== undefined) flush();
    if (list !== undefined && kind !== list) nest.close('list');
    if (kind !== undefined) {
      if (kind !== list) nest.openList(kind === 'ordered', Number(marker?.[1] ?? 1));
      nest.openItem();
    }
    list = kind;
    writeCardLine(lines, line.slice(marker?.[0].length ?? 0), styles);
    if (kind === undefined) lines.lineBreak();
  }
  flush();
  return nest.finish();
}

const escaped = /\\([\\`*_{}[\]()#+\-.!])/y;
const link = /\[([^[\]]{1,500})\]\(((?:[^\s()<>]|\([^\s()<>]{0,200}\)){1,4000})(?: "[^"]{0,200}")?\)/y;
const emphasis = /\*\*|__|\*|_/y;
/** Whom `msteams.entities` names: nobody here, since ids of cards are not those of the message. */
const name = /<at>([^<>]{1,200})<\/at>/iy;
const entity = /&(?:#(\d{1,6})|#x([0-9a-f]{1,5})|(amp|lt|gt|quot|apos|nbsp));/iy;
const characters: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
};
const plainRun = /[^\\[*_<&]+/y;

/** The text of a property that is one line. */
export function writeCardWords(lines: Lines, words: string, styles = 0): void {
  writeCardLine(lines, withDates(words), styles);
}

/** One line: what opens no style that is closed later on stays as it stands. */
function writeCardLine(lines: Lines, line: string, styles = 0): void {
  const open = new Map<string, number>();
  const unclosed = new Set<string>();
  let at = 0;
  const take = (pattern: RegExp) => {
    pattern.lastIndex = at;
    const match = pattern.exec(line);
    if (match) at = pattern.lastIndex;
    return match;
  };
  const current = () => [...open.values()].reduce((all, flag) => all | flag, styles);

  while (at < line.length) {
    const start = at;
    const words = take(plainRun) ?? undefined;
    const literal = words?.[0] ?? take(escaped)?.[1] ?? characterOf(take(entity)) ?? named(take(name));
    if (literal !== undefined) {
      lines.text(literal, current());
      continue;
    }
    const anchor = take(link);
    if (anchor) {
      lines.text(anchor[1] ?? '', current(), safeUrl(anchor[2] ?? ''));
      continue;
    }
    const mark = take(emphasis)?.[0];
    if (mark !== undefined && toggles(line, mark, start, open, unclosed)) continue;
    if (mark === undefined) at++;
    lines.text(mark ?? line.charAt(start), current());
  }
}

function characterOf(found: RegExpExecArray | null): string | undefined {
  if (!found) return undefined;
  const [, decimal, hexadecimal, known = ''] = found;
  if (decimal === undefined && hexadecimal === undefined) return characters[known.toLowerCase()];
  const point = decimal === undefined ? Number.parseInt(hexadecimal ?? '', 16) : Number(decimal);
  return String.fromCodePoint(point);
}

const named = (found: RegExpExecArray | null): string | undefined =>
  found ? `@${displayName((found[1] ?? '').replace(/^@/, ''))}` : undefined;

const word = /[\p{L}\p{N}]/u;

/** Opens or closes the style of a mark; false where the mark means itself. */
function toggles(line: string, mark: string, at: number, open: Map<string, number>, unclosed: Set<string>): boolean {
  const before = line.charAt(at - 1);
  const after = line.charAt(at + mark.length);
  const isInWord = mark.startsWith('_') && word.test(before) && word.test(after);
  if (isInWord) return false;
  if (open.has(mark)) return before.trim() !== '' && open.delete(mark);
  if (after.trim() === '' || unclosed.has(mark)) return false;
  if (line.indexOf(mark, at + mark.length + 1) === -1) {
    unclosed.add(mark);
    return false;
  }
  open.set(mark, mark.length === 2 ? bold : italic);
  return true;
}

const dateFunction =
  /\{\{(DATE|TIME)\((\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(?::\d{2})?(Z|[+-]\d{2}:\d{2})(?:, ?\w{1,10})?\)\}\}/g;

/** `{{DATE(2026-09-14T08:31:22Z,SHORT)}}`, which clients write in the reader's own way. */
function withDates(text: string): string {
  if (!text.includes('{{')) return text;
  return text.replace(dateFunction, (_, kind: string, day: string, time: string, zone: string) =>
    kind === 'DATE' ? day : `${time} ${zone === 'Z' ? 'UTC' : zone}`,
  );
}
