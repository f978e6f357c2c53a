/** The activities that Teams sends to a bot. "Conversation events in your Teams bot", "Channel and group chat conversations". */

import { uuid } from '../entra/ids.ts';
import { clientId } from '../entra/registration.ts';
import type { Kit } from '../kit/platform.ts';
import { escapeHtml, parseHtml, writeHtml } from '../teams/html.ts';
import { visibleText } from '../teams/text.ts';
import type { TeamsMessage, TeamsUser, TeamsWorld } from '../teams/world.ts';
import type { DirectMessage } from './direct.ts';
import type { Identity } from './identity.ts';
import { botAccount, serviceUrl, teamThread } from './identity.ts';

export type Activity = Readonly<Record<string, unknown>> & {
  readonly type: string;
  readonly conversation: { readonly id: string };
};

export interface Activities {
  installation(action: 'add' | 'remove', team: string, by: string): Activity;
  personalInstallation(user: TeamsUser): Activity;
  /** Of the bot itself, with its install. */
  botMembership(change: 'Added' | 'Removed', team: string, by: string): Activity;
  userMembership(change: 'Added' | 'Removed', team: string, user: string): Activity;
  /** A message of a channel that mentions the bot: written, edited or deleted. */
  channelMessage(type: 'message' | 'messageUpdate' | 'messageDelete', message: TeamsMessage): Activity;
  directMessage(user: TeamsUser, message: DirectMessage): Activity;
  /** A button of a card: a submit is a message without text, an execute an invoke. */
  submit(user: TeamsUser, target: PressedMessage, value: unknown): Activity;
  execute(user: TeamsUser, target: PressedMessage, action: unknown): Activity;
}

/** `channel` null in the personal chat. */
export interface PressedMessage {
  readonly id: string;
  readonly channel: { readonly id: string; readonly team: string; readonly root: string } | null;
}

const changeEvents = { messageUpdate: 'editMessage', messageDelete: 'softDeleteMessage' } as const;

