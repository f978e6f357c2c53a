/**
 * Slack's dialect. People's messages come as rich_text blocks and, doubled, as mrkdwn; Mio's go out as rich_text,
 * whose text is inert: nothing in it can become a mention, a link or a style.
 */
import type { Draft } from '../../core/connector.ts';
import { revealHosts } from '../../core/content/links.ts';
import { hasMentions } from '../../core/content/mentions.ts';
import { inParts } from '../../core/content/split.ts';
import type { Block } from '../../core/content/tree.ts';
import { parseAttachments } from './markup-attachments.ts';
import { type BlockOut, blocksLength, messageBlocks, richBlocks } from './markup-blocks.ts';
import { parseBlocks } from './markup-in.ts';
import { decoded } from './markup-line.ts';
import { taggedText } from './markup-mentions.ts';
import { parseMrkdwn } from './markup-mrkdwn.ts';
import type { Names } from './markup-names.ts';

/** Characters. Slack names no figure for rich_text, but refuses what is much longer (`msg_blocks_too_long`). */
const longestRichText = 10_000;
/** Characters; "chat.update" refuses more (`msg_too_long`). */
const longestFallback = 4_000;

export interface SlackText {
  readonly text?: string;
  readonly blocks?: unknown;
  readonly attachments?: unknown;
}

/** Never throws, whatever the input. Blocks that hold nothing known give way to the text. */
export function parseSlack(message: SlackText, names: Names): Block[] {
  const blocks = parseBlocks(message.blocks, withGroups(names, message.text ?? ''));
  const body = blocks.length > 0 ? blocks : parseMrkdwn(message.text ?? '', names);
  return message.attachments === undefined ? body : [...body, ...parseAttachments(message.attachments, names)];
}

const groupTag = /<!subteam\^([A-Z0-9]{1,30})\|([^<>]{1,200})>/g;

/** Blocks name groups by id alone, the text of the same message says what they are called. */
function withGroups(names: Names, text: string): Names {
  if (!text.includes('<!subteam^')) return names;
  const labels = new Map(Array.from(text.matchAll(groupTag), ([, id = '', label = '']) => [id, decoded(label)]));
  return {
    user: (id) => names.user(id),
    channel: (id) => names.channel(id),
    emoji: (name) => names.emoji(name),
    group: (id) => labels.get(id),
  };
}

export interface SlackPart {
  readonly blocks: readonly BlockOut[];
  /** The same in rich_text alone, where `blocks` hold something that Slack may refuse. */
  readonly plainBlocks?: readonly BlockOut[];
  /** For notifications. */
  readonly fallback: string;
  readonly text: string;
}

interface Rendered {
  readonly blocks: readonly BlockOut[];
  readonly content: readonly Block[];
}

const dialect = {
  render: (content: readonly Block[]): Rendered => ({ blocks: messageBlocks(content), content }),
  size: ({ blocks }: Rendered) => blocksLength(blocks),
  longest: longestRichText,
};

/** One entry per message. The author's name is the post's `username`. */
export function renderSlack({ content, original }: Draft): SlackPart[] {
  const measure = original ? { ...dialect, original } : dialect;
  return inParts(revealHosts(content), measure).map(({ rendered, text }) => ({
    blocks: rendered.blocks,
    ...(rendered.blocks.some(({ type }) => type !== 'rich_text') && { plainBlocks: richBlocks(rendered.content) }),
    fallback: hasMentions(rendered.content) ? taggedFallback(rendered.content, text) : fallbackText(text),
    text,
  }));
}

/** A tag can't be cut: where there is no room for all of them there are none, and the blocks alone notify. */
function taggedFallback(content: readonly Block[], text: string): string {
  const tagged = taggedText(content, escaped);
  return tagged.length <= longestFallback ? tagged : fallbackText(text);
}

/** Escaped as "Formatting text" asks, so that no text is a mention; cut between characters. */
function fallbackText(text: string): string {
  const whole = text.length > longestFallback ? undefined : escaped(text);
  if (whole !== undefined && whole.length <= longestFallback) return whole;
  let shortened = '';
  for (const character of text) {
    const next = escaped(character);
    if (shortened.length + next.length >= longestFallback) break;
    shortened += next;
  }
  return `${shortened}…`;
}

const special = /[&<>]/;

function escaped(text: string): string {
  if (!special.test(text)) return text;
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
