/** The tenant's accounts: the people of the seed, its guests, and crowds that only fill teams. */
import type { Kit } from '../kit/platform.ts';
import type { TeamsUser } from './world.ts';

export interface Users {
  get(id: string): TeamsUser | undefined;
  byPerson(person: string): TeamsUser | undefined;
  all(): readonly TeamsUser[];
  /** Object ids of so many accounts that no person of the seed has; the same ones every time. */
  crowd(size: number): readonly string[];
}

export function createUsers(kit: Kit): Users {
  const { tenant, users: objectIds, roles, visitors = [] } = kit.seed.teams;
  const sizes = kit.state.collection<number>('teams.crowd');
  const users: TeamsUser[] = [];
  const byId = new Map<string, TeamsUser>();
  const byPerson = new Map<string, TeamsUser>();
  let crowd = 0;

  const enter = (user: TeamsUser): void => {
    users.push(user);
    byId.set(user.id, user);
    byPerson.set(user.person, user);
  };
  const grow = (size: number): void => {
    for (; crowd < size; crowd += 1) enter(extra(crowd + 1));
  };
  const extra = (number: number): TeamsUser => ({
    id: crowdId(number),
    person: `member-${number}`,
    displayName: `Member ${number}`,
    mail: `member-${number}@${tenant.domain}`,
    tenant: tenant.id,
    roles: [],
    locale: 'en-US',
  });

  for (const { id: person, name: displayName, mail, locale = 'en-US' } of kit.seed.people) {
    const id = objectIds[person];
    if (id !== undefined)
      enter({ id, person, displayName, mail, tenant: tenant.id, roles: roles[person] ?? [], locale });
  }
  for (const { guest, name: displayName, mail, tenant: home, id } of visitors) {
    const account = { displayName, mail, tenant: tenant.id, home: { tenant: home, id }, roles: [], locale: 'en-US' };
    if (guest !== undefined) enter({ ...account, id: guest, person: mail });
  }
  grow(sizes.get('size') ?? 0);

  return {
    get: (id) => byId.get(id),
    byPerson: (person) => byPerson.get(person),
    all: () => users,
    crowd(size) {
      grow(size);
      sizes.set('size', crowd);
      return Array.from({ length: size }, (_, index) => crowdId(index + 1));
    },
  };
}

const crowdId = (number: number): string => `c0000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
