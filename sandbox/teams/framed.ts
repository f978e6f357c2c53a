/**
 * A message as Teams' client lays it out: what marks it as important and its subject above it, and in the place of each
 * attachment that is a message, that message with its author. "chatMessageAttachment resource type"
 */
import { allowListed, escapeHtml, parseHtml, writeHtml } from './html.ts';
import type { StoredMessage } from './messages.ts';

type Attachment = StoredMessage['attachments'][number];

export interface Framed {
  readonly content: string;
  readonly attachments: readonly Attachment[];
  readonly subject?: string | null;
  readonly importance?: StoredMessage['importance'];
}

const labels: Readonly<Record<StoredMessage['importance'], string>> = {
  normal: '',
  high: '<p><strong>IMPORTANT!</strong></p>',
  urgent: '<p><strong>URGENT!</strong></p>',
};

/** HTML, whatever the message was written in. */
export function framedHtml(message: Framed, contentType: 'html' | 'text'): string {
  const { content, attachments, subject, importance = 'normal' } = message;
  const title = subject ? `<h2>${escapeHtml(subject)}</h2>` : '';
  const body = contentType === 'html' ? withMessages(content, attachments) : plainHtml(content);
  return asideHtml(labels[importance] + title) + body;
}

/** Marks what is no part of the message's own text, and so not there to be edited: no client can send this tag. */
export const asideHtml = (html: string): string => (html === '' ? '' : `<aside>${html}</aside>`);

/** Whether there is anything to lay out beside the text. */
export const isFramed = ({ attachments, subject, importance = 'normal' }: Framed): boolean =>
  importance !== 'normal' || Boolean(subject) || attachments.some(isMessage);

const plainHtml = (content: string): string => `<p>${escapeHtml(content).replaceAll('\n', '<br>')}</p>`;

function withMessages(content: string, attachments: readonly Attachment[]): string {
  const shown = new Map(attachments.filter(isMessage).map((one) => [String(one['id']), quotedHtml(one)]));
  if (shown.size === 0) return content;
  return writeHtml(parseHtml(content), ({ tag, attributes }) =>
    tag === 'attachment' ? shown.get(attributes['id'] ?? '') : undefined,
  );
}

const kinds = ['messageReference', 'forwardedMessageReference'];
const isMessage = ({ contentType }: Attachment): boolean => kinds.includes(String(contentType));

interface Sender {
  readonly user?: { readonly displayName?: string | null } | null;
  readonly application?: { readonly displayName?: string | null } | null;
}
interface Referenced {
  readonly messagePreview?: string;
  readonly messageSender?: Sender;
  readonly originalMessageContent?: string;
  readonly originalMessageSender?: Sender;
}

function quotedHtml({ content }: Attachment): string {
  const { messagePreview, messageSender, originalMessageContent, originalMessageSender } = referenced(content);
  const sender = messageSender ?? originalMessageSender;
  const name = sender?.user?.displayName ?? sender?.application?.displayName ?? '';
  const said = messagePreview === undefined ? allowListed(originalMessageContent ?? '') : plainHtml(messagePreview);
  return asideHtml(`<blockquote><p><strong>${escapeHtml(name)}</strong></p>${said}</blockquote>`);
}

function referenced(content: unknown): Referenced {
  try {
    const value: unknown = JSON.parse(String(content));
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
