/**
 * Throttle budgets: every published limit is a row of a connector's table, every row one window per connection or
 * conversation, which slides: so many calls in any such time, the first after a start included.
 */
import type { Budget } from '../capabilities.ts';
import type { Place } from '../model.ts';
import type { Clock } from '../ports.ts';
import { pause } from '../time.ts';

/** Platforms count calls where they arrive, and one travels longer than the next. */
const unevenMs = 50;

/** So many calls in any such time. */
class Window {
  readonly #calls: number;
  readonly #everyMs: number;
  /** A ring of when the latest calls were made: as long as it had to be until now, `#calls` at most. */
  #times = [Number.NEGATIVE_INFINITY];
  /** Where the oldest of them is. */
  #oldest = 0;
  #latest = Number.NEGATIVE_INFINITY;

  constructor(calls: number, everyMs: number) {
    // Less than one call in a window is one in a longer window.
    this.#calls = Math.max(1, Math.floor(calls));
    this.#everyMs = everyMs * Math.max(1, 1 / calls) + unevenMs;
  }

  /** Milliseconds until the next call is allowed; 0 where it is now. */
  wait(now: number): number {
    // The clock was set back: what it said before is of no use.
    if (this.#latest > now) this.#times.fill(Number.NEGATIVE_INFINITY);
    return this.#times.length < this.#calls ? 0 : Math.max(0, this.#left(now));
  }

  take(now: number): void {
    if (this.#left(now) > 0) this.#grow();
    this.#times[this.#oldest] = now;
    this.#latest = now;
    this.#oldest += 1;
    if (this.#oldest === this.#times.length) this.#oldest = 0;
  }

  /** How long the oldest call still counts. */
  #left(now: number): number {
    return this.#times[this.#oldest]! + this.#everyMs - now;
  }

  #grow(): void {
    const kept = [...this.#times.slice(this.#oldest), ...this.#times.slice(0, this.#oldest)];
    const free = Math.min(this.#calls - kept.length, kept.length);
    this.#times = [...new Array<number>(free).fill(Number.NEGATIVE_INFINITY), ...kept];
    this.#oldest = 0;
  }
}

export type Call = Budget['covers'][number];

/** What one conversation may spend. */
export interface Allowance {
  /** Takes one call of every window that covers it, once all of them have one. */
  take(call: Call, signal?: AbortSignal): Promise<void>;
}

/** The usual case, which nobody has to wait for. */
const granted = Promise.resolve();

export class Budgets {
  readonly #clock: Clock;
  readonly #pace: number;
  readonly #windows = new Map<string, Window>();

  /** `pace` scales every limit: 1 spends what is published. */
  constructor(clock: Clock, pace: number) {
    this.#clock = clock;
    this.#pace = pace;
  }

  /** The allowance of one conversation under these limits; what they share with others is shared. */
  of(rows: readonly Budget[], place: Place): Allowance {
    const covered = rows.map((row, index) => ({ covers: row.covers, window: this.#window(row, index, place) }));
    const windowsFor = new Map<Call, readonly Window[]>();
    const find = (call: Call): readonly Window[] => {
      const known =
        windowsFor.get(call) ?? covered.filter(({ covers }) => covers.includes(call)).map(({ window }) => window);
      windowsFor.set(call, known);
      return known;
    };
    return {
      take: (call, signal) => {
        const windows = find(call);
        const wait = this.#tryTake(windows);
        return wait === 0 ? granted : this.#takeAfter(wait, windows, signal);
      },
    };
  }

  async #takeAfter(wait: number, windows: readonly Window[], signal: AbortSignal | undefined): Promise<void> {
    for (let left = wait; left > 0 && !signal?.aborted; left = this.#tryTake(windows))
      await pause(this.#clock, left, signal);
  }

  /** Milliseconds until the call is allowed; 0 when it was taken. */
  #tryTake(windows: readonly Window[]): number {
    const now = this.#clock.now();
    let wait = 0;
    for (const window of windows) wait = Math.max(wait, window.wait(now));
    if (wait === 0) for (const window of windows) window.take(now);
    return Math.ceil(wait);
  }

  #window(row: Budget, index: number, place: Place): Window {
    const key = `${index} ${row.source} ${place.connection} ${row.per === 'conversation' ? place.conversation : ''}`;
    let window = this.#windows.get(key);
    if (!window) {
      window = new Window(row.calls * this.#pace, row.everyMs);
      this.#windows.set(key, window);
    }
    return window;
  }
}
