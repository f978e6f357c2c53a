/**
 * Slack's events as hints for the core. Pure. Slack tells of much that changes no message (counters, unfurled links),
 * so every event that is not taken says why.
 */
import type { InboundEvent } from '../../core/connector.ts';
import type { ConnectionId, MessageId } from '../../core/model.ts';
import { type Json, object, text } from '../support/json.ts';
import { conversationId, messageId, microseconds, milliseconds } from './ids.ts';
import type { Names } from './markup-names.ts';
import { type Identity, isOurs, readMessage } from './message.ts';

export interface Recipient {
  readonly connection: ConnectionId;
  readonly identity: Identity;
  readonly names: Names;
}

export type Inbound =
  | { readonly is: 'event'; readonly event: InboundEvent }
  | { readonly is: 'ignored'; readonly why: string }
  | { readonly is: 'malformed' };

const malformed: Inbound = { is: 'malformed' };
const ignored = (why: string): Inbound => ({ is: 'ignored', why });

/** @param key `event_id` of the envelope: the same on every retry ("The Events API") */
export function readEvent(event: Json, key: string, to: Recipient): Inbound {
  if (event['type'] !== 'message') return ignored('not a message');
  const conversation = conversationId(event['channel']);
  if (!conversation) return malformed;
  const hint = { connection: to.connection, conversation, key };
  switch (event['subtype']) {
    case 'message_changed':
      return readChange(event, hint, to);
    case 'message_deleted':
      return readDeletion(event, hint, to);
    default:
      return readPost(event, hint, to);
  }
}

type Hint = Pick<InboundEvent, 'connection' | 'conversation' | 'key'>;

function readPost(event: Json, hint: Hint, to: Recipient): Inbound {
  if (!messageId(event['ts'])) return malformed;
  const reading = readMessage(event, to.identity, to.names);
  if (reading.is === 'ignored') return reading;
  return {
    is: 'event',
    event: {
      ...hint,
      message: reading.message,
      kind: reading.state.is === 'removed' ? 'removed' : 'posted',
      by: reading.ours ? 'us' : 'unknown',
      at: milliseconds(reading.message),
      inline: reading.state,
    },
  };
}

/**
 * `message_changed` also tells of unfurled links and reply counts: only `edited` in the message makes it an edit, and a
 * tombstone in its place a removal (of a root whose replies live on).
 */
function readChange(event: Json, hint: Hint, to: Recipient): Inbound {
  const message = object(event['message']);
  const id = messageId(message?.['ts']);
  if (!message || !id) return malformed;
  if (message['subtype'] === 'tombstone')
    return removal(id, event, isOurs(authored(event, message), to.identity), hint);
  const edited = messageId(object(message['edited'])?.['ts']);
  if (!edited) return ignored('changed, but not by an edit');
  if (text(object(object(event['previous_message'])?.['edited'])?.['ts']) === edited) {
    return ignored('changed, but not by a new edit');
  }
  const reading = readMessage(message, to.identity, to.names);
  if (reading.is === 'ignored') return reading;
  return {
    is: 'event',
    event: {
      ...hint,
      message: id,
      kind: 'edited',
      by: reading.ours ? 'us' : 'unknown',
      at: milliseconds(edited),
      inline: reading.state,
    },
  };
}

function readDeletion(event: Json, hint: Hint, to: Recipient): Inbound {
  const id = messageId(event['deleted_ts']);
  if (!id) return malformed;
  return removal(id, event, isOurs(authored(event, {}), to.identity), hint);
}

/** A tombstone hides who wrote the message; what it replaced may still say. */
const authored = (event: Json, message: Json): Json => object(event['previous_message']) ?? message;

function removal(message: MessageId, event: Json, ours: boolean, hint: Hint): Inbound {
  const happened = messageId(event['event_ts']) ?? messageId(event['ts']) ?? message;
  return {
    is: 'event',
    event: {
      ...hint,
      message,
      kind: 'removed',
      by: ours ? 'us' : 'unknown',
      at: milliseconds(happened),
      inline: { is: 'removed', version: microseconds(happened) },
    },
  };
}
