/** What a message is made of, from top to bottom, whichever way it was written: blocks, mrkdwn, attachments. */
import { type ActionElement, type Block, checkBlocks, type Leaf, type RichChild, type TextObject } from './blocks.ts';
import { markdown, mrkdwn } from './inline.ts';
import { parseMarkup } from './markup.ts';
import type { Message } from './model.ts';

type Rich = readonly RichChild[];

export interface TablePiece {
  /** Cells of each row; the first names the columns. */
  readonly rows: readonly (readonly Rich[])[];
}

/** Rich text, a rule across, or a table. */
export type Piece = Rich | 'rule' | TablePiece;

export function piecesOf(message: Message): Piece[] {
  const own = message.blocks.length > 0 ? message.blocks.flatMap(blockPieces) : [bodyOf(message)];
  const cards = message.attachments
    .filter((card) => card['from_url'] === undefined || card['is_msg_unfurl'] === true)
    .flatMap(cardPieces);
  return [...own, ...cards];
}

function bodyOf(message: Message): Rich {
  const body = message.mrkdwn ? parseMarkup(message.text, mrkdwn) : message.text === '' ? [] : [line(message.text)];
  return message.subtype === 'me_message' ? body.map(slanted) : body;
}

function slanted(child: RichChild): RichChild {
  if (child.type !== 'rich_text_section') return child;
  return { ...child, elements: child.elements.map((leaf) => ({ ...leaf, style: { ...leaf.style, italic: true } })) };
}

const section = (elements: Leaf[]): RichChild => ({ type: 'rich_text_section', elements });
const line = (text: string, style: Leaf['style'] = {}): RichChild => section([{ type: 'text', text, style }]);
const link = (text: string, url: string | undefined, style: Leaf['style'] = {}): RichChild =>
  url === undefined ? line(text, style) : section([{ type: 'link', url, text, style }]);

const written = (text: TextObject): RichChild[] =>
  text.type === 'mrkdwn' ? parseMarkup(text.text, mrkdwn) : [line(text.text)];

function blockPieces(block: Block): Piece[] {
  switch (block.type) {
    case 'rich_text':
      return [block.elements];
    case 'section':
      return [
        ...(block.text ? [written(block.text)] : []),
        ...(block.fields ?? []).map(written),
        ...(block.accessory ? [accessory(block.accessory)] : []),
      ];
    case 'header':
      return [[line(block.text.text, { bold: true })]];
    case 'context':
      return block.elements.map((part) => (part.type === 'image' ? [line(part.alt_text)] : written(part)));
    case 'image':
      return [[line(block.title?.text ?? block.alt_text)]];
    case 'markdown':
      return [parseMarkup(block.text, markdown)];
    case 'divider':
      return ['rule'];
    case 'table':
      return [{ rows: block.rows.map((row) => row.map(cellContent)) }];
    case 'actions':
      return block.elements.map(control);
    case 'video':
      return [
        [link(block.title.text, block.title_url, { bold: true })],
        ...(block.description ? [written(block.description)] : []),
      ];
  }
}

type Cell = Extract<Block, { type: 'table' }>['rows'][number][number];

function cellContent(cell: Cell): Rich {
  if (cell === null) return [];
  if (cell.type === 'rich_text') return cell.elements;
  const text = cell.type === 'raw_number' ? (cell.text ?? String(cell.value)) : cell.text;
  return text.trim() === '' ? [] : [line(text)];
}

const accessory = (part: NonNullable<Extract<Block, { type: 'section' }>['accessory']>): Rich =>
  part.type === 'image' ? [line(String(part['alt_text']))] : control(part);

/** Buttons show their words; what else one could choose from shows nothing until it is opened. */
function control(part: ActionElement): Rich {
  if (part.type !== 'button') return [];
  const { text, url } = part as Extract<ActionElement, { type: 'button' }>;
  return [link(text.text, url)];
}

/** "Secondary message attachments", and the card of a message whose address was shared. */
function cardPieces(card: Readonly<Record<string, unknown>>): Piece[] {
  const checked = checkBlocks(card['blocks'], () => '');
  if ('blocks' in checked) return checked.blocks.flatMap(blockPieces);
  const words = (key: string, of: Readonly<Record<string, unknown>> = card): string | undefined =>
    typeof of[key] === 'string' && of[key] !== '' ? of[key] : undefined;
  const marked = (text: string | undefined): Rich[] => (text === undefined ? [] : [parseMarkup(text, mrkdwn)]);
  const titled = (text: string | undefined, url: string | undefined, style: Leaf['style']): Rich[] =>
    text === undefined ? [] : [[link(text, url, style)]];
  const fields = Array.isArray(card['fields']) ? (card['fields'] as Readonly<Record<string, unknown>>[]) : [];
  return [
    ...marked(words('pretext')),
    ...titled(words('author_name'), words('author_link'), {}),
    ...titled(words('title'), words('title_link'), { bold: true }),
    ...marked(words('text')),
    ...fields.flatMap((field) => [
      ...titled(words('title', field), undefined, { bold: true }),
      ...marked(words('value', field)),
    ]),
    ...titled(words('footer'), undefined, { italic: true }),
  ];
}

/** Every leaf of a piece, in reading order. */
export function leavesIn(piece: Piece): readonly Leaf[] {
  if (piece === 'rule') return [];
  if ('rows' in piece) return piece.rows.flat().flatMap((cell) => cell.flatMap(childLeaves));
  return piece.flatMap(childLeaves);
}

const childLeaves = (child: RichChild): readonly Leaf[] =>
  child.type === 'rich_text_list' ? child.elements.flatMap((item) => item.elements) : child.elements;
