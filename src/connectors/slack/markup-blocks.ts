/**
 * The message tree as blocks of a Slack message. All of it is one rich_text block, since an edit may not turn rich_text
 * into anything else (`block_mismatch`); one table may stand among it as Slack's own, where Slack takes it.
 */
import type { Block, Table } from '../../core/content/tree.ts';
import { type Element, type Leaf, richText } from './markup-out.ts';
import { fitsTable, type TableOut, tableBlock } from './markup-table.ts';

export interface RichTextOut {
  type: 'rich_text';
  elements: Element[];
}

export type BlockOut = RichTextOut | TableOut;

/** With its first table as Slack's own: a message takes one ("Table block"). */
export function messageBlocks(content: readonly Block[]): BlockOut[] {
  const at = content.findIndex((block) => block.type === 'table' && fitsTable(block));
  if (at === -1) return richBlocks(content);
  const table = tableBlock(content[at] as Table);
  return [...richBlocks(content.slice(0, at)), table, ...richBlocks(content.slice(at + 1))];
}

/** Without any block but rich_text. */
export const richBlocks = (content: readonly Block[]): RichTextOut[] =>
  content.length > 0 ? [{ type: 'rich_text', elements: richText(content) }] : [];

/** What the JSON around one piece of text takes, and how much JSON goes along with a character. */
const wrapping = 60;
const jsonPerCharacter = 4;

/** What a mention takes: its id. */
const longestId = 20;

type Piece = BlockOut | Element | TableOut['rows'][number][number] | Leaf;

/** Characters of text and addresses; where pieces are many and tiny, a quarter of the JSON. */
export function blocksLength(blocks: readonly BlockOut[]): number {
  let characters = 0;
  let pieces = 0;
  const count = (parts: readonly Piece[]) => {
    for (const part of parts) {
      pieces++;
      if ('elements' in part) count(part.elements);
      else if ('rows' in part) for (const row of part.rows) count(row);
      else if ('text' in part) characters += (part.text?.length ?? 0) + (part.type === 'link' ? part.url.length : 0);
      else if (part.type === 'link') characters += part.url.length;
      else characters += part.type === 'emoji' ? part.name.length : longestId;
    }
  };
  count(blocks);
  return Math.max(characters, Math.ceil((characters + pieces * wrapping) / jsonPerCharacter));
}
