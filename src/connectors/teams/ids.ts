/**
 * The one place that makes and takes apart ids of Teams. A message id of Teams is unique only inside its thread, so a
 * reply carries the id of its root: whoever holds it can fetch, edit or answer it without looking anything up.
 * Stored ids must keep working: change nothing here without a migration.
 */
import type { ConversationId, MessageId, PersonId } from '../../core/model.ts';

const guid = '[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}';
/** "Get channel": new channels end in tacv2, old ones in skype. */
const channel = '19:[A-Za-z0-9_-]{1,128}@thread\\.(?:tacv2|skype)';
/** Milliseconds since 1970. */
const message = '[0-9]{1,16}';

const guidPattern = new RegExp(`^${guid}$`);
const conversationPattern = new RegExp(`^(${guid})/(${channel})$`);
const messagePattern = new RegExp(`^(?:(${message})/)?(${message})$`);
const resourcePattern = new RegExp(
  `^/?teams\\('(${guid})'\\)/channels\\('(${channel})'\\)/messages\\('(${message})'\\)(?:/replies\\('(${message})'\\))?$`,
);

export interface ChannelAddress {
  /** Of the team, which is the id of its Microsoft 365 group. */
  readonly team: string;
  readonly channel: string;
}

export interface MessageAddress {
  /** Null on a root. */
  readonly root: string | null;
  readonly id: string;
}

export const isGuid = (text: unknown): text is string => typeof text === 'string' && guidPattern.test(text);
export const sameGuid = (a: unknown, b: string): boolean => isGuid(a) && a.toLowerCase() === b.toLowerCase();

export const conversationId = ({ team, channel }: ChannelAddress): ConversationId =>
  `${team.toLowerCase()}/${channel}` as ConversationId;

export function parseConversationId(id: ConversationId): ChannelAddress {
  const [, team, name] = conversationPattern.exec(id) ?? [];
  if (!team || !name) throw new Error(`not a Teams conversation id: ${id}`);
  return { team, channel: name };
}

export const messageId = ({ root, id }: MessageAddress): MessageId =>
  (root === null || root === id ? id : `${root}/${id}`) as MessageId;

export function parseMessageId(id: MessageId): MessageAddress {
  const [, root, own] = messagePattern.exec(id) ?? [];
  if (!own) throw new Error(`not a Teams message id: ${id}`);
  return { root: root ?? null, id: own };
}

/** The root of the thread that a message is in: itself, if it is one. */
export function rootOf(id: MessageId): string {
  const address = parseMessageId(id);
  return address.root ?? address.id;
}

/** The address of a message for people of the tenant, as `chatMessage` has it in `webUrl`. "chatMessage resource type" */
export function webUrl(tenant: string, conversation: ConversationId, message: MessageId): string {
  const { team, channel: name } = parseConversationId(conversation);
  const { id } = parseMessageId(message);
  const query = new URLSearchParams({
    groupId: team,
    tenantId: tenant,
    createdTime: id,
    parentMessageId: rootOf(message),
  });
  return `https://teams.microsoft.com/l/message/${encodeURIComponent(name)}/${id}?${query}`;
}

/** People are named by their Entra object id. */
export const personId = (objectId: string): PersonId => objectId.toLowerCase() as PersonId;
/** Bots and apps are named as the Bot Framework names them. */
export const appPersonId = (applicationId: string): PersonId => `28:${applicationId.toLowerCase()}` as PersonId;

export interface ResourceAddress extends ChannelAddress, MessageAddress {}

/** What a change notification names. Undefined for anything but a message of a channel in the documented form. */
export function parseResource(resource: unknown): ResourceAddress | undefined {
  if (typeof resource !== 'string') return undefined;
  const [, team, name, first, second] = resourcePattern.exec(resource) ?? [];
  if (!team || !name || !first) return undefined;
  return { team: team.toLowerCase(), channel: name, root: second ? first : null, id: second ?? first };
}

/** Where Graph keeps the messages of a channel; ids are raw in paths, as Microsoft's pages write them. */
export const messagesPath = ({ team, channel }: ChannelAddress): string =>
  `/teams/${team}/channels/${channel}/messages`;

export const messagePath = (place: ChannelAddress, { root, id }: MessageAddress): string =>
  root === null ? `${messagesPath(place)}/${id}` : `${messagesPath(place)}/${root}/replies/${id}`;
