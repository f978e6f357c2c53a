/**
 * Reads Markdown as apps send it to Slack ("Block Kit: markdown block") and people type it in Webex ("Messages:
 * formatting"): headings, lists, quotes, fences, rules and tables, each told by how its line begins. What is none of
 * these is a line of a paragraph.
 */
import { Lines } from '../../core/content/lines.ts';
import { Nest } from '../../core/content/nest.ts';
import { codeBlock } from '../../core/content/text.ts';
import type { Block, Heading } from '../../core/content/tree.ts';
import { type TagReader, writeMarkdownLine } from './markdown-line.ts';
import { beginsTable, nextOf, rowsOf } from './markdown-table.ts';

const fence = /^([ \t]*)(`{3,}|~{3,}(?!~))([^`]*)$/;
const heading = /^(#{1,6})[ \t]+(\S.*)$/s;
const rule = /^\s*(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$/;
const item = /^([ \t]*)([-*+•]|(\d{1,9})[.)])[ \t]+(.*)$/s;
const quoted = /^\s*> ?/;
/** Quotes in quotes beyond this are text. */
const deepestQuote = 32;

/** Never throws, whatever the input. @param tags says whom a mention names, where the dialect has any */
export function parseMarkdown(text: string, tags?: TagReader): Block[] {
  const reader = new Markdown(tags);
  reader.read(text.split(/\r\n?|\n/), 0);
  return reader.finish();
}

interface OpenList {
  readonly indent: number;
  readonly ordered: boolean;
}

class Markdown {
  readonly #nest = new Nest();
  readonly #lines = new Lines();
  readonly #lists: OpenList[] = [];
  /** Whether the line before belongs to an item. */
  #inItem = false;
  readonly #tags: TagReader | undefined;

  constructor(tags: TagReader | undefined) {
    this.#tags = tags;
  }

  /** @param depth quotes around these lines */
  read(lines: readonly string[], depth: number): void {
    for (let at = 0; at < lines.length; at++) {
      const line = lines[at] ?? '';
      const opened = fence.exec(line);
      if (opened) at = this.#readFence(lines, at, opened);
      else if (depth < deepestQuote && quoted.test(line)) at = this.#readQuote(lines, at, depth);
      else if (beginsTable(line, lines[at + 1])) at = this.#readTable(lines, at);
      else this.#readLine(line);
    }
  }

  finish(): Block[] {
    this.#flush();
    return this.#nest.finish();
  }

  #readLine(line: string): void {
    const title = heading.exec(line);
    const isRule = rule.test(line);
    const listed = isRule ? null : item.exec(line);
    if (title) this.#readHeading(title[1]?.length ?? 1, title[2] ?? '');
    else if (listed) this.#readItem(listed);
    else if (isRule) {
      this.#leaveLists();
      this.#nest.add([{ type: 'rule' }]);
    } else if (line.trim() === '') this.#flush();
    else {
      if (this.#lists.length > 0 && !this.#inItem && !/^\s/.test(line)) this.#leaveLists();
      writeMarkdownLine(this.#lines, line.trim(), this.#tags);
      this.#lines.lineBreak();
    }
  }

  #readHeading(level: number, words: string): void {
    this.#leaveLists();
    writeMarkdownLine(this.#lines, withoutClosing(words.trimEnd()), this.#tags);
    const made = this.#lines.take();
    this.#nest.add(
      made.map(({ children }): Heading => ({ type: 'heading', level: level as Heading['level'], children })),
    );
  }

  #readItem([, { length: indent } = '', , number, words = '']: RegExpExecArray): void {
    this.#flush();
    const ordered = number !== undefined;
    const isOver = (list: OpenList) => list.indent > indent || (list.indent === indent && list.ordered !== ordered);
    for (let last = this.#lists.at(-1); last && isOver(last); last = this.#lists.at(-1)) this.#closeList();
    if (this.#lists.at(-1)?.indent !== indent) {
      this.#lists.push({ indent, ordered });
      this.#nest.openList(ordered, Number(number ?? 1));
    }
    this.#nest.openItem();
    this.#inItem = true;
    writeMarkdownLine(this.#lines, words.trim(), this.#tags);
    this.#lines.lineBreak();
  }

  #readFence(lines: readonly string[], from: number, [, indent = '', marks = '', info = '']: RegExpExecArray): number {
    // Only what is indented is part of an item.
    if (indent === '') this.#leaveLists();
    else this.#flush();
    const to = nextOf(lines, from + 1, (line) => closes(line.trim(), marks));
    const code = lines.slice(from + 1, to).map((line) => withoutIndent(line, indent.length));
    const block = codeBlock(code.join('\n'), info.trim().split(/\s/, 1)[0]);
    if (block) this.#nest.add([block]);
    return to;
  }

  #readTable(lines: readonly string[], from: number): number {
    this.#leaveLists();
    const { rows, end } = rowsOf(lines, from, this.#tags);
    this.#nest.add([{ type: 'table', header: true, rows }]);
    return end - 1;
  }

  #readQuote(lines: readonly string[], from: number, depth: number): number {
    this.#leaveLists();
    const to = nextOf(lines, from + 1, (line) => !quoted.test(line));
    this.#nest.openQuote();
    this.read(
      lines.slice(from, to).map((line) => line.replace(quoted, '')),
      depth + 1,
    );
    this.#leaveLists();
    this.#nest.close('quote');
    return to - 1;
  }

  #closeList(): void {
    this.#lists.pop();
    this.#nest.close('list');
  }

  #leaveLists(): void {
    this.#flush();
    while (this.#lists.length > 0) this.#closeList();
  }

  #flush(): void {
    this.#nest.add(this.#lines.take());
    this.#inItem = false;
  }
}

/** The signs that may close a heading, behind a space. */
function withoutClosing(words: string): string {
  let end = words.length;
  while (words.charAt(end - 1) === '#') end--;
  return end === words.length || /\S/.test(words.charAt(end - 1)) ? words : words.slice(0, end);
}

/** As many marks as have opened it, or more. */
const closes = (line: string, marks: string): boolean =>
  line.length >= marks.length && line.startsWith(marks) && line === marks.charAt(0).repeat(line.length);

function withoutIndent(line: string, indent: number): string {
  let from = 0;
  while (from < indent && (line.charAt(from) === ' ' || line.charAt(from) === '\t')) from++;
  return line.slice(from);
}
