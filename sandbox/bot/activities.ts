/** The activities that Teams sends to a bot when people talk to it. "Channel and group chat conversations". */
import { clientId } from '../entra/registration.ts';
import { escapeHtml, parseHtml, writeHtml } from '../teams/html.ts';
import { visibleText } from '../teams/text.ts';
import type { Reacted, TeamsMessage, TeamsUser, TeamsWorld } from '../teams/world.ts';
import type { Chat, ChatMessage } from './chats.ts';
import type { Activity, Envelopes } from './envelope.ts';
import { teamThread } from './identity.ts';

/** A message with buttons, and where it is. */
export type Pressed = { readonly id: string } & (
  | { readonly kind: 'channel'; readonly channel: string; readonly team: string; readonly root: string }
  | { readonly kind: 'chat'; readonly chat: Chat }
);

export interface Activities {
  /** A message of a channel that mentions the bot: written, edited or deleted. */
  channelMessage(type: 'message' | 'messageUpdate' | 'messageDelete', message: TeamsMessage): Activity;
  /** Somebody reacted to a message of the bot's, or took it back. */
  reaction(message: TeamsMessage, reacted: Reacted): Activity;
  /** `value`: what a button sends along with its words. */
  chatMessage(
    user: TeamsUser,
    chat: Chat,
    message: Pick<ChatMessage, 'id' | 'content' | 'mentions'>,
    value?: unknown,
  ): Activity;
  /** A button of a card: a submit is a message without text, an execute an invoke. */
  submit(user: TeamsUser, pressed: Pressed, value: unknown): Activity;
  execute(user: TeamsUser, pressed: Pressed, action: unknown): Activity;
  /** What the client tells the bot of by itself: `signin/verifyState`, `signin/tokenExchange`. */
  invoke(user: TeamsUser, chat: Chat, name: string, value: unknown): Activity;
}

/** The words of the first six. "Message reaction events". */
const reactionTypes: Readonly<Record<string, string>> = {
  '👍': 'like',
  '❤️': 'heart',
  '😆': 'laugh',
  '😮': 'surprised',
  '🙁': 'sad',
  '😡': 'angry',
};

const changeEvents = { messageUpdate: 'editMessage', messageDelete: 'softDeleteMessage' } as const;

export function createActivities(world: TeamsWorld, envelopes: Envelopes): Activities {
  const { wrap, bot, person, client, inChannel, inChat } = envelopes;
  const threadOf = (team: string): string => teamThread(world.team(team) ?? { id: team, channels: [] });
  const dataOf = (channel: string, team: string) => ({
    teamsChannelId: channel,
    teamsTeamId: threadOf(team),
    channel: { id: channel },
    team: { id: threadOf(team) },
  });
  const inPlaceOf = (user: TeamsUser, pressed: Pressed) =>
    pressed.kind === 'chat'
      ? wrap(user.id, inChat(pressed.chat), {})
      : wrap(user.id, inChannel(`${pressed.channel};messageid=${pressed.root}`), dataOf(pressed.channel, pressed.team));
  const mentionEntities = (mentions: TeamsMessage['mentions']): readonly object[] =>
    mentions.flatMap((mention): object[] => {
      const target = mentionTarget(mention);
      const text = `<at>${String(mention['mentionText'])}</at>`;
      if (target.application === clientId) return [{ type: 'mention', mentioned: bot(), text }];
      return target.user === undefined ? [] : [{ type: 'mention', mentioned: person(target.user), text }];
    });
  const written = (content: string) => ({
    text: activityText(content),
    textFormat: 'plain',
    attachments: [{ contentType: 'text/html', content: activityHtml(content) }],
  });

  return {
    channelMessage(type, message) {
      const { id, channel, team, replyTo, author, content, mentions } = message;
      const from = 'user' in author ? author.user : author.bot;
      const conversation = inChannel(`${channel};messageid=${replyTo ?? id}`);
      const event = type === 'message' ? {} : { eventType: changeEvents[type] };
      const base = { ...wrap(from, conversation, { ...dataOf(channel, team), ...event }), type, id };
      if (type === 'messageDelete') return base;
      return { ...base, ...written(content), entities: [...mentionEntities(mentions), client(from)] };
    },
    reaction: ({ id, channel, team, replyTo }, { user, emoji, change }) => ({
      ...wrap(user, inChannel(`${channel};messageid=${replyTo ?? id}`), dataOf(channel, team)),
      type: 'messageReaction',
      replyToId: id,
      [`reactions${change}`]: [{ type: reactionTypes[emoji] ?? emoji }],
    }),
    chatMessage: (user, chat, { id, content, mentions }, value) => ({
      ...wrap(user.id, inChat(chat), {}),
      type: 'message',
      id,
      ...written(content),
      entities: [...mentionEntities(mentions), client(user.id)],
      ...(value === undefined ? {} : { value }),
    }),
    submit: (user, pressed, value) => ({
      ...inPlaceOf(user, pressed),
      type: 'message',
      value,
      replyToId: pressed.id,
      entities: [client(user.id)],
    }),
    execute: (user, pressed, action) => ({
      ...inPlaceOf(user, pressed),
      type: 'invoke',
      name: 'adaptiveCard/action',
      value: { action, trigger: 'manual' },
      replyToId: pressed.id,
      entities: [client(user.id)],
    }),
    invoke: (user, chat, name, value) => ({
      ...wrap(user.id, inChat(chat), {}),
      type: 'invoke',
      name,
      value,
      entities: [client(user.id)],
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
