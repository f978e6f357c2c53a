/** Looks at the inline content of a tree wherever it stands; changes it, sharing all that stays the same. */
import type { Block, Cell, Inline } from './tree.ts';

/** Whether any of it, labels of links among it, is such. */
export function someInline(blocks: readonly Block[], is: (inline: Inline) => boolean): boolean {
  for (const block of blocks) if (someInBlock(block, is)) return true;
  return false;
}

function someInBlock(block: Block, is: (inline: Inline) => boolean): boolean {
  switch (block.type) {
    case 'paragraph':
    case 'heading':
      return someOf(block.children, is);
    case 'quote':
      return someInline(block.children, is);
    case 'list':
      return block.items.some((item) => someInline(item, is));
    case 'table':
      return block.rows.some((row) => row.some((cell) => someOf(cell, is)));
    case 'code':
    case 'rule':
      return false;
  }
}

export function someOf(children: readonly Inline[], is: (inline: Inline) => boolean): boolean {
  for (const inline of children) if (is(inline) || (inline.type === 'link' && inline.children.some(is))) return true;
  return false;
}

type Change = (children: readonly Inline[]) => readonly Inline[];

/** Rebuilds only what changes: most messages come back as they are. */
export function mapParagraphs(blocks: readonly Block[], change: Change): readonly Block[] {
  let changed: Block[] | undefined;
  blocks.forEach((block, at) => {
    const now = mapped(block, change);
    if (now === block) return;
    changed ??= blocks.slice();
    changed[at] = now;
  });
  return changed ?? blocks;
}

function mapped(block: Block, change: Change): Block {
  switch (block.type) {
    case 'code':
    case 'rule':
      return block;
    case 'paragraph':
    case 'heading': {
      const children = change(block.children);
      return children === block.children ? block : { ...block, children };
    }
    case 'quote': {
      const children = mapParagraphs(block.children, change);
      return children === block.children ? block : { type: 'quote', children };
    }
    case 'list': {
      const items = block.items.map((item) => mapParagraphs(item, change));
      return items.every((item, at) => item === block.items[at]) ? block : { ...block, items };
    }
    case 'table': {
      const rows = block.rows.map((row) => mappedRow(row, change));
      return rows.every((row, at) => row === block.rows[at]) ? block : { ...block, rows };
    }
  }
}

function mappedRow(row: readonly Cell[], change: Change): readonly Cell[] {
  const cells = row.map(change);
  return cells.every((cell, at) => cell === row[at]) ? row : cells;
}
