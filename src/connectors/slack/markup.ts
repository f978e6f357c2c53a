/**
 * Slack's dialect. People's messages come as rich_text blocks and, doubled, as mrkdwn; Mio's go out as rich_text,
 * whose text is inert: nothing in it can become a mention, a link or a style.
 */
import type { Draft } from '../../core/connector.ts';
import { revealHosts } from '../../core/content/links.ts';
import { inParts } from '../../core/content/split.ts';
import type { Block } from '../../core/content/tree.ts';
import { parseBlocks } from './markup-in.ts';
import { parseMrkdwn } from './markup-mrkdwn.ts';
import type { Names } from './markup-names.ts';
import { richText, richTextLength } from './markup-out.ts';

/** Characters. Slack names no figure for rich_text, but refuses what is much longer (`msg_blocks_too_long`). */
const longestRichText = 10_000;
/** Characters; "chat.update" refuses more (`msg_too_long`). */
const longestFallback = 4_000;

/** Never throws, whatever the input. Blocks that hold nothing known give way to the text. */
export function parseSlack(message: { readonly text?: string; readonly blocks?: unknown }, names: Names): Block[] {
  const blocks = parseBlocks(message.blocks, names);
  return blocks.length > 0 ? blocks : parseMrkdwn(message.text ?? '', names);
}

/** One entry per message. `fallback` is for notifications; the author's name is the post's `username`. */
export function renderSlack({ content }: Draft): { blocks: unknown[]; fallback: string; text: string }[] {
  const parts = inParts(revealHosts(content), { render: richText, size: richTextLength, longest: longestRichText });
  return parts.map(({ rendered, text }) => ({
    blocks: [{ type: 'rich_text', elements: rendered }],
    fallback: fallbackText(text),
    text,
  }));
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
