/**
 * The nouns of Mio. Ids of platforms are opaque outside the connector that minted them: the core stores and compares
 * them and never splits them. Times are UTC milliseconds; the clocks of two platforms are never compared.
 */
import type { Block } from './content/tree.ts';

/** A string that only its maker may take apart. */
export type Id<Kind extends string> = string & { readonly kind: Kind };

export type OrganizationId = Id<'organization'>;
export type ConnectionId = Id<'connection'>;
export type ChannelId = Id<'channel'>;
export type LegId = Id<'leg'>;
export type InvitationId = Id<'invitation'>;

/** Names one conversation of a platform, the same for every connection that can see it. */
export type ConversationId = Id<'conversation'>;
/** Names one message inside its conversation. */
export type MessageId = Id<'message'>;
/** Names one account on its platform. */
export type PersonId = Id<'person'>;

export const platforms = ['teams', 'slack', 'webex'] as const;
export type Platform = (typeof platforms)[number];

/** What a person calls the platform. */
export const platformNames: Record<Platform, string> = { teams: 'Teams', slack: 'Slack', webex: 'Webex' };

/** A conversation as one connection reaches it. */
export interface Place {
  readonly connection: ConnectionId;
  readonly conversation: ConversationId;
}

export interface MessageRef extends Place {
  readonly message: MessageId;
}

/** Whoever wrote a message. `name` is missing where the platform sends an id alone: ask the connector's `person`. */
export interface Author {
  readonly id: PersonId;
  readonly name?: string;
  /** A public https address of a picture of the person. */
  readonly picture?: string;
  /** `us` is what Mio itself posted, known by id alone (our Teams bot, our Slack app). */
  readonly kind: 'person' | 'app' | 'us';
}

/** What a message's source says about it at one moment. */
export type SourceState = PresentMessage | RemovedMessage;

export interface PresentMessage {
  readonly is: 'present';
  /** Grows with every change of the message; supplied by the connector, at most 2^53. */
  readonly version: number;
  /** When it was written, by the source platform's clock. */
  readonly at: number;
  readonly author: Author;
  /** The root of the thread that this message answers; null on a root. */
  readonly root: MessageId | null;
  readonly content: readonly Block[];
  /** What hangs at it, in the author's order; pictures that stand in its text among them. */
  readonly files?: readonly SourceFile[];
  /** The platform's own line about the conversation (somebody joined, it was renamed): told only where that is wanted. */
  readonly notice?: true;
  /** All reactions of this platform's people to it now, Mio's left out; missing where the source did not say. */
  readonly reactions?: readonly Reaction[];
}

/** A file of a message, to be opened by the connector that told of it. */
export interface SourceFile {
  /** Names it within its message, the same whenever the message is read; never a secret. */
  readonly id: string;
  /** As its author named it: not yet safe to be used anywhere. */
  readonly name: string;
  /** Media type, as far as the source says. */
  readonly type?: string;
  /** Bytes, as far as the source says. */
  readonly size?: number;
  /** Shown in the message itself: a picture, not something to download. */
  readonly inline?: true;
}

/** One emoji on a message, and who put it there. */
export interface Reaction {
  /** The character, with its skin tone; `:name:` for one that the workspace made itself. */
  readonly emoji: string;
  /** As many of them as the platform names. */
  readonly people: readonly PersonId[];
  /** How many there are. */
  readonly count: number;
}

export interface RemovedMessage {
  readonly is: 'removed';
  readonly version: number;
}
