/**
 * Reads Markdown as apps send it to Slack ("Block Kit: markdown block") and people type it in Webex ("Messages:
 * formatting"): headings, lists, quotes, fences, rules and tables, each told by how its line begins. What is none of
 * these is a line of a paragraph.
 */
import { asCell } from '../../core/content/html-table.ts';
import { Lines } from '../../core/content/lines.ts';
import { Nest } from '../../core/content/nest.ts';
import { codeBlock } from '../../core/content/text.ts';
import type { Block, Cell, Heading } from '../../core/content/tree.ts';
import { type TagReader, writeMarkdownLine } from './markdown-line.ts';

const fence = /^\s*(`{3,}|~{3,})\s*([\w+#.-]*)\s*$/;
const heading = /^(#{1,6})\s+(.+?)(?:\s+#+)?$/;
const rule = /^\s*(?:-{3,}|\*{3,}|_{3,})\s*$/;
const item = /^(\s*)([-*+•]|(\d{1,9})[.)])\s+(.*)$/;
const quoted = /^\s*>\s?/;
const row = /^\s*\|.*\|\s*$/;
const separator = /^\s*\|?(?:\s*:?-+:?\s*\|)+(?:\s*:?-+:?)?\s*$/;

/** Never throws, whatever the input. @param tags says whom a mention names, where the dialect has any */
export function parseMarkdown(text: string, tags?: TagReader): Block[] {
  const reader = new Markdown(tags);
  reader.read(text.replaceAll('\r\n', '\n').split('\n'));
  return reader.finish();
}

class Markdown {
  readonly #nest = new Nest();
  readonly #lines = new Lines();
  /** How far the items of each open list are indented. */
  readonly #indents: number[] = [];
  /** Whether the line before belongs to an item. */
  #inItem = false;
  #inQuote = false;
  readonly #tags: TagReader | undefined;

  constructor(tags: TagReader | undefined) {
    this.#tags = tags;
  }

  read(lines: readonly string[]): void {
    for (let at = 0; at < lines.length; at++) {
      const line = lines[at] ?? '';
      const opened = fence.exec(line);
      if (opened) at = this.#readFence(lines, at, opened);
      else if (row.test(line) && separator.test(lines[at + 1] ?? '')) at = this.#readTable(lines, at);
      else this.#readLine(line);
    }
  }

  finish(): Block[] {
    this.#flush();
    return this.#nest.finish();
  }

  #readLine(line: string): void {
    const isQuoted = quoted.test(line);
    if (isQuoted !== this.#inQuote) this.#turnQuote(isQuoted);
    const content = isQuoted ? line.replace(quoted, '') : line;
    const title = heading.exec(content);
    const listed = rule.test(content) ? null : item.exec(content);
    if (title) this.#readHeading(title[1]?.length ?? 1, title[2] ?? '');
    else if (listed) this.#readItem(listed);
    else if (rule.test(content)) {
      this.#leaveLists();
      this.#nest.add([{ type: 'rule' }]);
    } else if (content.trim() === '') this.#flush();
    else {
      if (this.#indents.length > 0 && !this.#inItem && !/^\s/.test(content)) this.#leaveLists();
      writeMarkdownLine(this.#lines, content.trim(), this.#tags);
      this.#lines.lineBreak();
    }
  }

  #readHeading(level: number, words: string): void {
    this.#leaveLists();
    writeMarkdownLine(this.#lines, words, this.#tags);
    const made = this.#lines.take();
    this.#nest.add(
      made.map(({ children }): Heading => ({ type: 'heading', level: level as Heading['level'], children })),
    );
  }

  #readItem([, spaces = '', , number, words = '']: RegExpExecArray): void {
    this.#flush();
    while (this.#indents.length > 0 && (this.#indents.at(-1) ?? 0) > spaces.length) this.#closeList();
    if ((this.#indents.at(-1) ?? -1) < spaces.length) {
      this.#indents.push(spaces.length);
      this.#nest.openList(number !== undefined, number === undefined ? 1 : Number(number));
    }
    this.#nest.openItem();
    this.#inItem = true;
    writeMarkdownLine(this.#lines, words, this.#tags);
    this.#lines.lineBreak();
  }

  #readFence(lines: readonly string[], from: number, [, marks = '```', language]: RegExpExecArray): number {
    // Only what is indented is part of an item.
    if (/^\s/.test(lines[from] ?? '')) this.#flush();
    else this.#leaveLists();
    const end = lines.findIndex((line, at) => at > from && line.trim() === marks);
    const to = end === -1 ? lines.length : end;
    const block = codeBlock(lines.slice(from + 1, to).join('\n'), language);
    if (block) this.#nest.add([block]);
    return to;
  }

  #readTable(lines: readonly string[], from: number): number {
    this.#leaveLists();
    const end = lines.findIndex((line, at) => at > from + 1 && !row.test(line));
    const to = end === -1 ? lines.length : end;
    const rows = [lines[from] ?? '', ...lines.slice(from + 2, to)].map((line) => cellsOf(line, this.#tags));
    this.#nest.add([{ type: 'table', header: true, rows }]);
    return to - 1;
  }

  #turnQuote(open: boolean): void {
    this.#leaveLists();
    if (open) this.#nest.openQuote();
    else this.#nest.close('quote');
    this.#inQuote = open;
  }

  #closeList(): void {
    this.#indents.pop();
    this.#nest.close('list');
  }

  #leaveLists(): void {
    this.#flush();
    while (this.#indents.length > 0) this.#closeList();
  }

  #flush(): void {
    this.#nest.add(this.#lines.take());
    this.#inItem = false;
  }
}

/** `\|` is a character of its cell. */
const cellBorder = /(?<!\\)\|/;

function cellsOf(line: string, tags: TagReader | undefined): Cell[] {
  const inner = line.trim().slice(1, -1);
  return inner.split(cellBorder).map((words) => {
    const lines = new Lines();
    writeMarkdownLine(lines, words.trim(), tags);
    return asCell(lines.take());
  });
}
