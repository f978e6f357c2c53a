/**
 * Webex's dialect. People's messages come as HTML where they are rich, else as text; Mio's go out as Markdown
 * ("Messages: formatting"), in which everything that is not markup of Mio's own is escaped.
 */
import type { Draft } from '../../core/connector.ts';
import { mayHoldAddress, withAddresses } from '../../core/content/addresses.ts';
import { authorLabel, withoutAuthorLines } from '../../core/content/author.ts';
import { parseHtml } from '../../core/content/html.ts';
import { revealHosts } from '../../core/content/links.ts';
import { inParts } from '../../core/content/split.ts';
import { parsePlain } from '../../core/content/text.ts';
import type { Block } from '../../core/content/tree.ts';
import { parseMarkdown } from '../support/markdown.ts';
import { inlinesMarkdown } from './markup-inline.ts';
import { mentionIn, mentionNamed } from './markup-mention.ts';
import { blocksMarkdown } from './markup-out.ts';

/** UTF-8 bytes ("Create a Message"). */
const longestMarkdown = 7_439;

/** Never throws, whatever the input. `text` is the plain form; only where there is none is Markdown read. */
export function parseWebex({ html, text, markdown }: WebexWords): Block[] {
  const blocks = html ? parseHtml(html, mentionIn) : text || !markdown ? parsePlain(text ?? '') : read(markdown);
  return mayHoldAddress(html || text || markdown || '') ? withAddresses(blocks) : blocks;
}

const read = (markdown: string): Block[] => parseMarkdown(markdown, mentionNamed);

export interface WebexWords {
  readonly html?: string;
  readonly text?: string;
  readonly markdown?: string;
}

/** One entry per message; `text` is what the eye sees below the author line. */
export function renderWebex({ author, content, original }: Draft): { markdown: string; text: string }[] {
  const frame = author ? `${authorLine(author)}\n\n` : '';
  const shown = revealHosts(author ? withoutAuthorLines(content) : content);
  const parts = inParts(shown, {
    render: (blocks) => frame + blocksMarkdown(blocks),
    size: (markdown) => Buffer.byteLength(markdown),
    longest: longestMarkdown,
    original,
  });
  return parts.map(({ rendered, text }) => ({ markdown: rendered, text }));
}

/** `**Ada Nowak (Teams):**` */
export function authorLine(author: NonNullable<Draft['author']>): string {
  return inlinesMarkdown([{ type: 'text', text: `${authorLabel(author)}:`, bold: true }], '');
}
