/** One channel at a time, looked at by its id with the service user's eyes. "Get team", "Get channel" */
import type { PlaceInfo } from '../../core/connector.ts';
import { DeliveryError } from '../../core/errors.ts';
import type { Place } from '../../core/model.ts';
import type { Connection } from '../../core/records.ts';
import { forPerson } from '../support/for-person.ts';
import type { Graph } from './api.ts';
import { addressOf } from './directory.ts';
import { obstacleOf, titleOf } from './install.ts';

interface Team {
  readonly id: string;
  readonly displayName?: string | null;
  readonly isArchived?: boolean | null;
}

interface Channel extends Team {
  readonly membershipType?: string | null;
}

const headers = { prefer: 'include-unknown-enum-members' };

export interface TeamsPlaces {
  /** Undefined where Teams says that there is no such team or channel. @throws UserError */
  look(connection: Connection, place: Place): Promise<PlaceInfo | undefined>;
}

export function createTeamsPlaces(graph: Graph): TeamsPlaces {
  return {
    async look(connection, place) {
      const address = addressOf(place.conversation);
      if (!address) return undefined;
      const path = `/teams/${address.team}`;
      try {
        const [team, channel] = await Promise.all([
          graph.read<Team>(connection, { path, operation: 'read team' }),
          graph.read<Channel>(connection, {
            path: `${path}/channels/${address.channel}`,
            headers,
            operation: 'read channel',
          }),
        ]);
        const obstacle = obstacleOf(team, channel);
        const title = titleOf(team, channel);
        return { conversation: place.conversation, title, ...(obstacle !== undefined && { obstacle }) };
      } catch (error) {
        if (error instanceof DeliveryError && error.failure === 'gone') return undefined;
        return await forPerson(() => Promise.reject(error));
      }
    },
  };
}
