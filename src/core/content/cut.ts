/**
 * Cuts a tree in two at a position. Positions count characters: a line break is one, and every paragraph, heading,
 * code block and row is one longer than its text, so that its end is a position of its own. Only what lies before the
 * position is walked through. A position inside a mention or a custom emoji cuts behind it.
 */
import type { Block, Cell, CodeBlock, Inline, Link, List, Table } from './tree.ts';
import { isWhole } from './wholes.ts';

export function sizeOf(blocks: readonly Block[]): number {
  let size = 0;
  for (const block of blocks) {
    if (block.type === 'quote') size += sizeOf(block.children);
    else if (block.type === 'list') for (const item of block.items) size += sizeOf(item);
    else if (block.type === 'table') for (const row of block.rows) size += rowSize(row);
    else if (block.type === 'code') size += block.text.length + 1;
    else if (block.type === 'rule') size += 1;
    else size += inlinesSize(block.children) + 1;
  }
  return size;
}

function inlinesSize(children: readonly Inline[]): number {
  let size = 0;
  for (const inline of children) size += inlineSize(inline);
  return size;
}

function rowSize(row: readonly Cell[]): number {
  let size = 1;
  for (const cell of row) size += inlinesSize(cell);
  return size;
}

export function inlineSize(inline: Inline): number {
  if (inline.type === 'break') return 1;
  if (inline.type !== 'link') return inline.text.length;
  let size = 0;
  for (const child of inline.children) size += child.text.length;
  return size;
}

type Halves<T> = readonly [head: T | undefined, tail: T | undefined];

/** How far it still is to the cut; 0 once it is made. */
interface Knife {
  left: number;
}

/** White space at the cut vanishes; quotes, lists and code blocks go on in the second half. */
export function cut(blocks: readonly Block[], at: number): readonly [head: Block[], tail: Block[]] {
  return cutBlocks(blocks, { left: at });
}

function cutBlocks(blocks: readonly Block[], knife: Knife): readonly [Block[], Block[]] {
  const head: Block[] = [];
  for (const [index, block] of blocks.entries()) {
    if (knife.left <= 0) return [head, blocks.slice(index)];
    const [before, after] = cutBlock(block, knife);
    if (before) head.push(before);
    if (after) return [head, [after, ...blocks.slice(index + 1)]];
  }
  return [head, []];
}

function cutBlock(block: Block, knife: Knife): Halves<Block> {
  switch (block.type) {
    case 'paragraph':
    case 'heading': {
      const [head, tail] = cutInlines(block.children, knife);
      if (head !== block.children) return [head && { ...block, children: head }, tail && { ...block, children: tail }];
      knife.left = Math.max(0, knife.left - 1);
      return [block, undefined];
    }
    case 'code':
      return cutCode(block, knife);
    case 'rule':
      knife.left--;
      return [block, undefined];
    case 'table':
      return cutTable(block, knife);
    case 'list':
      return cutList(block, knife);
    case 'quote': {
      const [head, tail] = cutBlocks(block.children, knife);
      return tail.length === 0 ? [block, undefined] : [quote(head), quote(tail)];
    }
  }
}

const quote = (children: Block[]): Block | undefined => (children.length > 0 ? { type: 'quote', children } : undefined);

function cutCode(block: CodeBlock, knife: Knife): Halves<CodeBlock> {
  const at = knife.left;
  knife.left = Math.max(0, at - block.text.length - 1);
  if (at >= block.text.length) return [block, undefined];
  const tail = block.text.slice(at);
  return [withText(block, block.text.slice(0, at).trimEnd()), withText(block, tail.replace(/^\n+/, ''))];
}

const withText = (block: CodeBlock, text: string) => (text.trim() === '' ? undefined : { ...block, text });

/** An item that is cut goes on under its own number. */
function cutList(list: List, knife: Knife): Halves<List> {
  for (const [index, item] of list.items.entries()) {
    const [head, tail] = cutBlocks(item, knife);
    if (tail.length === 0) continue;
    const before = list.items.slice(0, index);
    const after = list.items.slice(index + 1);
    return [listOf(list, head.length > 0 ? [...before, head] : before, 0), listOf(list, [tail, ...after], index)];
  }
  return [list, undefined];
}

