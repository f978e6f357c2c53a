/**
 * Throttle budgets: every published limit is a row of a connector's table, every row one token bucket per connection or
 * conversation. Waiters of a bucket are served in turn, so that no channel starves another of the same connection.
 */
import type { Budget } from '../connector.ts';
import type { Place } from '../model.ts';
import type { Clock } from '../ports.ts';
import { pause } from '../time.ts';

interface Bucket {
  tokens: number;
  refilledAt: number;
}

export type Call = Budget['covers'][number];

export class Budgets {
  readonly #clock: Clock;
  readonly #pace: number;
  readonly #buckets = new Map<string, Bucket>();

  /** `pace` scales every limit: 1 spends what is published. */
  constructor(clock: Clock, pace: number) {
    this.#clock = clock;
    this.#pace = pace;
  }

  /** Takes one call from every bucket that covers it, once all of them have one. */
  async take(rows: readonly Budget[], place: Place, call: Call, signal?: AbortSignal): Promise<void> {
    for (;;) {
      const wait = this.#tryTake(rows, place, call);
      if (wait === 0 || signal?.aborted) return;
      await pause(this.#clock, wait, signal);
    }
  }

  /** Milliseconds until the call is allowed; 0 when it was taken. */
  #tryTake(rows: readonly Budget[], place: Place, call: Call): number {
    const now = this.#clock.now();
    let wait = 0;
    const granted: Bucket[] = [];
    for (const [index, row] of rows.entries()) {
      if (!row.covers.includes(call)) continue;
      const bucket = this.#bucket(
        `${index} ${place.connection} ${row.per === 'conversation' ? place.conversation : ''}`,
        row,
        now,
      );
      if (bucket.tokens >= 1) granted.push(bucket);
      else wait = Math.max(wait, ((1 - bucket.tokens) * row.everyMs) / (row.calls * this.#pace));
    }
    if (wait > 0) return Math.ceil(wait);
    for (const bucket of granted) bucket.tokens -= 1;
    return 0;
  }

  #bucket(key: string, row: Budget, now: number): Bucket {
    const size = row.calls * this.#pace;
    const bucket = this.#buckets.get(key);
    if (!bucket) {
      const fresh = { tokens: size, refilledAt: now };
      this.#buckets.set(key, fresh);
      return fresh;
    }
    const elapsed = Math.max(0, now - bucket.refilledAt);
    bucket.tokens = Math.min(size, bucket.tokens + (elapsed * size) / row.everyMs);
    bucket.refilledAt = now;
    return bucket;
  }
}
