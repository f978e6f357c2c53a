/** What stands beside a Teams message, as content: quoted and forwarded messages, cards, and what can't be had. */
import { displayName } from '../../core/content/author.ts';
import { clean, Lines } from '../../core/content/lines.ts';
import { safeUrl } from '../../core/content/links.ts';
import { codeBlock } from '../../core/content/text.ts';
import type { Block, Inline } from '../../core/content/tree.ts';
import { cardText } from '../support/card-text.ts';
import { type Json, object, parseObject, text } from '../support/json.ts';
import { parseTeams } from './markup.ts';

/** "chatMessageAttachment resource type" */
export interface Attachment {
  readonly id?: string | null;
  readonly contentType?: string | null;
  readonly contentUrl?: string | null;
  /** JSON in all kinds but files. */
  readonly content?: string | null;
  readonly name?: string | null;
}

/** @param code of a code snippet, where it was read */
type Reader = (attachment: Attachment, content: Json, code: string | undefined) => Block[];

export const codeSnippet = 'application/vnd.microsoft.card.codesnippet';
const announcement = 'application/vnd.microsoft.card.announcement';

const readers: Readonly<Record<string, Reader>> = {
  // A file that does not say where it is.
  reference: ({ name }) => line(`📎 ${name || 'file'}`),
  messageReference: (_, content) =>
    quoted([bold(senderName(content['messageSender']))], plain(content['messagePreview'])),
  forwardedMessageReference: (_, content) =>
    quoted(
      [{ type: 'text', text: 'Forwarded from ' }, bold(senderName(content['originalMessageSender']))],
      html(content['originalMessageContent']),
    ),
  meetingReference: ({ name }, content) => line(`📅 ${name || (text(content['subject']) ?? 'Meeting')}`),
  tabReference: ({ name }) => line(name || 'Tab'),
  [codeSnippet]({ name }, content, code = '') {
    const language = text(content['language']);
    const title = name || text(content['name']);
    const block = codeBlock(code, language);
    if (block) return [...(title === undefined ? [] : line(title)), block];
    const unread = title ?? 'Code snippet';
    return line(language === undefined ? unread : `${unread} (${language})`);
  },
  [announcement](_, content) {
    const title = oneLine(text(content['title']) ?? '');
    return title === '' ? [] : [{ type: 'heading', level: 1, children: [{ type: 'text', text: title }] }];
  },
  'application/vnd.microsoft.card.fluidEmbedCard': (_, content) =>
    link('Loop component', text(content['componentUrl']) ?? ''),
};

/** What is answered or passed on stands before what is said about it, and so does what announces it. */
const first: ReadonlySet<string> = new Set(['messageReference', 'forwardedMessageReference', announcement]);
export const goesFirst = ({ contentType }: Attachment): boolean => first.has(contentType ?? '');

/** Never throws, whatever the input; empty for what can't be told in words. */
export function attachmentBlocks(attachment: Attachment, code?: string): Block[] {
  const kind = attachment.contentType ?? '';
  const content = parseObject(attachment.content ?? '') ?? {};
  const reader = Object.hasOwn(readers, kind) ? readers[kind] : undefined;
  if (reader) return reader(attachment, content, code);
  if (kind.startsWith('application/vnd.microsoft.')) return cardText(kind, content);
  return attachment.name ? line(attachment.name) : [];
}

function quoted(author: readonly Inline[], said: readonly Block[]): Block[] {
  return [{ type: 'quote', children: [{ type: 'paragraph', children: author }, ...said] }];
}

const bold = (words: string): Inline => ({ type: 'text', text: words, bold: true });

/** People first; a bot's or an app's name otherwise. */
function senderName(sender: unknown): string {
  const by = object(sender);
  const name = text(object(by?.['user'])?.['displayName']) ?? text(object(by?.['application'])?.['displayName']);
  return displayName(name ?? '');
}

const plain = (content: unknown): Block[] => parseTeams({ contentType: 'text', content: text(content) ?? '' });
const html = (content: unknown): Block[] => parseTeams({ contentType: 'html', content: text(content) ?? '' });

const line = (words: string): Block[] => link(words);

function link(words: string, url?: string): Block[] {
  const lines = new Lines();
  lines.text(oneLine(words), 0, url === undefined ? undefined : safeUrl(url));
  return lines.take();
}

/** Without line ends of any kind, and without spaces around it. */
export const oneLine = (words: string): string => clean(words).replaceAll(/\s+/g, ' ').trim();
