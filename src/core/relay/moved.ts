/** Legs whose conversations go on under other ids: what is remembered of them goes along. */
import type { Leg, UniversalChannel } from '../records.ts';
import type { RelayStore } from './store.ts';

/**
 * Has what is remembered of a channel's conversations found under the ids that they have now: before anything is taken
 * from there. May be repeated. @throws StoreUnavailableError
 */
export async function renamePlaces({ legs }: UniversalChannel, store: Pick<RelayStore, 'renamePlace'>): Promise<void> {
  for (const { connection, conversation, formerly } of legs)
    if (formerly !== undefined) await store.renamePlace({ connection, conversation: formerly }, conversation);
}

/** The channel without the legs that are somewhere else than before; undefined where there are none. */
export function withoutMoved(
  before: UniversalChannel | undefined,
  now: UniversalChannel,
): UniversalChannel | undefined {
  const isMoved = ({ id, conversation }: Leg): boolean =>
    before?.legs.some((leg) => leg.id === id && leg.conversation !== conversation) === true;
  const staying = now.legs.filter((leg) => !isMoved(leg));
  return staying.length < now.legs.length ? { ...now, legs: staying } : undefined;
}
