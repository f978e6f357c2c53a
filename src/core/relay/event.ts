/** A hint on its way through a lane: "look at this message". */
import type { InboundEvent } from '../connector.ts';
import type { ChannelId, ConnectionId, ConversationId, LegId, MessageId, MessageRef, SourceState } from '../model.ts';
import type { StoredEvent } from './store.ts';

export interface LaneEvent {
  readonly ref: MessageRef;
  readonly kind: InboundEvent['kind'];
  /** By the source platform's clock. */
  readonly at: number;
  readonly inline: SourceState | undefined;
  /** Our clock. */
  readonly receivedAt: number;
  /** Place in the order of everything that this process started or received: see `Sender.unsettledBefore`. */
  readonly ticket: number;
  /** Row of the inbox; null for what is found again after a crash. */
  readonly sequence: number | null;
  /** A notice of Mio's for one leg alone, and what it answers there. */
  readonly only?: LegId;
  /** Files of it that were held can be had now: see `held.ts`. Not kept, because what is held is. */
  readonly again?: true;
}

/** The part of an event that is kept in the inbox beside its keys. */
interface Payload {
  readonly kind: InboundEvent['kind'];
  readonly at: number;
  readonly receivedAt: number;
  readonly inline?: SourceState;
  readonly only?: LegId;
}

export const encodePayload = (payload: Payload): string => JSON.stringify(payload);

export function fromInbox(stored: StoredEvent, ticket: number): LaneEvent {
  const payload = JSON.parse(stored.payload) as Payload;
  return {
    ref: { connection: stored.connection, conversation: stored.conversation, message: stored.message },
    kind: payload.kind,
    at: payload.at,
    inline: payload.inline,
    receivedAt: payload.receivedAt,
    ticket,
    sequence: stored.sequence,
    ...(payload.only !== undefined && { only: payload.only }),
  };
}

/** Mio speaks in its channels through the same inbox, lanes and queues as everybody: durable, in order, once. */
export const mioConnection = 'mio' as ConnectionId;
export const noticeRef = (channel: ChannelId, message: string): MessageRef => ({
  connection: mioConnection,
  conversation: channel as string as ConversationId,
  message: message as MessageId,
});
