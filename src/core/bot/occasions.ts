/**
 * What happens to the bot, as the connector reads it from verified activities, and how the bot speaks without being
 * asked. Ids of conversations and accounts are the bot platform's own: kept, handed back, and never taken apart here.
 */

import type { Language } from '../language.ts';
import type { ConversationId } from '../model.ts';
import type { Speaker } from '../speaker.ts';
import type { CommandScope } from './commands.ts';

/** Where something is said: a personal chat, a channel, or one thread of it. */
export interface Chat {
  readonly conversation: string;
  /** Ends with a slash. */
  readonly serviceUrl: string;
}

export interface Sender {
  readonly speaker: Speaker;
  /** The speaker as the bot's platform addresses them. */
  readonly account: string;
}

/** A message to the bot, or a button of one of its cards. */
export interface Said extends Sender {
  readonly scope: CommandScope;
  readonly chat: Chat;
  /** Without the bot's own mention. Empty where a button was pressed. */
  readonly text: string;
  /** What the card sent back. Nothing in it is trusted. */
  readonly pressed?: unknown;
  /** The channel that it was said in; missing in chats, and where the team's group is not known. */
  readonly channel?: { readonly team: string; readonly conversation: ConversationId };
}

/** The bot was added to a team or to a chat of several people. */
export interface Arrival {
  readonly scope: 'team' | 'groupChat';
  readonly chat: Chat;
  /** The team's name; empty where the platform did not say. */
  readonly name: string;
  readonly language: Language;
}

/** Somebody whose personal chat the bot has just come into. */
export interface Newcomer extends Sender {
  readonly chat: Chat;
  /** No team has the bot yet. */
  readonly personalOnly: boolean;
}

/** A card, and the words of it for notifications, screen readers and clients without cards. */
export interface CardMessage {
  readonly card: Readonly<Record<string, unknown>>;
  readonly text: string;
}

/** Speaking without being asked. Every call throws a DeliveryError where the platform does not take it. */
export interface Messenger {
  /** Opens the speaker's own chat with the bot, in whatever client they have. */
  readonly chatLink: string;
  /** The personal chat with somebody; the platform makes it where there is none. */
  open(person: Pick<Sender, 'account'>, serviceUrl: string): Promise<Chat>;
  /** Posts; in a channel, a new thread. Answers the id of the message. */
  send(chat: Chat, message: CardMessage): Promise<string>;
}
