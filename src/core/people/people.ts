/**
 * Who somebody of one platform is on another one: whoever has the same mail address there. The address is what both
 * directories vouch for; a name is not, because anybody may take any.
 */
import type { Connector } from '../connector.ts';
import type { PersonId, Platform } from '../model.ts';
import type { Clock } from '../ports.ts';
import type { Leg } from '../records.ts';
import { createMemory } from '../remember.ts';
import { hours, minutes, seconds } from '../time.ts';

interface PeopleParts {
  readonly connectors: Readonly<Record<Platform, Pick<Connector, 'mail' | 'byMail'>>>;
  readonly clock: Clock;
}

/** A platform as one connection sees it; a leg is one. */
export type Side = Pick<Leg, 'connection' | 'platform'>;

export interface PeopleMap {
  /**
   * The same person on the other side; undefined where there is nobody with that address, or it can't be learned within
   * two seconds. Never throws.
   */
  match(from: Side, person: PersonId, to: Side): Promise<PersonId | undefined>;
}

/** A message never waits long for a mention: who is not known in time is not known, and is there for the next one. */
const keeping = { found: hours(1), missing: minutes(5), failed: seconds(30), waitAtMost: seconds(1), most: 20_000 };

export function createPeopleMap({ connectors, clock }: PeopleParts): PeopleMap {
  const addresses = createMemory<string>(clock, keeping);
  const holders = createMemory<PersonId>(clock, keeping);
  return {
    async match(from, person, to) {
      if (from.connection === to.connection) return person;
      const address = await addresses.get(keyOf(from, person), async () =>
        normalised(await connectors[from.platform].mail(from.connection, person)),
      );
      if (address === undefined) return undefined;
      return await holders.get(keyOf(to, address), () => connectors[to.platform].byMail(to.connection, address));
    },
  };
}

/** Nothing is shared between two connections: what one sees, another may not. */
const keyOf = ({ connection }: Side, subject: string): string => `${connection} ${subject}`;

/** Lower case; undefined where it is no address at all. */
function normalised(mail: string | undefined): string | undefined {
  const address = mail?.trim().toLowerCase();
  return address?.includes('@') ? address : undefined;
}
