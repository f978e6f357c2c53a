/** What the connector learns about a connection and keeps with it. Every change is a compare-and-set on its record. */
import { untilSet } from '../../core/compare-and-set.ts';
import type { Connection } from '../../core/records.ts';
import type { Connections } from '../support/connections.ts';
import type { ConnectorParts } from '../support/parts.ts';
import { isServiceUrl } from './verify.ts';

export interface TeamsFacts {
  /** Entra object id of the service user. */
  readonly serviceUser?: string;
  /** An administrator lets the service user put files into channels, and it consented to that. */
  readonly fidelity?: boolean;
  /** The app's id in the tenant's catalog, which is not its manifest id. */
  readonly catalogId?: string;
  /** Where the bot answers, by team (group id), as Teams told when the app was installed there. */
  readonly serviceUrls?: Readonly<Record<string, string>>;
}

/** Documented for the public cloud; used where Teams has not told its own address yet. */
const publicServiceUrl = 'https://smba.trafficmanager.net/teams/';

export const factsOf = (connection: Connection): TeamsFacts => connection.facts as TeamsFacts;

/** Ends with a slash. A tenant lives in one region, so that another team's address is better than the public one. */
export function serviceUrlOf(connection: Connection, team: string): string {
  const { serviceUrls = {} } = factsOf(connection);
  const url = serviceUrls[team.toLowerCase()] ?? Object.values(serviceUrls)[0];
  if (!isServiceUrl(url)) return publicServiceUrl;
  return url.endsWith('/') ? url : `${url}/`;
}

export interface FactBook {
  /** Answers the connection as it is now. `change` may run more than once; the same facts are not written again. */
  learn(connection: Connection, change: (facts: TeamsFacts) => TeamsFacts): Promise<Connection>;
}

export function createFactBook({ records }: Pick<ConnectorParts, 'records'>, connections: Connections): FactBook {
  return {
    async learn(connection, change) {
      const learned = await untilSet(async () => {
        const stored = await records.get('connection', connection.id);
        if (!stored) return undefined;
        const facts = change(stored.body.facts as TeamsFacts);
        const body = { ...stored.body, facts: { ...stored.body.facts, ...facts } };
        if (facts !== stored.body.facts) await records.put('connection', connection.id, body, stored.revision);
        return body;
      });
      if (learned) connections.learn(learned);
      return learned ?? connection;
    },
  };
}
