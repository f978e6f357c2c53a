/**
 * What a chatMessage says, everything that belongs to it put in its place: subject, importance, attachments, mentions.
 * "chatMessage resource type", "chatMessageAttachment resource type"
 */
import type { Block, Heading, Inline, Paragraph } from '../../core/content/tree.ts';
import { type Attachment, attachmentBlocks, goesFirst, oneLine } from './attachments.ts';
import { parseTeams } from './markup.ts';
import { blocksHtml } from './markup-out.ts';
import { settlePlaceholders } from './placeholders.ts';

export interface MessageContent {
  readonly subject?: string | null;
  readonly importance?: string | null;
  readonly body?: { readonly contentType?: string; readonly content?: string | null } | null;
  readonly attachments?: readonly Attachment[] | null;
  readonly mentions?: readonly Mention[] | null;
  readonly policyViolation?: { readonly dlpAction?: string | null } | null;
}

interface Mention {
  readonly id?: number | string;
  readonly mentionText?: string | null;
  readonly mentioned?: { readonly user?: { readonly id?: string } | null } | null;
}

/** Never throws, whatever the input. */
export function contentOf(message: MessageContent): Block[] {
  if (isBlocked(message)) return [blockedNote];
  const body = bodyOf(message);
  const subject = oneLine(message.subject ?? '');
  const content = subject ? [subjectHeading(subject), ...body] : body;
  const mark = importanceMarks.get(message.importance ?? '');
  return mark === undefined ? content : marked(mark, content);
}

/** `blockAccess`, `blockAccessExternal`: what an organization keeps to itself goes nowhere. "policyViolation" */
const isBlocked = ({ policyViolation }: MessageContent): boolean =>
  policyViolation?.dlpAction?.includes('blockAccess') === true;

const blockedNote: Paragraph = {
  type: 'paragraph',
  children: [{ type: 'text', text: '(blocked by a policy of the author’s organization)', italic: true }],
};

function bodyOf({ body, attachments, mentions }: MessageContent): Block[] {
  const content = body?.content ?? '';
  const contentType = body?.contentType === 'text' ? 'text' : 'html';
  if (!attachments?.length && (mentions?.length ?? 0) < 2) return parseTeams({ contentType, content });

  const shown = (attachments ?? []).map((one) => ({ ...one, blocks: attachmentBlocks(one) }));
  const { html, placed } = settlePlaceholders(contentType === 'html' ? content : '', {
    attachments: new Map(shown.map(({ id, blocks }) => [id ?? '', blocksHtml(blocks)])),
    mentions: new Map((mentions ?? []).flatMap(namedPerson)),
  });
  const rest = shown.filter(({ id }) => !placed.has(id ?? ''));
  return [
    ...rest.filter(goesFirst).flatMap(({ blocks }) => blocks),
    ...parseTeams({ contentType, content: contentType === 'html' ? html : content }),
    ...rest.filter((one) => !goesFirst(one)).flatMap(({ blocks }) => blocks),
  ];
}

function namedPerson({ id, mentionText, mentioned }: Mention): [string, { who: string; text: string }][] {
  const who = mentioned?.user?.id;
  return id === undefined || !who ? [] : [[String(id), { who, text: mentionText ?? '' }]];
}

/** A post's subject stands above it, in larger letters. */
const subjectHeading = (subject: string): Heading => ({
  type: 'heading',
  level: 2,
  children: [{ type: 'text', text: subject }],
});

const importanceMarks: ReadonlyMap<string, string> = new Map([
  ['high', '❗'],
  ['urgent', '🚨'],
]);

/** The mark stands in the first line, before what is there. */
function marked(mark: string, content: readonly Block[]): Block[] {
  const [first, ...rest] = content;
  if (first?.type !== 'paragraph' && first?.type !== 'heading') {
    return [{ type: 'paragraph', children: [{ type: 'text', text: mark }] }, ...content];
  }
  return [{ ...first, children: withMark(mark, first.children) }, ...rest];
}

function withMark(mark: string, children: readonly Inline[]): readonly Inline[] {
  const [first, ...rest] = children;
  const isPlain = first?.type === 'text' && !first.bold && !first.italic && !first.strike && !first.underline;
  return isPlain
    ? [{ type: 'text', text: `${mark} ${first.text}` }, ...rest]
    : [{ type: 'text', text: `${mark} ` }, ...children];
}
