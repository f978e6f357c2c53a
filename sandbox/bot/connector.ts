/** What the bot may do by the connector: post, edit and delete its own messages in channels and chats. */

import { uuid } from '../entra/ids.ts';
import { clientId } from '../entra/registration.ts';
import type { Kit } from '../kit/platform.ts';
import type { TeamsUser, TeamsWorld } from '../teams/world.ts';
import { parseActivity, parseConversationParameters } from './activity-input.ts';
import type { Chat, ChatMessage, Chats } from './chats.ts';
import type { Accounts, StoredContent } from './content.ts';
import { contentOf } from './content.ts';
import { ConnectorError } from './errors.ts';
import type { Identity } from './identity.ts';
import { isInChannel, isInstalledIn, threadOf } from './identity.ts';
import type { Sso } from './sso.ts';
import type { Typing } from './typing.ts';

export interface ConnectorParts {
  readonly kit: Kit;
  readonly world: TeamsWorld;
  readonly identity: Identity;
  readonly chats: Chats;
  readonly sso: Sso;
  readonly typing: Typing;
}

export type Conversation =
  | { readonly kind: 'channel'; readonly channel: string; readonly team: string; readonly root: string | null }
  | { readonly kind: 'chat'; readonly chat: Chat };

export interface Connector {
  /** @throws ConnectorError ConversationNotFound, BotNotInConversationRoster */
  conversation(id: string): Conversation;
  create(body: unknown): {
    readonly status: number;
    readonly body: { readonly id: string; readonly activityId?: string };
  };
  /** Answers the id of the new message; null where there is none to give. */
  post(conversation: string, body: unknown): { readonly id: string | null };
  edit(conversation: string, activity: string, body: unknown): void;
  remove(conversation: string, activity: string): void;
}

