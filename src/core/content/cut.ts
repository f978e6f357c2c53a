/**
 * Cuts a tree in two at a position. Positions count characters: a line break is one, and every paragraph and code
 * block is one longer than its text, so that its end is a position of its own. Only what lies before the position is
 * walked through.
 */
import type { Block, CodeBlock, Inline, Link, List, Paragraph } from './tree.ts';

export function sizeOf(blocks: readonly Block[]): number {
  let size = 0;
  for (const block of blocks) {
    if (block.type === 'quote') size += sizeOf(block.children);
    else if (block.type === 'list') for (const item of block.items) size += sizeOf(item);
    else if (block.type === 'code') size += block.text.length + 1;
    else for (const inline of block.children) size += inlineSize(inline);
    if (block.type === 'paragraph') size += 1;
  }
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
      return cutParagraph(block, knife);
    case 'code':
      return cutCode(block, knife);
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

function cutParagraph(block: Paragraph, knife: Knife): Halves<Paragraph> {
  const { children } = block;
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
  knife.left = Math.max(0, knife.left - 1);
  return [block, undefined];
}

function endingInText(children: Inline[]): Paragraph | undefined {
  for (let last = children.pop(); last; last = children.pop()) {
    const kept = trimmed(last, 'trimEnd');
    if (!kept) continue;
    children.push(kept);
    return { type: 'paragraph', children };
  }
  return undefined;
}

function beginningWithText(first: Inline | undefined, rest: readonly Inline[], from: number): Paragraph | undefined {
  let next = from;
  for (let inline = first ?? rest[next++]; inline; inline = rest[next++]) {
    const kept = trimmed(inline, 'trimStart');
    if (kept) return { type: 'paragraph', children: [kept, ...rest.slice(next)] };
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
  if (inline.type === 'break') return [inline, undefined];
  if (inline.type !== 'link') {
    return [
      { ...inline, text: inline.text.slice(0, at) },
      { ...inline, text: inline.text.slice(at) },
    ];
  }
  const [head, tail] = cutParagraph({ type: 'paragraph', children: inline.children }, { left: at });
  return [relinked(inline, head), relinked(inline, tail)];
}

function relinked(link: Link, part: Paragraph | undefined): Link | undefined {
  return part && { ...link, children: part.children as Link['children'] };
}
