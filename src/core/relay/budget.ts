/**
 * Throttle budgets: every published limit is a row of a connector's table, every row one token bucket per connection or
 * conversation. Waiters of a bucket are served in turn, so that no channel starves another of the same connection.
 */
import type { Budget } from '../connector.ts';
import type { Place } from '../model.ts';
import type { Clock } from '../ports.ts';
import { pause } from '../time.ts';

interface Bucket {
  readonly size: number;
  readonly everyMs: number;
  tokens: number;
  refilledAt: number;
}

export type Call = Budget['covers'][number];

/** What one conversation may spend. */
export interface Allowance {
  /** Takes one call from every bucket that covers it, once all of them have one. */
  take(call: Call, signal?: AbortSignal): Promise<void>;
}

/** The usual case, which nobody has to wait for. */
const granted = Promise.resolve();

export class Budgets {
  readonly #clock: Clock;
  readonly #pace: number;
  readonly #buckets = new Map<string, Bucket>();

  /** `pace` scales every limit: 1 spends what is published. */
  constructor(clock: Clock, pace: number) {
    this.#clock = clock;
    this.#pace = pace;
  }

  /** The allowance of one conversation under these limits; what they share with others is shared. */
  of(rows: readonly Budget[], place: Place): Allowance {
    const covered = rows.map((row, index) => ({ covers: row.covers, bucket: this.#bucket(row, index, place) }));
    const bucketsFor = new Map<Call, readonly Bucket[]>();
    const find = (call: Call): readonly Bucket[] => {
      const known =
        bucketsFor.get(call) ?? covered.filter(({ covers }) => covers.includes(call)).map(({ bucket }) => bucket);
      bucketsFor.set(call, known);
      return known;
    };
    return {
      take: (call, signal) => {
        const buckets = find(call);
        const wait = this.#tryTake(buckets);
        return wait === 0 ? granted : this.#takeAfter(wait, buckets, signal);
      },
    };
  }

  async #takeAfter(wait: number, buckets: readonly Bucket[], signal: AbortSignal | undefined): Promise<void> {
    for (let left = wait; left > 0 && !signal?.aborted; left = this.#tryTake(buckets))
      await pause(this.#clock, left, signal);
  }

  /** Milliseconds until the call is allowed; 0 when it was taken. */
  #tryTake(buckets: readonly Bucket[]): number {
    const now = this.#clock.now();
    let wait = 0;
    for (const bucket of buckets) {
      const elapsed = Math.max(0, now - bucket.refilledAt);
      bucket.tokens = Math.min(bucket.size, bucket.tokens + (elapsed * bucket.size) / bucket.everyMs);
      bucket.refilledAt = now;
      if (bucket.tokens < 1) wait = Math.max(wait, ((1 - bucket.tokens) * bucket.everyMs) / bucket.size);
    }
    if (wait > 0) return Math.ceil(wait);
    for (const bucket of buckets) bucket.tokens -= 1;
    return 0;
  }

  #bucket(row: Budget, index: number, place: Place): Bucket {
    const key = `${index} ${row.source} ${place.connection} ${row.per === 'conversation' ? place.conversation : ''}`;
    let bucket = this.#buckets.get(key);
    if (!bucket) {
      const size = row.calls * this.#pace;
      bucket = { size, everyMs: row.everyMs, tokens: size, refilledAt: this.#clock.now() };
      this.#buckets.set(key, bucket);
    }
    return bucket;
  }
}
