/**
 * Slack's events as hints for the core. Pure. Slack tells of much that changes no message (counters, unfurled links),
 * so every event that is not taken says why.
 */
import type { InboundEvent } from '../../core/connector.ts';
import type { ConnectionId, MessageId } from '../../core/model.ts';
import { type Json, object, objects, text } from '../support/json.ts';
import { isGone } from './files-in.ts';
import { conversationId, messageId, microseconds, milliseconds } from './ids.ts';
import type { Known } from './markup-names.ts';
import { type Identity, isOurs, readMessage } from './message.ts';
import { systemEventOf } from './system-event.ts';

export interface Recipient {
  readonly connection: ConnectionId;
  readonly identity: Identity;
  readonly names: Known;
}

export type Inbound =
  | { readonly is: 'event'; readonly event: InboundEvent }
  | { readonly is: 'ignored'; readonly why: string }
  | { readonly is: 'malformed' };

const malformed: Inbound = { is: 'malformed' };
const ignored = (why: string): Inbound => ({ is: 'ignored', why });

/** @param key `event_id` of the envelope: the same on every retry ("The Events API") */
export function readEvent(event: Json, key: string, to: Recipient): Inbound {
  if (event['type'] !== 'message') return readReaction(event, key, to);
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

/** A hint alone: what Slack tells here does not say what else stands below the message. */
function readReaction(event: Json, key: string, to: Recipient): Inbound {
  if (event['type'] !== 'reaction_added' && event['type'] !== 'reaction_removed') return ignored('not a message');
  const item = object(event['item']);
  if (item?.['type'] !== 'message') return ignored('a reaction to something else');
  const conversation = conversationId(item['channel']);
  const message = messageId(item['ts']);
  const happened = messageId(event['event_ts']);
  if (!conversation || !message || !happened) return malformed;
  if (to.identity.botUserId !== undefined && event['user'] === to.identity.botUserId)
    return ignored('our own reaction');
  const hint = { connection: to.connection, conversation, key };
  return { is: 'event', event: { ...hint, message, kind: 'reacted', by: 'unknown', at: milliseconds(happened) } };
}

type Hint = Pick<InboundEvent, 'connection' | 'conversation' | 'key'>;

function readPost(event: Json, hint: Hint, to: Recipient): Inbound {
  if (!messageId(event['ts'])) return malformed;
  const reading = readMessage(event, to.identity, to.names);
  if (reading.is === 'ignored') {
    const told = systemEventOf(event, hint, to.identity, to.names);
    return told ? { is: 'event', event: told } : reading;
  }
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
 * `message_changed` also tells of unfurled links and reply counts: only `edited` in the message, or files that are gone,
 * make it an edit, and a tombstone in its place a removal (of a root whose replies live on).
 */
function readChange(event: Json, hint: Hint, to: Recipient): Inbound {
  const message = object(event['message']);
  const id = messageId(message?.['ts']);
  if (!message || !id) return malformed;
  if (message['subtype'] === 'tombstone')
    return removal(id, event, isOurs(authored(event, message), to.identity), hint);
  const previous = object(event['previous_message']);
  const edited = messageId(object(message['edited'])?.['ts']);
  const isEdit = edited !== undefined && text(object(previous?.['edited'])?.['ts']) !== edited;
  if (!isEdit && (!previous || filesHanging(previous) === filesHanging(message))) {
    return ignored(edited ? 'changed, but not by a new edit' : 'changed, but not by an edit');
  }
  const happened = isEdit ? edited : messageId(event['event_ts']);
  if (!happened) return malformed;
  const reading = readMessage(message, to.identity, to.names);
  if (reading.is === 'ignored') return reading;
  return {
    is: 'event',
    event: {
      ...hint,
      message: id,
      kind: 'edited',
      by: reading.ours ? 'us' : 'unknown',
      at: milliseconds(happened),
      inline: { ...reading.state, version: Math.max(reading.state.version, microseconds(happened)) },
    },
  };
}

const filesHanging = (message: Json): string =>
  objects(message['files'])
    .filter((file) => !isGone(file))
    .map((file) => file['id'])
    .join(' ');

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
