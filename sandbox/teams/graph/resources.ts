/** The tenant's things as Graph v1.0 writes them: published properties only, of the published types. */
import { type AppDefinition, type CatalogApp, definitionId } from '../catalog.ts';
import type { StoredTeam } from '../members.ts';
import type { StoredMessage, StoredReaction } from '../messages.ts';
import { eventDetail } from '../system.ts';
import type { TeamsTenant } from '../tenant.ts';
import type { TeamsUser } from '../world.ts';

export type Resource = Readonly<Record<string, unknown>>;

/** ISO 8601 in UTC; Graph trims trailing zeros of the milliseconds. */
export const graphTime = (ms: number): string =>
  new Date(ms)
    .toISOString()
    .replace(/\.?0+Z$/, 'Z')
    .replace(/:Z$/, ':00Z');

const time = (ms: number | null): string | null => (ms === null ? null : graphTime(ms));

/** The tenant's own start of time: directory objects need a creation date. */
const founded = '2026-01-05T08:00:00Z';

/** A guest's user name is made of the address at home. */
export const userPrincipalName = ({ mail, home }: TeamsUser, domain: string): string =>
  home === undefined ? mail : `${mail.replace('@', '_')}#EXT#@${domain}`;

export function userResource(user: TeamsUser, domain: string): Resource {
  const [givenName = '', ...rest] = user.displayName.split(' ');
  return {
    businessPhones: [],
    displayName: user.displayName,
    givenName,
    jobTitle: null,
    mail: user.mail,
    mobilePhone: null,
    officeLocation: null,
    preferredLanguage: null,
    surname: rest.join(' '),
    userPrincipalName: userPrincipalName(user, domain),
    id: user.id,
    accountEnabled: true,
    userType: user.home === undefined ? 'Member' : 'Guest',
    externalUserState: user.home === undefined ? null : 'Accepted',
    createdDateTime: founded,
    proxyAddresses: [`SMTP:${user.mail}`],
    otherMails: [],
  };
}

/** What comes without `$select`. Page "user resource type". */
export const userDefaults = [
  'businessPhones',
  'displayName',
  'givenName',
  'jobTitle',
  'mail',
  'mobilePhone',
  'officeLocation',
  'preferredLanguage',
  'surname',
  'userPrincipalName',
  'id',
];

const nickname = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]+/g, '');

export const groupResource = (tenant: TeamsTenant, team: StoredTeam): Resource => ({
  id: team.id,
  createdDateTime: founded,
  description: team.name,
  displayName: team.name,
  groupTypes: ['Unified'],
  mail: `${nickname(team.name)}@${tenant.tenant.domain}`,
  mailEnabled: true,
  mailNickname: nickname(team.name),
  membershipRule: null,
  resourceProvisioningOptions: ['Team'],
  securityEnabled: false,
  visibility: 'Private',
});

export const teamResource = (tenant: TeamsTenant, team: StoredTeam): Resource => ({
  id: team.id,
  createdDateTime: founded,
  displayName: team.name,
  description: team.name,
  internalId: team.channels[0]?.id ?? null,
  isArchived: team.archived,
  tenantId: tenant.tenant.id,
  visibility: 'private',
  webUrl: `https://teams.microsoft.com/l/team/${encodeURIComponent(team.channels[0]?.id ?? '')}/conversations?groupId=${team.id}&tenantId=${tenant.tenant.id}`,
});

export const channelResource = (
  tenant: TeamsTenant,
  team: StoredTeam,
  channel: StoredTeam['channels'][number],
): Resource => ({
  id: channel.id,
  createdDateTime: founded,
  displayName: channel.name,
  description: null,
  isFavoriteByDefault: null,
  email: '',
  tenantId: tenant.tenant.id,
  webUrl: `https://teams.microsoft.com/l/channel/${encodeURIComponent(channel.id)}/${encodeURIComponent(channel.name)}?groupId=${team.id}&tenantId=${tenant.tenant.id}`,
  membershipType: channel.membershipType,
  isArchived: team.archived,
});

/** A member as channels list them. Page "conversationMember resource type". */
export function memberResource(tenant: TeamsTenant, team: StoredTeam, channel: string, id: string): Resource {
  const user = tenant.user(id);
  const role = team.owners.includes(id) ? ['owner'] : user?.home === undefined ? [] : ['guest'];
  return {
    '@odata.type': '#microsoft.graph.aadUserConversationMember',
    id: Buffer.from(`${channel}##${id}`).toString('base64'),
    roles: role,
    displayName: user?.displayName ?? null,
    visibleHistoryStartDateTime: '0001-01-01T00:00:00Z',
    userId: id,
    email: user?.mail ?? null,
    tenantId: tenant.tenant.id,
  };
}

export const appResource = (app: CatalogApp): Resource => ({
  id: app.id,
  externalId: app.externalId,
  displayName: app.displayName,
  distributionMethod: app.distribution,
});

export const definitionResource = (app: CatalogApp, one: AppDefinition, expandBot = false): Resource => ({
  id: definitionId(app.id, one),
  teamsAppId: app.id,
  displayName: one.displayName,
  version: one.version,
  publishingState: one.publishingState,
  shortDescription: one.shortDescription,
  description: one.description,
  lastModifiedDateTime: null,
  createdBy: null,
  authorization: { requiredPermissionSet: null },
  ...(expandBot ? { bot: { id: one.botId } } : {}),
});

