/** The records that are kept, apart from the relay's own (relay/store.ts). Each changes by compare-and-set alone. */

import type { Language } from './language.ts';
import type {
  ChannelId,
  ConnectionId,
  ConversationId,
  InvitationId,
  LegId,
  MessageId,
  OrganizationId,
  PersonId,
  Platform,
} from './model.ts';
import type { Stage } from './permissions.ts';
import type { Speaker } from './speaker.ts';

export interface Organization {
  readonly id: OrganizationId;
  readonly name: string;
  /** SHA-256, hex, of the key that its administrators call the API with. */
  readonly keyHash: string;
  readonly createdAt: number;
}

/** One authorised platform account of an organization. */
export interface Connection {
  readonly id: ConnectionId;
  readonly organization: OrganizationId;
  readonly platform: Platform;
  /** The platform's id of the tenant, workspace or organization. */
  readonly account: string;
  readonly name: string;
  readonly installer: string;
  /** What its connector learned and needs again; never a secret. */
  readonly facts: Readonly<Record<string, unknown>>;
  readonly createdAt: number;
}

export interface Leg {
  readonly id: LegId;
  readonly organization: OrganizationId;
  readonly connection: ConnectionId;
  readonly conversation: ConversationId;
  readonly platform: Platform;
  readonly title: string;
  /** `suspended`: nobody can write in the conversation for now (it is archived); it keeps its place in the channel. */
  readonly state: 'active' | 'suspended' | 'left';
  readonly joinedAt: number;
  /** The organization whose invitation it joined by; missing for the host's own. */
  readonly invitedBy?: OrganizationId;
  /**
   * An administrator of its organization let messages from the other legs notify everyone in the conversation. Where it
   * is missing, an `@channel` or `@everyone` that comes in is text.
   */
  readonly everyone?: true;
  /**
   * An administrator of its organization wants to be told on the other legs who joins here, who leaves, and what it is
   * called: the platform's own lines, which stay where they are otherwise.
   */
  readonly notices?: true;
  /**
   * An administrator of its organization wants a line to stay here where a message of another leg was deleted, and not
   * only a gap.
   */
  readonly tombstones?: true;
  /** When it left because its conversation was deleted: it comes back when the platform restores that. */
  readonly deletedAt?: number;
  /** The id that its conversation had before its platform gave it another one: what was remembered then stood under it. */
  readonly formerly?: ConversationId;
  /**
   * The notice of Mio's whose copy in this leg is its starting line: what was written before it does not cross. A line
   * on the platform's own clock, because the clocks of two platforms are never compared. Missing until there is a
   * second leg.
   */
  readonly line?: MessageId;
  /** When it was given that line, by our clock: of two lines the later one. */
  readonly lineSince?: number;
}

/** The last pause of a channel. Notices of Mio's say when it began and ended on each leg, times by our clock which came first. */
export interface Pause {
  readonly notice: MessageId;
  readonly by: OrganizationId;
  readonly since: number;
  readonly ended?: MessageId;
  readonly endedBy?: OrganizationId;
  readonly endedAt?: number;
}

/**
 * An administrator's act on a channel, or what its platforms did to it, that is stored, and was not carried out to its end
 * yet (`channels/owed.ts`).
 */
export interface OwedAct {
  readonly at: number;
  readonly organization: OrganizationId;
  readonly actor: string;
  readonly act: string;
  readonly subject: string;
  /** The notice that tells the legs of it. */
  readonly notice?: MessageId;
  /** The legs that it took out. */
  readonly left?: readonly LegId[];
  /** A conversation that is no leg's any more, and is given back without a word of it. */
  readonly freed?: { readonly leg: LegId; readonly conversation: ConversationId };
}

/** Two or more legs that are one conversation. */
export interface UniversalChannel {
  readonly id: ChannelId;
  readonly name: string;
  /** The organization that made it. */
  readonly host: OrganizationId;
  readonly legs: readonly Leg[];
  readonly state: 'active' | 'paused';
  readonly pause?: Pause;
  /** In the order in which they were done; missing where all is done. */
  readonly owed?: readonly OwedAct[];
  readonly createdAt: number;
}

