/** What goes wrong during the soak: each a fault of one platform, for a few seconds. */
import type { FaultRule } from '../../../sandbox/kit/faults.ts';
import { postRoutes } from '../../support/post-routes.ts';
import type { PlatformName } from '../../support/world.ts';

export interface Trouble {
  readonly name: string;
  /** Beside the platform; `posts`: on the route where posts go. */
  readonly rule: Omit<FaultRule, 'platform' | 'route'> & { readonly on?: 'posts' | 'webhooks' };
  /** Only of these. */
  readonly of?: readonly PlatformName[];
  /** Platforms never tell of some changes whose webhook was lost (docs/operate/promises.md): meanwhile people only write. */
  readonly losesHints?: true;
  /** Makes Mio renew its tokens. */
  readonly renews?: true;
}

export const troubles: readonly Trouble[] = [
  { name: 'every webhook twice', rule: { kind: 'duplicate' } },
  { name: 'webhooks late', rule: { kind: 'delay', on: 'webhooks', rate: 0.3, ms: 2_000 } },
  { name: 'webhooks in any order', rule: { kind: 'shuffle', ms: 1_500 } },
  { name: 'webhooks withheld', rule: { kind: 'withhold', rate: 0.2 }, losesHints: true },
  { name: 'posts without an answer', rule: { kind: 'lose-answer', on: 'posts', rate: 0.1 } },
  { name: 'connections cut before a post', rule: { kind: 'reset-before', on: 'posts', rate: 0.2 } },
  { name: 'connections cut after a post', rule: { kind: 'reset-after', on: 'posts', rate: 0.2 } },
  { name: 'server errors', rule: { kind: 'error', rate: 0.2 } },
  { name: 'unreadable answers to posts', rule: { kind: 'garble', on: 'posts', rate: 0.1 } },
  { name: 'slow answers to posts', rule: { kind: 'delay', on: 'posts', rate: 0.1, ms: 4_000 } },
  { name: 'throttling', rule: { kind: 'throttle', on: 'posts', rate: 0.5, retryAfter: 1 } },
  { name: 'down', rule: { kind: 'down' } },
  { name: 'access expired', rule: { kind: 'expire' }, of: ['teams', 'webex'], renews: true },
];

export function ruleOf({ rule: { on, ...rule } }: Trouble, platform: PlatformName): FaultRule {
  if (!on) return { platform, ...rule };
  return { platform, ...rule, route: on === 'posts' ? postRoutes[platform] : '/webhooks' };
}