export function createActivities(kit: Kit, world: TeamsWorld, identity: Identity): Activities {
  const tenant = { id: world.tenant.id };
  const person = (user: string) => {
    const name = world.user(user)?.displayName;
    return { id: identity.accountOf(user), aadObjectId: user, ...(name === undefined ? {} : { name }) };
  };
  const bot = () => ({ id: botAccount, name: identity.botName() });
  const envelope = (from: object, conversation: { readonly id: string }, channelData: object) => {
    const timestamp = new Date(kit.clock.now()).toISOString();
    return {
      timestamp,
      localTimestamp: timestamp,
      id: `f:${uuid(kit.random)}`,
      channelId: 'msteams',
      serviceUrl,
      from,
      conversation,
      recipient: bot(),
      channelData: { ...channelData, tenant },
      locale: 'en-US',
      localTimezone: 'Europe/Berlin',
    };
  };
  const client = { type: 'clientInfo', locale: 'en-US', country: 'US', platform: 'Web', timezone: 'Europe/Berlin' };
  const channelConversation = (id: string) => ({ isGroup: true, conversationType: 'channel', id, tenantId: tenant.id });
  const personalConversation = (user: string) => ({
    conversationType: 'personal',
    id: identity.chatOf(user),
    tenantId: tenant.id,
  });
  const teamData = (team: string) => ({ id: teamThread(world, team), name: world.team(team)?.name, aadGroupId: team });
  const membership = (kind: 'Added' | 'Removed', team: string, by: string, member: object): Activity => ({
    ...envelope(person(by), channelConversation(teamThread(world, team)), {
      team: teamData(team),
      eventType: `teamMember${kind}`,
    }),
    type: 'conversationUpdate',
    [`members${kind}`]: [member],
  });
  const placeOf = (user: string, { channel }: PressedMessage) =>
    channel === null
      ? envelope(person(user), personalConversation(user), {})
      : envelope(
          person(user),
          channelConversation(`${channel.id};messageid=${channel.root}`),
          inChannel(channel.id, channel.team),
        );
  const inChannel = (channel: string, team: string) => ({
    teamsChannelId: channel,
    teamsTeamId: teamThread(world, team),
    channel: { id: channel },
    team: { id: teamThread(world, team) },
  });
  const mentionEntities = (mentions: TeamsMessage['mentions']): readonly object[] =>
    mentions.flatMap((mention): object[] => {
      const target = mentionTarget(mention);
      const text = `<at>${String(mention['mentionText'])}</at>`;
      if (target.application === clientId) return [{ type: 'mention', mentioned: bot(), text }];
      return target.user === undefined ? [] : [{ type: 'mention', mentioned: person(target.user), text }];
    });

  return {
    installation(action, team, by) {
      const general = teamThread(world, team);
      const channelData = {
        team: teamData(team),
        settings: { selectedChannel: { id: general } },
        source: { name: 'message' },
      };
      return { ...envelope(person(by), channelConversation(general), channelData), type: 'installationUpdate', action };
    },
    personalInstallation: ({ id }) => ({
      ...envelope(person(id), personalConversation(id), { source: { name: 'message' } }),
      type: 'installationUpdate',
      action: 'add',
    }),
    botMembership: (kind, team, by) => membership(kind, team, by, { id: botAccount }),
    userMembership: (kind, team, user) => membership(kind, team, user, person(user)),
    channelMessage(type, message) {
      const { id, channel, team, replyTo, author, content, mentions } = message;
      const from = person('user' in author ? author.user : author.bot);
      const conversation = channelConversation(`${channel};messageid=${replyTo ?? id}`);
      const event = type === 'message' ? {} : { eventType: changeEvents[type] };
      const base = { ...envelope(from, conversation, { ...inChannel(channel, team), ...event }), type, id };
      if (type === 'messageDelete') return base;
      return {
        ...base,
        text: activityText(content),
        textFormat: 'plain',
        attachments: [{ contentType: 'text/html', content: activityHtml(content) }],
        entities: [...mentionEntities(mentions), client],
      };
    },
    directMessage: (user, { id, content }) => ({
      ...envelope(person(user.id), personalConversation(user.id), {}),
      type: 'message',
      id,
      text: activityText(content),
      textFormat: 'plain',
      attachments: [{ contentType: 'text/html', content: activityHtml(content) }],
      entities: [client],
    }),
    submit: (user, target, value) => ({
      ...placeOf(user.id, target),
      type: 'message',
      value,
      replyToId: target.id,
      entities: [client],
    }),
    execute: (user, target, action) => ({
      ...placeOf(user.id, target),
      type: 'invoke',
      name: 'adaptiveCard/action',
      value: { action, trigger: 'manual' },
      replyToId: target.id,
    }),
  };
}

/** Whom a stored mention names. */
export function mentionTarget(mention: Readonly<Record<string, unknown>>) {
  const mentioned = mention['mentioned'] as
    | { user?: { id: string } | null; application?: { id: string } | null }
    | undefined;
  return { user: mentioned?.user?.id, application: mentioned?.application?.id };
}

/** Plain text in which mentions keep their `<at>` tags. */
function activityText(content: string): string {
  const marked = writeHtml(parseHtml(content), ({ tag }, inner) =>
    tag === 'at' ? escapeHtml(`<at>`) + inner() + escapeHtml('</at>') : undefined,
  );
  return visibleText(marked, 'html');
}

/** The mirror of the message that Teams attaches, mentions as spans. */
function activityHtml(content: string): string {
  const html = writeHtml(parseHtml(content), ({ tag, attributes }, inner) =>
    tag === 'at'
      ? `<span itemtype="http://schema.skype.com/Mention" itemscope="" itemid="${escapeHtml(attributes['id'] ?? '')}">${inner()}</span>`
      : undefined,
  );
  return `<div>${html}</div>`;
}
