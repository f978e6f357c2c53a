/**
 * A card as text that can be read anywhere: titles, text, facts, choices of polls, and links. Buttons that would tell
 * an app something are left out, since only Teams could press them. "Adaptive Card schema", "Types of cards"
 */
import { bold, italic, Lines, strike, underline } from '../../core/content/lines.ts';
import { safeUrl } from '../../core/content/links.ts';
import { plainText } from '../../core/content/plain.ts';
import { codeBlock } from '../../core/content/text.ts';
import type { Block, Cell, Heading, Inline, Table } from '../../core/content/tree.ts';
import { classicCardText } from './card-classic.ts';
import { type Destination, factsText, linksText } from './card-lines.ts';
import { parseCardMarkdown } from './card-markdown.ts';
import { type Json, objects, text } from './json.ts';

const adaptiveCard = 'application/vnd.microsoft.card.adaptive';

/** Elements nested deeper than this are not read: a stranger chooses the depth. */
const deepest = 24;

/** Never throws, whatever the input. Never empty. */
export function cardText(contentType: string, card: Json): Block[] {
  const blocks = contentType === adaptiveCard ? adaptiveCardText(card) : classicCardText(card);
  if (blocks.length > 0) return blocks;
  const spoken = parseCardMarkdown(text(card['fallbackText']) ?? text(card['summary']) ?? '');
  return spoken.length > 0 ? spoken : [{ type: 'paragraph', children: [{ type: 'text', text: '(card)' }] }];
}

const adaptiveCardText = (card: Json): Block[] => [
  ...elementsText(card['body'], 0),
  ...linksText(objects(card['actions']).map(linkOf)),
  ...linksText([linkOf(card['selectAction'])]),
];

type Writer = (element: Json, depth: number) => Block[];

/** What each kind of element says; every other kind says what the elements inside it say. */
const writers: Readonly<Record<string, Writer>> = {
  TextBlock: textBlock,
  RichTextBlock: (element) => richText(element['inlines']),
  FactSet: (element) => factsText(objects(element['facts'])),
  Table: tableText,
  Image: (element) => parseCardMarkdown(text(element['altText']) ?? ''),
  Media: (element) => parseCardMarkdown(text(element['altText']) ?? ''),
  Badge: textBlock,
  CodeBlock(element) {
    const code = codeBlock(text(element['codeSnippet']) ?? '', text(element['language']));
    return code ? [code] : [];
  },
  ActionSet: (element) => linksText(objects(element['actions']).map(linkOf)),
  'Input.Text': label,
  'Input.Number': label,
  'Input.Date': label,
  'Input.Time': label,
  'Input.Toggle': (element) => [...label(element), ...parseCardMarkdown(text(element['title']) ?? '')],
  'Input.ChoiceSet': (element) => [...label(element), ...choices(objects(element['choices']))],
};

/** Where containers of all kinds keep their elements. */
const inside = ['items', 'columns', 'pages', 'images'] as const;

function elementsText(elements: unknown, depth: number): Block[] {
  return depth > deepest ? [] : objects(elements).flatMap((element) => elementText(element, depth));
}

function elementText(element: Json, depth: number): Block[] {
  if (element['isVisible'] === false) return [];
  const kind = text(element['type']) ?? '';
  const writer = Object.hasOwn(writers, kind) ? writers[kind] : undefined;
  const blocks = writer
    ? writer(element, depth)
    : inside.flatMap((property) => elementsText(element[property], depth + 1));
  return [...blocks, ...linksText([linkOf(element['selectAction'])])];
}

const isBolder = (element: Json): boolean => /^bolder$/i.test(text(element['weight']) ?? '');
const large = new Set(['large', 'extraLarge', 'Large', 'ExtraLarge']);

function textBlock(element: Json): Block[] {
  const isBold = isBolder(element) || large.has(text(element['size']) ?? '');
  const isHeading = element['style'] === 'heading';
  const blocks = parseCardMarkdown(text(element['text']) ?? '', isBold && !isHeading ? bold : 0);
  return isHeading ? blocks.map(asHeading) : blocks;
}

const asHeading = (block: Block): Block =>
  block.type === 'paragraph' ? ({ type: 'heading', level: 3, children: block.children } satisfies Heading) : block;

function richText(inlines: unknown): Block[] {
  const lines = new Lines();
  for (const inline of Array.isArray(inlines) ? inlines : []) {
    if (typeof inline === 'string') lines.text(inline);
    else for (const run of objects([inline])) writeRun(lines, run);
  }
  return lines.take();
}

function writeRun(lines: Lines, run: Json): void {
  const styles =
    (isBolder(run) ? bold : 0) |
    (run['italic'] === true ? italic : 0) |
    (run['strikethrough'] === true ? strike : 0) |
    (run['underline'] === true ? underline : 0);
  lines.text(text(run['text']) ?? '', styles, linkOf(run['selectAction'])?.url);
}

function tableText(element: Json, depth: number): Block[] {
  const rows = objects(element['rows']).map((row) =>
    objects(row['cells']).map((cell) => oneCell(elementsText(cell['items'], depth + 1))),
  );
  if (!rows.some((row) => row.length > 0)) return [];
  return [{ type: 'table', header: element['firstRowAsHeaders'] !== false, rows } satisfies Table];
}

/** The lines of what a cell holds, parted by breaks. */
function oneCell(blocks: readonly Block[]): Cell {
  const cell: Inline[] = [];
  for (const block of blocks) {
    if (cell.length > 0) cell.push({ type: 'break' });
    if (block.type === 'paragraph' || block.type === 'heading') cell.push(...block.children);
    else cell.push({ type: 'text', text: plainText([block]).replaceAll(/[\s\u0085]+/g, ' ') });
  }
  return cell;
}

function label(element: Json): Block[] {
  return parseCardMarkdown(text(element['label']) ?? '');
}

/** What a poll offers. */
function choices(offered: readonly Json[]): Block[] {
  const items = offered.map((choice) => richText([text(choice['title']) ?? '']));
  const shown = items.filter((item) => item.length > 0);
  return shown.length === 0 ? [] : [{ type: 'list', ordered: false, items: shown }];
}

/** Where an action leads; undefined for those that lead nowhere. */
function linkOf(action: unknown): Destination | undefined {
  const [found] = objects([action]);
  const url = found?.['type'] === 'Action.OpenUrl' ? text(found['url']) : undefined;
  return found && url !== undefined ? { title: text(found['title']) ?? url, url: safeUrl(url) } : undefined;
}
