/**
 * What Mio listens to in Teams: one subscription per linked channel. The store says what is wanted, Graph what there is;
 * at start, after every failure and whenever Graph says that it dropped one, the two are made to agree. Whatever may
 * have been missed meanwhile is told as a gap, for the core to repair: Graph itself repeats nothing.
 */
import { ConflictError, DeliveryError } from '../../core/errors.ts';
import type { ConnectionId, Place } from '../../core/model.ts';
import type { Subscription } from '../../core/records.ts';
import { days, minutes, seconds } from '../../core/time.ts';
import type { Connections } from '../support/connections.ts';
import type { ConnectorParts } from '../support/parts.ts';
import { comparable, resourceOf, type SubscriptionCalls } from './subscription-calls.ts';

/** Graph ends a subscription after three days; renewed at about half of that, not all at once. */
const halfLifeMs = days(1.5);
const spread = 0.1;
const firstRetryMs = seconds(5);
const longestRetryMs = minutes(2);
/** A challenge repeated within this time of its answer was answered already. */
const answerHoldsMs = minutes(1);

/** A subscription that notifications may name. */
export interface Listening {
  readonly place: Place;
  readonly stateHash: string;
}

export interface Subscriptions {
  /** Reads what is wanted; asks Graph in the background. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Listens from now on. May be repeated. @throws DeliveryError */
  want(place: Place): Promise<void>;
  /** Stops listening. May be repeated. @throws DeliveryError */
  drop(place: Place): Promise<void>;
  find(remote: unknown): Listening | undefined;
  /** Graph asks for a new token; answered once however often it asks. */
  reauthorize(remote: string): void;
  /** Graph has dropped it. */
  removed(remote: string): void;
  onGap(listener: (place: Place) => void): void;
}

interface Entry {
  readonly place: Place;
  revision: number;
  body: Subscription;
  /** When Graph's last challenge was answered. */
  answeredAt: number;
  /** When it must be looked after next: renewed, or made. */
  dueAt: number;
  failures: number;
  /** What is being done to it; one thing at a time. */
  turn: Promise<unknown>;
  dropped: boolean;
}

