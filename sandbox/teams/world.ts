/**
 * The simulated Teams tenant as its two faces share it: Graph (sandbox/teams) and Entra with the Bot Connector
 * (sandbox/entra, sandbox/bot). One message store, so that what a bot posts is what Graph lists and what people see.
 */
import type { ChannelKind, Telling } from '../kit/platform.ts';
import type { NewHosted } from './hosted.ts';
import type { StoredChannel, StoredTeam } from './members.ts';

export interface TeamsUser {
  /** Entra object id. */
  readonly id: string;
  /** Person id of the seed. */
  readonly person: string;
  readonly displayName: string;
  readonly mail: string;
  readonly tenant: string;
  readonly roles: readonly string[];
  /** Where a guest's own account is. */
  readonly home?: { readonly tenant: string; readonly id: string };
  /** Of their client: de-DE. */
  readonly locale: string;
}

export interface TeamsApp {
  /** Catalog id. */
  readonly id: string;
  /** The manifest's id. */
  readonly externalId: string;
  readonly botId: string;
  readonly displayName: string;
  readonly version: string;
  readonly publishingState: 'submitted' | 'published' | 'rejected';
}

/** Who wrote a message: a person, or a bot. */
export type TeamsAuthor = { readonly user: string } | { readonly bot: string; readonly name: string };

export interface TeamsMessage {
  /** Epoch milliseconds of creation, as a string; unique within its channel. */
  readonly id: string;
  readonly team: string;
  readonly channel: string;
  readonly replyTo: string | null;
  readonly author: TeamsAuthor;
  readonly contentType: 'html' | 'text';
  readonly content: string;
  readonly attachments: readonly Readonly<Record<string, unknown>>[];
  readonly mentions: readonly Readonly<Record<string, unknown>>[];
  readonly subject: string | null;
  readonly created: number;
  readonly modified: number;
  readonly edited: number | null;
  readonly deleted: number | null;
}

export interface PostInput {
  readonly team: string;
  readonly channel: string;
  readonly replyTo: string | null;
  readonly author: TeamsAuthor;
  readonly contentType: 'html' | 'text';
  readonly content: string;
  readonly attachments?: TeamsMessage['attachments'];
  readonly mentions?: TeamsMessage['mentions'];
  readonly subject?: string | null;
  readonly hosted?: readonly NewHosted[];
}

export interface Reacted {
  /** Object id. */
  readonly user: string;
  readonly emoji: string;
  readonly change: 'Added' | 'Removed';
}

export type TeamsEvent =
  | {
      readonly kind: 'created' | 'updated' | 'deleted';
      readonly message: TeamsMessage;
      /** What the change was, where nothing else changed. */
      readonly reaction?: Reacted;
    }
  | {
      readonly kind: 'installed' | 'uninstalled';
      readonly app: TeamsApp;
      /** A team, a person, a group chat, or a private or shared channel. */
      readonly team: string;
      /** The channel that was picked in the team. */
      readonly channel?: string;
      /** Object id, or the app that did it. */
      readonly by: string;
      readonly telling?: Telling;
    }
  | {
      readonly kind: 'memberAdded' | 'memberRemoved';
      readonly team: string;
      readonly user: string;
      readonly by?: string;
    }
  /** The team as it is after the change, or as it was before it was deleted. */
  | { readonly kind: 'teamChanged'; readonly change: TeamChange; readonly team: StoredTeam; readonly by: string }
  | {
      readonly kind: 'channelChanged';
      readonly change: ChannelChange;
      readonly team: StoredTeam;
      readonly channel: StoredChannel;
      readonly by: string;
    };

export type TeamChange = 'Renamed' | 'Archived' | 'Unarchived' | 'Deleted' | 'HardDeleted' | 'Restored';
export type ChannelChange = 'Created' | 'Renamed' | 'Deleted' | 'Restored';

export interface NewTeam {
  readonly name: string;
  /** Object ids. */
  readonly owner: string;
  readonly members: readonly string[];
}

export interface NewChannel {
  readonly name: string;
  readonly kind: ChannelKind;
  /** Object ids; heeded for private and shared channels alone. */
  readonly members: readonly string[];
}

export interface TeamsWorld {
  readonly tenant: { readonly id: string; readonly domain: string; readonly name: string };
  user(id: string): TeamsUser | undefined;
  userByPerson(person: string): TeamsUser | undefined;
  users(): readonly TeamsUser[];
  team(id: string): StoredTeam | undefined;
  teams(): readonly { readonly id: string; readonly name: string }[];
  /** A channel by its thread id, with its team. */
  channel(id: string): (StoredChannel & { readonly team: string }) | undefined;
  channels(team: string): readonly StoredChannel[];
  /** Object ids of who is in a channel: its team's members, or its own where it is private or shared. */
  roster(channel: string): readonly string[];
  apps(): readonly TeamsApp[];
  /** The app whose manifest names this bot: the catalog's, else one that was uploaded into a team or chat. */
  appOfBot(botId: string): TeamsApp | undefined;
  /** Whether a team, person, group chat or private channel has the bot; `removed`: had it, and took it away. */
  botIn(botId: string, place: string): 'installed' | 'removed' | 'never';
  isInstalled(app: string, team: string): boolean;
  /** Adds a message, enters it in the ledger, tells listeners. */
  post(input: PostInput): TeamsMessage;
  message(channel: string, id: string): TeamsMessage | undefined;
  messages(channel: string): readonly TeamsMessage[];
  edit(
    channel: string,
    id: string,
    change: {
      readonly contentType: 'html' | 'text';
      readonly content: string;
      readonly attachments?: TeamsMessage['attachments'];
      readonly mentions?: TeamsMessage['mentions'];
    },
  ): TeamsMessage;
  remove(channel: string, id: string): TeamsMessage;
  onEvent(listener: (event: TeamsEvent) => void): void;
}
