/** What a person can do in Teams' client, in channels. What the client would grey out is refused as an ActError. */
import { adaptiveCard } from '../bot/cards.ts';
import { type Act, ActError } from '../kit/platform.ts';
import { type Composed, fromHtml, fromMarkdown, fromText } from './compose.ts';
import { type NewHosted, temporaryAddress } from './hosted.ts';
import { elements, escapeHtml, parseHtml, writeHtml } from './html.ts';
import type { StoredMessage } from './messages.ts';
import { drivePlace } from './sharepoint.ts';
import type { TeamsTenant } from './tenant.ts';
import type { TeamsUser } from './world.ts';

interface Standpoint {
  readonly act: Act;
  readonly user: TeamsUser;
  readonly team: string;
  readonly channel: string;
  /** Makes the id of a card, or of what is passed on. */
  readonly fileId: () => string;
}
type Done = { readonly message: string };
type ChannelDeed = (tenant: TeamsTenant, at: Standpoint) => Done;

/** The deeds of a channel; the others go to the bot. */
export const channelDeeds: Readonly<Partial<Record<Act['do'], ChannelDeed>>> = {
  post: (tenant, at) => post(tenant, at, null),
  upload: (tenant, at) => post(tenant, at, at.act.message === undefined ? null : rootOf(tenant, at)),
  reply: (tenant, at) => post(tenant, at, rootOf(tenant, at)),
  forward,
  edit(tenant, at) {
    const { id, attachments, content: before } = ownMessage(tenant, at, 'shown');
    const { content, mentions } = composed(tenant, at);
    const kept = at.act.html === undefined ? picturesIn(before) : '';
    const change = { contentType: 'html', content: content + kept + placeholders(attachments), mentions } as const;
    return done(tenant.edit(at.channel, id, change));
  },
  remove: (tenant, at) => done(tenant.remove(at.channel, ownMessage(tenant, at, 'shown').id)),
  restore: (tenant, at) => done(tenant.restore(at.channel, ownMessage(tenant, at, 'removed').id)),
  react(tenant, at) {
    const { id } = shownMessage(tenant, at);
    return done(tenant.react(at.channel, id, at.user.id, emojiOf(at.act)));
  },
  unreact(tenant, at) {
    const emoji = emojiOf(at.act);
    const { id, reactions } = shownMessage(tenant, at);
    if (!reactions.some((one) => one.user === at.user.id && one.emoji === emoji)) {
      throw new ActError('no_reaction', `${at.user.displayName} has not reacted with ${emoji}.`);
    }
    return done(tenant.unreact(at.channel, id, at.user.id, emoji));
  },
  join(tenant, at) {
    tenant.addMember(at.team, at.user.id);
    return { message: '' };
  },
  leave(tenant, at) {
    tenant.removeMember(at.team, at.user.id);
    return { message: '' };
  },
};

const done = ({ id }: { readonly id: string }): Done => ({ message: id });

/** What an archived team still allows. */
const moves: ReadonlySet<Act['do']> = new Set(['join', 'leave']);

/** Where and as whom the act is done. Everything but joining takes a member of the team. @throws ActError */
export function standpoint(tenant: TeamsTenant, act: Act, fileId: () => string): Standpoint {
  const user = tenant.userByPerson(act.as);
  if (user === undefined) throw new ActError('unknown_person', `${act.as} is not in Teams.`);
  const channel = tenant.channel(act.place);
  if (channel === undefined) throw new ActError('unknown_place', `There is no channel ${act.place} in Teams.`);
  const isMember = tenant.roster(channel.id).includes(user.id);
  if (!isMember && act.do !== 'join') throw new ActError('not_a_member', `${user.displayName} is not in this team.`);
  if (tenant.team(channel.team)?.archived && !moves.has(act.do))
    throw new ActError('archived', 'The team is archived: it can be read only.');
  return { act, user, team: channel.team, channel: channel.id, fileId };
}

function shownMessage(tenant: TeamsTenant, { act, channel }: Standpoint): StoredMessage {
  if (act.message === undefined) throw new ActError('no_message', 'Which message? `message` is missing.');
  const message = tenant.message(channel, act.message);
  if (message === undefined) throw new ActError('unknown_message', 'There is no such message in this channel.');
  if (message.deleted !== null && act.do !== 'restore') throw new ActError('removed', 'The message has been deleted.');
  return message;
}

function ownMessage(tenant: TeamsTenant, at: Standpoint, state: 'shown' | 'removed'): StoredMessage {
  const message = shownMessage(tenant, at);
  if (!('user' in message.author) || message.author.user !== at.user.id) {
    throw new ActError('not_yours', 'Only the author of a message can change it.');
  }
  if (state === 'removed' && message.deleted === null) throw new ActError('not_removed', 'The message is not deleted.');
  return message;
}

/** Channels have one level of replies: to answer a reply is to answer its root. */
function rootOf(tenant: TeamsTenant, at: Standpoint): string {
  const message = shownMessage(tenant, at);
  return message.replyTo ?? message.id;
}

function emojiOf({ emoji }: Act): string {
  if (emoji) return emoji;
  throw new ActError('no_emoji', 'Which reaction? `emoji` is missing.');
}

