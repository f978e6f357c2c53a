/**
 * Did it happen? A post whose answer never came is looked for at the target, never blindly repeated: no chat platform
 * offers a key that it would deduplicate by.
 */

import type { Connector, FoundPost } from '../connector.ts';
import { normalise } from '../content/plain.ts';
import { DeliveryError } from '../errors.ts';
import type { MessageId, Place } from '../model.ts';
import type { Clock } from '../ports.ts';
import { pause } from '../time.ts';
import { looks } from './backoff.ts';
import type { RelayStore } from './store.ts';

export interface Doubt {
  readonly clock: Clock;
  readonly store: RelayStore;
  readonly connector: Connector;
  readonly place: Place;
  readonly root: MessageId | null;
  readonly key: string;
  /** What the post shows; null after a crash. */
  readonly text: string | null;
  /** By the target's clock. */
  readonly since: number;
  /** Our clock. */
  readonly doubtSince: number;
  readonly allowed: () => Promise<void>;
  readonly signal: AbortSignal;
}

/** The post, as soon as it is seen; undefined after the last look. @throws DeliveryError when looking itself fails */
export async function lookForPost(doubt: Doubt): Promise<FoundPost | undefined> {
  for (const [index, look] of looks.entries()) {
    const elapsed = doubt.clock.now() - doubt.doubtSince;
    const last = index === looks.length - 1;
    if (!last && elapsed > looks[index + 1]!) continue;
    await pause(doubt.clock, look - elapsed, doubt.signal);
    if (doubt.signal.aborted) return undefined;
    await doubt.allowed();
    const match = choose(await unlinked(doubt), doubt);
    if (match) return match;
  }
  return undefined;
}

async function unlinked(doubt: Doubt): Promise<readonly FoundPost[]> {
  const found: FoundPost[] = [];
  for (const post of await postsOf(doubt)) {
    if (!(await doubt.store.targetAt({ ...doubt.place, message: post.message }))) found.push(post);
  }
  return found;
}

async function postsOf({ connector, place, root, since }: Doubt): Promise<readonly FoundPost[]> {
  try {
    return await connector.find(place, root, since);
  } catch (error) {
    // The thread that was answered is gone, and the answer with it.
    if (error instanceof DeliveryError && error.failure === 'gone') return [];
    throw error;
  }
}

/** The key decides where the platform kept it; else the only candidate; a look-alike only breaks ties. */
export function choose(
  found: readonly FoundPost[],
  doubt: Pick<Doubt, 'key' | 'text' | 'root'>,
): FoundPost | undefined {
  const byKey = found.find((post) => post.key === doubt.key);
  if (byKey) return byKey;
  const candidates = found.filter((post) => post.key === undefined && post.root === doubt.root);
  if (candidates.length <= 1 || doubt.text === null) return candidates.at(-1);
  const wanted = normalise(doubt.text);
  return candidates.find((post) => normalise(post.text) === wanted) ?? candidates.at(-1);
}
