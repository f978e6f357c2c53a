/** Who of the tenant lets Mio act with their account, in memory: asked for every message with a file. */
import type { People } from '../../core/bot/people.ts';
import type { PersonId } from '../../core/model.ts';
import { ownerId } from '../../core/people/accounts.ts';
import type { Records, SignedInPerson } from '../../core/records.ts';

export interface SyncedPeople {
  /** Whether the person's tokens may be used for that, and are good as far as is known. */
  has(person: PersonId): boolean;
  load(): Promise<void>;
}

export function createSyncedPeople(
  people: Pick<People, 'onChange'>,
  records: Pick<Records, 'list'>,
  tenant: string,
): SyncedPeople {
  const synced = new Set<string>();

  function note(id: string, person: SignedInPerson | undefined): void {
    if (person?.stages.includes('accountSync') && !person.expired) synced.add(id);
    else synced.delete(id);
  }

  people.onChange(note);
  return {
    has: (person) => synced.has(ownerId({ tenant, person })),
    async load() {
      for (const { id, body } of await records.list('person', `${tenant}/`)) note(id, body);
    },
  };
}
