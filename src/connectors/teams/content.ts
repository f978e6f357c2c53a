/**
 * What a chatMessage says, everything that belongs to it put in its place: subject, importance, attachments, mentions.
 * "chatMessage resource type", "chatMessageAttachment resource type"
 */
import { safeUrl } from '../../core/content/links.ts';
import type { Block, Heading, Inline, Paragraph } from '../../core/content/tree.ts';
import { isWhole } from '../../core/content/wholes.ts';
import type { SourceFile } from '../../core/model.ts';
import { object, objects, text } from '../support/json.ts';
import { graphOrigin } from './api.ts';
import { type Attachment, attachmentBlocks, goesFirst, oneLine } from './attachments.ts';
import { hostedPicture, referencedFile } from './files-in.ts';
import { parseTeams } from './markup.ts';
import { blocksHtml, escapeHtml } from './markup-out.ts';
import { type ChannelIdentity, type ChatMention, mentionReader } from './mentions-in.ts';
import { settlePlaceholders } from './placeholders.ts';
import type { SnippetCode } from './snippets.ts';

export interface MessageContent {
  readonly subject?: string | null;
  readonly importance?: string | null;
  readonly body?: { readonly contentType?: string; readonly content?: string | null } | null;
  readonly attachments?: readonly Attachment[] | null;
  readonly mentions?: readonly ChatMention[] | null;
  readonly channelIdentity?: ChannelIdentity | null;
  readonly policyViolation?: { readonly dlpAction?: string | null } | null;
}

/** What a message says, and what hangs at it. */
export interface Said {
  readonly content: Block[];
  readonly files: readonly SourceFile[];
}

/**
 * Never throws, whatever the input.
 * @param code of code snippets, by the ids of their attachments
 */
export function saidIn(message: MessageContent, code: SnippetCode = noCode): Said {
  if (isBlocked(message)) return { content: [blockedNote], files: noFiles };
  const body = bodyOf(message, code);
  const subject = oneLine(text(message.subject) ?? '');
  const content = subject ? [subjectHeading(subject), ...body.content] : body.content;
  const mark = importanceMarks.get(message.importance ?? '');
  return mark === undefined ? { content, files: body.files } : { content: marked(mark, content), files: body.files };
}

const noFiles: readonly SourceFile[] = [];
const noCode: SnippetCode = new Map();

/** `blockAccess`, `blockAccessExternal`: what an organization keeps to itself goes nowhere. "policyViolation" */
const isBlocked = ({ policyViolation }: MessageContent): boolean =>
  text(policyViolation?.dlpAction)?.includes('blockAccess') === true;

const blockedNote: Paragraph = {
  type: 'paragraph',
  children: [{ type: 'text', text: '(blocked by a policy of the author’s organization)', italic: true }],
};

function bodyOf(message: MessageContent, code: SnippetCode): Said {
  const content = text(message.body?.content) ?? '';
  const contentType = message.body?.contentType === 'text' ? 'text' : 'html';
  const html = contentType === 'html' ? content : '';
  const attachments = message.attachments?.length ? attachmentsOf(message.attachments) : noAttachments;
  const mentions = message.mentions?.length ? mentionsOf(message.mentions) : noMentions;
  const named = mentionReader(mentions, mentions.length > 0 ? placeOf(message.channelIdentity) : undefined);
  const isSettled = attachments.length === 0 && mentions.length < 2 && !html.includes('<img');
  if (isSettled) return { content: parseTeams({ contentType, content }, named), files: noFiles };

  const pictures = new Map<string, SourceFile>();
  const shown = attachments.map((one) => {
    const file = referencedFile(one);
    return { ...one, file, blocks: file ? [] : attachmentBlocks(one, code.get(one.id ?? '')) };
  });
  const settled = settlePlaceholders(html, {
    attachments: new Map(shown.map(({ id, blocks }) => [id ?? '', placedHtml(blocks)])),
    mentions: new Map(mentions.flatMap(namedPerson)),
    picture(address, description) {
      const file = hostedPicture(address, description);
      if (!file) return linkedPicture(address, description);
      pictures.set(file.id, file);
      return '';
    },
  });
  const rest = shown.filter(({ id }) => !settled.placed.has(id ?? ''));
  return {
    content: [
      ...rest.filter(goesFirst).flatMap(({ blocks }) => blocks),
      ...parseTeams({ contentType, content: contentType === 'html' ? settled.html : content }, named),
      ...rest.filter((one) => !goesFirst(one)).flatMap(({ blocks }) => blocks),
    ],
    files: [...pictures.values(), ...shown.flatMap(({ file }) => file ?? [])],
  };
}

const noAttachments: readonly Attachment[] = [];
const noMentions: readonly ChatMention[] = [];

/** What is not of its type is not there: some of it is what an app wrote. */
const attachmentsOf = (given: unknown): readonly Attachment[] =>
  objects(given).map(({ id, contentType, contentUrl, content, name }) => ({
    id: text(id) ?? null,
    contentType: text(contentType) ?? null,
    contentUrl: text(contentUrl) ?? null,
    content: text(content) ?? null,
    name: text(name) ?? null,
  }));

const mentionsOf = (given: unknown): readonly ChatMention[] =>
  objects(given).flatMap(({ id, mentionText, mentioned }) => {
    if (typeof id !== 'number' && typeof id !== 'string') return [];
    const { user, conversation } = object(mentioned) ?? {};
    return {
      id,
      mentionText: text(mentionText) ?? null,
      mentioned: {
        user: { id: text(object(user)?.['id']) ?? null },
        conversation: { id: text(object(conversation)?.['id']) ?? null },
      },
    };
  });

function placeOf(given: unknown): ChannelIdentity {
  const { teamId, channelId } = object(given) ?? {};
  return { ...(typeof teamId === 'string' && { teamId }), ...(typeof channelId === 'string' && { channelId }) };
}

/** As it is written, and with the language of code, which a bot's messages can't name. */
const placedHtml = (blocks: readonly Block[]): string =>
  blocks
    .map((block) =>
      block.type === 'code' && block.language !== undefined
        ? `<pre><code class="language-${escapeHtml(block.language)}">${escapeHtml(block.text)}</code></pre>`
        : blocksHtml([block]),
    )
    .join('');

function namedPerson({ id, mentionText, mentioned }: ChatMention): [string, { who: string; text: string }][] {
  const who = mentioned?.user?.id;
  return id === undefined || !who ? [] : [[String(id), { who, text: mentionText ?? '' }]];
}

const isEmoji = /^\p{Extended_Pictographic}/u;

/** A picture that lies elsewhere, such as a GIF of a search, stays where it is; old emoji are pictures as well. */
function linkedPicture(address: string, description: string): string | undefined {
  const isElsewhere = address.startsWith('https://') && !address.startsWith(`${graphOrigin}/`);
  const url = isElsewhere ? safeUrl(address) : undefined;
  if (url === undefined || isEmoji.test(description)) return undefined;
  return `<a href="${escapeHtml(url)}">${escapeHtml(description.trim() || '[image]')}</a>`;
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
  const isPlain =
    first?.type === 'text' && !isWhole(first) && !first.bold && !first.italic && !first.strike && !first.underline;
  return isPlain
    ? [{ type: 'text', text: `${mark} ${first.text}` }, ...rest]
    : [{ type: 'text', text: `${mark} ` }, ...children];
}
