/**
 * What the core asks of a platform. One connector per platform serves all of its connections; every call names the
 * connection it is for, so that nothing can reach an account by default.
 *
 * A call that fails throws a DeliveryError that says what is certain about it. Edits and removals may be repeated
 * freely; a post may not, which is why it is never retried inside a connector.
 */

import type { Readable } from 'node:stream';
import type { Budget, Capabilities } from './capabilities.ts';
import type { AccountSignIn, AuthorizeRequest, Grant, RedeemRequest } from './consent.ts';
import type { Block, CustomEmoji } from './content/tree.ts';
import type { FileReason } from './files/reasons.ts';
import type {
  Author,
  ConnectionId,
  ConversationId,
  MessageId,
  MessageRef,
  PersonId,
  Place,
  Platform,
  SourceFile,
  SourceState,
} from './model.ts';
import type { Connection } from './records.ts';

// ---- what comes in -------------------------------------------------------------------------------------------------

export interface WebhookRequest {
  /** Which of the connector's addresses was called: the last part of its route. */
  readonly route: 'events' | 'interactions' | 'commands' | 'notifications' | 'lifecycle' | 'messages' | 'webhook';
  /** From the path of routes that carry one (`/webhooks/webex/{connection}`). */
  readonly connection?: string;
  readonly query: URLSearchParams;
  /** Lower-case names; a header that came twice is an array. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The exact bytes received: signatures are over bytes. */
  readonly body: Buffer;
}

export interface WebhookReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Why something that came in was not taken. A closed list: each is a label of mio_webhook_refusals_total. */
export type Refusal =
  | 'bad_signature'
  | 'stale'
  | 'malformed'
  | 'too_large'
  | 'too_deep'
  | 'unknown_connection'
  | 'unknown_subscription'
  | 'wrong_client_state'
  | 'wrong_tenant'
  | 'bad_token'
  | 'undecryptable';

/** A verified webhook. The caller makes `events` and `changes` durable first and only then sends `reply`. */
export interface Receipt {
  readonly reply: WebhookReply;
  readonly events?: readonly InboundEvent[];
  /** What became of conversations as a whole. */
  readonly changes?: readonly PlaceChange[];
  /** What was dropped, one entry per dropped item (or one for the whole request). */
  readonly refused?: readonly Refusal[];
}

/** "Look at this message": a hint, which may come late, twice, in any order, or never. */
export interface InboundEvent extends MessageRef {
  /** The same on every redelivery of the same event, different for every other event of the connection. */
  readonly key: string;
  /** `reacted`: somebody put an emoji to it, or took one away; what it says is the same. */
  readonly kind: 'posted' | 'edited' | 'removed' | 'reacted';
  /** `us`: certainly a post of ours, by our bot's id alone. Where posts of ours look like a person's: `unknown`. */
  readonly by: 'us' | 'unknown';
  /** When it happened, by the source platform's clock. */
  readonly at: number;
  /** What the source said, where the event carried it whole. */
  readonly inline?: SourceState;
}

// ---- what is asked ---------------------------------------------------------------------------------------------------

export interface ListedMessage {
  readonly message: MessageId;
  /** Missing where it is as it was when it was listed last, or can't be told just now. */
  readonly state?: SourceState;
}

/**
 * Makes one call to a platform as soon as its limits allow it, and again where it says when. @param kind of the call, as
 * budgets cover it; `read` where missing. @throws what the call throws, or where nobody waits any more
 */
export type Paced = <Answer>(call: () => Promise<Answer>, kind?: 'read' | 'look') => Promise<Answer>;

/** A post of our identity seen at a target while looking for one in doubt. */
export interface FoundPost {
  readonly message: MessageId;
  readonly root: MessageId | null;
  readonly at: number;
  /** What the eye sees, without the author line. */
  readonly text: string;
  /** The delivery key, where the platform keeps one with the message. */
  readonly key?: string;
  /** Set where it has no key because it holds files: no text of ours looks so. */
  readonly holdsFiles?: true;
}

export interface Posted {
  readonly message: MessageId;
  /** By the target platform's clock. */
  readonly at: number;
  /** Some of its files are lines in it: why those are that may still come, or else the first of them. */
  readonly lacks?: FileReason;
}

/** What is to be shown, before it is put into a platform's dialect. */
export interface Draft {
  /** Null for Mio's own notices. */
  readonly author: { readonly name: string; readonly platform: Platform; readonly picture?: string } | null;
  readonly content: readonly Block[];
  readonly files?: readonly DraftFile[];
  /** Answers where the message itself can be read, for what is longer than a leg can show; missing where nobody can tell. */
  readonly original?: () => string | undefined;
  /** Whose account puts the files into the conversation, where the app itself may not: as `Connector.uploader` answered. */
  readonly uploader?: PersonId;
}

/** A file that is to be shown with a message. */
export interface DraftFile extends SourceFile {
  /** Safe: one line, no path, nothing invisible, at most 120 bytes of UTF-8 with one extension. */
  readonly name: string;
  /** A page of Mio's that asks for a sign-in with Microsoft and then gives the file out: for legs that can't hold it. */
  readonly link: string;
}

