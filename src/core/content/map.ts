/** Changes the inline content of a tree wherever it stands, sharing all that stays the same. */
import type { Block, Inline } from './tree.ts';

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
      return block;
    case 'paragraph': {
      const children = change(block.children);
      return children === block.children ? block : { type: 'paragraph', children };
    }
    case 'quote': {
      const children = mapParagraphs(block.children, change);
      return children === block.children ? block : { type: 'quote', children };
    }
    case 'list': {
      const items = block.items.map((item) => mapParagraphs(item, change));
      return items.every((item, at) => item === block.items[at]) ? block : { ...block, items };
    }
  }
}
