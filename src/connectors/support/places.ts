/** Where a connection takes part now: the places to look at again when its events may have been lost. */
import type { ConnectionId, Place } from '../../core/model.ts';
import type { Records } from '../../core/records.ts';

export async function linkedPlaces(records: Records, connection: ConnectionId): Promise<readonly Place[]> {
  const channels = await records.list('channel');
  return channels
    .flatMap(({ body }) => body.legs)
    .filter((leg) => leg.connection === connection && leg.state === 'active')
    .map(({ conversation }) => ({ connection, conversation }));
}
