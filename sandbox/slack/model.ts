/** What a workspace server remembers: plain JSON values, kept in the sandbox's collections. */
import type { Block } from './blocks.ts';

export interface AppRegistration {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly signingSecret: string;
  /** The legacy `token` of deliveries. */
  readonly verificationToken: string;
}

/** The app in one workspace: one bot user and one bot id, whoever installs it and how often. */
export interface Installation {
  readonly team: string;
  readonly botUser: string;
  readonly botId: string;
  readonly scopes: readonly string[];
  readonly installedBy: string;
  readonly active: boolean;
  /** UTC milliseconds. */
  readonly updated: number;
}

export interface Token {
  readonly token: string;
  readonly team: string;
  readonly kind: 'bot' | 'user';
  /** The user it speaks for: the bot user, or a person. */
  readonly user: string;
  readonly scopes: readonly string[];
  /** With token rotation: UTC milliseconds; null lives for ever. */
  readonly expires: number | null;
  readonly refresh: string | null;
  /** What a call with it is answered; null where it works. */
  readonly dead: 'token_revoked' | 'account_inactive' | null;
}

/** What an authorize page promised, until the app's server exchanges it. */
export interface Code {
  readonly code: string;
  readonly team: string;
  readonly user: string;
  readonly scopes: readonly string[];
  readonly userScopes: readonly string[];
  readonly redirectUri: string;
  /** S256 challenge of the authorize request. */
  readonly challenge: string | null;
  readonly expires: number;
}

export interface User {
  readonly id: string;
  readonly team: string;
  /** Person id of the seed; null for bots. */
  readonly person: string | null;
  readonly handle: string;
  readonly name: string;
  readonly mail: string | null;
  readonly admin: boolean;
  readonly bot: { readonly id: string } | null;
  readonly deleted: boolean;
  /** Seconds. */
  readonly updated: number;
}

export type ChannelKind = 'channels' | 'groups' | 'im' | 'mpim';

export interface Channel {
  readonly id: string;
  readonly team: string;
  /** Named as in scopes: `channels:history`, `im:read`. */
  readonly kind: ChannelKind;
  /** Empty for direct messages. */
  readonly name: string;
  /** Seconds. */
  readonly created: number;
  readonly creator: string;
  /** User ids, the bot's among them. */
  readonly members: readonly string[];
  /** Closed: it can be read, and nothing more. */
  readonly archived: boolean;
}

export interface Metadata {
  readonly event_type: string;
  readonly event_payload: Readonly<Record<string, unknown>>;
}

export interface Reaction {
  readonly name: string;
  readonly users: readonly string[];
}

/** What the channel says of itself: who came and went, and its name. */
export const noteSubtypes = ['channel_join', 'channel_leave', 'channel_name'] as const;
export type NoteSubtype = (typeof noteSubtypes)[number];
export const isNote = ({ subtype }: Pick<Message, 'subtype'>): boolean =>
  noteSubtypes.some((known) => known === subtype);

export interface Message {
  readonly team: string;
  readonly channel: string;
  readonly ts: string;
  /** Null where an app posted under a name of its own choice (`bot_message`). */
  readonly user: string | null;
  /** Posted through an app's token: this app's, or another one's. */
  readonly botId: string | null;
  readonly subtype: 'bot_message' | NoteSubtype | 'file_share' | 'me_message' | 'thread_broadcast' | 'tombstone' | null;
  /** mrkdwn, escaped. */
  readonly text: string;
  /** False where an app asked for its text to be shown as it is. */
  readonly mrkdwn: boolean;
  readonly blocks: readonly Block[];
  readonly attachments: readonly Readonly<Record<string, unknown>>[];
  /** The name and picture given with `chat:write.customize`. */
  readonly username: string | null;
  readonly icon: { readonly url: string } | { readonly emoji: string } | null;
  /** Only on what a person typed in a client. */
  readonly clientMessageId: string | null;
  /** The parent's ts, on replies alone. */
  readonly thread: string | null;
  readonly edited: { readonly user: string; readonly ts: string } | null;
  readonly metadata: Metadata | null;
  /** File ids. */
  readonly files: readonly string[];
  readonly reactions: readonly Reaction[];
}

export interface StoredFile {
  readonly id: string;
  readonly team: string;
  readonly user: string;
  readonly name: string;
  readonly title: string;
  readonly type: string;
  readonly size: number;
  /** Seconds. */
  readonly created: number;
  /** Last segment of the upload address; null once the bytes are there. */
  readonly ticket: string | null;
  /** Lets the sandbox's own page show the file, where a person's browser would have a session. */
  readonly viewKey: string;
  /** Its owner took it away: nothing but its id is left. */
  readonly deleted: boolean;
  /** Where it was shared: channel to ts. */
  readonly shares: Readonly<Record<string, string>>;
}