/** A file as its platform hands it out. Whoever opens it reads `body` to its end, or destroys it. */
export interface OpenFile {
  readonly body: Readable;
  /** Media type, as its platform says. */
  readonly type: string;
  /** Bytes; undefined where the platform does not say before the end. */
  readonly size: number | undefined;
}

/** One message in a platform's dialect: JSON that only its connector reads. Equal JSON means equal appearance. */
export interface Rendered {
  readonly payload: unknown;
  /** What the eye sees, without the author line: for finding a post in doubt. Never stored, never logged. */
  readonly text: string;
  /** Of a message that holds files: which, in their order. */
  readonly files?: readonly DraftFile[];
  /** What is posted in its place where its files turn out not to be had, or not to be taken, and says why. Holds no files. */
  readonly instead?: (why: FileReason) => Rendered;
}

export interface PostOptions {
  /** The message to answer, on the target; null posts a root. */
  readonly root: MessageId | null;
  /** Names this post; sent along where the platform has a place for it. */
  readonly key: string;
  /**
   * Opens a file of what is posted, at its source. @throws DeliveryError `gone` or `refused` (by the source) where it
   * can't be had, `busy` where it can't be had now; `file` says why
   */
  readonly open: (file: DraftFile) => Promise<OpenFile>;
}

// ---- connecting -------------------------------------------------------------------------------------------------------

/** One emoji, by one person of the platform, given or taken back. */
export interface Vote {
  readonly person: PersonId;
  /** The character, with its skin tone; `:name:` for one that a workspace made itself. */
  readonly emoji: string;
  readonly on: boolean;
}

export interface PlaceInfo {
  readonly conversation: ConversationId;
  /** As a person would say it: `Operations / Incidents`, `#incidents`. */
  readonly title: string;
  /** Why it can't become a leg, in words; missing where it can. */
  readonly obstacle?: string;
  /** Nobody can write in it until it is opened again. */
  readonly archived?: true;
}

/**
 * Something became of a conversation at its platform. A hint, which may come late, twice or in any order: `renamed` to
 * `title`; `archived`, `reopened`, `deleted`; `removed`: Mio was taken out of it; `moved`: it goes on under the id `to`.
 */
export type PlaceChange = Place & {
  /** By the platform's clock: the same on every redelivery. */
  readonly at: number;
} & (
    | { readonly kind: 'archived' | 'reopened' | 'deleted' | 'removed' }
    | { readonly kind: 'renamed'; readonly title: string }
    | { readonly kind: 'moved'; readonly to: ConversationId }
  );

/** Who is in a conversation. */
export interface Membership {
  /** Missing where the platform does not say it at once. */
  readonly count?: number;
  /** A few of them. */
  readonly names: readonly string[];
}

/** Somebody in a platform's directory. */
export interface ListedPerson {
  readonly name: string;
  readonly mail?: string;
}

export interface Health {
  readonly state: 'connected' | 'retrying' | 'bad_credentials' | 'removed';
  readonly advice?: string;
}

// ---- the port ----------------------------------------------------------------------------------------------------------

export interface Connector {
  readonly platform: Platform;
  readonly budgets: readonly Budget[];
  readonly capabilities: Capabilities;
  /** Reads a text as people of this platform write it: mrkdwn, HTML, Markdown. Pure; never throws. */
  parse(markup: string): readonly Block[];
  /** What gathered reactions are shown in: a line of our copy, or an answer of its own below it. */
  readonly reactionsIn: 'copy' | 'answer';
  /** Where the messages of `renderFiles` stand: beside the text, or as answers to it where it is no answer itself. */
  readonly filesIn: 'conversation' | 'answer';

  /** Begins what must go on in the background (renewals, health). Called once the store is open. */
  start(): Promise<void>;
  stop(): Promise<void>;

  /** Whom to tell that events of a place may have been missed, for platforms that can know it. Called before `start`. */
  onGap?(listener: (place: Place) => void): void;

  /** Verifies and parses; stores nothing; never throws for bad input. */
  receive(request: WebhookRequest): Promise<Receipt>;

  /** Where to send a browser to ask for consent. */
  authorize(request: AuthorizeRequest): Promise<string>;
  /** Turns a code into tokens. @throws UserError when the person refused, or chose an account that will not do. */
  redeem(request: RedeemRequest): Promise<Grant>;
  /**
   * Asks the platform, with the grant's own token, whether its account will do: a grant that is stored takes the place of
   * one that works. Missing where any account that consents will. @throws UserError
   */
  vet?(grant: Grant): Promise<void>;
  /** After a grant was stored: registers webhooks, publishes the app. May be repeated. @throws UserError */
  establish(connection: Connection): Promise<void>;
  /** Takes in a connection that was just written, and forgets what it remembered of it. Missing where that is nothing. */
  learn?(connection: Connection): void;
  /** How the connection is, from what is already known: no call goes out. */
  health(connection: ConnectionId): Health;
  /**
   * Why Mio no longer hears a conversation while its connection works, in words that somebody can act on; undefined where
   * nothing is known against it. Missing where that is not known. At once: no call goes out.
   */
  unheard?(place: Place): string | undefined;

