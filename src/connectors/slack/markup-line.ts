/**
 * One line of mrkdwn. Where each mark could close is known before the line is written, so that a line full of marks
 * that never close costs no more than any other.
 */

import { bold, italic, type Lines, plain, strike } from '../../core/content/lines.ts';
import { safeUrl } from '../../core/content/links.ts';
import type { Mention } from '../../core/content/tree.ts';
import { writeText } from './markup-emoji.ts';
import { timeText } from './markup-leaves.ts';
import { channelMention, everyone, userMention } from './markup-mentions.ts';
import { channelText, groupText, type Names, userText } from './markup-names.ts';

const styleOf: ReadonlyMap<string, number> = new Map([
  ['*', bold],
  ['_', italic],
  ['~', strike],
]);

/** A stretch of the line in which no mark means anything. */
interface Opaque {
  readonly from: number;
  readonly to: number;
  readonly isCode: boolean;
}

export function writeLine(lines: Lines, line: string, names: Names): void {
  const opaque = opaqueParts(line);
  const closers = closersOf(line, opaque);
  /** Marks that are open, outermost first, and where each closes. */
  const open: { style: number; end: number }[] = [];
  let styles = plain;
  let from = 0;
  let next = 0;
  const write = (to: number) => writeText(lines, decoded(line.slice(from, to)), styles, names);
  for (let at = 0; at < line.length; at++) {
    const part = opaque[next];
    if (part?.from === at) {
      write(at);
      const inner = line.slice(at + 1, part.to - 1);
      if (part.isCode) lines.code(codeText(inner, names), styles);
      else writeTag(lines, inner, styles, names);
      next++;
      from = part.to;
      at = part.to - 1;
      continue;
    }
    const innermost = open.at(-1);
    if (innermost?.end === at) {
      write(at);
      styles &= ~innermost.style;
      open.pop();
      from = at + 1;
      continue;
    }
    const style = styleOf.get(line.charAt(at));
    if (style === undefined || styles & style || !opens(line, at)) continue;
    const end = nextCloser(closers, line.charAt(at), at + 1);
    if (end === undefined || (innermost && end > innermost.end)) continue;
    write(at);
    styles |= style;
    open.push({ style, end });
    from = at + 1;
  }
  write(line.length);
}

/** Code spans and tags, in order. */
function opaqueParts(line: string): Opaque[] {
  const parts: Opaque[] = [];
  const lastTick = line.lastIndexOf('`');
  const lastBracket = line.lastIndexOf('>');
  for (let at = 0; at < line.length; at++) {
    const character = line.charAt(at);
    let to = 0;
    if (character === '`' && at < lastTick) to = line.indexOf('`', at + 1) + 1;
    else if (character === '<' && at < lastBracket) to = line.indexOf('>', at) + 1;
    if (to <= at + 2) continue;
    parts.push({ from: at, to, isCode: character === '`' });
    at = to - 1;
  }
  return parts;
}

interface Closers {
  readonly positions: readonly number[];
  /** The first that is still ahead. */
  ahead: number;
}

function closersOf(line: string, opaque: readonly Opaque[]): ReadonlyMap<string, Closers> {
  const found = new Map<string, number[]>();
  let next = 0;
  for (let at = 0; at < line.length; at++) {
    const part = opaque[next];
    if (part?.from === at) {
      at = part.to - 1;
      next++;
      continue;
    }
    const mark = line.charAt(at);
    if (!styleOf.has(mark) || !closes(line, at)) continue;
    const positions = found.get(mark);
    if (positions) positions.push(at);
    else found.set(mark, [at]);
  }
  return new Map(Array.from(found, ([mark, positions]) => [mark, { positions, ahead: 0 }]));
}

/** The line is read from left to right, so what lies behind is never looked at again. */
function nextCloser(closers: ReadonlyMap<string, Closers>, mark: string, from: number): number | undefined {
  const list = closers.get(mark);
  if (!list) return undefined;
  while ((list.positions[list.ahead] ?? Number.POSITIVE_INFINITY) <= from) list.ahead++;
  return list.positions[list.ahead];
}

const word = /[\p{L}\p{N}]/u;
const isWord = (character: string) => character !== '' && word.test(character);
const isSpace = (character: string) => character.trim() === '';

function opens(line: string, at: number): boolean {
  const after = line.charAt(at + 1);
  return !isSpace(after) && after !== line.charAt(at) && !isWord(line.charAt(at - 1));
}

function closes(line: string, at: number): boolean {
  const before = line.charAt(at - 1);
  return !isSpace(before) && before !== line.charAt(at) && !isWord(line.charAt(at + 1));
}

function writeTag(lines: Lines, inner: string, styles: number, names: Names): void {
  const { text, url, mention } = tagText(inner, names);
  if (mention) lines.mention(text, mention, styles);
  else lines.text(text, styles, url);
}

interface Tag {
  readonly text: string;
  readonly url?: string;
  readonly mention?: Mention | undefined;
}

const broadcasts: ReadonlySet<string> = new Set(['here', 'channel', 'everyone']);

/** `@U…`, `#C…|name`, `!here`, `https://…|label`: what stands between the angle brackets of a tag. */
export function tagText(inner: string, names: Names): Tag {
  const bar = inner.indexOf('|');
  const target = bar === -1 ? inner : inner.slice(0, bar);
  const label = bar === -1 || bar === inner.length - 1 ? undefined : decoded(inner.slice(bar + 1));
  switch (target.charAt(0)) {
    case '@':
      return { text: userText(names, target.slice(1), label), mention: userMention(target.slice(1)) };
    case '#':
      return { text: channelText(names, target.slice(1), label), mention: channelMention(target.slice(1)) };
    case '!':
      return special(target.slice(1), names, label);
  }
  const address = decoded(target);
  const url = safeUrl(address);
  if (url === undefined) return { text: label ?? address };
  return { text: label ?? (address.startsWith('mailto:') ? address.slice('mailto:'.length) : address), url };
}

/** `subteam^S…`, `date^1712345678^{date_short}^https://…`, `here`. */
function special(target: string, names: Names, label: string | undefined): Tag {
  if (broadcasts.has(target)) return { text: `@${target}`, mention: everyone };
  const [kind, seconds, , address] = target.split('^');
  if (kind === 'subteam') return { text: groupText(names, seconds ?? '', label) };
  if (kind === 'team') return { text: '@team' };
  if (kind !== 'date') return { text: `@${label ?? target}` };
  const url = safeUrl(decoded(address ?? ''));
  return { text: label ?? timeText(seconds), ...(url !== undefined && { url }) };
}

/** What is in code: Slack turns addresses into tags even there. */
export function codeText(raw: string, names: Names): string {
  let text = '';
  let from = 0;
  for (let open = raw.indexOf('<'); open !== -1; open = raw.indexOf('<', from)) {
    const close = raw.indexOf('>', open);
    if (close === -1) break;
    text += decoded(raw.slice(from, open)) + tagText(raw.slice(open + 1, close), names).text;
    from = close + 1;
  }
  return text + decoded(raw.slice(from));
}

/** Slack escapes just these three. */
export function decoded(text: string): string {
  if (!text.includes('&')) return text;
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