export function createConnector({ kit, world, identity, chats, sso, typing }: ConnectorParts): Connector {
  const bot = () => ({ bot: clientId, name: identity.botName() });
  const membersOf = (target: Conversation): readonly string[] =>
    target.kind === 'chat' ? target.chat.members : world.roster(target.channel);
  const contents = (target: Conversation, body: unknown) => {
    const accounts: Accounts = (account) => {
      const user = account.startsWith('29:') ? identity.userOf(account) : undefined;
      return user && membersOf(target).includes(user.id) ? user : undefined;
    };
    return contentOf(parseActivity(body), accounts, () => uuid(kit.random));
  };

  const conversation = (id: string): Conversation => {
    const { channel, root } = threadOf(id);
    const found = world.channel(channel);
    if (found !== undefined) {
      if (!isInChannel(world, channel)) throw new ConnectorError('BotNotInConversationRoster');
      return { kind: 'channel', channel, team: found.team, root };
    }
    const chat = chats.get(id);
    if (chat === undefined) throw new ConnectorError('ConversationNotFound');
    if (!mayWriteIn(world, chat)) throw new ConnectorError('BotNotInConversationRoster');
    return { kind: 'chat', chat };
  };
  /** An archived team can be read only. */
  const writable = (id: string): Conversation => {
    const target = conversation(id);
    if (target.kind === 'channel' && world.team(target.team)?.archived)
      throw new ConnectorError('MessageWritesBlocked');
    return target;
  };
  const placeOf = (target: Conversation) => (target.kind === 'chat' ? target.chat.id : target.channel);

  const addToChat = (chat: Chat, content: StoredContent): string => {
    const attempt = sso.attempt(chat, content.attachments);
    const message = chats.post(chat, null, content, attempt !== undefined);
    attempt?.(message);
    return message.id;
  };
  const add = (target: Conversation, { content, attachments, mentions, hosted = [] }: StoredContent): string => {
    typing.end(placeOf(target));
    if (target.kind === 'chat') return addToChat(target.chat, { content, attachments, mentions });
    const { team, channel, root } = target;
    const rootMessage = root === null ? null : world.message(channel, root);
    if (rootMessage === undefined || typeof rootMessage?.replyTo === 'string')
      throw new ConnectorError('ActivityNotFoundInConversation');
    return world.post({
      team,
      channel,
      replyTo: root,
      author: bot(),
      contentType: 'html',
      content,
      attachments,
      mentions,
      hosted,
    }).id;
  };
  const addAll = (target: Conversation, body: unknown): string | null => {
    const ids = contents(target, body).map((content) => add(target, content));
    return ids.length === 1 ? (ids[0] ?? null) : null;
  };

  return {
    conversation,
    create(body) {
      const { isGroup, members, tenantId, activity, channelData } = parseConversationParameters(body);
      const tenant = tenantId ?? channelData?.tenant?.id;
      if (tenant !== undefined && tenant !== world.tenant.id) throw new ConnectorError('BadArgument', 'tenantId');
      if (channelData?.channel) {
        const { id } = channelData.channel;
        const target = writable(id);
        if (target.kind !== 'channel') throw new ConnectorError('BadArgument', 'channelData.channel.id');
        // Reported of pictures that come as data; in a reply they are fine.
        if (holdsData(activity)) throw new ConnectorError('BadArgument', 'activity.attachments');
        const activityId = addAll({ ...target, root: null }, activity);
        if (activityId === null) throw new ConnectorError('BadArgument', 'activity: text and attachments together');
        return { status: 201, body: { id: `${id};messageid=${activityId}`, activityId } };
      }
      const [member, ...others] = members ?? [];
      if (isGroup || member === undefined || others.length > 0)
        throw new ConnectorError('BadSyntax', 'Incorrect conversation creation parameters');
      if (tenant === undefined) throw new ConnectorError('BadArgument', 'tenantId');
      const user = identity.userOf(member.id);
      if (user === undefined) throw new ConnectorError('BadArgument', 'members');
      const { id } = chats.personal(user);
      const target = conversation(id);
      const isNew = chats.messages(id).length === 0;
      const activityId = activity === undefined || activity === null ? null : addAll(target, activity);
      return { status: isNew ? 201 : 200, body: { id, ...(activityId === null ? {} : { activityId }) } };
    },
    post(id, body) {
      const target = writable(id);
      const { type } = parseActivity(body);
      if (type === 'typing') {
        typing.begin(placeOf(target));
        return { id: null };
      }
      if (type !== 'message') throw new ConnectorError('BadSyntax', `unknown activity type ${type}`);
      return { id: addAll(target, body) };
    },
    edit(id, activity, body) {
      const target = writable(id);
      const [content, ...more] = contents(target, body);
      if (content === undefined || more.length > 0)
        throw new ConnectorError('BadArgument', 'text and attachments together');
      if (target.kind === 'chat') return void chats.edit(ownInChat(chats, target.chat, activity), content);
      ownInChannel(world, target.channel, activity);
      const { content: html, attachments, mentions } = content;
      world.edit(target.channel, activity, { contentType: 'html', content: html, attachments, mentions });
    },
    remove(id, activity) {
      const target = writable(id);
      if (target.kind === 'chat') return chats.remove(ownInChat(chats, target.chat, activity));
      ownInChannel(world, target.channel, activity);
      world.remove(target.channel, activity);
    },
  };
}

const holdsData = (activity: unknown): boolean =>
  (parseActivity(activity).attachments ?? []).some(({ contentUrl }) => contentUrl?.startsWith('data:') === true);

/** A person who took the app away is left alone, whatever team they share with it. */
function mayWriteIn(world: TeamsWorld, { kind, id, members: [person = ''] }: Chat): boolean {
  if (kind === 'groupChat') return isInstalledIn(world, id);
  const state = world.botIn(clientId, person);
  return state === 'installed' || (state === 'never' && sharesTeam(world, world.user(person)));
}

function sharesTeam(world: TeamsWorld, user: TeamsUser | undefined): boolean {
  return (
    user !== undefined &&
    world.teams().some(({ id }) => isInstalledIn(world, id) && (world.team(id)?.members.includes(user.id) ?? false))
  );
}

/** @throws ConnectorError ActivityNotFoundInConversation, also for a message that was deleted; Forbidden */
function ownInChannel(world: TeamsWorld, channel: string, id: string): void {
  const message = world.message(channel, id);
  if (message === undefined || message.deleted !== null) throw new ConnectorError('ActivityNotFoundInConversation');
  if (!('bot' in message.author) || message.author.bot !== clientId) throw new ConnectorError('Forbidden');
}

/** @throws ConnectorError as `ownInChannel` does */
function ownInChat(chats: Chats, chat: Chat, id: string): ChatMessage {
  const message = chats.message(chat.id, id);
  if (message === undefined || message.removed) throw new ConnectorError('ActivityNotFoundInConversation');
  if (message.by !== null) throw new ConnectorError('Forbidden');
  return message;
}
