/** What the bot may do by the connector: post, edit and delete its own messages in channels and personal chats. */

import { uuid } from '../entra/ids.ts';
import { clientId } from '../entra/registration.ts';
import type { Kit } from '../kit/platform.ts';
import type { TeamsUser, TeamsWorld } from '../teams/world.ts';
import { parseActivity, parseConversationParameters } from './activity-input.ts';
import type { StoredContent } from './content.ts';
import { contentOf } from './content.ts';
import type { DirectChats, DirectMessage } from './direct.ts';
import { ConnectorError } from './errors.ts';
import type { Identity } from './identity.ts';
import { threadOf } from './identity.ts';

export interface ConnectorParts {
  readonly kit: Kit;
  readonly world: TeamsWorld;
  readonly identity: Identity;
  readonly chats: DirectChats;
}

export type Conversation =
  | { readonly kind: 'channel'; readonly channel: string; readonly team: string; readonly root: string | null }
  | { readonly kind: 'personal'; readonly user: TeamsUser };

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

export function createConnector({ kit, world, identity, chats }: ConnectorParts): Connector {
  const mayWriteTo = (user: TeamsUser) =>
    chats.isInstalledFor(user.id) || world.teams().some(({ id }) => sharesTeam(world, id, user.id));
  const bot = () => ({ bot: clientId, name: identity.botName() });
  const contents = (body: unknown) => contentOf(parseActivity(body), identity, () => uuid(kit.random));

  const conversation = (id: string): Conversation => {
    const { channel, root } = threadOf(id);
    const found = world.channel(channel);
    if (found !== undefined) {
      if (!isInstalledIn(world, found.team)) throw new ConnectorError('BotNotInConversationRoster');
      return { kind: 'channel', channel, team: found.team, root };
    }
    const user = identity.userOfChat(id);
    if (user === undefined) throw new ConnectorError('ConversationNotFound');
    if (!mayWriteTo(user)) throw new ConnectorError('BotNotInConversationRoster');
    return { kind: 'personal', user };
  };

  const add = (target: Conversation, { content, attachments, mentions }: StoredContent): string => {
    if (target.kind === 'personal') return chats.post(target.user, 'bot', content, attachments).id;
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
    }).id;
  };
  const addAll = (target: Conversation, body: unknown): string | null => {
    const ids = contents(body).map((content) => add(target, content));
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
        const target = conversation(id);
        if (target.kind !== 'channel') throw new ConnectorError('BadArgument', 'channelData.channel.id');
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
      const target = conversation(identity.chatOf(user.id));
      const isNew = chats.messages(user.id).length === 0;
      const activityId = activity === undefined || activity === null ? null : addAll(target, activity);
      return {
        status: isNew ? 201 : 200,
        body: { id: identity.chatOf(user.id), ...(activityId === null ? {} : { activityId }) },
      };
    },
    post(id, body) {
      const target = conversation(id);
      const { type } = parseActivity(body);
      if (type === 'typing') return { id: null };
      if (type !== 'message') throw new ConnectorError('BadSyntax', `unknown activity type ${type}`);
      return { id: addAll(target, body) };
    },
    edit(id, activity, body) {
      const target = conversation(id);
      const [content, ...more] = contents(body);
      if (content === undefined || more.length > 0)
        throw new ConnectorError('BadArgument', 'text and attachments together');
      if (target.kind === 'personal') return void chats.edit(ownDirect(chats, target.user, activity), content);
      ownInChannel(world, target.channel, activity);
      world.edit(target.channel, activity, { contentType: 'html', ...content });
    },
    remove(id, activity) {
      const target = conversation(id);
      if (target.kind === 'personal') return chats.remove(ownDirect(chats, target.user, activity));
      ownInChannel(world, target.channel, activity);
      world.remove(target.channel, activity);
    },
  };
}

export function isInstalledIn(world: TeamsWorld, team: string): boolean {
  const app = world.appOfBot(clientId);
  return app !== undefined && world.isInstalled(app.id, team);
}

function sharesTeam(world: TeamsWorld, team: string, user: string): boolean {
  return isInstalledIn(world, team) && (world.team(team)?.members.includes(user) ?? false);
}

/** @throws ConnectorError ActivityNotFoundInConversation, also for a message that was deleted; Forbidden */
function ownInChannel(world: TeamsWorld, channel: string, id: string): void {
  const message = world.message(channel, id);
  if (message === undefined || message.deleted !== null) throw new ConnectorError('ActivityNotFoundInConversation');
  if (!('bot' in message.author) || message.author.bot !== clientId) throw new ConnectorError('Forbidden');
}

function ownDirect(chats: DirectChats, user: TeamsUser, id: string): DirectMessage {
  const message = chats.message(user.id, id);
  if (message === undefined || message.removed) throw new ConnectorError('ActivityNotFoundInConversation');
  if (message.by !== 'bot') throw new ConnectorError('Forbidden');
  return message;
}
