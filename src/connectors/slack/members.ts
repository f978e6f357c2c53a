/** Who is in a channel, and who is in a workspace ("conversations.members", "users.list"). */
import type { ListedPerson, Membership } from '../../core/connector.ts';
import type { PersonId, Place } from '../../core/model.ts';
import type { Clock } from '../../core/ports.ts';
import type { Connection } from '../../core/records.ts';
import { type Connections, textFact } from '../support/connections.ts';
import { type Json, object, objects, text } from '../support/json.ts';
import { createMemo } from '../support/memo.ts';
import type { SlackApi } from './api.ts';
import { personId } from './ids.ts';
import { authorOfUser, type SlackPeople } from './people.ts';

export interface SlackMembers {
  members(connection: Connection, place: Place, most: number): Promise<Membership>;
  search(connection: Connection, text: string, most: number): Promise<readonly ListedPerson[]>;
}

/** "users.list" takes some twenty calls a minute: more than this many pages are not asked for. */
const mostPages = 20;
const pageLength = '200';

export function createSlackMembers(
  api: SlackApi,
  people: SlackPeople,
  connections: Connections,
  clock: Clock,
): SlackMembers {
  const workspaces = createMemo<readonly ListedPerson[]>(clock, async (id) => {
    const connection = await connections.byId(id);
    if (!connection) return undefined;
    const found: ListedPerson[] = [];
    let pages = 0;
    for await (const page of api.pages(connection, 'users.list', { limit: pageLength })) {
      for (const user of objects(page['members'])) found.push(...listed(user));
      pages += 1;
      if (pages === mostPages) break;
    }
    return found;
  });

  return {
    async members(connection, place, most) {
      const channel = place.conversation;
      const [first, info] = await Promise.all([
        api.read(connection, 'conversations.members', { channel, limit: pageLength }),
        api.read(connection, 'conversations.info', { channel, include_num_members: 'true' }),
      ]);
      const ids = Array.isArray(first['members']) ? first['members'].filter((id) => personId(id)) : [];
      const own = textFact(connection, 'botUserId');
      const others = ids.filter((id) => id !== own) as PersonId[];
      const authors = await Promise.all(others.slice(0, most).map((id) => people.person(connection, id)));
      const whole = text(object(first['response_metadata'])?.['next_cursor']) === undefined;
      const told = object(info['channel'])?.['num_members'];
      const count = whole ? others.length : typeof told === 'number' ? told : undefined;
      return {
        ...(count !== undefined && { count }),
        names: authors.flatMap((author) => author?.name ?? []),
      };
    },

    async search(connection, wanted, most) {
      const everybody = (await workspaces.get(connection.id)) ?? [];
      return everybody.filter(({ name }) => beginsAnyWord(name, wanted)).slice(0, most);
    },
  };
}

/** Whether the words that are looked for begin words of the name, in any order. */
function beginsAnyWord(name: string, wanted: string): boolean {
  const words = name.toLocaleLowerCase().split(/\s+/);
  return wanted
    .toLocaleLowerCase()
    .split(/\s+/)
    .every((part) => words.some((word) => word.startsWith(part)));
}

function listed(user: Json): ListedPerson[] {
  if (user['deleted'] === true || user['is_bot'] === true || user['id'] === 'USLACKBOT') return [];
  const name = authorOfUser(user)?.name;
  const mail = text(object(user['profile'])?.['email']);
  return name === undefined ? [] : [{ name, ...(mail && { mail }) }];
}