/** The legs that take part now: not those that left, nor those where nobody can write for a while. */
export const activeLegs = (channel: UniversalChannel): readonly Leg[] =>
  channel.legs.filter((leg) => leg.state === 'active');

export interface Invitation {
  readonly id: InvitationId;
  readonly channel: ChannelId;
  readonly from: OrganizationId;
  /** SHA-256, hex, of the code as it was given. */
  readonly codeHash: string;
  /** Only whoever has this e-mail address, or their organization once they proved it, may accept; lower case. */
  readonly address?: string;
  /** Somebody with that address has signed in at a workspace of this organization's. */
  readonly provedBy?: OrganizationId;
  readonly state: 'open' | 'accepted' | 'revoked';
  readonly acceptedBy?: OrganizationId;
  readonly expiresAt: number;
  readonly createdAt: number;
}

/** A platform conversation is a leg of at most one universal channel per installation; this record holds the place. */
export interface Claim {
  readonly channel: ChannelId;
  readonly leg: LegId;
}

/** Not scoped to a connection: a conversation that two connections can see (Slack Connect) must not loop. */
export const claimId = (platform: Platform, conversation: ConversationId): string => `${platform} ${conversation}`;

/** An OAuth attempt on its way: `ticket` opens the start page once, `state` comes back once. */
export interface OAuthAttempt {
  readonly organization: OrganizationId;
  readonly platform: Platform;
  /** `proof`: it connects nothing, and comes back to prove an address (channels/proving.ts). */
  readonly step: 'ticket' | 'state' | 'proof' | 'used';
  /** The invitation whose address is to be proved, and the workspace whose directory is to say so. */
  readonly proves?: { readonly invitation: InvitationId; readonly connection: ConnectionId };
  readonly expiresAt: number;
  /** Sealed PKCE verifier; from the start page on. */
  readonly verifier?: string;
  /** SHA-256, hex, of the cookie that binds the attempt to a browser; from the start page on. */
  readonly browser?: string;
}

/** A sealed secret of a connection. Id: `{connection}/{field}`. */
export interface Credential {
  readonly sealed: string;
  readonly expiresAt?: number;
}

/** A push subscription at a platform, desired and actual. Id: `{connection}/{conversation}`. */
export interface Subscription {
  readonly connection: ConnectionId;
  readonly conversation: ConversationId;
  /** The platform's id of it; missing while it is only desired. */
  readonly remote?: string;
  /** SHA-256, hex, of the client state that notifications must carry. */
  readonly stateHash?: string;
  readonly expiresAt?: number;
  readonly facts?: Readonly<Record<string, unknown>>;
}

/** How far a completed sweep has proved that a leg's source and its copies agree, by the source platform's clock. */
export interface Cursor {
  readonly provedTo: number;
}

/**
 * Where a notice that draws a line stands on a leg. Id: `{leg} {notice}`. Kept apart from the notice's own delivery,
 * which is forgotten as every delivery is.
 */
export interface DrawnLine {
  /** By the leg's platform's clock. */
  readonly at: number;
}

/** One administrative act. Id: its number, padded; `hash` covers the entry and its predecessor's hash. */
export interface AuditEntry {
  readonly at: number;
  readonly organization: OrganizationId;
  readonly actor: string;
  readonly act: string;
  readonly subject: string;
  readonly previous: string;
  readonly hash: string;
}

/** A person who signed in to the bot. Id: `{tenant}/{person}`. Tokens are credentials of their own. */
export interface SignedInPerson {
  readonly tenant: string;
  readonly person: PersonId;
  /** As Microsoft names the account: `alex@contoso.example`. */
  readonly account: string;
  readonly stages: readonly Stage[];
  /** The tokens are no longer good: the person must sign in again. */
  readonly expired: boolean;
  readonly signedInAt: number;
}

/**
 * An account of another platform that a person who signed in to the bot owns, and lets Mio act with. Id:
 * `{platform}/{account of the connection}/{person}`. Its tokens are credentials of their own, under the same id.
 */
