/**
 * Teams' dialect. People's messages come as the HTML of a Graph chatMessage; Mio's go out as the text of a bot's
 * activity with `textFormat: xml`, which takes the same tags.
 */
import type { Draft, DraftFile } from '../../core/connector.ts';
import { mayHoldAddress, withAddresses } from '../../core/content/addresses.ts';
import { authorLabel, displayName, withoutAuthorLines } from '../../core/content/author.ts';
import { parseHtml } from '../../core/content/html.ts';
import type { MentionReader } from '../../core/content/html-tags.ts';
import { revealHosts } from '../../core/content/links.ts';
import { hasMentions } from '../../core/content/mentions.ts';
import { inParts } from '../../core/content/split.ts';
import { parsePlain } from '../../core/content/text.ts';
import type { Block } from '../../core/content/tree.ts';
import { fileLine } from '../support/file-line.ts';
import { isPicture } from './files-out.ts';
import { blocksHtml, escapeHtml } from './markup-out.ts';
import { type PersonMention, peopleMentioned, settleMentions } from './mentions-out.ts';

/** UTF-8 bytes; Teams refuses a message of more than about 28 KB, wrapping included. */
const longestHtml = 24_000;

/**
 * Never throws, whatever the input.
 * @param mentions says whom an `<at>` names; without it, all of them are text.
 */
export function parseTeams(
  body: { readonly contentType: 'html' | 'text'; readonly content: string },
  mentions?: MentionReader,
): Block[] {
  const { contentType, content } = body;
  const blocks = contentType === 'html' ? parseHtml(content, mentions) : parsePlain(content);
  return mayHoldAddress(content) ? withAddresses(blocks) : blocks;
}

export interface TeamsMessage {
  readonly html: string;
  /** What the eye sees below the author line. */
  readonly text: string;
  /** Missing where nobody is mentioned. */
  readonly mentions?: readonly PersonMention[];
}

interface Body {
  readonly html: string;
  readonly mentions: readonly PersonMention[];
}

/** One entry per message; none where all that there is to show are files that show themselves. */
export function renderTeams({ author, content, files = noFiles, uploader, original }: Draft): TeamsMessage[] {
  const frame = author ? authorLine(author) : '';
  const lines = uploader === undefined ? files.filter(isLine) : noFiles;
  const whole = lines.length > 0 ? [...content, ...lines.map((file) => fileLine(file))] : content;
  if (whole.length === 0 && files.length > 0) return frame === '' ? [] : [{ html: frame, text: '' }];
  const named = hasMentions(whole) ? settleMentions(whole) : whole;
  const shown = revealHosts(author ? withoutAuthorLines(named) : named);
  const parts = inParts(shown, {
    render: (blocks): Body => bodyOf(frame + blocksHtml(blocks), blocks),
    size: ({ html, mentions }) => Buffer.byteLength(html) + mentions.length * entityBytes,
    longest: longestHtml,
    original,
  });
  return parts.map(({ rendered: { html, mentions }, text }) =>
    mentions.length === 0 ? { html, text } : { html, text, mentions },
  );
}

const noFiles: readonly DraftFile[] = [];
const isLine = (file: DraftFile): boolean => !isPicture(file);

const nobody: readonly PersonMention[] = [];
/** An entity with its id; the name in it stands in the text as well. */
const entityBytes = 200;

const bodyOf = (html: string, blocks: readonly Block[]): Body => ({
  html,
  mentions: html.includes('<at>') ? peopleMentioned(blocks) : nobody,
});

function authorLine(author: NonNullable<Draft['author']>): string {
  const name = displayName(author.name);
  return `<p><strong>${escapeHtml(name)}</strong>${escapeHtml(authorLabel(author).slice(name.length))}</p>`;
}