export function createSubscriptions(
  parts: Pick<ConnectorParts, 'records' | 'clock' | 'random' | 'log'>,
  connections: Connections,
  calls: SubscriptionCalls,
): Subscriptions {
  const entries = new Map<string, Entry>();
  const byRemote = new Map<string, Entry>();
  const background = new Set<Promise<unknown>>();
  let gapListener: (place: Place) => void = () => {};
  let cancelTimer = () => {};
  let running = false;

  const now = () => parts.clock.now();
  const keyOf = ({ connection, conversation }: Place) => `${connection}/${conversation}`;
  const isLive = ({ body }: Entry) => body.remote !== undefined && (body.expiresAt ?? 0) > now();
  const jittered = (ms: number) => ms * (1 - (spread * parts.random(2).readUInt16BE(0)) / 0xffff);
  const retryMs = (failures: number) => Math.min(firstRetryMs * 2 ** (failures - 1), longestRetryMs);

  function inBackground(work: Promise<unknown>): void {
    const settled: Promise<unknown> = work
      .catch((error) => parts.log.warn({ err: error }, 'a Teams subscription could not be looked after'))
      .finally(() => background.delete(settled));
    background.add(settled);
  }

  function inTurn<Result>(entry: Entry, work: () => Promise<Result>): Promise<Result> {
    const turn = entry.turn.then(work, work);
    entry.turn = turn.catch(() => {});
    return turn;
  }

  function enter(place: Place, revision: number, body: Subscription): Entry {
    const entry: Entry = {
      place,
      revision,
      body,
      answeredAt: Number.NEGATIVE_INFINITY,
      dueAt: body.remote === undefined ? now() : (body.expiresAt ?? 0) - jittered(halfLifeMs),
      failures: 0,
      turn: Promise.resolve(),
      dropped: false,
    };
    entries.set(keyOf(place), entry);
    if (body.remote !== undefined) byRemote.set(body.remote, entry);
    return entry;
  }

  async function save(entry: Entry, body: Subscription): Promise<void> {
    if (entry.body.remote !== undefined && entry.body.remote !== body.remote) byRemote.delete(entry.body.remote);
    entry.body = body;
    // Known before it is stored: Graph may be faster than the store.
    if (body.remote !== undefined) byRemote.set(body.remote, entry);
    try {
      entry.revision = await parts.records.put('subscription', keyOf(entry.place), body, entry.revision);
    } catch (error) {
      if (!(error instanceof ConflictError)) throw error;
      const revision = (await parts.records.get('subscription', keyOf(entry.place)))?.revision ?? 0;
      entry.revision = await parts.records.put('subscription', keyOf(entry.place), body, revision);
    }
  }

  async function make(entry: Entry): Promise<void> {
    const { remote, stateHash, expiresAt, certificate } = await calls.create(
      await connections.required(entry.place.connection),
      entry.place,
    );
    await save(entry, { ...entry.place, remote, stateHash, expiresAt, facts: { certificate } });
    rested(entry);
    gapListener(entry.place);
  }

  async function renew(entry: Entry): Promise<void> {
    const { remote, facts } = entry.body;
    const certificate = typeof facts?.['certificate'] === 'string' ? facts['certificate'] : '';
    try {
      const renewed = await calls.renew(await connections.required(entry.place.connection), remote!, certificate);
      await save(entry, { ...entry.body, expiresAt: renewed.expiresAt, facts: { certificate: renewed.certificate } });
      rested(entry);
    } catch (error) {
      if (!(error instanceof DeliveryError && error.failure === 'gone')) throw error;
      await make(entry);
    }
  }

  function rested(entry: Entry): void {
    entry.failures = 0;
    entry.dueAt = now() + jittered(halfLifeMs);
    schedule();
  }

  /** Makes what is missing, renews what is there. */
  async function attend(entry: Entry): Promise<void> {
    if (entry.dropped) return;
    try {
      await (isLive(entry) ? renew(entry) : make(entry));
    } catch (error) {
      entry.failures += 1;
      entry.dueAt = now() + retryMs(entry.failures);
      schedule();
      throw error;
    }
  }

  function schedule(): void {
    cancelTimer();
    const dueAt = Math.min(...[...entries.values()].map((entry) => entry.dueAt));
    if (!running || dueAt === Number.POSITIVE_INFINITY) return;
    cancelTimer = parts.clock.after(Math.max(dueAt - now(), 0), () => inBackground(attendDue()));
  }

  async function attendDue(): Promise<void> {
    const due = [...entries.values()].filter((entry) => entry.dueAt <= now());
    for (const entry of due) {
      if (!running) return;
      // Not due again until this turn has said when.
      entry.dueAt = Number.POSITIVE_INFINITY;
      await inTurn(entry, () => attend(entry)).catch((error) =>
        parts.log.warn({ err: error, connection: entry.place.connection }, 'a Teams subscription could not be renewed'),
      );
    }
    schedule();
  }

  /** Brings what the store says in line with what Graph says; ends what nobody wants. */
  async function compare(connection: ConnectionId, attempt = 1): Promise<void> {
    if (!running) return;
    try {
      const owner = await connections.required(connection);
      const actual = new Map((await calls.ours(owner)).map((remote) => [remote.id, remote]));
      for (const entry of entries.values()) {
        if (entry.place.connection !== connection || entry.body.remote === undefined) continue;
        const found = actual.get(entry.body.remote);
        if (found) entry.body = { ...entry.body, expiresAt: Date.parse(found.expirationDateTime) };
        else forgetRemote(entry);
      }
      const wanted = new Set([...entries.values()].map(({ place }) => resourceOf(place)));
      for (const { id, resource } of actual.values()) {
        // A channel that is wanted may be getting its subscription right now.
        if (!byRemote.has(id) && !wanted.has(comparable(resource))) await calls.end(owner, id);
      }
    } catch (error) {
      parts.log.warn({ err: error, connection }, 'Teams subscriptions could not be compared');
      parts.clock.after(retryMs(attempt), () => inBackground(compare(connection, attempt + 1)));
    }
    schedule();
  }

  function forgetRemote(entry: Entry): void {
    if (entry.body.remote !== undefined) byRemote.delete(entry.body.remote);
    entry.body = { ...entry.place };
    entry.dueAt = now();
  }

  return {
    async start() {
      running = true;
      for (const connection of await connections.all()) {
        for (const { revision, body } of await parts.records.list('subscription', `${connection.id}/`)) {
          const place = { connection: body.connection, conversation: body.conversation };
          if (!entries.has(keyOf(place))) enter(place, revision, body);
        }
        inBackground(compare(connection.id));
      }
    },

    async stop() {
      running = false;
      cancelTimer();
      await Promise.all(background);
    },

    async want(place) {
      let entry = entries.get(keyOf(place));
      let isNew = false;
      if (!entry) {
        const body = { connection: place.connection, conversation: place.conversation };
        const stored = await parts.records.get('subscription', keyOf(place));
        isNew = stored === undefined;
        const revision = stored?.revision ?? (await parts.records.put('subscription', keyOf(place), body, 0));
        entry = entries.get(keyOf(place)) ?? enter(place, revision, stored?.body ?? body);
      }
      const wanted = entry;
      await inTurn(wanted, async () => {
        if (isLive(wanted)) return;
        try {
          await attend(wanted);
        } catch (error) {
          // Whoever asked is told, and asks again: a channel that never was a leg is not listened to behind their back.
          if (isNew) await forget(wanted);
          throw error;
        }
      });
    },

    async drop(place) {
      const entry = entries.get(keyOf(place));
      if (!entry) return;
      await inTurn(entry, async () => {
        if (entry.dropped) return;
        const { remote } = entry.body;
        if (remote !== undefined) await calls.end(await connections.required(place.connection), remote);
        await forget(entry);
      });
    },

    find(remote) {
      const entry = typeof remote === 'string' ? byRemote.get(remote) : undefined;
      if (entry?.body.stateHash === undefined || entry.dropped) return undefined;
      return { place: entry.place, stateHash: entry.body.stateHash };
    },

    reauthorize(remote) {
      const entry = byRemote.get(remote);
      if (!entry) return;
      inBackground(
        inTurn(entry, async () => {
          if (now() - entry.answeredAt < answerHoldsMs) return;
          await attend(entry);
          entry.answeredAt = now();
        }),
      );
    },

    removed(remote) {
      const entry = byRemote.get(remote);
      if (!entry) return;
      forgetRemote(entry);
      inBackground(inTurn(entry, async () => (isLive(entry) ? undefined : attend(entry))));
    },

    onGap(listener) {
      gapListener = listener;
    },
  };

  async function forget(entry: Entry): Promise<void> {
    const id = keyOf(entry.place);
    entry.dropped = true;
    entries.delete(id);
    if (entry.body.remote !== undefined) byRemote.delete(entry.body.remote);
    const stored = await parts.records.get('subscription', id);
    if (stored) await parts.records.remove('subscription', id, stored.revision);
  }
}
