/**
 * From a bot's activity to what Teams stores: HTML within the allow-list, mentions as `<at id>`, cards as attachments.
 * "Format your bot messages": markdown is the default, xml is a subset of HTML.
 */

import { fromMarkdown, fromText } from '../teams/compose.ts';
import { type NewHosted, temporaryAddress } from '../teams/hosted.ts';
import { escapeHtml, innerText, parseHtml, writeHtml } from '../teams/html.ts';
import type { TeamsUser } from '../teams/world.ts';
import type { ActivityInput, AttachmentInput, MentionInput } from './activity-input.ts';
import { mentionsOf } from './activity-input.ts';
import { ConnectorError } from './errors.ts';

export interface StoredContent {
  readonly content: string;
  readonly attachments: readonly Readonly<Record<string, unknown>>[];
  readonly mentions: readonly Readonly<Record<string, unknown>>[];
  /** Pictures whose bytes came along. */
  readonly hosted?: readonly NewHosted[];
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
 * One activity gives one message, or several where it has text and attachments: Teams splits those, and gives no id then.
 * @throws ConnectorError BadSyntax where there is nothing to show, BadArgument for an unknown kind of attachment
 */
export function contentOf(
  activity: ActivityInput,
  accounts: Accounts,
  randomId: () => string,
): readonly StoredContent[] {
  const attachments = activity.attachments ?? [];
  const pictures = attachments.filter(isImage).map(pictureOf);
  const images =
    pictures.length === 0
      ? []
      : [
          {
            content: pictures.map(({ html }) => html).join(''),
            hosted: pictures.flatMap(({ hosted }) => hosted ?? []),
            attachments: [],
            mentions: [],
          },
        ];
  const text = writeText(activity, accounts);
  const written = text.content === '' ? [] : [{ ...text, attachments: [] }];
  const stored = attachments
    .filter((attachment) => !isImage(attachment))
    .map((attachment) => storedCard(attachment, randomId()));
  const placeholders = stored.map(({ id }) => `<attachment id="${id}"></attachment>`).join('');
  const cards = stored.length === 0 ? [] : [{ content: placeholders, attachments: stored, mentions: [] }];
  const messages = [...written, ...images, ...cards];
  if (messages.length === 0) throw new ConnectorError('BadSyntax', 'the activity has neither text nor attachments');
  return messages;
}

/**
 * Mentions are cut out before the text is converted and put back after it, so that no format touches their names. The
 * marks are private-use characters, which are taken out of the text itself.
 */
function writeText(activity: ActivityInput, accounts: Accounts): Pick<StoredContent, 'content' | 'mentions'> {
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
    const name = nameIn(mention, activity.textFormat === 'xml');
    const mentioned = mentionedObject(mention.mentioned.id, accounts);
    if (mentioned === undefined) return escapeHtml(name);
    const id = mentions.length;
    mentions.push({ id, mentionText: name, mentioned });
    return `<at id="${id}">${escapeHtml(name)}</at>`;
  });
  return { content, mentions };
}

/** `<at>Ben Ito</at>`, as the text has it, without the tags. */
function nameIn({ text }: MentionInput, isHtml: boolean): string {
  const written = text.replace(/^<at[^>]*>/, '').replace(/<\/at>$/, '');
  return isHtml ? innerText(parseHtml(written)) : written;
}

/**
 * Who can be mentioned in a message: by `29:` id, and only in a conversation that they are in. The Entra id is
 * documented for cards alone.
 */
export type Accounts = (account: string) => TeamsUser | undefined;

function mentionedObject(account: string, accounts: Accounts) {
  const user = accounts(account);
  return user && { user: { id: user.id, displayName: user.displayName, userIdentityType: 'aadUser' } };
}

function isImage({ contentType }: AttachmentInput): boolean {
  return contentType.startsWith('image/');
}

const largestPicture = 1024 * 1024;
const dataUri = /^data:(image\/(?:png|jpeg|gif));base64,([A-Za-z0-9+/]+={0,2})$/;

/** By address, or with its bytes. @throws ConnectorError BadArgument */
function pictureOf(
  { contentUrl, contentType, name }: AttachmentInput,
  index: number,
): { readonly html: string; readonly hosted?: NewHosted } {
  const alt = escapeHtml(name ?? 'image');
  if (contentUrl?.startsWith('https://')) return { html: `<p><img src="${escapeHtml(contentUrl)}" alt="${alt}"></p>` };
  const [, type, base64 = ''] = dataUri.exec(contentUrl ?? '') ?? [];
  const bytes = Buffer.from(base64, 'base64');
  if (type === undefined || type !== contentType || bytes.length > largestPicture || !isPicture(bytes, type))
    throw new ConnectorError('BadArgument', 'attachments.contentUrl');
  const temporaryId = String(index + 1);
  return {
    html: `<p><img src="${temporaryAddress(temporaryId)}" alt="${alt}"></p>`,
    hosted: { temporaryId, name: name ?? 'image', type, bytes },
  };
}

const beginnings: Readonly<Record<string, string>> = {
  'image/png': '89504e47',
  'image/jpeg': 'ffd8ff',
  'image/gif': '47494638',
};
const isPicture = (bytes: Buffer, type: string): boolean => bytes.toString('hex').startsWith(beginnings[type] ?? '-');

function storedCard({ contentType, content, contentUrl, name }: AttachmentInput, id: string) {
  if (!contentType.startsWith('application/vnd.microsoft.'))
    throw new ConnectorError('BadArgument', `Unknown attachment type ${contentType}`);
  const json = content === undefined || content === null ? null : JSON.stringify(content);
  return { id, contentType, contentUrl: contentUrl ?? null, content: json, name: name ?? null, thumbnailUrl: null };
}
