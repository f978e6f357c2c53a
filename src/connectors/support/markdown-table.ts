/** Tables of Markdown: a row, a line of dashes below it, and rows as far as they go. */
import { asCell } from '../../core/content/html-table.ts';
import { Lines } from '../../core/content/lines.ts';
import type { Cell } from '../../core/content/tree.ts';
import { type TagReader, writeMarkdownLine } from './markdown-line.ts';

const isRow = (line: string): boolean => line.includes('|');
const dashes = /^:?-+:?$/;

/** The line of dashes parts as many columns as the row above has. */
export function beginsTable(line: string, next: string | undefined): boolean {
  if (next === undefined || !isRow(line) || !isRow(next) || !next.includes('-')) return false;
  const columns = cellsIn(next);
  return columns.every((column) => dashes.test(column.trim())) && columns.length === cellsIn(line).length;
}

/** Where the first such line is, from there on; else behind the last. */
export function nextOf(lines: readonly string[], from: number, is: (line: string) => boolean): number {
  let at = from;
  while (at < lines.length && !is(lines[at] ?? '')) at++;
  return Math.min(at, lines.length);
}

/** @param from where the table begins; `end` is where it is over */
export function rowsOf(lines: readonly string[], from: number, tags: TagReader | undefined) {
  const end = nextOf(lines, from + 2, (line) => !isRow(line));
  const rows = [lines[from] ?? '', ...lines.slice(from + 2, end)].map((line) => cellsOf(line, tags));
  return { rows, end };
}

/** `\|` is a character of its cell. */
const cellBorder = /(?<!\\)\|/;

function cellsIn(line: string): readonly string[] {
  const row = line.trim();
  const from = row.startsWith('|') ? 1 : 0;
  const to = row.length > 1 && row.endsWith('|') && !row.endsWith('\\|') ? row.length - 1 : row.length;
  return row.slice(from, to).split(cellBorder);
}

const cellsOf = (line: string, tags: TagReader | undefined): Cell[] =>
  cellsIn(line).map((words) => {
    const lines = new Lines();
    writeMarkdownLine(lines, words.trim(), tags);
    return asCell(lines.take());
  });
