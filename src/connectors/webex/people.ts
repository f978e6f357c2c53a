/** Names and pictures of Webex people ("People"), remembered for an hour; what Webex does not tell, for a minute. */
import type { Author, PersonId } from '../../core/model.ts';
import type { Clock } from '../../core/ports.ts';
import type { Connection } from '../../core/records.ts';
import type { Connections } from '../support/connections.ts';
import { type Json, text } from '../support/json.ts';
import { createMemo } from '../support/memo.ts';
import type { WebexApi } from './api.ts';
import { personId } from './ids.ts';

const lookUpMs = 5_000;

export interface WebexPeople {
  person(connection: Connection, id: PersonId): Promise<Author | undefined>;
}

export function createWebexPeople(api: WebexApi, connections: Connections, clock: Clock): WebexPeople {
  const memo = createMemo<Author>(clock, async (key) => {
    const [connectionId = '', ...id] = key.split(' ');
    const connection = await connections.byId(connectionId);
    if (!connection) return undefined;
    const path = `people/${encodeURIComponent(id.join(' '))}`;
    return authorOf(await api.call(connection, { operation: 'read', path, deadlineMs: lookUpMs }));
  });
  return { person: (connection, id) => memo.get(`${connection.id} ${id}`) };
}

export function authorOf(person: Json): Author | undefined {
  const id = personId(person['id']);
  if (!id) return undefined;
  const name = text(person['displayName']) ?? text(person['nickName']);
  const avatar = text(person['avatar']);
  return {
    id,
    kind: person['type'] === 'bot' ? 'app' : 'person',
    ...(name && { name }),
    ...(avatar?.startsWith('https://') && { picture: avatar }),
  };
}