  places(connection: ConnectionId): Promise<readonly PlaceInfo[]>;
  /** One conversation, by its id; undefined where the platform shows Mio none. @throws UserError */
  look(place: Place): Promise<PlaceInfo | undefined>;
  /** What a new conversation of that title would be called; undefined where the platform takes no such name. Pure. */
  titleFor?(title: string): string | undefined;
  /** Makes a conversation, with Mio in it. Only where there is `titleFor`. @throws UserError */
  create?(connection: ConnectionId, title: string): Promise<PlaceInfo>;
  /** Who is in a conversation: the number, and up to `most` names. @throws DeliveryError */
  members(place: Place, most: number): Promise<Membership>;
  /** Up to `most` people of the platform's directory whose name or mail address begins like the text. @throws DeliveryError */
  search(connection: ConnectionId, text: string, most: number): Promise<readonly ListedPerson[]>;
  /** Makes a conversation ready to be a leg: joins it, installs the app, subscribes. May be repeated. @throws UserError */
  prepare(place: Place): Promise<void>;
  /** Undoes `prepare`. May be repeated. */
  release(place: Place): Promise<void>;

  /**
   * Whose account may put files into a conversation where the app itself may not: the author's own (`own`, an account
   * that they linked), or one that an administrator set aside for it. Undefined where nobody's may: files are links there.
   * Missing where the app may. At once: no call goes out.
   */
  uploader?(place: Place, own: PersonId | undefined): PersonId | undefined;
  /**
   * Puts an emoji to a message as one of the people who linked their accounts, or takes it away; repeating either
   * changes nothing. Missing where the platform has no reactions. @throws DeliveryError `refused` where the platform has
   * no such emoji or the account may not, `unauthorized` where its token is no longer good
   */
  react?(ref: MessageRef, root: MessageId | null, vote: Vote): Promise<void>;
  /** How people link accounts of their own, which are not connections. Missing where it goes another way (Teams: the bot's sign-in). */
  readonly accounts?: AccountSignIn;

  /**
   * What people of a workspace see for an emoji that some workspace made itself: one of their own of that name, or its
   * picture; undefined where neither can be shown, and its name is text. Missing where it always is. Never throws.
   */
  emoji?(connection: ConnectionId, emoji: CustomEmoji): Promise<CustomEmoji | undefined>;

  /** Opens a file of a message of that place. @throws DeliveryError as `PostOptions.open` does, and `unauthorized` */
  open(ref: MessageRef, root: MessageId | null, file: SourceFile): Promise<OpenFile>;

  /**
   * Where people of the platform read a message in their own client: an https address. Undefined where it has none; missing
   * where the platform has no such addresses. At once: no call goes out.
   */
  linkTo?(ref: MessageRef, root: MessageId | null): string | undefined;

  /** What the source says now; undefined where it says that there is no such message. */
  fetch(ref: MessageRef, root: MessageId | null): Promise<SourceState | undefined>;
  /**
   * Messages written or changed since `since` (by the platform's clock), roots before their replies, oldest first. Every
   * call that goes out is made through `paced`; at once where it is missing.
   */
  list(place: Place, since: number, paced?: Paced): AsyncIterable<ListedMessage>;
  /**
   * Posts by our identity in that place and thread since `since`, whoever they are linked to; not those that can't be
   * anybody's message (cards). @throws DeliveryError `gone` where the platform says that there is no such thread
   */
  find(place: Place, root: MessageId | null, since: number): Promise<readonly FoundPost[]>;

  /**
   * Pure. The text, split where it is too long for one message. Files that this platform can't hold are lines of it,
   * with their names and links. Empty only where there is nothing to say and files say it.
   */
  render(draft: Draft): readonly Rendered[];
  /** Pure. The messages that hold the files of a draft, in their order, below its text; empty where lines stand for all. */
  renderFiles(draft: Draft): readonly Rendered[];
  /** @throws DeliveryError; `gone` where the message that it is to answer is there no more */
  post(place: Place, rendered: Rendered, options: PostOptions): Promise<Posted>;
  edit(ref: MessageRef, rendered: Rendered, root: MessageId | null): Promise<void>;
  remove(ref: MessageRef, root: MessageId | null): Promise<void>;

  /** The person's name and picture, remembered for a while. Undefined where the platform does not tell. */
  person(connection: ConnectionId, id: PersonId): Promise<Author | undefined>;
  /**
   * The person's mail address, as the directory has it. Undefined where the platform does not tell, or has none, and for
   * bots and accounts of Mio's own: nobody is meant by them on another platform.
   */
  mail(connection: ConnectionId, id: PersonId): Promise<string | undefined>;
  /** Who has that mail address on this platform, seen from this connection; never an account of Mio's own. */
  byMail(connection: ConnectionId, mail: string): Promise<PersonId | undefined>;
  /** The bytes behind a person's picture, for platforms whose pictures need a token. */
  picture?(connection: ConnectionId, id: PersonId): Promise<{ type: string; bytes: Buffer } | undefined>;
}
