/** When to try again. */
import { minutes, seconds } from '../time.ts';

/** Platforms have sent Retry-After of hours and of nonsense: no wait is longer than this. */
const longestWait = minutes(15);

/** Full jitter over a doubling ceiling, so that many queues that failed together do not come back together. */
export function backoff(failures: number, random: () => number, retryAfterMs?: number): number {
  if (retryAfterMs !== undefined && Number.isFinite(retryAfterMs) && retryAfterMs > 0)
    return Math.min(retryAfterMs, longestWait);
  const ceiling = Math.min(seconds(0.5) * 2 ** Math.min(failures, 20), minutes(1));
  return ceiling / 2 + random() * (ceiling / 2);
}

/**
 * When to look for a post in doubt, counted from the moment of doubt. A find is final at once; "not there" is believed
 * only after the last look, because platforms show their own posts late.
 */
export const looks: readonly number[] = [seconds(0.2), seconds(2), seconds(10), seconds(30)];

/** A post that could not be delivered for so long is of no use any more. */
export const tooOld = minutes(60 * 24);
