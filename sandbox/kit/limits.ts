/** Published limits as sliding windows, scaled by one factor (`published` is 1): so many calls in any such time. */
export interface LimitRow {
  readonly calls: number;
  readonly everyMs: number;
}

export interface Limits {
  readonly factor: number;
  /** Takes one from the window `key`. Answers 0 when granted, else the milliseconds until one is free. */
  take(key: string, row: LimitRow): number;
  /** From now on the platforms allow so many times what they publish. */
  scale(factor: number): void;
}

/** When calls were granted, oldest first. */
interface Granted {
  readonly times: number[];
  /** Those before it are too old to count. */
  first: number;
}

/** Old times are dropped in bulk. */
const dropAt = 1_000;

/** @param initial 1 is what the platforms publish; 1000 is a thousand times that. */
export function createLimits(clock: { now(): number }, initial: number): Limits {
  const windows = new Map<string, Granted>();
  let factor = initial;

  const grantedSince = (since: number, now: number, key: string): Granted => {
    const granted = windows.get(key) ?? { times: [], first: 0 };
    windows.set(key, granted);
    const { times } = granted;
    // The clock was set back: what it said before is of no use.
    if (times.at(-1)! > now) times.length = granted.first = 0;
    while (granted.first < times.length && times[granted.first]! <= since) granted.first += 1;
    if (granted.first >= dropAt && granted.first * 2 >= times.length) {
      times.splice(0, granted.first);
      granted.first = 0;
    }
    return granted;
  };

  return {
    get factor() {
      return factor;
    },
    scale(next) {
      factor = next;
      windows.clear();
    },
    take(key, { calls, everyMs }) {
      const now = clock.now();
      const { times, first } = grantedSince(now - everyMs, now, key);
      const most = Math.max(1, Math.floor(calls * factor));
      if (times.length - first >= most) return times[times.length - most]! + everyMs - now;
      times.push(now);
      return 0;
    },
  };
}
