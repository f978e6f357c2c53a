/** Who is in a team, and who is in the tenant, with the service user's eyes ("List group members", "List users"). */
import type { ListedPerson, Membership } from '../../core/connector.ts';
import type { Place } from '../../core/model.ts';
import type { Connection } from '../../core/records.ts';
import type { Graph } from './api.ts';
import { factsOf } from './facts.ts';
import { parseConversationId } from './ids.ts';

export interface TeamsMembers {
  members(connection: Connection, place: Place, most: number): Promise<Membership>;
  search(connection: Connection, text: string, most: number): Promise<readonly ListedPerson[]>;
}

interface User {
  readonly id: string;
  readonly displayName?: string | null;
  readonly mail?: string | null;
  readonly userPrincipalName?: string | null;
}

interface Page {
  readonly value?: readonly User[];
  readonly '@odata.count'?: number;
  readonly '@odata.nextLink'?: string;
}

/** Counting and searching are "Advanced query capabilities on Microsoft Entra ID objects". */
const headers = { consistencylevel: 'eventual' };

export function createTeamsMembers(graph: Graph): TeamsMembers {
  return {
    async members(connection, place, most) {
      const { team } = parseConversationId(place.conversation);
      const path = `/groups/${team}/members?$count=true&$top=${most + 1}&$select=id,displayName`;
      const page = await graph.read<Page>(connection, { path, headers, operation: 'list members' });
      const listed = page.value ?? [];
      const others = listed.filter(({ id }) => id.toLowerCase() !== factsOf(connection).serviceUser);
      const whole = page['@odata.nextLink'] === undefined;
      const told = page['@odata.count'] ?? 0;
      // A count of the page alone is none. The service user is a member of every team that has a leg.
      const count = whole ? others.length : told > listed.length ? told - 1 : undefined;
      return { ...(count !== undefined && { count }), names: others.slice(0, most).flatMap(nameOf) };
    },

    async search(connection, text, most) {
      const wanted = text.replaceAll(/["\\]/g, ' ').trim();
      if (wanted === '') return [];
      const fields = ['displayName', 'mail', 'userPrincipalName'];
      const query = encodeURIComponent(fields.map((field) => `"${field}:${wanted}"`).join(' OR '));
      const path = `/users?$search=${query}&$select=id,displayName,mail,userPrincipalName&$top=${most}`;
      const page = await graph.read<Page>(connection, { path, headers, operation: 'search people' });
      return (page.value ?? []).slice(0, most).flatMap((user) => {
        const mail = user.mail ?? user.userPrincipalName;
        return nameOf(user).map((name) => ({ name, ...(mail && { mail }) }));
      });
    },
  };
}

const nameOf = ({ displayName }: User): string[] => (displayName ? [displayName] : []);
