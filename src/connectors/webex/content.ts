/** What a Webex message says, with what stands beside its text: cards, and files stored elsewhere ("Messages", "Buttons and Cards"). */
import { Lines } from '../../core/content/lines.ts';
import { safeUrl } from '../../core/content/links.ts';
import type { Block, Inline, Text } from '../../core/content/tree.ts';
import { cardText } from '../support/card-text.ts';
import { type Json, object, objects, text } from '../support/json.ts';
import { parseWebex } from './markup.ts';

const adaptiveCard = 'application/vnd.microsoft.card.adaptive';

/** The person as whom Mio reads and posts. */
export interface RelayPerson {
  readonly id: string;
  readonly name: string;
}

/** Never throws, whatever the input. */
export function contentOf(item: Json, relay: RelayPerson | undefined): Block[] {
  const attachments = objects(item['attachments']);
  const cards = attachments.filter(isCard).flatMap((card) => textOfCard(card, text(item['text'])));
  // Where there is a card, the text is only for clients that can't show it.
  const body = cards.length > 0 ? [] : bodyOf(item);
  return [
    ...(relay && calls(item, relay) ? withoutCall(body, relay) : body),
    ...cards,
    ...attachments.flatMap(storedElsewhere),
  ];
}

function bodyOf(item: Json): Block[] {
  const html = text(item['html']);
  const plain = text(item['text']);
  const markdown = text(item['markdown']);
  return parseWebex({ ...(html && { html }), ...(plain && { text: plain }), ...(markdown && { markdown }) });
}

const isCard = (attachment: Json) => attachment['contentType'] === adaptiveCard;

/** @param fallback what the message says to those who can't see the card */
const textOfCard = (card: Json, fallback: string | undefined) =>
  cardText(adaptiveCard, { fallbackText: fallback, ...object(card['content']) });

/** A file in the organization's own storage. */
function storedElsewhere(attachment: Json): Block[] {
  const url = isCard(attachment) ? undefined : text(object(attachment['content'])?.['contentUrl']);
  return url === undefined ? [] : line('📎 file', safeUrl(url));
}

function line(words: string, url?: string): Block[] {
  const lines = new Lines();
  lines.text(words.replaceAll(/\s+/g, ' '), 0, url);
  return lines.take();
}

const calls = ({ mentionedPeople }: Json, { id }: RelayPerson) =>
  Array.isArray(mentionedPeople) && mentionedPeople.includes(id);

/** Without `@Mio Relay` at the start, which is said to Mio and to nobody else; a message that says no more stays. */
function withoutCall(blocks: readonly Block[], relay: RelayPerson): readonly Block[] {
  const [block, ...others] = blocks;
  const [first, ...inlines] = block?.type === 'paragraph' ? block.children : [];
  if (block?.type !== 'paragraph' || first?.type !== 'text') return blocks;
  const length = callLength(first, relay);
  if (length === 0) return blocks;
  const left = length < first.text.length ? [{ ...first, text: first.text.slice(length) }, ...inlines] : inlines;
  const children = withoutSeparators(left);
  const said = children.findIndex(({ type }) => type !== 'break');
  if (said !== -1) return [{ ...block, children: children.slice(said) }, ...others];
  return others.length > 0 ? others : blocks;
}

/** How much of a text at the start calls Mio; where there is no HTML, mentions are words like any others. */
function callLength({ text: said, mention }: Text, { id, name }: RelayPerson): number {
  if (mention) return mention.of === 'person' && mention.id === id ? said.length : 0;
  // People may shorten a mention to the first name.
  const called = [name, name.split(' ', 1)[0] ?? ''].find((one) => one !== '' && isCall(said, one));
  return called === undefined ? 0 : called.length + 1;
}

function withoutSeparators(children: readonly Inline[]): readonly Inline[] {
  const [first, ...others] = children;
  if (first?.type !== 'text' || first.mention) return children;
  const rest = first.text.replace(/^[\s,:;]+/, '');
  return rest === '' ? others : [{ ...first, text: rest }, ...others];
}

const isCall = (said: string, name: string) =>
  said.startsWith(`@${name}`) && !/[\p{L}\p{N}]/u.test(said.charAt(name.length + 1));
