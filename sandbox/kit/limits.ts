/** Published limits as token buckets, scaled by one factor (`published` is 1). */
export interface LimitRow {
  readonly calls: number;
  readonly everyMs: number;
}

export interface Limits {
  readonly factor: number;
  /** Takes one from the bucket `key`. Answers 0 when granted, else the milliseconds until one is free. */
  take(key: string, row: LimitRow): number;
  /** From now on the platforms allow so many times what they publish. */
  scale(factor: number): void;
}

/** What sums of fractions may be off by. */
const rounding = 1e-6;

interface Bucket {
  tokens: number;
  at: number;
}

/** Buckets start full and fill steadily. @param initial 1 is what the platforms publish; 1000 is a thousand times that. */
export function createLimits(clock: { now(): number }, initial: number): Limits {
  const buckets = new Map<string, Bucket>();
  let factor = initial;
  return {
    get factor() {
      return factor;
    },
    scale(next) {
      factor = next;
      buckets.clear();
    },
    take(key, row) {
      const size = Math.max(1, row.calls * factor);
      const perMs = size / row.everyMs;
      const now = clock.now();
      const bucket = buckets.get(key) ?? { tokens: size, at: now };
      buckets.set(key, bucket);
      bucket.tokens = Math.min(size, bucket.tokens + Math.max(0, now - bucket.at) * perMs);
      bucket.at = now;
      if (bucket.tokens < 1 - rounding) return Math.ceil((1 - bucket.tokens) / perMs - rounding);
      bucket.tokens -= 1;
      return 0;
    },
  };
}
