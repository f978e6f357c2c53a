/**
 * What a space says about its messages now. A list holds roots and replies alike, newest first by when they were
 * written ("List Messages"): an edit of a message that is older than the window can't be seen this way, nor a deletion.
 */
import type { ListedMessage } from '../../core/connector.ts';
import { DeliveryError } from '../../core/errors.ts';
import type { MessageRef, Place, SourceState } from '../../core/model.ts';
import type { Connection } from '../../core/records.ts';
import type { WebexApi } from './api.ts';
import { readMessage } from './message.ts';
import { messagesSince } from './outbound.ts';

export interface History {
  fetch(connection: Connection, ref: MessageRef): Promise<SourceState | undefined>;
  list(connection: Connection, place: Place, since: number): AsyncIterable<ListedMessage>;
}

export function createHistory(api: WebexApi): History {
  return {
    async fetch(connection, ref) {
      try {
        const path = `messages/${encodeURIComponent(ref.message)}`;
        const item = await api.call(connection, { operation: 'read', path });
        return item['roomId'] === ref.conversation ? readMessage(item)?.state : undefined;
      } catch (error) {
        if (error instanceof DeliveryError && error.failure === 'gone') return undefined;
        throw error;
      }
    },

    async *list(connection, place, since) {
      const found: ListedMessage[] = [];
      for await (const read of messagesSince(api, connection, place, null, since)) found.push(read);
      yield* found.reverse();
    },
  };
}
