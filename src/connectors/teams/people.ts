/** Names and pictures of people in Teams, read with the service user's token. */
import { DeliveryError } from '../../core/errors.ts';
import type { Author, ConnectionId, PersonId } from '../../core/model.ts';
import type { Clock } from '../../core/ports.ts';
import type { Connections } from '../support/connections.ts';
import { createMemo } from '../support/memo.ts';
import type { Graph } from './api.ts';
import { isGuid } from './ids.ts';

const pictureTypes = /^image\/(?:jpeg|png|gif)$/;

export interface People {
  person(connection: ConnectionId, id: PersonId): Promise<Author | undefined>;
  picture(connection: ConnectionId, id: PersonId): Promise<{ type: string; bytes: Buffer } | undefined>;
}

export function createPeople(graph: Graph, connections: Connections, clock: Clock): People {
  const names = createMemo<Author>(clock, async (key) => {
    const [connectionId = '', id = ''] = key.split('/');
    const connection = await connections.byId(connectionId);
    if (!connection) return undefined;
    const path = `/users/${id}?$select=id,displayName`;
    const user = await graph.read<{ displayName?: string | null }>(connection, { path, operation: 'read person' });
    return user.displayName ? { id: id as PersonId, name: user.displayName, kind: 'person' } : undefined;
  });

  return {
    // Bots and apps are named by the messages that they wrote.
    person: async (connection, id) => (isGuid(id) ? names.get(`${connection}/${id}`) : undefined),

    async picture(connection, id) {
      const owner = isGuid(id) ? await connections.byId(connection) : undefined;
      if (!owner) return undefined;
      try {
        const answer = await graph.call(owner, { path: `/users/${id}/photo/$value`, operation: 'read picture' });
        const type = String(answer.headers['content-type'] ?? '')
          .split(';')[0]!
          .trim();
        return pictureTypes.test(type) ? { type, bytes: answer.body } : undefined;
      } catch (error) {
        if (error instanceof DeliveryError && error.failure === 'gone') return undefined;
        throw error;
      }
    },
  };
}
