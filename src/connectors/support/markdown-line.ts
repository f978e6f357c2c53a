/**
 * One line of Markdown. First the line is cut into tokens, then marks are paired, then it is written: a mark without a
 * partner is text. Adaptive Cards know less of it ("Text features"), and mention people in a way of their own.
 */
import { displayName } from '../../core/content/author.ts';
import { bold, italic, type Lines, plain, strike } from '../../core/content/lines.ts';
import { safeUrl } from '../../core/content/links.ts';
import type { Mention } from '../../core/content/tree.ts';
import { characterOf } from './markdown-entities.ts';

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
  /** Of a link. */
  readonly label?: readonly Token[];
  readonly opens?: boolean;
  readonly closes?: boolean;
  /** Set on both marks of a pair. */
  paired?: 'first' | 'last';
}

/** An escaped character; a link or picture; an entity: what both dialects know. */
const shared = [
  /\\(?<escaped>[!-/:-@[-`{-~])/,
  /!?\[(?<label>(?:[^[\]\\]|\\.){0,1000})\]\((?<target>(?:[^\s()<>]|\([^\s()<>]{0,200}\)){1,4000})(?:\s"[^"]{0,200}")?\)/,
  /&(?<entity>#\d{1,6}|#[xX][\da-fA-F]{1,5}|[a-zA-Z]{2,6});/,
];
/** A code span, a bare address in brackets, a run of marks, a mention. */
const markdown = [
  /``(?<longCode>.+?)``(?!`)|`(?<shortCode>[^`]+)`/,
  /<(?<address>(?:https?:\/\/|mailto:)[^<>\s]+)>/,
  /(?<mark>\*{1,3}|_{1,3}|~{1,2})/,
  /<@(?<tag>[^<>]{1,1000})>/,
];
/** A run of marks, and whom `msteams.entities` name: nobody here, since their ids are those of a bot. */
const cards = [/(?<mark>\*{1,3}|_{1,3})/, /<at>(?<name>[^<>]{1,200})<\/at>/];

const anyOf = (...patterns: readonly RegExp[]) => new RegExp(patterns.map(({ source }) => source).join('|'), 'g');
const inMarkdown = anyOf(...shared, ...markdown);
const inCards = anyOf(...shared, ...cards);

const word = /[\p{L}\p{N}]/u;
/** A longer line is text: nobody typed it. */
const longestLine = 12_000;

export function writeMarkdownLine(lines: Lines, line: string, tags?: TagReader): void {
  write(lines, line.length > longestLine ? textOf(line) : tokensOf(line, inMarkdown), plain, tags);
}

/** @param styles flags of Lines that all of it carries */
export function writeCardLine(lines: Lines, line: string, styles: number): void {
  write(lines, line.length > longestLine ? textOf(line) : tokensOf(line, inCards), styles);
}

const textOf = (text: string): readonly Token[] => [{ kind: 'text', text }];

function write(lines: Lines, tokens: readonly Token[], around: number, tags?: TagReader, url?: string): void {
  let styles = around;
  for (const token of tokens) {
    const { kind, text, paired } = token;
    if (kind === 'code') lines.code(text, styles, url);
    else if (kind === 'tag') writeTag(lines, text, styles, tags, url);
    else if (kind === 'link') write(lines, token.label ?? [], styles, tags, url ?? token.url);
    else if (kind !== 'mark' || paired === undefined) lines.text(text, styles, url);
    else styles = paired === 'first' ? styles | styleOf(text) : (styles & ~styleOf(text)) | around;
  }
}

/** Inside of a link, whom a tag names is text. */
function writeTag(lines: Lines, inner: string, styles: number, tags?: TagReader, url?: string): void {
  const shown = tags?.(inner);
  if (shown?.mention && url === undefined) lines.mention(shown.text, shown.mention, styles);
  else lines.text(shown?.text ?? `<@${inner}>`, styles, url);
}

const styleOf = (mark: string) => markStyles.get(mark) ?? plain;

function tokensOf(line: string, special: RegExp): readonly Token[] {
  const tokens: Token[] = [];
  let from = 0;
  for (const found of line.matchAll(special)) {
    if (found.index > from) tokens.push({ kind: 'text', text: line.slice(from, found.index) });
    from = found.index + found[0].length;
    tokens.push(tokenOf(found, line.charAt(found.index - 1), line.charAt(from), special));
  }
  if (from < line.length) tokens.push({ kind: 'text', text: line.slice(from) });
  pair(tokens);
  return tokens;
}

function tokenOf(found: RegExpExecArray, before: string, after: string, special: RegExp): Token {
  const [whole] = found;
  const { escaped, longCode, shortCode, label, target, address, entity, mark, tag, name } = found.groups ?? {};
  const code = longCode ?? shortCode;
  if (escaped !== undefined) return { kind: 'text', text: escaped };
  if (code !== undefined) return { kind: 'code', text: code.length > 1 ? code.trim() || code : code };
  if (target !== undefined) {
    return { kind: 'link', text: '', url: safeUrl(target), label: label ? tokensOf(label, special) : textOf(target) };
  }
  if (address !== undefined) {
    return { kind: 'link', text: '', url: safeUrl(address), label: textOf(address.replace(/^mailto:/, '')) };
  }
  if (entity !== undefined) return { kind: 'text', text: characterOf(entity) ?? whole };
  if (tag !== undefined) return { kind: 'tag', text: tag };
  if (name !== undefined) return { kind: 'text', text: `@${displayName(name.replace(/^@/, ''))}` };
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
