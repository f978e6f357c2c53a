/** How often anybody may ask what needs no key: so many times in a minute from one address, so many from all. */
import type { IncomingMessage } from 'node:http';
import type { Clock } from '../core/ports.ts';
import { minutes } from '../core/time.ts';

export interface RateLimit {
  /** Counts one question. Answers for how many milliseconds no more are taken: 0 where this one is. */
  take(address: string): number;
}

const windowMs = minutes(1);

export function createRateLimit(
  clock: Pick<Clock, 'now'>,
  { perAddress, overall }: { readonly perAddress: number; readonly overall: number },
): RateLimit {
  /** No more of them than `overall`: what is refused is not counted. */
  const taken = new Map<string, number>();
  let began = 0;
  let all = 0;

  return {
    take(address) {
      const now = clock.now();
      if (now < began || now - began >= windowMs) {
        began = now;
        all = 0;
        taken.clear();
      }
      const own = taken.get(address) ?? 0;
      if (all >= overall || own >= perAddress) return began + windowMs - now;
      all += 1;
      taken.set(address, own + 1);
      return 0;
    },
  };
}

/**
 * Who asks. Behind a proxy, the address that the proxy itself added ("X-Forwarded-For", the last one); where there is no
 * proxy, somebody may write there what they like, and only the limit for all holds.
 */
export function addressOf({ headers, socket }: IncomingMessage): string {
  const forwarded = headers['x-forwarded-for'];
  const last = String(forwarded ?? '')
    .split(',')
    .at(-1)
    ?.trim();
  return (last || socket.remoteAddress || '').slice(0, 64);
}
