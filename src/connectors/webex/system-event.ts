/**
 * What Webex tells of a space itself: who came and went, and what it is called now ("Memberships", "Rooms"). None of it
 * is a message there, so it carries an id of ours, made of what happened and the same on every delivery.
 */
import type { InboundEvent } from '../../core/connector.ts';
import type { Block } from '../../core/content/tree.ts';
import type { ConnectionId, ConversationId, MessageId, PersonId } from '../../core/model.ts';
import { type Json, object, text } from '../support/json.ts';
import { joined, left, renamed } from '../support/system-event.ts';
import { conversationId, milliseconds, personId, systemEventId } from './ids.ts';

export interface Known {
  /** The person as whom Mio reads and posts, who is nobody that comes or goes. */
  readonly relay: string | undefined;
  /** Whether a space had another title before; notes the one that it has now. */
  readonly isRenamed: (conversation: ConversationId, title: string) => boolean;
}

interface Told {
  readonly message: MessageId;
  readonly author: PersonId;
  readonly at: number;
  readonly content: readonly Block[];
}

/** Undefined for what is not told. @param now when it came in: the only time that an end has */
export function systemEventOf(
  envelope: Json,
  connection: ConnectionId,
  now: number,
  known: Known,
): InboundEvent | undefined {
  const data = object(envelope['data']) ?? {};
  const isRoom = envelope['resource'] === 'rooms';
  const conversation = conversationId(data[isRoom ? 'id' : 'roomId']);
  if (!conversation || data[isRoom ? 'type' : 'roomType'] === 'direct') return undefined;
  const told = isRoom ? titled(envelope, data, conversation, now, known) : moved(envelope, data, now, known);
  if (!told) return undefined;
  const { message, author, at, content } = told;
  return {
    connection,
    conversation,
    message,
    key: message,
    kind: 'posted',
    by: 'unknown',
    at,
    inline: {
      is: 'present',
      version: at,
      at,
      author: { id: author, kind: 'person' },
      root: null,
      content,
      notice: true,
    },
  };
}

/** A membership is named by who is where: only when it began tells one stay from the next. */
function moved(envelope: Json, data: Json, now: number, known: Known): Told | undefined {
  const id = text(data['id']);
  const author = personId(data['personId']);
  const began = milliseconds(data['created']);
  const event = envelope['event'];
  if (envelope['resource'] !== 'memberships' || !id || !author || began === undefined) return undefined;
  if (author === known.relay || (event !== 'created' && event !== 'deleted')) return undefined;
  const who = { id: author, name: text(data['personDisplayName']) };
  const came = event === 'created';
  return {
    message: systemEventId(event, id, began),
    author,
    at: came ? began : now,
    content: came ? joined([who]) : left([who]),
  };
}

/** The same event tells of everything that changes about a space. */
function titled(envelope: Json, data: Json, conversation: ConversationId, now: number, known: Known): Told | undefined {
  const title = text(data['title']);
  const by = personId(envelope['actorId']);
  if (envelope['event'] !== 'updated' || title === undefined || !by) return undefined;
  if (!known.isRenamed(conversation, title)) return undefined;
  return {
    message: systemEventId('renamed', conversation, now),
    author: by,
    at: now,
    content: renamed({ id: by }, 'space', title),
  };
}
