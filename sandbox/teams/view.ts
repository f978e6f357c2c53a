/** What Teams' client shows of a channel, for the sandbox's page and for checkers. */
import { seenText, sentCards, visibleCards } from '../bot/cards.ts';
import { publicPicture, shownPicture, shownPublicly } from '../kit/pictures.ts';
import type { Kit, ViewedMessage } from '../kit/platform.ts';
import { asideHtml, framedHtml } from './framed.ts';
import { hostedAddress } from './hosted.ts';
import { escapeHtml, innerText, isInLine, parseHtml, writeHtml } from './html.ts';
import type { StoredMessage } from './messages.ts';
import { viewAddress } from './sharepoint.ts';
import type { TeamsTenant } from './tenant.ts';

/**
 * Teams' own tags in terms that a browser knows.
 * @param shownAt where a browser finds a picture; those behind a sign-in are shown by their description.
 */
export function browserHtml(
  content: string,
  contentType: 'html' | 'text',
  shownAt: (address: string) => string | undefined = () => undefined,
): string {
  if (contentType === 'text') return `<p>${escapeHtml(content).replaceAll('\n', '<br>')}</p>`;
  return writeHtml(parseHtml(content), ({ tag, attributes, children }, inner) => {
    if (tag === 'at') return `<span class="mention">${escapeHtml(innerText(children))}</span>`;
    if (tag === 'attachment') return '';
    if (tag === 'aside') return asideHtml(inner());
    if (tag === 'emoji') return escapeHtml(attributes['alt'] ?? '');
    if (tag === 'customemoji') return escapeHtml(`:${attributes['alt'] ?? ''}:`);
    if (tag === 'img') {
      const shown = { address: shownAt(attributes['src'] ?? ''), inLine: isInLine({ tag, attributes, children }) };
      return pictureHtml(attributes['alt'] ?? '', shown);
    }
    if (tag === 'codeblock') return `<pre>${inner()}</pre>`;
    if (tag === 'a' && attributes['href'] !== undefined) return safeLink(attributes['href'], inner());
    return undefined;
  });
}

interface ShownAt {
  readonly address: string | undefined;
  /** Among the letters. */
  readonly inLine: boolean;
}

const pictureHtml = (description: string, { address, inLine }: ShownAt): string =>
  address === undefined
    ? escapeHtml(description)
    : `<img${inLine ? ' class="emoji"' : ''} src="${escapeHtml(address)}" alt="${escapeHtml(description)}">`;

const safeLink = (href: string, text: string): string =>
  /^(https?:|mailto:)/i.test(href)
    ? `<a href="${escapeHtml(href)}" rel="noopener noreferrer" target="_blank">${text}</a>`
    : text;

export function viewedMessage(kit: Kit, tenant: TeamsTenant, message: StoredMessage): ViewedMessage {
  const { author, content, contentType } = message;
  const user = 'user' in author ? tenant.user(author.user) : undefined;
  const removed = message.deleted !== null;
  const cards = removed ? [] : visibleCards(message.attachments);
  const shownAt = (address: string): string | undefined => {
    const picture = message.hosted.find(({ id }) => hostedAddress(message, id) === address);
    return picture ? viewAddress(kit, picture.key) : shownPublicly(address);
  };
  return {
    message: message.id,
    root: message.replyTo,
    author: {
      name: 'user' in author ? (user?.displayName ?? author.user) : author.name,
      kind: 'user' in author ? 'person' : 'app',
      picture: user === undefined ? null : shownPicture(publicPicture(user.person), kit),
    },
    text: removed ? '' : [seenText(message, contentType), ...snippetsOf(tenant, message)].join('\n').trim(),
    rich: removed ? '' : content,
    html: removed
      ? ''
      : browserHtml(framedHtml(message, contentType), 'html', shownAt) +
        snippetsOf(tenant, message)
          .map((code) => `<pre>${escapeHtml(code)}</pre>`)
          .join('') +
        cards.map((card) => `<aside class="card"><p>${escapeHtml(card).replaceAll('\n', '<br>')}</p></aside>`).join(''),
    mentions: removed ? [] : message.mentions.map(({ mentionText }) => String(mentionText ?? '')),
    reactions: reactionsOf(tenant, message),
    files: removed ? [] : filesOf(kit, tenant, message),
    attachments: removed ? [] : sentCards(message.attachments),
    edited: message.edited !== null,
    removed,
    at: message.created,
  };
}

/** Code that goes along with a message is a content of its own. */
const snippetsOf = (tenant: TeamsTenant, message: StoredMessage): readonly string[] =>
  message.attachments.flatMap(({ contentType, content }) => {
    if (contentType !== 'application/vnd.microsoft.card.codesnippet') return [];
    const { codeSnippetUrl } = JSON.parse(String(content)) as { codeSnippetUrl?: string };
    const code = message.hosted.find(({ id }) => hostedAddress(message, id) === codeSnippetUrl);
    return code ? [tenant.files.bytes(code.key).toString('utf8')] : [];
  });

/** Pictures that stand in the text now, and what lies in the channel's folder. */
function filesOf(kit: Kit, tenant: TeamsTenant, message: StoredMessage): ViewedMessage['files'] {
  const shown = message.hosted.filter(({ id }) => message.content.includes(hostedAddress(message, id)));
  return [...shown, ...message.files].flatMap(({ key }) => {
    const file = tenant.files.get(key);
    return file ? [{ name: file.name, type: file.type, size: file.size, url: viewAddress(kit, key) }] : [];
  });
}

function reactionsOf(tenant: TeamsTenant, { reactions }: StoredMessage): ViewedMessage['reactions'] {
  const by = Map.groupBy(reactions, ({ emoji }) => emoji);
  return [...by].map(([emoji, all]) => ({
    emoji,
    by: all.map(({ user }) => tenant.user(user)?.displayName ?? user),
  }));
}
