/** How often somebody may ask for what costs something and needs no key: so many times in a minute, each and all. */
import type { Clock } from '../core/ports.ts';
import { minutes } from '../core/time.ts';

export interface RateLimit {
  /** Counts one question. Answers for how many milliseconds no more are taken: 0 where this one is. */
  take(who: string): number;
}

const windowMs = minutes(1);
/** Those of whom nothing was heard for longest are forgotten: a crowd costs no more memory than this. */
const mostKnown = 10_000;

/** @param overall missing where a stranger must not be able to use up what others need */
export function createRateLimit(
  clock: Pick<Clock, 'now'>,
  { each, overall = Number.POSITIVE_INFINITY }: { readonly each: number; readonly overall?: number },
): RateLimit {
  const taken = new Map<string, number>();
  let began = 0;
  let all = 0;

  return {
    take(who) {
      const now = clock.now();
      if (now < began || now - began >= windowMs) {
        began = now;
        all = 0;
        taken.clear();
      }
      const own = taken.get(who) ?? 0;
      if (all >= overall || own >= each) return began + windowMs - now;
      all += 1;
      // Set anew, it is the last of whom something was heard.
      taken.delete(who);
      taken.set(who, own + 1);
      if (taken.size > mostKnown) {
        const [oldest] = taken.keys();
        if (oldest !== undefined) taken.delete(oldest);
      }
      return 0;
    },
  };
}
