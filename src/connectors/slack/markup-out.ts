/**
 * The message tree as elements of a rich_text block ("Block Kit: rich text"). Slack nests less than the tree: lists
 * are siblings with an indent, quotes hold lines only, and a list or code inside a quote is marked by a border. It has
 * no headings, rules or tables either: those become bold lines, dashes and aligned text.
 */
import { ruleText } from '../../core/content/plain.ts';
import { inStyle } from '../../core/content/restyle.ts';
import type { Block, Inline, List, Quote, Style, Text } from '../../core/content/tree.ts';
import { tableText } from '../support/table-text.ts';
import { type MentionLeaf, mentionLeaf } from './markup-mentions.ts';

interface LeafStyle {
  bold?: true;
  italic?: true;
  strike?: true;
  underline?: true;
  code?: true;
}

export type Leaf =
  | { type: 'text'; text: string; style?: LeafStyle }
  | { type: 'link'; url: string; text?: string; style?: LeafStyle }
  | (MentionLeaf & { style?: LeafStyle })
  | { type: 'emoji'; name: string; style?: LeafStyle };

interface Section {
  type: 'rich_text_section' | 'rich_text_quote';
  elements: Leaf[];
}

interface Preformatted {
  type: 'rich_text_preformatted';
  border: 0 | 1;
  elements: Leaf[];
}

interface RichList {
  type: 'rich_text_list';
  style: 'bullet' | 'ordered';
  indent: number;
  border: 0 | 1;
  offset?: number;
  elements: Section[];
}

export type Element = Section | Preformatted | RichList;

const deepestIndent = 8;

/** Where elements go. */
interface Out {
  readonly elements: Element[];
  /** Quotes around what is being written: the first is Slack's own, further ones are `>` before the line. */
  readonly quotes: number;
}

export function richText(blocks: readonly Block[]): Element[] {
  const elements: Element[] = [];
  write(blocks, { elements, quotes: 0 });
  return elements;
}

function write(blocks: readonly Block[], out: Out): void {
  let open: Section | undefined;
  for (const block of blocks) {
    if (isLines(block)) {
      if (open) leaf(open.elements, '\n\n');
      else open = section(out);
      writeInlines(linesOf(block), open.elements, out.quotes > 1 ? '> '.repeat(out.quotes - 1) : '');
      continue;
    }
    open = undefined;
    if (block.type === 'quote') writeQuote(block, out);
    else if (block.type === 'list') writeList(block, 0, out);
    else out.elements.push(preformatted(block.type === 'table' ? tableText(block) : block.text, out));
  }
}

/** Blocks that are nothing but lines of text here. */
type LinesBlock = Extract<Block, { type: 'paragraph' | 'heading' | 'rule' }>;

const isLines = (block: Block): block is LinesBlock =>
  block.type === 'paragraph' || block.type === 'heading' || block.type === 'rule';

const rule: readonly Inline[] = [{ type: 'text', text: ruleText }];

function linesOf(block: LinesBlock): readonly Inline[] {
  if (block.type === 'rule') return rule;
  return block.type === 'heading' ? block.children.map(emboldened) : block.children;
}

const emboldened = (inline: Inline): Inline => inStyle(inline, { bold: true });

function section(out: Out): Section {
  const opened: Section = { type: out.quotes > 0 ? 'rich_text_quote' : 'rich_text_section', elements: [] };
  out.elements.push(opened);
  return opened;
}

function writeQuote(quote: Quote, out: Out): void {
  write(quote.children, { elements: out.elements, quotes: out.quotes + 1 });
}

function preformatted(text: string, out: Out): Preformatted {
  return { type: 'rich_text_preformatted', border: border(out), elements: [{ type: 'text', text }] };
}

const border = (out: Out) => (out.quotes > 0 ? 1 : 0);

function writeList(list: List, indent: number, out: Out): void {
  let number = list.start ?? 1;
  let open: RichList | undefined;
  for (const item of list.items) {
    const after = item.findIndex((block) => !isLines(block));
    const lead = after === -1 ? item : item.slice(0, after);
    if (lead.length > 0) {
      open ??= openList(list.ordered, indent, number, out);
      open.elements.push(itemSection(lead));
    }
    number++;
    if (after === -1) continue;
    open = undefined;
    writeNested(item.slice(after), indent + 1, out);
  }
}

/** What follows the first lines of an item: lists one step in; Slack can't indent the rest. */
function writeNested(blocks: readonly Block[], indent: number, out: Out): void {
  for (const block of blocks) {
    if (block.type === 'list') writeList(block, indent, out);
    else write([block], out);
  }
}

function openList(ordered: boolean, indent: number, number: number, out: Out): RichList {
  const opened: RichList = {
    type: 'rich_text_list',
    style: ordered ? 'ordered' : 'bullet',
    indent: Math.min(indent, deepestIndent),
    border: border(out),
    elements: [],
  };
  if (ordered && number > 1) opened.offset = number - 1;
  out.elements.push(opened);
  return opened;
}

function itemSection(blocks: readonly Block[]): Section {
  const elements: Leaf[] = [];
  for (const block of blocks) {
    if (!isLines(block)) continue;
    if (elements.length > 0) leaf(elements, '\n');
    writeInlines(linesOf(block), elements, '');
  }
  return { type: 'rich_text_section', elements };
}

export function writeInlines(children: readonly Inline[], into: Leaf[], linePrefix: string): void {
  if (linePrefix !== '') leaf(into, linePrefix);
  for (const inline of children) {
    if (inline.type === 'break') leaf(into, `\n${linePrefix}`);
    else if (inline.type === 'link') for (const child of inline.children) into.push(linkLeaf(inline.url, child));
    else if (inline.type === 'codeSpan') into.push({ type: 'text', text: inline.text, style: codeStyle(inline) });
    else if (inline.mention) into.push(styled(mentionLeaf(inline.mention), inline));
    else if (inline.emoji) into.push(styled({ type: 'emoji', name: inline.emoji.name }, inline));
    else leaf(into, inline.text, leafStyle(inline));
  }
}

/** Where a text stands for nothing here, the text. */
function styled(whole: Leaf | undefined, text: Text): Leaf {
  const leaf: Leaf = whole ?? { type: 'text', text: text.text };
  const style = leafStyle(text);
  return style ? { ...leaf, style } : leaf;
}

function linkLeaf(url: string, child: Style & { type: 'text' | 'codeSpan'; text: string }): Leaf {
  const link: Leaf = { type: 'link', url };
  if (child.text !== url) link.text = child.text;
  const style = child.type === 'codeSpan' ? codeStyle(child) : leafStyle(child);
  if (style) link.style = style;
  return link;
}

/** Unstyled text, line breaks among it, is one element. */
function leaf(into: Leaf[], text: string, style?: LeafStyle): void {
  const last = into.at(-1);
  if (style) into.push({ type: 'text', text, style });
  else if (last?.type === 'text' && !last.style) last.text += text;
  else into.push({ type: 'text', text });
}

function leafStyle({ bold, italic, strike, underline }: Style): LeafStyle | undefined {
  if (!bold && !italic && !strike && !underline) return undefined;
  const style: LeafStyle = {};
  if (bold) style.bold = bold;
  if (italic) style.italic = italic;
  if (strike) style.strike = strike;
  if (underline) style.underline = underline;
  return style;
}

const codeStyle = (style: Style): LeafStyle => ({ ...leafStyle(style), code: true });
