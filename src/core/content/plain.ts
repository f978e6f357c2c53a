/** What the eye sees of a message, as text: for notifications, and for telling look-alike posts apart. */
import { unseen } from './lookalikes.ts';
import type { Block, Cell, Inline } from './tree.ts';

/** Lines are parted by \n; items begin with `• ` or their number; what is nested is indented by two spaces; cells are
 * parted by ` | `. */
export function plainText(blocks: readonly Block[]): string {
  const [only] = blocks;
  if (only?.type === 'paragraph' && blocks.length === 1) return inlineText(only.children, '\n');
  return blocksText(blocks, '');
}

function blocksText(blocks: readonly Block[], indent: string): string {
  let text = '';
  for (const block of blocks) {
    if (text !== '') text += `\n${indent}`;
    text += blockText(block, indent);
  }
  return text;
}

function blockText(block: Block, indent: string): string {
  switch (block.type) {
    case 'paragraph':
    case 'heading':
      return inlineText(block.children, `\n${indent}`);
    case 'code':
      return indent === '' ? block.text : block.text.replaceAll('\n', `\n${indent}`);
    case 'quote':
      return blocksText(block.children, indent);
    case 'list': {
      let text = '';
      let number = block.start ?? 1;
      for (const item of block.items) {
        if (text !== '') text += `\n${indent}`;
        text += block.ordered ? `${number++}. ` : '• ';
        text += blocksText(item, `${indent}  `);
      }
      return text;
    }
    case 'table':
      return block.rows.map(rowText).join(`\n${indent}`);
    case 'rule':
      return ruleText;
  }
}

/** How a line across looks where there are only characters. */
export const ruleText = '———';

/** `Ada | 42 |` */
const rowText = (row: readonly Cell[]) =>
  row
    .map((cell) => inlineText(cell, ' '))
    .join(' | ')
    .trimEnd();

export function inlineText(children: readonly Inline[], lineBreak: string): string {
  let text = '';
  for (const inline of children) {
    if (inline.type === 'link') for (const child of inline.children) text += child.text;
    else text += inline.type === 'break' ? lineBreak : inline.text;
  }
  return text;
}

const spaces = /\s+/g;

/** The same for two texts that look the same: platforms add and fold white space, and mark what can't be seen. */
export function normalise(text: string): string {
  return text.normalize('NFC').replace(spaces, ' ').replace(unseen, '').replace(spaces, ' ').trim();
}
