/** Who is in a space, and who is in the organization ("Memberships", "People"). */
import type { ListedPerson, Membership } from '../../core/connector.ts';
import type { Place } from '../../core/model.ts';
import type { Connection } from '../../core/records.ts';
import { textFact } from '../support/connections.ts';
import { type Json, objects, text } from '../support/json.ts';
import type { WebexApi } from './api.ts';

export interface WebexMembers {
  members(connection: Connection, place: Place, most: number): Promise<Membership>;
  search(connection: Connection, text: string, most: number): Promise<readonly ListedPerson[]>;
}

const pageLength = 200;
/** A larger space is not counted. */
const mostCounted = 5_000;

export function createWebexMembers(api: WebexApi): WebexMembers {
  return {
    async members(connection, place, most) {
      const query = new URLSearchParams({ roomId: place.conversation, max: String(pageLength) });
      const own = textFact(connection, 'personId');
      const names: string[] = [];
      let count = 0;
      for await (const page of api.pages(connection, { operation: 'read', path: `memberships?${query}` })) {
        const others = page.filter((member) => member['personId'] !== own);
        count += others.length;
        for (const member of others.slice(0, most - names.length)) names.push(...nameOf(member, 'personDisplayName'));
        if (count > mostCounted) return { names };
      }
      return { count, names };
    },

    async search(connection, wanted, most) {
      const by = wanted.includes('@') ? 'email' : 'displayName';
      const query = new URLSearchParams({ [by]: wanted, max: String(most), excludeStatus: 'true' });
      const answer = await api.call(connection, { operation: 'read', path: `people?${query}` });
      return objects(answer['items']).slice(0, most).flatMap(listed);
    },
  };
}

const nameOf = (item: Json, field: string): string[] => {
  const name = text(item[field]);
  return name === undefined ? [] : [name];
};

function listed(person: Json): ListedPerson[] {
  if (person['type'] === 'bot') return [];
  const mail = text(Array.isArray(person['emails']) ? person['emails'][0] : undefined);
  return nameOf(person, 'displayName').map((name) => ({ name, ...(mail && { mail }) }));
}
