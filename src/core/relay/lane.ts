/**
 * The lane of one universal channel: decides, one event at a time, and hands what is decided to the legs' senders.
 *
 * Events wait per source leg, in source order; among legs the one that came first goes first. A leg whose platform
 * can't be asked rests without holding the others.
 */
import { ConflictError, DeliveryError, StoreUnavailableError } from '../errors.ts';
import type { LegId } from '../model.ts';
import type { Clock, Log } from '../ports.ts';
import { backoff } from './backoff.ts';
import { type LaneEvent, mioConnection } from './event.ts';

/** What the lane asks of the relay around it. */
export interface LaneParts {
  /** The source leg's id; `mio` for notices; undefined where it is not a leg (any more). */
  readonly sourceOf: (event: LaneEvent) => LegId | 'mio' | undefined;
  /** Whether a post that may have caused this event is unsettled, or its leg has not begun. */
  readonly gated: (event: LaneEvent, source: LegId | 'mio') => boolean;
  /** Resolves and plans. Resolves once the decision is on its way. @throws DeliveryError, StoreUnavailableError */
  readonly decide: (event: LaneEvent) => Promise<void>;
  /** The event can't be processed, ever. */
  readonly drop: (event: LaneEvent, reason: string) => void;
  readonly clock: Clock;
  readonly log: Log;
  readonly jitter: () => number;
}

interface Waiting {
  readonly events: LaneEvent[];
  failures: number;
  resting: boolean;
}

export class Lane {
  readonly #parts: LaneParts;
  readonly #waiting = new Map<LegId | 'mio', Waiting>();
  #working: Promise<void> | null = null;
  #held = true;
  #stopped = false;

  constructor(parts: LaneParts) {
    this.#parts = parts;
  }

  /** Lets events through: once the leg's own repair has put what was missed before what is new. */
  release(): void {
    this.#held = false;
    this.wake();
  }

  get length(): number {
    let length = 0;
    for (const { events } of this.#waiting.values()) length += events.length;
    return length;
  }

  push(event: LaneEvent): void {
    const source = this.#parts.sourceOf(event);
    if (source === undefined) {
      this.#parts.drop(event, 'unlinked');
      return;
    }
    insertInOrder(this.#queue(source).events, event);
    this.wake();
  }

  /** Something changed that an event may have waited for. */
  wake(): void {
    if (this.#working || this.#held || this.#stopped) return;
    if (!this.#next()) return;
    this.#working = this.#run().then(() => {
      this.#working = null;
      this.wake();
    });
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#working;
  }

  #queue(source: LegId | 'mio'): Waiting {
    let queue = this.#waiting.get(source);
    if (!queue) {
      queue = { events: [], failures: 0, resting: false };
      this.#waiting.set(source, queue);
    }
    return queue;
  }

  async #run(): Promise<void> {
    for (let next = this.#next(); next && !this.#stopped; next = this.#next()) {
      const event = next.events[0]!;
      try {
        await this.#parts.decide(event);
        next.failures = 0;
        remove(next.events, event);
      } catch (error) {
        this.#failed(next, event, error);
      }
    }
  }

  /** The queue whose first event came first, among those that may go on. */
  #next(): Waiting | undefined {
    let best: Waiting | undefined;
    for (const [source, queue] of this.#waiting) {
      const head = queue.events[0];
      if (!head || queue.resting || this.#parts.gated(head, source)) continue;
      if (!best || head.ticket < best.events[0]!.ticket) best = queue;
    }
    return best;
  }

  #failed(queue: Waiting, event: LaneEvent, error: unknown): void {
    const { clock, log, jitter, drop } = this.#parts;
    const passing =
      error instanceof StoreUnavailableError ||
      error instanceof ConflictError ||
      (error instanceof DeliveryError && error.failure !== 'refused');
    queue.failures += 1;
    log[passing ? 'warn' : 'error'](
      { conversation: event.ref.conversation, failures: queue.failures, err: error },
      'an event has to wait',
    );
    if (!passing && queue.failures >= 5) {
      queue.failures = 0;
      remove(queue.events, event);
      drop(event, 'unreadable');
      return;
    }
    queue.resting = true;
    clock.after(
      backoff(queue.failures, jitter, error instanceof DeliveryError ? error.retryAfterMs : undefined),
      () => {
        queue.resting = false;
        this.wake();
      },
    );
  }
}

/** By source time, then by arrival. Arrivals are nearly in order: the search starts at the end. */
export function insertInOrder(events: LaneEvent[], event: LaneEvent): void {
  let index = events.length;
  while (index > 0 && isAfter(events[index - 1]!, event)) index -= 1;
  if (index === events.length) events.push(event);
  else events.splice(index, 0, event);
}

const isAfter = (a: LaneEvent, b: LaneEvent): boolean => a.at > b.at || (a.at === b.at && a.ticket > b.ticket);

/** The first one, unless something earlier was put before it meanwhile. */
function remove(events: LaneEvent[], event: LaneEvent): void {
  const index = events.indexOf(event);
  if (index >= 0) events.splice(index, 1);
}

export const isNotice = (event: LaneEvent): boolean => event.ref.connection === mioConnection;
