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
import { resemblance } from './resemblance.ts';
import type { RelayStore } from './store.ts';

export interface Doubt {
  readonly clock: Clock;
  readonly store: RelayStore;
  readonly connector: Connector;
  readonly place: Place;
  readonly root: MessageId | null;
  readonly key: string;
  /** What was posted; null where that is not known any more: after a crash, or once it says something else. */
  readonly text: string | null;
  /** An earlier process left it, and may have posted more that nothing is known of. */
  readonly left?: true | undefined;
  /** Whether it may hold files. */
  readonly files: boolean;
  /** Whether a post stood there before this one was begun. */
  readonly stoodBefore: (message: MessageId) => boolean;
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
    // A clock that was put back since must not hold up what stands behind the post.
    const elapsed = Math.max(0, doubt.clock.now() - doubt.doubtSince);
    const last = index === looks.length - 1;
    if (!last && elapsed > looks[index + 1]!) continue;
    await pause(doubt.clock, look - elapsed, doubt.signal);
    if (doubt.signal.aborted) return undefined;
    const match = (await seen(doubt)) ?? (doubt.root === null ? undefined : await seen({ ...doubt, root: null }));
    if (match) return match;
  }
  return undefined;
}

/** An answer is looked for among the roots as well: where its thread is gone, that is what it became. */
async function seen(doubt: Doubt): Promise<FoundPost | undefined> {
  await doubt.allowed();
  return choose(await unlinked(doubt), doubt);
}

async function unlinked(doubt: Doubt): Promise<readonly FoundPost[]> {
  const found: FoundPost[] = [];
  for (const post of await postsOf(doubt)) {
    if (!doubt.stoodBefore(post.message) && !(await doubt.store.targetAt({ ...doubt.place, message: post.message })))
      found.push(post);
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

/**
 * The key decides where the platform kept it. Else a post of ours that nothing is known of is the one in doubt, unless it
 * says something else: Mio also posts what is no message of anybody's. The more alike, the better; the only one need not
 * be the same to the letter. Which of several an earlier process left is known once its text is: see `unlinked.ts`.
 */
export function choose(
  found: readonly FoundPost[],
  doubt: Pick<Doubt, 'key' | 'text' | 'files' | 'root' | 'left'>,
): FoundPost | undefined {
  const byKey = found.find((post) => post.key === doubt.key);
  if (byKey) return byKey;
  const candidates = found.filter(
    (post) => post.key === undefined && post.root === doubt.root && (doubt.files || !post.holdsFiles),
  );
  const { text } = doubt;
  if (text === null) return doubt.left && candidates.length > 1 ? undefined : candidates.at(-1);
  const wanted = normalise(text);
  const same = candidates.find((post) => normalise(post.text) === wanted);
  return same ?? mostAlike(candidates, wanted);
}

/** Less than this is another message. */
const leastAlike = 0.5;

function mostAlike(candidates: readonly FoundPost[], wanted: string): FoundPost | undefined {
  // What has no words, as a picture or a thumb, is told by nothing.
  const ranked = candidates.map((post) => ({ post, alike: resemblance(post.text, wanted) ?? leastAlike }));
  return ranked.filter(({ alike }) => alike >= leastAlike).sort((one, other) => other.alike - one.alike)[0]?.post;
}
