/**
 * What Mio listens to in Teams: one subscription per linked channel. The store says what is wanted, Graph what there is;
 * at start, after every failure and whenever Graph says that it dropped one, the two are made to agree. Whatever may
 * have been missed meanwhile is told as a gap, for the core to repair: Graph itself repeats nothing.
 */
import { DeliveryError } from '../../core/errors.ts';
import type { ConnectionId, Place } from '../../core/model.ts';
import type { Connection } from '../../core/records.ts';
import { days, minutes, seconds } from '../../core/time.ts';
import type { Connections } from '../support/connections.ts';
import type { ConnectorParts } from '../support/parts.ts';
import { createSubscriptionBook, type Entry } from './subscription-book.ts';
import { comparable, resourceOf, type SubscriptionCalls } from './subscription-calls.ts';

/** Graph ends a subscription after three days; renewed at about half of that, not all at once. */
const halfLifeMs = days(1.5);
const spread = 0.1;
const firstRetryMs = seconds(5);
const longestRetryMs = minutes(2);
/** A challenge repeated within this time of its answer was answered already. */
const answerHoldsMs = minutes(1);
const endedAtOnce = 8;

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
  /** Listens no more, whatever Graph says: what it does not end now, it is asked to end later. May be repeated. */
  drop(place: Place): Promise<void>;
  /**
   * Ends what was made with the account of `before`, while its credentials are still at hand: Graph shows another account
   * none of that, and lets it make nothing in its place. Once `replaced` has put the other account in its place, listening
   * begins anew. Graph's failures do not keep the account from being replaced.
   */
  handOver(before: Connection, replaced: () => void): Promise<void>;
  find(remote: unknown): Listening | undefined;
  /** Graph asks for a new token; answered once however often it asks. */
  reauthorize(remote: string): void;
  /** Graph has dropped it. */
  removed(remote: string): void;
  onGap(listener: (place: Place) => void): void;
}

