/**
 * From a bot's activity to what Teams stores: HTML within the allow-list, mentions as `<at id>`, cards as attachments.
 * "Format your bot messages": markdown is the default, xml is a subset of HTML.
 */

import { fromMarkdown, fromText } from '../teams/compose.ts';
import { escapeHtml, parseHtml, writeHtml } from '../teams/html.ts';
import type { ActivityInput, AttachmentInput, MentionInput } from './activity-input.ts';
import { mentionsOf } from './activity-input.ts';
import { ConnectorError } from './errors.ts';
import type { Identity } from './identity.ts';

export interface StoredContent {
  readonly content: string;
  readonly attachments: readonly Readonly<Record<string, unknown>>[];
  readonly mentions: readonly Readonly<Record<string, unknown>>[];
}

const formats: Readonly<Record<NonNullable<ActivityInput['textFormat']>, (text: string) => string>> = {
  plain: fromText,
  markdown: fromMarkdown,
  xml: (text) => writeHtml(parseHtml(text), withoutTeamsOwnTags),
};

/** What only Teams itself writes into a message: from a bot, the tag vanishes and its text stays. */
const teamsOwnTags = new Set(['at', 'attachment', 'emoji', 'customemoji']);
const withoutTeamsOwnTags: NonNullable<Parameters<typeof writeHtml>[1]> = ({ tag }, inner) =>
  teamsOwnTags.has(tag) ? inner() : undefined;

/**
 * One activity gives one message, or two where it has both text and cards: Teams splits those, and gives no id then.
 * @throws ConnectorError BadSyntax where there is nothing to show, BadArgument for an unknown kind of attachment
 */
export function contentOf(
  activity: ActivityInput,
  identity: Identity,
  randomId: () => string,
): readonly StoredContent[] {
  const attachments = activity.attachments ?? [];
  const images = attachments.filter(isImage).map(imageHtml).join('');
  const text = writeText(activity, identity);
  const written = text.content + images === '' ? [] : [{ ...text, content: text.content + images, attachments: [] }];
  const stored = attachments
    .filter((attachment) => !isImage(attachment))
    .map((attachment) => storedCard(attachment, randomId()));
  const placeholders = stored.map(({ id }) => `<attachment id="${id}"></attachment>`).join('');
  const cards = stored.length === 0 ? [] : [{ content: placeholders, attachments: stored, mentions: [] }];
  const messages = [...written, ...cards];
  if (messages.length === 0) throw new ConnectorError('BadSyntax', 'the activity has neither text nor attachments');
  return messages;
}

/**
 * Mentions are cut out before the text is converted and put back after it, so that no format touches their names. The
 * marks are private-use characters, which are taken out of the text itself.
 */
function writeText(activity: ActivityInput, identity: Identity): Pick<StoredContent, 'content' | 'mentions'> {
  const found = mentionsOf(activity);
  const clean = (activity.text ?? '').replace(/[\ue000\ue001]/g, '');
  const marked = found.reduce(
    (text, { text: spelled }, index) => text.replaceAll(spelled, `\ue000${index}\ue001`),
    clean,
  );
  if (marked.trim() === '') return { content: '', mentions: [] };

  const mentions: Readonly<Record<string, unknown>>[] = [];
  const html = formats[activity.textFormat ?? 'markdown'](marked);
  const content = html.replace(/\ue000(\d+)\ue001/g, (_, index: string) => {
    const mention = found[Number(index)] as MentionInput;
    const name = nameIn(mention);
    const mentioned = mentionedObject(mention.mentioned.id, identity);
    if (mentioned === undefined) return escapeHtml(name);
    const id = mentions.length;
    mentions.push({ id, mentionText: name, mentioned });
    return `<at id="${id}">${escapeHtml(name)}</at>`;
  });
  return { content, mentions };
}

/** `<at>Ben Ito</at>`, as the text has it, without the tags. */
function nameIn({ text }: MentionInput): string {
  return text.replace(/^<at[^>]*>/, '').replace(/<\/at>$/, '');
}

function mentionedObject(account: string, identity: Identity) {
  const user = identity.userOf(account);
  return user && { user: { id: user.id, displayName: user.displayName, userIdentityType: 'aadUser' } };
}

function isImage({ contentType }: AttachmentInput): boolean {
  return contentType.startsWith('image/');
}

/** @throws ConnectorError BadArgument */
function imageHtml({ contentUrl, name }: AttachmentInput): string {
  if (!contentUrl?.startsWith('https://')) throw new ConnectorError('BadArgument', 'attachments.contentUrl');
  return `<p><img src="${escapeHtml(contentUrl)}" alt="${escapeHtml(name ?? 'image')}"></p>`;
}

function storedCard({ contentType, content, contentUrl, name }: AttachmentInput, id: string) {
  if (!contentType.startsWith('application/vnd.microsoft.'))
    throw new ConnectorError('BadArgument', `Unknown attachment type ${contentType}`);
  const json = content === undefined || content === null ? null : JSON.stringify(content);
  return { id, contentType, contentUrl: contentUrl ?? null, content: json, name: name ?? null, thumbnailUrl: null };
}
