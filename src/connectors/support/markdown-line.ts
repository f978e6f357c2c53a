/**
 * One line of Markdown. First the line is cut into tokens, then marks are paired, then it is written: a mark without a
 * partner is text.
 */
import { bold, italic, type Lines, plain, strike } from '../../core/content/lines.ts';
import { safeUrl } from '../../core/content/links.ts';
import type { Mention } from '../../core/content/tree.ts';

const markStyles: ReadonlyMap<string, number> = new Map([
  ['***', bold | italic],
  ['___', bold | italic],
  ['**', bold],
  ['__', bold],
  ['~~', strike],
  ['*', italic],
  ['_', italic],
  ['~', strike],
]);

/** What a tag such as `<@all>` shows, by what is in it after the @, and whom it names; undefined where it is text. */
export type TagReader = (inner: string) => { readonly text: string; readonly mention?: Mention } | undefined;

interface Token {
  readonly text: string;
  readonly kind: 'text' | 'code' | 'link' | 'mark' | 'tag';
  readonly url?: string | undefined;
  readonly opens?: boolean;
  readonly closes?: boolean;
  /** Set on both marks of a pair. */
  paired?: 'first' | 'last';
}

/** An escaped character, a code span, a link or picture, a bare address in brackets, a run of marks, or a mention. */
const special =
  /\\([!-/:-@[-`{-~])|``(.+?)``(?!`)|`([^`]+)`|!?\[([^[\]]*)\]\(([^()\s]+)(?:\s+"[^"]*")?\)|<((?:https?:\/\/|mailto:)[^<>\s]+)>|(\*{1,3}|_{1,3}|~{1,2})|<@([^<>]{1,1000})>/g;
const word = /[\p{L}\p{N}]/u;
/** A longer line is text: nobody typed it. */
const longestLine = 12_000;

export function writeMarkdownLine(lines: Lines, line: string, tags?: TagReader): void {
  if (line.length > longestLine) {
    lines.text(line);
    return;
  }
  const tokens = tokensOf(line);
  pair(tokens);
  let styles = plain;
  for (const { kind, text, url, paired } of tokens) {
    if (kind === 'code') lines.code(text, styles);
    else if (kind === 'tag') writeTag(lines, text, styles, tags);
    else if (kind !== 'mark' || paired === undefined) lines.text(text, styles, url);
    else styles = paired === 'first' ? styles | styleOf(text) : styles & ~styleOf(text);
  }
}

function writeTag(lines: Lines, inner: string, styles: number, tags: TagReader | undefined): void {
  const shown = tags?.(inner);
  if (shown?.mention) lines.mention(shown.text, shown.mention, styles);
  else lines.text(shown?.text ?? `<@${inner}>`, styles);
}

const styleOf = (mark: string) => markStyles.get(mark) ?? plain;

function tokensOf(line: string): Token[] {
  const tokens: Token[] = [];
  let from = 0;
  for (const found of line.matchAll(special)) {
    if (found.index > from) tokens.push({ kind: 'text', text: line.slice(from, found.index) });
    from = found.index + found[0].length;
    tokens.push(tokenOf(found, line.charAt(found.index - 1), line.charAt(from)));
  }
  if (from < line.length) tokens.push({ kind: 'text', text: line.slice(from) });
  return tokens;
}

function tokenOf(found: RegExpExecArray, before: string, after: string): Token {
  const [whole, escaped, longCode, shortCode, label, target, address, mark, tag] = found;
  const code = longCode ?? shortCode;
  if (escaped !== undefined) return { kind: 'text', text: escaped };
  if (code !== undefined) return { kind: 'code', text: code.length > 1 ? code.trim() || code : code };
  if (target !== undefined) return { kind: 'link', text: label || target, url: safeUrl(target) };
  if (address !== undefined) {
    return { kind: 'link', text: address.replace(/^mailto:/, ''), url: safeUrl(address) };
  }
  if (tag !== undefined) return { kind: 'tag', text: tag };
  if (mark === undefined) return { kind: 'text', text: whole };
  // An underscore inside of a word is part of it.
  const isInWord = mark.startsWith('_') && word.test(before) && word.test(after);
  return {
    kind: 'mark',
    text: mark,
    opens: !isInWord && after.trim() !== '',
    closes: !isInWord && before.trim() !== '',
  };
}

/** A mark closes the nearest open one like it; what was opened in between stays text. */
function pair(tokens: readonly Token[]): void {
  const open: Token[] = [];
  for (const token of tokens) {
    if (token.kind !== 'mark') continue;
    const at = token.closes ? open.findLastIndex((opener) => opener.text === token.text) : -1;
    const opener = open[at];
    if (opener) {
      opener.paired = 'first';
      token.paired = 'last';
      open.length = at;
    } else if (token.opens && open.length < deepest) open.push(token);
  }
}

/** More marks than this are never open at once in anything that somebody wrote. */
const deepest = 16;