/** `join`: sees to it that the service user may listen there. */
export function createSubscriptions(
  parts: Pick<ConnectorParts, 'records' | 'clock' | 'random' | 'log'>,
  connections: Connections,
  calls: SubscriptionCalls,
  join: (place: Place) => Promise<void>,
): Subscriptions {
  const background = new Set<Promise<unknown>>();
  let gapListener: (place: Place) => void = () => {};
  let cancelTimer = () => {};
  let running = false;
  let attending = false;

  const now = () => parts.clock.now();
  /** Up to a tenth of it. */
  const someOf = (ms: number) => (ms * spread * parts.random(2).readUInt16BE(0)) / 0xffff;
  const renewalMs = () => halfLifeMs - someOf(halfLifeMs);
  const book = createSubscriptionBook(parts, ({ remote, expiresAt = 0 }) =>
    remote === undefined ? now() : expiresAt - renewalMs(),
  );
  const isLive = ({ body }: Entry) => body.remote !== undefined && (body.expiresAt ?? 0) > now();

  /** How long to wait after so many failures: no less than Graph asks for, and not all at the same time. */
  function retryMs(failures: number, error: unknown): number {
    const asked = error instanceof DeliveryError ? (error.retryAfterMs ?? 0) : 0;
    const ms = Math.max(asked, Math.min(firstRetryMs * 2 ** (failures - 1), longestRetryMs));
    return ms + someOf(ms);
  }

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

  async function make(entry: Entry): Promise<void> {
    const { place, former } = entry;
    const connection = await connections.required(place.connection);
    const { remote, stateHash, expiresAt, certificate } = await calls.create(connection, place, former);
    await book.save(entry, { ...place, remote, stateHash, expiresAt, facts: { certificate } });
    rested(entry);
    gapListener(place);
  }

  async function renew(entry: Entry): Promise<void> {
    const { remote, facts } = entry.body;
    const certificate = typeof facts?.['certificate'] === 'string' ? facts['certificate'] : '';
    try {
      const renewed = await calls.renew(await connections.required(entry.place.connection), remote!, certificate);
      const { expiresAt } = renewed;
      await book.save(entry, { ...entry.body, expiresAt, facts: { certificate: renewed.certificate } });
      rested(entry);
    } catch (error) {
      if (!(error instanceof DeliveryError && error.failure === 'gone')) throw error;
      await make(entry);
    }
  }

  function rested(entry: Entry): void {
    entry.failures = 0;
    entry.dueAt = now() + renewalMs();
    schedule();
  }

  /** Makes what is missing, renews what is there. */
  async function attend(entry: Entry): Promise<void> {
    if (entry.dropped) return;
    try {
      await (isLive(entry) ? renew(entry) : make(entry));
    } catch (error) {
      entry.failures += 1;
      entry.dueAt = now() + retryMs(entry.failures, error);
      schedule();
      throw error;
    }
  }

  async function want(place: Place): Promise<void> {
    const { entry, isNew } = await book.add(place);
    await inTurn(entry, async () => {
      if (entry.dropped || isLive(entry)) return;
      try {
        await attend(entry);
      } catch (error) {
        // Whoever asked is told, and asks again: a channel that never was a leg is not listened to behind their back.
        if (isNew) await book.remove(entry);
        throw error;
      }
    });
    // Somebody wanted it no more just before.
    if (entry.dropped) await want(place);
  }

  /** Nothing while entries are attended to: whoever does that looks again afterwards. */
  function schedule(): void {
    cancelTimer();
    const dueAt = Math.min(...book.all().map((entry) => entry.dueAt));
    if (!running || attending || dueAt === Number.POSITIVE_INFINITY) return;
    cancelTimer = parts.clock.after(Math.max(dueAt - now(), 0), () => inBackground(attendDue()));
  }

  async function attendDue(): Promise<void> {
    attending = true;
    for (const entry of book.all()) {
      if (!running) break;
      // Somebody else may have looked after it while it waited for its turn.
      const work = async () => (entry.dueAt <= now() ? attend(entry) : undefined);
      if (entry.dueAt <= now()) await inTurn(entry, work).catch((error: unknown) => unattended(entry, error));
    }
    attending = false;
    schedule();
  }

  function unattended({ place }: Entry, error: unknown): void {
    const { connection } = place;
    parts.log.warn({ err: error, connection }, 'a Teams subscription could not be renewed');
    if (!(error instanceof DeliveryError && error.failure === 'refused')) return;
    // Another account than before, or one that somebody took out of the team. Joining takes its time, and nobody waits for
    // it: the next try says whether it helped.
    join(place).catch(() => undefined);
  }

  /** Brings what the store says in line with what Graph says; ends what nobody wants. */
  async function compare(connection: ConnectionId, attempt = 1): Promise<void> {
    if (!running) return;
    try {
      const owner = await connections.required(connection);
      const stored = book.ofConnection(connection).map((entry) => ({ entry, remote: entry.body.remote }));
      const actual = new Map((await calls.ours(owner)).map((remote) => [remote.id, remote]));
      for (const { entry, remote } of stored) {
        // Unless another one was made while Graph was asked.
        if (remote === undefined || entry.body.remote !== remote) continue;
        const found = actual.get(remote);
        if (found) entry.body = { ...entry.body, expiresAt: Date.parse(found.expirationDateTime) };
        else lost(entry);
      }
      const wanted = new Set(book.ofConnection(connection).map(({ place }) => resourceOf(place)));
      for (const { id, resource } of actual.values()) {
        // A channel that is wanted may be getting its subscription right now.
        if (!book.heardBy(id) && !wanted.has(comparable(resource))) await calls.end(owner, id);
      }
    } catch (error) {
      parts.log.warn({ err: error, connection }, 'Teams subscriptions could not be compared');
      compareLater(connection, attempt, error);
    }
    schedule();
  }

  function compareLater(connection: ConnectionId, attempt: number, error: unknown): void {
    parts.clock.after(retryMs(attempt, error), () => inBackground(compare(connection, attempt + 1)));
  }

  const letGo = (before: Connection, entry: Entry): Promise<void> =>
    inTurn(entry, async () => {
      const { remote } = entry.body;
      book.forgetRemote(entry);
      // Not before there is somebody to make it anew.
      entry.dueAt = Number.POSITIVE_INFINITY;
      if (remote !== undefined) await calls.end(before, remote);
    }).catch((error: unknown) => {
      parts.log.warn({ err: error, connection: before.id }, 'a Teams subscription of another account stays');
    });

  function lost(entry: Entry): void {
    book.forgetRemote(entry);
    entry.dueAt = now();
  }

  return {
    async start() {
      running = true;
      for (const { id } of await connections.all()) {
        await book.load(id);
        inBackground(compare(id));
      }
    },

    async stop() {
      running = false;
      cancelTimer();
      await Promise.all(background);
    },

    want,

    async drop(place) {
      const entry = book.of(place);
      if (!entry) return;
      await inTurn(entry, async () => {
        if (entry.dropped) return;
        const { connection } = place;
        const { remote } = entry.body;
        // First of all: from here on nobody renews it, and what it brings is a stranger's.
        await book.remove(entry);
        if (remote === undefined) return;
        try {
          await calls.end(await connections.required(connection), remote);
        } catch (error) {
          parts.log.warn({ err: error, connection }, 'a Teams subscription could not be ended yet');
          compareLater(connection, 1, error);
        }
      });
    },

    async handOver(before, replaced) {
      const held = book.ofConnection(before.id);
      for (let first = 0; first < held.length; first += endedAtOnce) {
        await Promise.all(held.slice(first, first + endedAtOnce).map((entry) => letGo(before, entry)));
      }
      replaced();
      for (const entry of held) entry.dueAt = now();
      schedule();
    },

    find(remote) {
      const entry = typeof remote === 'string' ? book.heardBy(remote) : undefined;
      if (entry?.body.stateHash === undefined || entry.dropped) return undefined;
      return { place: entry.place, stateHash: entry.body.stateHash };
    },

    reauthorize(remote) {
      const entry = book.heardBy(remote);
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
      const entry = book.heardBy(remote);
      if (!entry) return;
      lost(entry);
      inBackground(inTurn(entry, async () => (isLive(entry) ? undefined : attend(entry))));
    },

    onGap(listener) {
      gapListener = listener;
    },
  };
}
