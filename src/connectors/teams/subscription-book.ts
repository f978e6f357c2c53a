/** The subscriptions that are wanted, as the store has them, by channel and by the id that Graph gave them. */
import { ConflictError } from '../../core/errors.ts';
import type { ConnectionId, Place } from '../../core/model.ts';
import type { Subscription } from '../../core/records.ts';
import type { ConnectorParts } from '../support/parts.ts';

export interface Entry {
  readonly place: Place;
  revision: number;
  body: Subscription;
  /** What Graph gave it before, where nobody ended that: it may still fill the quota of the channel. */
  former: string | undefined;
  /** When Graph's last challenge was answered. */
  answeredAt: number;
  /** When it must be looked after next: renewed, or made. */
  dueAt: number;
  failures: number;
  /** What is being done to it; one thing at a time. */
  turn: Promise<unknown>;
  dropped: boolean;
}

export interface SubscriptionBook {
  /** Reads what is wanted for a connection; what is known already stays. */
  load(connection: ConnectionId): Promise<void>;
  of(place: Place): Entry | undefined;
  all(): readonly Entry[];
  ofConnection(connection: ConnectionId): readonly Entry[];
  heardBy(remote: string): Entry | undefined;
  /** Wants it from now on. `isNew`: nobody did before. */
  add(place: Place): Promise<{ readonly entry: Entry; readonly isNew: boolean }>;
  save(entry: Entry, body: Subscription): Promise<void>;
  /** Graph has it no more, or not for us. In memory alone: whoever starts anew finds out again. */
  forgetRemote(entry: Entry): void;
  /** Wants it no more. */
  remove(entry: Entry): Promise<void>;
}

/** `dueAt`: when an entry is to be looked after first. */
export function createSubscriptionBook(
  { records }: Pick<ConnectorParts, 'records'>,
  dueAt: (body: Subscription) => number,
): SubscriptionBook {
  const entries = new Map<string, Entry>();
  const byRemote = new Map<string, Entry>();
  const keyOf = ({ connection, conversation }: Place) => `${connection}/${conversation}`;

  function enter(place: Place, revision: number, body: Subscription): Entry {
    const entry: Entry = {
      place,
      revision,
      body,
      former: undefined,
      answeredAt: Number.NEGATIVE_INFINITY,
      dueAt: dueAt(body),
      failures: 0,
      turn: Promise.resolve(),
      dropped: false,
    };
    entries.set(keyOf(place), entry);
    if (body.remote !== undefined) byRemote.set(body.remote, entry);
    return entry;
  }

  const all = (): Entry[] => [...entries.values()];

  return {
    async load(connection) {
      for (const { revision, body } of await records.list('subscription', `${connection}/`)) {
        const place = { connection: body.connection, conversation: body.conversation };
        if (!entries.has(keyOf(place))) enter(place, revision, body);
      }
    },

    of: (place) => entries.get(keyOf(place)),
    all,
    ofConnection: (connection) => all().filter(({ place }) => place.connection === connection),
    heardBy: (remote) => byRemote.get(remote),

    async add(place) {
      const known = entries.get(keyOf(place));
      if (known) return { entry: known, isNew: false };
      const body = { connection: place.connection, conversation: place.conversation };
      const stored = await records.get('subscription', keyOf(place));
      const revision = stored?.revision ?? (await records.put('subscription', keyOf(place), body, 0));
      const entry = entries.get(keyOf(place)) ?? enter(place, revision, stored?.body ?? body);
      return { entry, isNew: stored === undefined };
    },

    async save(entry, body) {
      const { remote } = entry.body;
      if (remote !== undefined && remote !== body.remote) byRemote.delete(remote);
      entry.body = body;
      entry.former = undefined;
      // Known before it is stored: Graph may be faster than the store.
      if (body.remote !== undefined) byRemote.set(body.remote, entry);
      const key = keyOf(entry.place);
      try {
        entry.revision = await records.put('subscription', key, body, entry.revision);
      } catch (error) {
        if (!(error instanceof ConflictError)) throw error;
        const revision = (await records.get('subscription', key))?.revision ?? 0;
        entry.revision = await records.put('subscription', key, body, revision);
      }
    },

    forgetRemote(entry) {
      const { remote } = entry.body;
      if (remote !== undefined) byRemote.delete(remote);
      entry.former = remote ?? entry.former;
      entry.body = { ...entry.place };
    },

    async remove(entry) {
      const key = keyOf(entry.place);
      const stored = await records.get('subscription', key);
      if (stored) await records.remove('subscription', key, stored.revision);
      entry.dropped = true;
      entries.delete(key);
      if (entry.body.remote !== undefined) byRemote.delete(entry.body.remote);
    },
  };
}