export interface LinkedAccount {
  /** Id of the `person` record of whoever linked it. */
  readonly owner: string;
  readonly platform: Platform;
  readonly connection: ConnectionId;
  readonly person: PersonId;
  /** As the platform names it. */
  readonly name: string;
  /** The tokens are no longer good. */
  readonly expired: boolean;
  readonly linkedAt: number;
}

/**
 * A sign-in on its way, bound to one person: `offered` opens the start page once, `started` comes back from the platform
 * once, `returned` waits for the code that Teams carries back into the chat. Id: SHA-256 of what is needed to go on.
 */
export interface SignInAttempt {
  readonly speaker: Speaker;
  /** `accountSync`, where `connection` is set. */
  readonly stage: Stage;
  /** The workspace whose account is to be linked; missing where it is Microsoft that is asked. */
  readonly connection?: ConnectionId;
  readonly step: 'offered' | 'started' | 'returned' | 'used';
  readonly expiresAt: number;
  /** Sealed PKCE verifier; from the start page on. */
  readonly verifier?: string;
  /** SHA-256, hex, of the cookie that binds the attempt to a browser; from the start page on. */
  readonly browser?: string;
  /** What the platform gave, sealed, until it is confirmed. */
  readonly grant?: string;
  /** Wrong codes that its speaker tried since. */
  readonly tries?: number;
}

/** Where the bot can write to somebody by itself. Id: `{tenant}/{person}`. */
export interface BotChat {
  readonly conversation: string;
  readonly serviceUrl: string;
  readonly language: Language;
  readonly name: string;
}

/**
 * A team, person or chat that the bot was installed for. Id: `{tenant}/{conversation}`; a team's is the id of its thread.
 * Kept after removal, so that coming back is seen.
 */
export interface BotInstallation {
  readonly state: 'installed' | 'removed';
  readonly scope: 'team' | 'personal' | 'groupChat';
  /** When the newest event about it happened, by the platform's clock: what comes late changes nothing. */
  readonly at: number;
  /** The team's group id, which not every later event names. */
  readonly group?: string;
  /** When it was greeted last. */
  readonly greetedAt?: number;
}

/** One document of the dialogs' state, as JSON. Id: the key that the Bot Framework gives it. */
export interface BotState {
  readonly document: string;
}

export interface RecordKinds {
  organization: Organization;
  connection: Connection;
  channel: UniversalChannel;
  invitation: Invitation;
  claim: Claim;
  attempt: OAuthAttempt;
  credential: Credential;
  subscription: Subscription;
  cursor: Cursor;
  line: DrawnLine;
  audit: AuditEntry;
  person: SignedInPerson;
  signIn: SignInAttempt;
  account: LinkedAccount;
  chat: BotChat;
  botInstallation: BotInstallation;
  botState: BotState;
  /** Facts that belong to the installation as a whole, such as the sandbox's world id. */
  installation: { readonly value: unknown };
}

export type RecordKind = keyof RecordKinds;

export interface Stored<Kind extends RecordKind> {
  readonly id: string;
  /** 1 after the first write. */
  readonly revision: number;
  readonly body: RecordKinds[Kind];
}

/** A small collection of documents per kind. Every write is a compare-and-set on one of them. */
export interface Records {
  get<Kind extends RecordKind>(kind: Kind, id: string): Promise<Stored<Kind> | undefined>;
  /** All whose id begins with `prefix`, in the order of their ids. */
  list<Kind extends RecordKind>(kind: Kind, prefix?: string): Promise<readonly Stored<Kind>[]>;
  /**
   * Writes `body` if the record's revision is still `expected` (0: it must not exist). Answers the new revision.
   * @throws ConflictError otherwise.
   */
  put<Kind extends RecordKind>(kind: Kind, id: string, body: RecordKinds[Kind], expected: number): Promise<number>;
  /** @throws ConflictError when the revision is another one. Removing what is not there succeeds. */
  remove(kind: RecordKind, id: string, expected: number): Promise<void>;
}
