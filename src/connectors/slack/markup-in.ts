/**
 * Reads Slack's blocks: rich_text as people write it, and what apps send beside it. Everything is `unknown` until it
 * is looked at, since blocks are written by whoever wrote the message.
 */
import { bold, Lines, plain } from '../../core/content/lines.ts';
import { safeUrl } from '../../core/content/links.ts';
import type { Block } from '../../core/content/tree.ts';
import { type Json, object, objects, text } from '../support/json.ts';
import { parseMarkdown } from '../support/markdown.ts';
import { writeText } from './markup-emoji.ts';
import { parseMrkdwn } from './markup-mrkdwn.ts';
import type { Names } from './markup-names.ts';
import { parseRichText } from './markup-rich.ts';
import { parseTable } from './markup-table.ts';

/** Blocks that say nothing to a reader, buttons without an address among them, come to nothing. */
export function parseBlocks(blocks: unknown, names: Names): Block[] {
  const tree: Block[] = [];
  for (const block of objects(blocks)) {
    const read = readers.get(text(block['type']) ?? '') ?? unknownBlock;
    for (const part of read(block, names)) tree.push(part);
  }
  return tree;
}

type Reader = (block: Json, names: Names) => readonly Block[];

const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['rich_text', (block, names) => parseRichText(block['elements'], names)],
  [
    'section',
    (block, names) => [
      ...texts([block['text'], ...objects(block['fields'])], names),
      ...elements([block['accessory']], linkOfElement),
    ],
  ],
  ['context', (block, names) => texts(objects(block['elements']), names)],
  ['header', (block, names) => headings(block['text'], names)],
  ['divider', () => [{ type: 'rule' }]],
  ['image', (block) => elements([block], linkOfElement)],
  ['markdown', (block) => parseMarkdown(text(block['text']) ?? '')],
  ['table', parseTable],
  ['data_table', (block, names) => [...headings({ text: block['caption'] }, names), ...parseTable(block, names)]],
  ['video', video],
  ['card', card],
  ['carousel', (block, names) => objects(block['elements']).flatMap((element) => card(element, names))],
  [
    'container',
    (block, names) => [
      ...headings(block['title'], names),
      ...parseBlocks([block['rich_text_title']], names),
      ...texts([block['subtitle']], names),
      ...parseBlocks(block['child_blocks'], names),
    ],
  ],
  ['actions', (block) => elements(objects(block['elements']), linkOfElement)],
  ['input', () => []],
]);

const unknownBlock: Reader = (block, names) => texts([block['text']], names);

function texts(values: readonly unknown[], names: Names): Block[] {
  return values.flatMap((value) => {
    const item = object(value);
    if (item?.['type'] === 'mrkdwn') return parseMrkdwn(text(item['text']) ?? '', names);
    if (item?.['type'] === 'image') return lineOf(alternative(item));
    const lines = new Lines();
    writeText(lines, text(item?.['text']) ?? '', plain, names);
    return lines.take();
  });
}

/** Slack has one size of header; this is about how large it looks. */
const headerLevel = 2;

function headings(value: unknown, names: Names): Block[] {
  return texts([value], names).map((block) =>
    block.type === 'paragraph' ? ({ type: 'heading', level: headerLevel, children: block.children } as const) : block,
  );
}

interface Labelled {
  readonly label: string;
  readonly url?: string | undefined;
}

/** One line of links, or nothing. */
function elements(values: readonly unknown[], read: (element: Json) => Labelled | undefined): Block[] {
  const lines = new Lines();
  let isFirst = true;
  for (const element of objects(values)) {
    const found = read(element);
    if (!found) continue;
    if (!isFirst) lines.text(' · ');
    isFirst = false;
    lines.text(found.label, plain, safeUrl(found.url ?? ''));
  }
  return lines.take();
}

/** A picture is its description, a button leads somewhere or is left out; nothing else can be followed from afar. */
function linkOfElement(element: Json): Labelled | undefined {
  if (element['type'] === 'image') return { label: alternative(element), url: text(element['image_url']) };
  const label = text(object(element['text'])?.['text']);
  const url = text(element['url']);
  return element['type'] === 'button' && label !== undefined && url !== undefined ? { label, url } : undefined;
}

const alternative = (image: Json) => text(image['alt_text']) ?? text(object(image['title'])?.['text']) ?? '[image]';

function video(block: Json, names: Names): Block[] {
  const label = text(object(block['title'])?.['text']) ?? text(block['alt_text']) ?? '[video]';
  const lines = new Lines();
  lines.text(label, bold, safeUrl(text(block['title_url']) ?? text(block['video_url']) ?? ''));
  return [...lines.take(), ...texts([block['description']], names)];
}

function card(block: Json, names: Names): Block[] {
  return [
    ...elements([block['hero_image']], linkOfElement),
    ...headings(block['title'], names),
    ...texts([block['subtitle'], block['body']], names),
    ...elements(objects(block['actions']), linkOfElement),
  ];
}

function lineOf(words: string | undefined) {
  const lines = new Lines();
  lines.text(words ?? '');
  return lines.take();
}
