/** Names, pictures and addresses of people in Teams, read with the service user's token. "Get user", "List users" */
import { DeliveryError } from '../../core/errors.ts';
import type { Author, ConnectionId, PersonId } from '../../core/model.ts';
import type { Clock } from '../../core/ports.ts';
import type { Connections } from '../support/connections.ts';
import { createMemo } from '../support/memo.ts';
import type { Graph } from './api.ts';
import { factsOf } from './facts.ts';
import { isGuid, personId, sameGuid } from './ids.ts';

const pictureTypes = /^image\/(?:jpeg|png|gif)$/;

export interface People {
  person(connection: ConnectionId, id: PersonId): Promise<Author | undefined>;
  picture(connection: ConnectionId, id: PersonId): Promise<{ type: string; bytes: Buffer } | undefined>;
  mail(connection: ConnectionId, id: PersonId): Promise<string | undefined>;
  /** Undefined as well where two people have it: nobody is guessed; and for the service user, as its own mail is. */
  byMail(connection: ConnectionId, mail: string): Promise<PersonId | undefined>;
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

  /** Undefined where Graph says that there is nothing, or that it is none of our business. */
  async function asked<Answer>(connection: ConnectionId, path: string): Promise<Answer | undefined> {
    const owner = await connections.byId(connection);
    if (!owner) return undefined;
    try {
      return await graph.read<Answer>(owner, { path, operation: 'look up mail' });
    } catch (error) {
      if (error instanceof DeliveryError && (error.failure === 'gone' || error.failure === 'refused')) return undefined;
      throw error;
    }
  }

  /** Whether it is the service user: nobody is meant by it. */
  async function isOwn(connection: ConnectionId, id: string): Promise<boolean> {
    const owner = await connections.byId(connection);
    return owner !== undefined && sameGuid(id, factsOf(owner).serviceUser ?? '');
  }

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

    async mail(connection, id) {
      if (!isGuid(id) || (await isOwn(connection, id))) return undefined;
      const user = await asked<{ mail?: string | null }>(connection, `/users/${id}?$select=mail`);
      return user?.mail || undefined;
    },

    async byMail(connection, mail) {
      const filter = encodeURIComponent(`mail eq '${mail.replaceAll("'", "''")}'`);
      const path = `/users?$filter=${filter}&$select=id&$top=2`;
      const found = await asked<{ value?: readonly { id?: string }[] }>(connection, path);
      const [first, second] = found?.value ?? [];
      if (!first?.id || second || (await isOwn(connection, first.id))) return undefined;
      return personId(first.id);
    },
  };
}
