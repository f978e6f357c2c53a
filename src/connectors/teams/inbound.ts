/** From a change notification about a message to the event that the core understands. "chatMessage resource type" */
import type { InboundEvent } from '../../core/connector.ts';
import type { Place } from '../../core/model.ts';
import { messageId } from './ids.ts';
import { addressOf, type ChatMessage, changedAt, createdAt, isOurs, stateOf, versionOf } from './message.ts';
import { hasSnippets } from './snippets.ts';

/** `created`, `updated`, `deleted`; one of Microsoft's own samples writes them with a capital. */
export const changeKinds: Readonly<Record<string, InboundEvent['kind']>> = {
  created: 'posted',
  updated: 'edited',
  deleted: 'removed',
};

export function eventOf(
  place: Place,
  kind: InboundEvent['kind'],
  key: string,
  message: ChatMessage,
  appId: string,
): InboundEvent {
  const gone = kind === 'removed' || Boolean(message.deletedDateTime);
  return {
    connection: place.connection,
    conversation: place.conversation,
    message: messageId(addressOf(message)),
    key,
    kind: gone ? 'removed' : kind,
    by: isOurs(message, appId) ? 'us' : 'unknown',
    at: kind === 'posted' && !gone ? createdAt(message) : changedAt(message),
    ...(gone && { inline: { is: 'removed', version: versionOf(message) } }),
    // Code is read with the message, where it is asked for.
    ...(!gone && !hasSnippets(message) && { inline: stateOf(message, appId) }),
  };
}
