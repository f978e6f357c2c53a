/** Every change of a universal channel is a compare-and-set on its one record. */
import { untilSet } from '../compare-and-set.ts';
import type { ChannelId } from '../model.ts';
import type { Records, UniversalChannel } from '../records.ts';
import { notFound } from './access.ts';

/**
 * Writes what `change` makes of the channel as it is now, which may take several goes; answers the same channel where
 * `change` leaves it as it is. @throws UserError not_found
 */
export const changeChannel = (
  records: Records,
  id: ChannelId,
  change: (current: UniversalChannel, revision: number) => UniversalChannel,
): Promise<UniversalChannel> =>
  untilSet(async () => {
    const stored = await records.get('channel', id);
    if (!stored) throw notFound('channel');
    const changed = change(stored.body, stored.revision);
    if (changed !== stored.body) await records.put('channel', id, changed, stored.revision);
    return changed;
  });
