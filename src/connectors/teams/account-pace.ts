/**
 * One message a second from one account, whatever the channels: "Microsoft Graph service-specific throttling limits". The
 * service user posts into many channels, each with a queue of its own; they take turns here, rather than being refused.
 */
import { LRUCache } from 'lru-cache';
import { DeliveryError } from '../../core/errors.ts';
import type { Clock } from '../../core/ports.ts';
import { pause, seconds } from '../../core/time.ts';

const everyMs = seconds(1);
/** A queue that would have to wait longer is better told to come back. */
const longestWaitMs = seconds(10);
const mostAccounts = 10_000;

export interface AccountPace {
  /** Resolves when it is that account's turn. @throws DeliveryError `busy` where too many wait already */
  turn(account: string): Promise<void>;
}

export function createAccountPace(clock: Clock): AccountPace {
  /** When each may post again. */
  const free = new LRUCache<string, number>({ max: mostAccounts });
  return {
    async turn(account) {
      const now = clock.now();
      const at = Math.max(now, free.get(account) ?? 0);
      if (at - now > longestWaitMs) {
        throw new DeliveryError('busy', 'account_busy', { operation: 'post file', retryAfterMs: at - now });
      }
      free.set(account, at + everyMs);
      await pause(clock, at - now);
    },
  };
}
