/**
 * The lane of one universal channel: decides, one event at a time, and hands what is decided to the legs' senders.
 *
 * Events wait per source leg, in source order (`source-queue.ts`); among legs the one that came first goes first, and
 * before all what was written before this process began. A leg whose platform can't be asked rests without holding the others.
 */
import { ConflictError, DeliveryError, StoreUnavailableError } from '../errors.ts';
import type { LegId } from '../model.ts';
import type { Clock, Log } from '../ports.ts';
import { backoff } from './backoff.ts';
import { type LaneEvent, mioConnection } from './event.ts';
import { type SetAside, SourceQueue } from './source-queue.ts';
import { listsTake } from './unlinked.ts';

/** What the lane asks of the relay around it. */
export interface LaneParts {
  /** The source leg's id; `mio` for notices; undefined where it is not a leg (any more). */
  readonly sourceOf: (event: LaneEvent) => Source | undefined;
  /** Whether a post that may have caused this event is unsettled, or its leg has not begun. */
  readonly gated: (event: LaneEvent, source: Source) => boolean;
  /** Resolves and plans. Resolves once the decision is on its way. @throws DeliveryError, StoreUnavailableError */
  readonly decide: (event: LaneEvent) => Promise<void>;
  /** The event can't be processed, ever. */
  readonly drop: (event: LaneEvent, reason: string) => void;
  readonly clock: Clock;
  readonly log: Log;
  readonly jitter: () => number;
  /** When this process began: our clock. */
  readonly startedAt: number;
  /** Whether what was written before may not overtake each other, although something of it has to wait. */
  readonly inOrder: () => boolean;
}

export type Source = LegId | 'mio';

interface Waiting {
  readonly queue: SourceQueue;
  resting: boolean;
}

export class Lane {
  readonly #parts: LaneParts;
  readonly #waiting = new Map<Source, Waiting>();
  #working: Promise<void> | null = null;
  #held = true;
  #cancelWake = (): void => {};
  #stopped = false;

  constructor(parts: LaneParts) {
    this.#parts = parts;
  }

  /** Lets events through: once the leg's own repair has put what was missed before what is new. */
  release(): void {
    this.#held = false;
    this.wake();
    this.#cancelWake = this.#parts.clock.after(listsTake, () => this.wake());
  }

  get length(): number {
    let length = 0;
    for (const { queue } of this.#waiting.values()) length += queue.length;
    return length;
  }

  sourceOf(event: LaneEvent): Source | undefined {
    return this.#parts.sourceOf(event);
  }

  /** How much of one source waits here. */
  lengthOf(source: Source): number {
    return this.#waiting.get(source)?.queue.length ?? 0;
  }

  push(event: LaneEvent, source = this.sourceOf(event)): void {
    if (source === undefined) {
      this.#parts.drop(event, 'unlinked');
      return;
    }
    this.#at(source).queue.push(event);
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
    this.#cancelWake();
    await this.#working;
  }

  #at(source: Source): Waiting {
    let waiting = this.#waiting.get(source);
    if (!waiting) {
      waiting = { queue: new SourceQueue(this.#parts.clock), resting: false };
      this.#waiting.set(source, waiting);
    }
    return waiting;
  }

  async #run(): Promise<void> {
    for (let next = this.#next(); next && !this.#stopped; next = this.#next()) {
      const event = next.queue.next!;
      try {
        await this.#parts.decide(event);
      } catch (error) {
        this.#failed(next, event, error);
        continue;
      }
      for (const passed of next.queue.decided(event)) this.#setAside(next, passed);
    }
  }

  /** Where that came first which may be decided now. */
  #next(): Waiting | undefined {
    let best: Waiting | undefined;
    let first: LaneEvent | undefined;
    let gated: LaneEvent | undefined;
    for (const [source, waiting] of this.#waiting) {
      const event = waiting.resting ? undefined : waiting.queue.next;
      if (!event || (first && !this.#isBefore(event, first))) continue;
      if (this.#parts.gated(event, source)) {
        if (!gated || this.#isBefore(event, gated)) gated = event;
        continue;
      }
      best = waiting;
      first = event;
    }
    return gated && this.#mustWaitFor(gated, first) ? undefined : best;
  }

  #mustWaitFor(gated: LaneEvent, first: LaneEvent | undefined): boolean {
    if (gated.at >= this.#parts.startedAt || !this.#parts.inOrder()) return false;
    return first === undefined || this.#isBefore(gated, first);
  }

  /** What was missed is found leg by leg: it goes first, and by when it was written, as nearly as clocks can tell. */
  #isBefore(one: LaneEvent, other: LaneEvent): boolean {
    const { startedAt } = this.#parts;
    if (one.at >= startedAt && other.at >= startedAt) return one.ticket < other.ticket;
    return one.at < other.at || (one.at === other.at && one.ticket < other.ticket);
  }

  #failed(waiting: Waiting, event: LaneEvent, error: unknown): void {
    const { clock, log, jitter, drop } = this.#parts;
    const passing =
      error instanceof StoreUnavailableError ||
      error instanceof ConflictError ||
      (error instanceof DeliveryError && error.failure !== 'refused');
    log[passing ? 'warn' : 'error']({ conversation: event.ref.conversation, err: error }, 'an event has to wait');
    const failed = waiting.queue.failed(event, passing);
    if (failed.is === 'given_up') drop(event, 'unreadable');
    if (failed.is === 'aside') this.#setAside(waiting, { event, forMs: failed.forMs });
    if (failed.is !== 'rest') return;
    waiting.resting = true;
    const asked = error instanceof DeliveryError ? error.retryAfterMs : undefined;
    clock.after(backoff(failed.rounds, jitter, asked), () => {
      waiting.resting = false;
      this.wake();
    });
  }

  #setAside({ queue }: Waiting, { event, forMs }: SetAside): void {
    const { clock, log } = this.#parts;
    log.warn({ conversation: event.ref.conversation, forMs }, 'an event can’t be read: others go before it');
    clock.after(forMs, () => {
      queue.again(event);
      this.wake();
    });
  }
}

export const isNotice = (event: LaneEvent): boolean => event.ref.connection === mioConnection;
