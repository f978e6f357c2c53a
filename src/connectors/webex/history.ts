/**
 * What a space says about its messages now. A list holds roots and replies alike, newest first by when they were
 * written ("List Messages"): an edit of a message that is older than the window can't be seen this way, nor a deletion.
 */
import type { ListedMessage, Paced } from '../../core/connector.ts';
import { DeliveryError } from '../../core/errors.ts';
import type { MessageRef, Place, SourceState } from '../../core/model.ts';
import type { Connection } from '../../core/records.ts';
import { textFact } from '../support/connections.ts';
import type { Json } from '../support/json.ts';
import { atOnce } from '../support/paced.ts';
import { inSpace, isGone } from './absence.ts';
import type { WebexApi } from './api.ts';
import type { WebexFiles } from './files.ts';
import { messageId } from './ids.ts';
import { type ReadMessage, readMessage } from './message.ts';
import { messagesSince } from './outbound.ts';

export interface History {
  fetch(connection: Connection, ref: MessageRef): Promise<SourceState | undefined>;
  list(connection: Connection, place: Place, since: number, paced?: Paced): AsyncIterable<ListedMessage>;
}

export function createHistory(api: WebexApi, files: WebexFiles): History {
  async function read(connection: Connection, item: Json): Promise<ReadMessage | undefined> {
    const id = textFact(connection, 'personId');
    const relay = id === undefined ? undefined : { id, name: textFact(connection, 'personName') ?? '' };
    return readMessage(item, { ...(relay && { relay }), files: await files.of(connection, item) });
  }

  return {
    async fetch(connection, ref) {
      try {
        const path = `messages/${encodeURIComponent(ref.message)}`;
        const call = () => api.call(connection, { operation: 'read', path });
        const item = await inSpace(api, connection, ref.conversation, call);
        return item['roomId'] === ref.conversation ? (await read(connection, item))?.state : undefined;
      } catch (error) {
        if (isGone(error)) return undefined;
        throw error;
      }
    },

    async *list(connection, place, since, paced = atOnce) {
      const found: ListedMessage[] = [];
      for await (const item of messagesSince(api, connection, place, null, since, paced)) {
        // Whose files Webex can't tell of yet is there: what it says is for the next list, lest one file keep all waiting.
        const look = () => read(connection, item).catch((error: unknown) => unread(item, error));
        const listed = await (item['files'] === undefined ? look() : paced(look, 'look'));
        if (listed) found.push(listed);
      }
      yield* found.reverse();
    },
  };
}

function unread({ id }: Json, error: unknown): ListedMessage | undefined {
  if (!(error instanceof DeliveryError && error.failure === 'busy')) throw error;
  const message = messageId(id);
  return message && { message };
}
