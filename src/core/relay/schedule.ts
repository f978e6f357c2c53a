/** When a channel is swept: soon after something happened, then ever more seldom while nothing does. */
import type { Clock } from '../ports.ts';
import { minutes, seconds } from '../time.ts';

const first = seconds(30);
const longest = minutes(10);

export class SweepSchedule {
  readonly #clock: Clock;
  readonly #sweep: () => Promise<void>;
  readonly #jitter: () => number;
  #interval = first;
  #cancel: (() => void) | null = null;
  #running: Promise<void> | null = null;
  #again = false;
  #stopped = false;

  /** `sweep` never throws. `jitter` (0 to 1) spreads the sweeps of channels that became busy together. */
  constructor(clock: Clock, sweep: () => Promise<void>, jitter: () => number) {
    this.#clock = clock;
    this.#sweep = sweep;
    this.#jitter = jitter;
  }

  /** Something happened: the next sweep comes within 30 s, unless one is due before. */
  activity(): void {
    if (this.#interval === first && this.#cancel) return;
    this.#interval = first;
    this.#plan(first);
  }

  /** A gap is known: sweeps at once, and once more where a sweep is running that may have missed it. */
  now(): Promise<void> {
    if (this.#stopped) return Promise.resolve();
    if (this.#running) {
      this.#again = true;
      return this.#running;
    }
    this.#cancel?.();
    this.#cancel = null;
    this.#running = this.#sweep().finally(() => {
      this.#running = null;
      if (this.#stopped) return;
      if (this.#again) {
        this.#again = false;
        void this.now();
        return;
      }
      this.#plan(this.#interval);
      this.#interval = Math.min(this.#interval * 2, longest);
    });
    return this.#running;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancel?.();
    await this.#running;
  }

  #plan(ms: number): void {
    if (this.#stopped || this.#running) return;
    this.#cancel?.();
    this.#cancel = this.#clock.after(ms * (1 - this.#jitter() / 2), () => {
      this.#cancel = null;
      void this.now();
    });
  }
}
