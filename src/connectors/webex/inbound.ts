/**
 * Webex's webhooks as hints for the core. Pure. They hold ids and no text, so what was written is fetched; and since
 * the relay person both reads and posts, nothing here can tell Mio's own posts from a person's.
 */
import type { InboundEvent } from '../../core/connector.ts';
import type { ConnectionId } from '../../core/model.ts';
import { type Json, object, text } from '../support/json.ts';
import { conversationId, messageId, milliseconds } from './ids.ts';
import { type Known, systemEventOf } from './system-event.ts';

export type Inbound =
  | { readonly is: 'event'; readonly event: InboundEvent }
  | { readonly is: 'ignored'; readonly why: string }
  | { readonly is: 'malformed' };

const kinds: Readonly<Record<string, InboundEvent['kind']>> = {
  created: 'posted',
  updated: 'edited',
  deleted: 'removed',
};

/** @param now when it came in, UTC milliseconds: the only time that a deletion has */
export function readWebhook(envelope: Json, connection: ConnectionId, now: number, known: Known): Inbound {
  if (envelope['resource'] !== 'messages') {
    const told = systemEventOf(envelope, connection, now, known);
    return told ? { is: 'event', event: told } : { is: 'ignored', why: 'nothing to tell of' };
  }
  const event = text(envelope['event']) ?? '';
  const kind = Object.hasOwn(kinds, event) ? kinds[event] : undefined;
  if (!kind) return { is: 'ignored', why: 'an event that changes no message' };
  const data = object(envelope['data']);
  const message = messageId(data?.['id']);
  const conversation = conversationId(data?.['roomId']);
  if (!data || !message || !conversation) return { is: 'malformed' };
  return {
    is: 'event',
    event: {
      connection,
      conversation,
      message,
      key: keyOf(event, message, data, now),
      kind,
      by: 'unknown',
      at: happenedAt(kind, data) ?? now,
      ...(kind === 'removed' && { inline: { is: 'removed', version: now } }),
    },
  };
}

/** An edit that does not say when it was made can't be told from another edit: taken every time, which harms nothing. */
function keyOf(event: string, message: string, data: Json, now: number): string {
  if (event !== 'updated') return `messages:${event}:${message}`;
  return `messages:${event}:${message}:${text(data['updated']) ?? `received-${now}`}`;
}

function happenedAt(kind: InboundEvent['kind'], data: Json): number | undefined {
  if (kind === 'removed') return undefined;
  return kind === 'edited' ? milliseconds(data['updated']) : milliseconds(data['created']);
}
