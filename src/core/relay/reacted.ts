/** Reactions to a copy of Mio's: kept with the message that it is a copy of. */
import type { Connector } from '../connector.ts';
import type { MessageId, Platform } from '../model.ts';
import type { Leg } from '../records.ts';
import type { LaneEvent } from './event.ts';
import { told } from './gathered.ts';
import { isNote } from './parts.ts';
import type { RelayStore, TargetRecord } from './store.ts';

export interface ReactedParts {
  readonly store: RelayStore;
  readonly connectors: Readonly<Record<Platform, Connector>>;
  /** Where the copy stands. */
  readonly leg: Leg;
  /** The thread that the copy is in there. */
  readonly threadOf: (leg: Leg) => Promise<MessageId | null>;
}

/** Answers whether there is something to show on the other legs. @throws DeliveryError where the copy can't be read now */
export async function keepReactions(event: LaneEvent, copy: TargetRecord, parts: ReactedParts): Promise<boolean> {
  const { store, connectors, leg, threadOf } = parts;
  if (isNote(copy.part) || (event.kind !== 'reacted' && event.kind !== 'edited')) return false;
  const known = await store.message(copy);
  if (!known || known.removed) return false;
  const { inline } = event;
  const hasTold = inline?.is === 'present' && inline.reactions !== undefined;
  if (!hasTold && event.kind !== 'reacted') return false;
  const state = hasTold ? inline : await connectors[leg.platform].fetch(event.ref, await threadOf(leg));
  const reactions = told(known.reactions, leg.id, state);
  if (reactions !== known.reactions) await store.putMessage({ ...known, reactions });
  // Shown once more where it is told twice: a crash may have come between keeping and showing.
  return reactions !== known.reactions || event.kind === 'reacted';
}
