/** Names, pictures and mail addresses of Webex people ("People"), remembered for an hour; what Webex does not tell, for a minute. */
import type { Author, PersonId } from '../../core/model.ts';
import type { Clock } from '../../core/ports.ts';
import type { Connection } from '../../core/records.ts';
import { type Connections, textFact } from '../support/connections.ts';
import { type Json, objects, text } from '../support/json.ts';
import { createMemo } from '../support/memo.ts';
import type { WebexApi } from './api.ts';
import { personId } from './ids.ts';

const lookUpMs = 5_000;

export interface WebexPeople {
  person(connection: Connection, id: PersonId): Promise<Author | undefined>;
  mail(connection: Connection, id: PersonId): Promise<string | undefined>;
  /** Webex finds people of the relay person's own organization alone. @throws DeliveryError */
  byMail(connection: Connection, mail: string): Promise<PersonId | undefined>;
}

interface Known {
  readonly author: Author;
  readonly mail?: string;
}

export function createWebexPeople(api: WebexApi, connections: Connections, clock: Clock): WebexPeople {
  const memo = createMemo<Known>(clock, async (key) => {
    const [connectionId = '', ...id] = key.split(' ');
    const connection = await connections.byId(connectionId);
    if (!connection) return undefined;
    const path = `people/${encodeURIComponent(id.join(' '))}`;
    const person = await api.call(connection, { operation: 'read', path, deadlineMs: lookUpMs });
    const author = authorOf(person);
    const [mail] = mailsOf(person);
    return author && { author, ...(mail && { mail }) };
  });
  const known = (connection: Connection, id: PersonId) => memo.get(`${connection.id} ${id}`);
  return {
    person: async (connection, id) => (await known(connection, id))?.author,
    mail: async (connection, id) => (isOwn(connection, id) ? undefined : (await known(connection, id))?.mail),
    async byMail(connection, mail) {
      const path = `people?${new URLSearchParams({ email: mail, excludeStatus: 'true' })}`;
      const answer = await api.call(connection, { operation: 'read', path, deadlineMs: lookUpMs });
      const wanted = mail.toLowerCase();
      const found = objects(answer['items']).find((person) =>
        mailsOf(person).some((one) => one.toLowerCase() === wanted),
      );
      const id = personId(found?.['id']);
      return id === undefined || isOwn(connection, id) ? undefined : id;
    },
  };
}

/** Whether it is the relay person: nobody is meant by it. */
const isOwn = (connection: Connection, id: PersonId): boolean => id === textFact(connection, 'personId');

const mailsOf = ({ emails }: Json): readonly string[] =>
  Array.isArray(emails) ? emails.filter((one) => typeof one === 'string' && one !== '') : [];

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
