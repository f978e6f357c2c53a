/**
 * Every id of Webex is made and read here. They are opaque: compared as strings, never decoded ("REST API Basics"), and
 * only ever put into a path or a query escaped.
 */
import type { ConversationId, MessageId, PersonId } from '../../core/model.ts';

/** Base64 in either alphabet; longer than any that Webex makes. */
const form = /^[A-Za-z0-9+/_=-]{1,512}$/;

const isId = (value: unknown): value is string => typeof value === 'string' && form.test(value);

export function conversationId(value: unknown): ConversationId | undefined {
  return isId(value) ? (value as ConversationId) : undefined;
}

export function messageId(value: unknown): MessageId | undefined {
  return isId(value) ? (value as MessageId) : undefined;
}

export function personId(value: unknown): PersonId | undefined {
  return isId(value) ? (value as PersonId) : undefined;
}

/** Of what Webex tells about a space itself, which is no message there: no id of a message holds a space. */
export const systemEventId = (...about: readonly (string | number)[]): MessageId => about.join(' ') as MessageId;

/** Of a time as Webex writes it (ISO 8601): UTC milliseconds. */
export function milliseconds(value: unknown): number | undefined {
  const ms = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isFinite(ms) && ms >= 0 ? ms : undefined;
}
