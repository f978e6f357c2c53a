/**
 * The relay's own records: the inbox, what is known of messages, and one record per intended effect, from intent to
 * link. No method spans records, so that an engine without transactions is as correct as one with them.
 *
 * Writes are durable when their promise resolves. Those of messages and targets become durable in the order in which they
 * were asked for; so do events among themselves. What is settled may take its time.
 */
import type { FileReason } from '../files/reasons.ts';
import type { ChannelId, ConnectionId, ConversationId, LegId, MessageId, MessageRef, Place } from '../model.ts';

export interface NewEvent extends MessageRef {
  /** Unique per connection; a second one with the same key is not stored. */
  readonly key: string;
  /** The universal channel whose lane takes it. */
  readonly lane: ChannelId;
  /** JSON; wiped when the event is settled. */
  readonly payload: string;
}

export interface StoredEvent extends NewEvent {
  /** Grows in the order of commit. */
  readonly sequence: number;
}

export interface MessageRecord extends MessageRef {
  /** 0 before the first write. */
  readonly revision: number;
  /** Of the source, as far as it is known. */
  readonly version: number;
  readonly at: number;
  readonly root: MessageId | null;
  readonly removed: boolean;
  /** Reactions to it on every leg, as `gathered.ts` writes them; null where there are none. */
  readonly reactions: string | null;
}

export const targetStates = [
  'queued',
  'sending',
  'in_doubt',
  'done',
  'held',
  'dead',
  'removed',
  'removed_there',
  'diverged',
] as const;
export type TargetState = (typeof targetStates)[number];

/** Why a target is in its state. A closed list. */
export type TargetReason =
  | 'expired'
  | 'refused'
  | 'unrenderable'
  /** On a copy that is `done`: it can be removed, and changed no more. What came after it shows is shown below it. */
  | 'edits_spent'
  | 'source_removed'
  | 'bad_credentials'
  /** Of files: a line stands for them, or for one of them. `held` where they may still come, else `done`. */
  | FileReason
  | null;

export interface TargetRecord extends MessageRef {
  /** 0 before the first write. */
  readonly revision: number;
  /** Which of the messages that a source message became: see `parts.ts`. */
  readonly part: number;
  readonly leg: LegId;
  /** Where the leg is; with `target` the key of the reverse index. */
  readonly place: Place;
  readonly state: TargetState;
  readonly attempt: number;
  /** The message there; null until a post is known to have happened. */
  readonly target: MessageId | null;
  /** SHA-256, base64url, of what was sent last. */
  readonly shown: string | null;
  /** Version of the source that `shown` shows. */
  readonly version: number;
  readonly reason: TargetReason;
  /** When the source event came in, when the last call began, when it ended: our clock. */
  readonly receivedAt: number;
  readonly sentAt: number | null;
  readonly doneAt: number | null;
  /** When the copy was posted, by the target platform's clock. */
  readonly targetAt: number | null;
}

/** Of events, in their order. */
export type Sequences = readonly (number | null)[];

export interface RelayStore {
  /**
   * Answers, per event, its sequence, or null where its key had been seen.
   * @param late told the same where they were committed after all, when that had been thrown
   * @throws StoreUnavailableError after 1 s
   */
  accept(events: readonly NewEvent[], late?: (sequences: Sequences) => void): Promise<Sequences>;
  /** Unsettled events of a lane after `sequence`, in order, at most `limit`. */
  pending(lane: ChannelId, after: number, limit: number): Promise<readonly StoredEvent[]>;
  /** Wipes the payload and keeps the key. Need not be awaited: a lost settle is repeated by a harmless reconcile. */
  settle(sequence: number): Promise<void>;
  /** Counts an event of a conversation that is not linked, by day; nothing else is kept of it. */
  countUnlinked(connection: ConnectionId, day: string): Promise<void>;

  message(ref: MessageRef): Promise<MessageRecord | undefined>;
  /** Compare-and-set on `record.revision`; answers the record as stored. @throws ConflictError */
  putMessage(record: MessageRecord): Promise<MessageRecord>;
  /** Messages of a place with `at` not before `since`. */
  messagesSince(place: Place, since: number): Promise<readonly MessageRecord[]>;

  /** Every target of a message, by leg and part. */
  targets(ref: MessageRef): Promise<readonly TargetRecord[]>;
  /** Compare-and-set on `record.revision`; answers the record as stored. @throws ConflictError also where `target` is linked already. */
  putTarget(record: TargetRecord): Promise<TargetRecord>;
  /** The reverse index: the target record whose copy this message is. */
  targetAt(ref: MessageRef): Promise<TargetRecord | undefined>;
  /** Targets of a leg that are queued, sending, in doubt or held, oldest first. */
  unsettled(leg: LegId): Promise<readonly TargetRecord[]>;
  /** Targets given up on, newest first. */
  dead(leg: LegId, limit: number): Promise<readonly TargetRecord[]>;

  /**
   * Its platform gave a conversation another id: what is remembered of the place is found under that id alone from then on.
   * The name of a place is one record, however much is remembered there. Changes nothing where something is remembered
   * under the new name already, or nothing under the old one: so it may be repeated.
   */
  renamePlace(place: Place, conversation: ConversationId): Promise<void>;

  /** Drops settled events and targets older than these times (our clock). Answers how many rows went. */
  purge(before: { readonly events: number; readonly targets: number }): Promise<number>;
}

/** `failing`: it could not commit the last time. `closed`: nothing is stored any more. */
export type StoreHealth = 'open' | 'failing' | 'closed';

/** A storage engine: both ports, and its life. */
export interface Storage {
  readonly records: import('../records.ts').Records;
  readonly relay: RelayStore;
  /** Opens, migrates and takes the lock. @throws Error naming the remedy where another process holds the store. */
  open(): Promise<void>;
  /** Resolves when everything asked for is durable. */
  close(): Promise<void>;
  health(): StoreHealth;
}
