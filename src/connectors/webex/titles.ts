/**
 * What the spaces of legs are called. Webex tells that something about a space changed, and never what it was before, so
 * that a new title is known only by the one that is remembered. In memory: what changed while nobody listened is not told.
 */
import type { ConversationId, Place } from '../../core/model.ts';
import type { Connection } from '../../core/records.ts';
import { text } from '../support/json.ts';
import type { WebexApi } from './api.ts';

export interface Titles {
  /** Asks for the title of a space that is, or becomes, a leg, unless it is known. @throws DeliveryError */
  learn(connection: Connection, place: Place): Promise<void>;
  /** Whether it is another one than is known; false where none is. Notes it. */
  isNew(connection: Connection, conversation: ConversationId, title: string): boolean;
}

export function createTitles(api: WebexApi): Titles {
  const known = new Map<string, string>();
  const keyOf = (connection: Connection, conversation: ConversationId) => `${connection.id} ${conversation}`;
  return {
    async learn(connection, { conversation }) {
      const key = keyOf(connection, conversation);
      if (known.has(key)) return;
      const path = `rooms/${encodeURIComponent(conversation)}`;
      const title = text((await api.call(connection, { operation: 'read', path }))['title']);
      if (title !== undefined) known.set(key, title);
    },
    isNew(connection, conversation, title) {
      const key = keyOf(connection, conversation);
      const before = known.get(key);
      // Spaces that are no legs are not remembered.
      if (before === undefined) return false;
      known.set(key, title);
      return before !== title;
    },
  };
}
