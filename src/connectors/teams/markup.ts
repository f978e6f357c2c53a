/**
 * Teams' dialect. People's messages come as the HTML of a Graph chatMessage; Mio's go out as the text of a bot's
 * activity with `textFormat: xml`, which takes the same tags.
 */
import type { Draft } from '../../core/connector.ts';
import { authorLabel, displayName, withoutAuthorLines } from '../../core/content/author.ts';
import { parseHtml } from '../../core/content/html.ts';
import { revealHosts } from '../../core/content/links.ts';
import { inParts } from '../../core/content/split.ts';
import { parsePlain } from '../../core/content/text.ts';
import type { Block } from '../../core/content/tree.ts';
import { blocksHtml, escapeHtml } from './markup-out.ts';

/** UTF-8 bytes; Teams refuses a message of more than about 28 KB, wrapping included. */
const longestHtml = 24_000;

/** Never throws, whatever the input. */
export function parseTeams(body: { readonly contentType: 'html' | 'text'; readonly content: string }): Block[] {
  return body.contentType === 'html' ? parseHtml(body.content) : parsePlain(body.content);
}

/** One entry per message; `text` is what the eye sees below the author line. */
export function renderTeams({ author, content }: Draft): { html: string; text: string }[] {
  const frame = author ? authorLine(author) : '';
  const shown = revealHosts(author ? withoutAuthorLines(content) : content);
  const parts = inParts(shown, {
    render: (blocks) => frame + blocksHtml(blocks),
    size: (html) => Buffer.byteLength(html),
    longest: longestHtml,
  });
  return parts.map(({ rendered, text }) => ({ html: rendered, text }));
}

function authorLine(author: NonNullable<Draft['author']>): string {
  const name = displayName(author.name);
  return `<p><strong>${escapeHtml(name)}</strong>${escapeHtml(authorLabel(author).slice(name.length))}</p>`;
}
