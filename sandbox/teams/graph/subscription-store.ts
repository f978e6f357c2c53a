/** The subscriptions of the tenant. They outlive a restart, and a reset of the sandbox. */
import type { Kit } from '../../kit/platform.ts';
import type { Change } from './changes.ts';
import type { WantedSubscription } from './subscription-rules.ts';

/** A change that waits because the subscription's token has run out. */
export type HeldChange = Change & { readonly at: number };

export interface StoredSubscription extends WantedSubscription {
  readonly id: string;
  readonly app: string;
  /** User id of the token that made it; null for an application's own. */
  readonly user: string | null;
  readonly creator: string;
  readonly tenant: string;
  /** UTC milliseconds: when the token runs out that made or last renewed it. Without a good one nothing is delivered. */
  readonly tokenExpires: number;
  /** Whether whoever made it asked for members of enumerations that are newer than it may know. */
  readonly isNewKnown?: boolean;
  /** Oldest first. */
  readonly held: readonly HeldChange[];
}

export interface SubscriptionStore {
  get(id: string): StoredSubscription | undefined;
  /** Those that have not expired. */
  all(): readonly StoredSubscription[];
  set(subscription: StoredSubscription): void;
  delete(id: string): void;
}

export function createSubscriptionStore(kit: Kit): SubscriptionStore {
  const stored = kit.state.collection<StoredSubscription>('teams.subscriptions');
  const live = (one: StoredSubscription): boolean => one.expires > kit.clock.now();
  return {
    get(id) {
      const found = stored.get(id);
      return found !== undefined && live(found) ? found : undefined;
    },
    all: () => [...stored.values()].filter(live),
    set: (one) => stored.set(one.id, one),
    delete: (id) => stored.delete(id),
  };
}