// ---- messages ---------------------------------------------------------------------------------------------------------

const userIdentity = (tenant: TeamsTenant, id: string, displayName: string | null): Resource => ({
  '@odata.type': '#microsoft.graph.teamworkUserIdentity',
  id,
  displayName,
  userIdentityType: 'aadUser',
  tenantId: tenant.tenant.id,
});

function fromResource(tenant: TeamsTenant, { author }: StoredMessage): Resource {
  const nobody = { application: null, device: null, conversation: null, user: null };
  if ('user' in author) {
    return { ...nobody, user: userIdentity(tenant, author.user, tenant.user(author.user)?.displayName ?? null) };
  }
  const identity = {
    '@odata.type': '#microsoft.graph.teamworkApplicationIdentity',
    id: author.bot,
    displayName: author.name,
  };
  return { ...nobody, application: { ...identity, applicationIdentityType: 'bot' } };
}

/** Names that Graph gives the six old reactions. */
const reactionNames: Readonly<Record<string, string>> = {
  '👍': 'Like',
  '❤️': 'Heart',
  '😆': 'Laugh',
  '😮': 'Surprised',
  '🙁': 'Sad',
  '😡': 'Angry',
};

/** One that the organization made itself is written `:name:` here. */
const customReaction = /^:([^:\s]+):$/;

function reactionResource(tenant: TeamsTenant, { emoji, user, at }: StoredReaction): Resource {
  const custom = customReaction.exec(emoji)?.[1];
  return {
    reactionType: custom === undefined ? emoji : 'custom',
    displayName: custom ?? reactionNames[emoji] ?? null,
    reactionContentUrl:
      custom === undefined
        ? null
        : `https://graph.microsoft.com/v1.0/teamwork/emoji/${encodeURIComponent(custom)}/$value`,
    createdDateTime: graphTime(at),
    user: { application: null, device: null, user: userIdentity(tenant, user, null) },
  };
}

function attachmentResource(attachment: Resource, index: number): Resource {
  const { id, contentType, contentUrl, content, name, thumbnailUrl, teamsAppId } = attachment;
  return {
    id: id ?? String(index),
    contentType: contentType ?? null,
    contentUrl: contentUrl ?? null,
    content:
      content === undefined || content === null || typeof content === 'string'
        ? (content ?? null)
        : JSON.stringify(content),
    name: name ?? null,
    thumbnailUrl: thumbnailUrl ?? null,
    teamsAppId: teamsAppId ?? null,
  };
}

function mentionResource(mention: Resource): Resource {
  const { id, mentionText, mentioned } = mention;
  const nobody = { application: null, device: null, conversation: null, tag: null, user: null };
  return { id, mentionText, mentioned: { ...nobody, ...(mentioned as Resource | undefined) } };
}

/** "Best practices for working with Microsoft Graph", evolvable enumerations: who did not ask for new members gets none. */
export const knowsNewMembers = (headers: Readonly<Record<string, string | undefined>>): boolean =>
  headers['prefer']?.includes('include-unknown-enum-members') === true;

/**
 * A deleted message stays readable by id, with an empty body.
 * @param isNewKnown whether the caller asked for members of enumerations that are newer than these
 */
export function messageResource(tenant: TeamsTenant, message: StoredMessage, isNewKnown = false): Resource {
  const deleted = message.deleted !== null;
  const root = message.replyTo ?? message.id;
  const link = `https://teams.microsoft.com/l/message/${encodeURIComponent(message.channel)}/${message.id}`;
  return {
    id: message.id,
    replyToId: message.replyTo,
    etag: String(message.modified),
    messageType: message.event === undefined ? 'message' : isNewKnown ? 'systemEventMessage' : 'unknownFutureValue',
    createdDateTime: graphTime(message.created),
    lastModifiedDateTime: graphTime(message.modified),
    lastEditedDateTime: time(message.edited),
    deletedDateTime: time(message.deleted),
    subject: message.subject,
    summary: null,
    chatId: null,
    importance: message.importance,
    locale: 'en-us',
    webUrl: `${link}?groupId=${message.team}&tenantId=${tenant.tenant.id}&createdTime=${message.id}&parentMessageId=${root}`,
    policyViolation: null,
    eventDetail: message.event === undefined ? null : eventDetail(message.event, message.channel),
    from: message.event === undefined ? fromResource(tenant, message) : null,
    body: { contentType: message.contentType, content: deleted ? '' : message.content },
    channelIdentity: { teamId: message.team, channelId: message.channel },
    attachments: deleted ? [] : message.attachments.map(attachmentResource),
    mentions: deleted ? [] : message.mentions.map(mentionResource),
    reactions: message.reactions.map((reaction) => reactionResource(tenant, reaction)),
    messageHistory: message.history.map((item) => ({
      modifiedDateTime: graphTime(item.at),
      actions: item.action,
      reaction: reactionResource(tenant, item),
    })),
  };
}

/**
 * What a rich notification brings: the message as a GET answers it, but for what it has in its sample in "Change
 * notifications for Microsoft Teams messages": empty collections, and a creation in whole seconds.
 */
export const richResource = (tenant: TeamsTenant, message: StoredMessage, isNewKnown = false): Resource => ({
  ...messageResource(tenant, message, isNewKnown),
  createdDateTime: graphTime(message.created - (message.created % 1000)),
  replies: [],
  hostedContents: [],
});