/** What the person wrote, as Teams HTML. @throws ActError where nothing was */
function composed(tenant: TeamsTenant, { act, team, channel }: Standpoint): Composed {
  if (act.html !== undefined) {
    return fromHtml(act.html, tenant.users(), [
      { id: channel, name: tenant.channel(channel)!.name, kind: 'channel' },
      { id: team, name: tenant.team(team)!.name, kind: 'team' },
    ]);
  }
  if (act.markdown !== undefined) return { content: fromMarkdown(act.markdown), mentions: [] };
  if (act.text !== undefined && act.text.trim() !== '') return { content: fromText(act.text), mentions: [] };
  const isBare = act.card !== undefined || act.snippet !== undefined;
  if ((act.files !== undefined && act.files.length > 0) || isBare) return { content: '', mentions: [] };
  throw new ActError(
    'no_content',
    'There is nothing to send: `text`, `html`, `markdown`, `files`, `card` and `snippet` are missing.',
  );
}

/** Pictures stay where only the words are changed. */
const picturesIn = (html: string): string =>
  elements(parseHtml(html), 'img')
    .map((picture) => `<p>${writeHtml([picture])}</p>`)
    .join('');

/** Where the attachments stand in the text: after it. */
const placeholders = (attachments: StoredMessage['attachments']): string =>
  attachments.map(({ id }) => `<attachment id="${escapeHtml(String(id))}"></attachment>`).join('');

type Given = NonNullable<Act['files']>[number];

const pictureOf = ({ name, type, base64 }: Given, index: number): NewHosted => ({
  temporaryId: String(index + 1),
  name,
  type,
  bytes: Buffer.from(base64, 'base64'),
});

const pictureHtml = ({ temporaryId, name }: NewHosted): string =>
  `<p><img src="${temporaryAddress(temporaryId)}" alt="${escapeHtml(name)}"></p>`;

const snippetId = 'code';

/** Page "chatMessageAttachment resource type": the card names the language, and where the code is held. */
const snippetCard = ({ language }: NonNullable<Act['snippet']>) => ({
  contentType: 'application/vnd.microsoft.card.codesnippet',
  content: JSON.stringify({ language, codeSnippetUrl: temporaryAddress(snippetId) }),
});

const snippetCode = ({ code }: NonNullable<Act['snippet']>): NewHosted => ({
  temporaryId: snippetId,
  name: 'code',
  type: 'text/plain',
  bytes: Buffer.from(code),
});

/**
 * Pictures are pasted into the text, unless they are uploaded. Other files lie in the team's SharePoint site; the
 * message carries references to them. Subjects stand above new posts.
 */
function post(tenant: TeamsTenant, at: Standpoint, replyTo: string | null): Done {
  const { content, mentions } = composed(tenant, at);
  const given = at.act.files ?? [];
  const isPasted = ({ type }: Given): boolean => at.act.do !== 'upload' && type.startsWith('image/');
  const pasted = given.filter(isPasted).map(pictureOf);
  const folder = drivePlace(tenant, at.team, at.channel);
  const items = given
    .filter((file) => !isPasted(file))
    .map(({ name, type, base64 }) =>
      tenant.drives.upload(folder, { name, type, bytes: Buffer.from(base64, 'base64') }, at.user.id),
    );
  const files = items.flatMap(({ file }) => tenant.files.get(file ?? '') ?? []);
  const { subject, importance, card, snippet } = at.act;
  if (subject !== undefined && replyTo !== null) throw new ActError('no_subject', 'A reply has no subject.');
  const attachments = [
    ...items.map(({ name, address, guid }) => ({
      id: guid.toLowerCase(),
      contentType: 'reference',
      contentUrl: address,
      name,
    })),
    ...(card === undefined ? [] : [{ id: at.fileId(), contentType: adaptiveCard, content: JSON.stringify(card) }]),
    ...(snippet === undefined ? [] : [{ id: at.fileId(), ...snippetCard(snippet) }]),
  ];
  return done(
    tenant.post({
      team: at.team,
      channel: at.channel,
      replyTo,
      author: { user: at.user.id },
      contentType: 'html',
      content: content + pasted.map(pictureHtml).join('') + placeholders(attachments),
      attachments,
      mentions,
      files,
      hosted: [...pasted, ...(snippet === undefined ? [] : [snippetCode(snippet)])],
      ...(subject !== undefined && { subject }),
      ...(importance !== undefined && { importance }),
    }),
  );
}

/** What is passed on is a new post, which carries a copy of the other one; words of one's own may stand before it. */
function forward(tenant: TeamsTenant, at: Standpoint): Done {
  const { act, user, team, channel, fileId } = at;
  const source = standpoint(tenant, { ...act, place: act.from ?? act.place }, fileId);
  const { id, author, content, contentType, channel: origin, created } = shownMessage(tenant, source);
  const comment = act.html !== undefined || act.markdown !== undefined || act.text !== undefined;
  const { content: words, mentions } = comment ? composed(tenant, at) : { content: '', mentions: [] };
  const sender =
    'user' in author
      ? { user: { ...identityOf(tenant, author.user), tenantId: tenant.tenant.id } }
      : { application: { id: author.bot, displayName: author.name, applicationIdentityType: 'bot' } };
  const forwarded = {
    id,
    contentType: 'forwardedMessageReference',
    content: JSON.stringify({
      originalMessageId: id,
      originalMessageContent: contentType === 'html' ? content : fromText(content),
      originalConversationId: origin,
      originalSentDateTime: new Date(created).toISOString(),
      originalMessageSender: { application: null, device: null, user: null, ...sender },
    }),
  };
  return done(
    tenant.post({
      team,
      channel,
      replyTo: null,
      author: { user: user.id },
      contentType: 'html',
      content: words + placeholders([forwarded]),
      attachments: [forwarded],
      mentions,
    }),
  );
}

const identityOf = (tenant: TeamsTenant, id: string) => ({
  userIdentityType: 'aadUser',
  id,
  displayName: tenant.user(id)?.displayName ?? null,
});
