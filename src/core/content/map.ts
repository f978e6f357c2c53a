/** Changes the inline content of a tree wherever it stands, sharing all that stays the same. */
import type { Block, Cell, Inline } from './tree.ts';

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
