/**
 * Cards of before Adaptive Cards: hero, thumbnail, list, receipt, sign-in, and Microsoft 365 connector cards. They share
 * their properties' names, so one reader does for all. "Types of cards"
 */
import { parseHtml } from '../../core/content/html.ts';
import { safeUrl } from '../../core/content/links.ts';
import type { Block } from '../../core/content/tree.ts';
import { factsText, linksText } from './card-lines.ts';
import { parseCardMarkdown } from './card-markdown.ts';
import { type Json, objects, text } from './json.ts';

/** Never throws, whatever the input; empty where the card says nothing. */
export function classicCardText(card: Json): Block[] {
  return [
    ...headingText(card['title']),
    ...wordsText(card['subtitle']),
    ...wordsText(card['text']),
    ...factsText(objects(card['facts'])),
    ...objects(card['sections']).flatMap(sectionText),
    ...objects(card['items']).flatMap((item) => entryText(item, ['title', 'subtitle', 'text', 'price'])),
    ...wordsText(card['total']),
    ...linksText([...objects(card['buttons']).map(buttonLink), ...objects(card['potentialAction']).map(openUri)]),
  ];
}

const sectionText = (section: Json): Block[] => [
  ...headingText(section['title']),
  ...entryText(section, ['activityTitle', 'activitySubtitle', 'activityText', 'text']),
  ...factsText(objects(section['facts'])),
  ...linksText(objects(section['potentialAction']).map(openUri)),
];

const entryText = (entry: Json, properties: readonly string[]): Block[] =>
  properties.flatMap((property) => wordsText(entry[property]));

function headingText(title: unknown): Block[] {
  return wordsText(title).map((block) =>
    block.type === 'paragraph' ? { type: 'heading', level: 3, children: block.children } : block,
  );
}

/** HTML in some of these cards, markdown in others, and nothing says which. */
function wordsText(words: unknown): Block[] {
  const said = text(words) ?? '';
  return /<\/?[a-z]/i.test(said) ? parseHtml(said) : parseCardMarkdown(said);
}

function buttonLink({ type, title, value }: Json) {
  const url = type === 'openUrl' ? text(value) : undefined;
  return url === undefined ? undefined : { title: text(title) ?? url, url: safeUrl(url) };
}

function openUri(action: Json) {
  const url = action['@type'] === 'OpenUri' ? text(objects(action['targets'])[0]?.['uri']) : undefined;
  return url === undefined ? undefined : { title: text(action['name']) ?? url, url: safeUrl(url) };
}