function listOf(list: List, items: List['items'], skipped: number): List | undefined {
  if (items.length === 0) return undefined;
  const start = (list.start ?? 1) + skipped;
  return list.ordered && start !== 1
    ? { type: 'list', ordered: true, start, items }
    : { type: 'list', ordered: list.ordered, items };
}

/** A longer row of column names is shown once. */
const longestRepeated = 300;

/** The column names stand above both halves; a row that is cut goes on under the same columns. */
function cutTable(table: Table, knife: Knife): Halves<Table> {
  for (const [index, row] of table.rows.entries()) {
    if (knife.left <= 0) return tables(table, table.rows.slice(0, index), table.rows.slice(index), index);
    const [before, after] = cutRow(row, knife);
    if (!after) continue;
    const head = before ? [...table.rows.slice(0, index), before] : table.rows.slice(0, index);
    return tables(table, head, [after, ...table.rows.slice(index + 1)], index);
  }
  return [table, undefined];
}

/** @param index the first row of the second half; 0 where that is what is left of the column names */
function tables(table: Table, head: Table['rows'], tail: Table['rows'], index: number): Halves<Table> {
  const names = table.header && index > 0 ? table.rows[0] : undefined;
  // Names alone are repeated by nothing: else a table that is cut there never gets any shorter.
  const isRepeated = names !== undefined && head.length > 1 && rowSize(names) <= longestRepeated;
  return [
    head.length > 0 ? { ...table, rows: head } : undefined,
    isRepeated
      ? { ...table, rows: [names, ...tail] }
      : { type: 'table', header: table.header && index === 0, rows: tail },
  ];
}

function cutRow(row: readonly Cell[], knife: Knife): Halves<readonly Cell[]> {
  const before: Cell[] = [];
  for (const [index, cell] of row.entries()) {
    const [head, tail] = cutInlines(cell, knife);
    before.push(head ?? []);
    if (!tail) continue;
    const isEmpty = before.every((part) => part.length === 0);
    return [isEmpty ? undefined : before, [...row.slice(0, index).map(() => []), tail, ...row.slice(index + 1)]];
  }
  knife.left = Math.max(0, knife.left - 1);
  return [before, undefined];
}

function cutInlines(children: readonly Inline[], knife: Knife): Halves<readonly Inline[]> {
  for (const [index, inline] of children.entries()) {
    const size = inlineSize(inline);
    if (knife.left >= size) {
      knife.left -= size;
      continue;
    }
    const [before, after] = knife.left > 0 ? cutInline(inline, knife.left) : [undefined, inline];
    knife.left = 0;
    const head = children.slice(0, index);
    if (before) head.push(before);
    return [endingInText(head), beginningWithText(after, children, index + 1)];
  }
  return [children, undefined];
}

function endingInText(children: Inline[]): Inline[] | undefined {
  for (let last = children.pop(); last; last = children.pop()) {
    const kept = trimmed(last, 'trimEnd');
    if (!kept) continue;
    children.push(kept);
    return children;
  }
  return undefined;
}

function beginningWithText(first: Inline | undefined, rest: readonly Inline[], from: number): Inline[] | undefined {
  let next = from;
  for (let inline = first ?? rest[next++]; inline; inline = rest[next++]) {
    const kept = trimmed(inline, 'trimStart');
    if (kept) return [kept, ...rest.slice(next)];
  }
  return undefined;
}

function trimmed(inline: Inline, trim: 'trimStart' | 'trimEnd'): Inline | undefined {
  if (inline.type === 'break') return undefined;
  if (inline.type !== 'text') return inline;
  const text = inline.text[trim]();
  if (text === inline.text) return inline;
  return text === '' ? undefined : { ...inline, text };
}

function cutInline(inline: Inline, at: number): Halves<Inline> {
  if (inline.type === 'break' || isWhole(inline)) return [inline, undefined];
  if (inline.type !== 'link') {
    return [
      { ...inline, text: inline.text.slice(0, at) },
      { ...inline, text: inline.text.slice(at) },
    ];
  }
  const [head, tail] = cutInlines(inline.children, { left: at });
  return [relinked(inline, head), relinked(inline, tail)];
}

function relinked(link: Link, part: readonly Inline[] | undefined): Link | undefined {
  return part && { ...link, children: part as Link['children'] };
}
