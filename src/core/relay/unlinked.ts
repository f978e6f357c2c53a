/**
 * Posts of Mio's on a leg that the store knows nothing of: an older copy of it was put back, and what was brought since
 * stands there already. Whatever was written before this process began is looked for among them before it is posted.
 *
 * They are listed when something so old is to be posted, once for each thread. Mostly there are none. Until that is
 * known, what was missed is decided strictly by when it was written, so that nobody answers to a post that nobody knows.
 */
import type { Connector, FoundPost, Rendered } from '../connector.ts';
import { normalise } from '../content/plain.ts';
import { DeliveryError } from '../errors.ts';
import type { MessageId, Place, SourceState } from '../model.ts';
import type { Clock, Log } from '../ports.ts';
import { hours, minutes } from '../time.ts';
import type { RelayStore } from './store.ts';

/** What of a leg may be there that the store does not know. */
export interface Unknown {
  /** By the platform's clock: what was posted before is known. */
  readonly since: number;
  /** When this process began, by our clock: an earlier one posted nothing that was written later. */
  readonly startedAt: number;
}

export interface UnlinkedParts {
  readonly place: Place;
  readonly connector: Pick<Connector, 'find'>;
  readonly store: Pick<RelayStore, 'targetAt'>;
  /** Missing for a leg that is younger than this process. */
  readonly unknown?: Unknown | undefined;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Log;
  /** Waits until the platform may be asked. */
  readonly allowed: () => Promise<void>;
}

export interface Sought {
  readonly root: MessageId | null;
  /** The delivery key. */
  readonly key: string;
  readonly rendered: Rendered;
}

/** How far the clocks of platforms may differ from ours. */
export const clocksDiffer = minutes(2);
/**
 * A sweep goes past what is not linked yet. Ended and started over and over, each process has so long to link what an
 * older store does not know.
 */
export const mayStandUnlinked = hours(1);
/** It is waited for the lists so long after the start: a platform that is down must not hold up the others. */
export const listsTake = minutes(1);

export class UnlinkedPosts {
  readonly #parts: UnlinkedParts;
  /** By thread, oldest first. */
  readonly #posts = new Map<MessageId | null, FoundPost[]>();
  #wereFound = false;

  constructor(parts: UnlinkedParts) {
    this.#parts = parts;
  }

  /** Whether what the source says now may stand in this thread already. */
  mayHold(state: SourceState, root: MessageId | null): boolean {
    const { unknown } = this.#parts;
    if (!unknown || state.is !== 'present' || state.at >= unknown.startedAt + clocksDiffer) return false;
    return this.#posts.get(root)?.length !== 0;
  }

  /** Whether it is one of those that were found, and is still nobody's. */
  has(message: MessageId): boolean {
    for (const posts of this.#posts.values()) if (posts.some((post) => post.message === message)) return true;
    return false;
  }

  /** Whether there are some, or it is not known yet: then what people answer to them has to wait. */
  get mayBeAny(): boolean {
    const { unknown, clock } = this.#parts;
    return unknown !== undefined && (this.#wereFound || clock.now() < unknown.startedAt + listsTake);
  }

  /** Whether it was written before this process began. */
  isOld(state: SourceState): boolean {
    const { unknown } = this.#parts;
    return unknown !== undefined && state.is === 'present' && state.at < unknown.startedAt;
  }

  /** Takes the post that is this one, if there is one. @throws DeliveryError where it may be known later */
  async take(sought: Sought): Promise<FoundPost | undefined> {
    const posts = await this.#in(sought.root);
    const index = posts.findIndex((post) => isSame(post, sought));
    return index < 0 ? undefined : posts.splice(index, 1)[0];
  }

  async #in(root: MessageId | null): Promise<FoundPost[]> {
    const known = this.#posts.get(root);
    if (known) return known;
    const posts = await this.#list(root);
    this.#posts.set(root, posts);
    return posts;
  }

  async #list(root: MessageId | null): Promise<FoundPost[]> {
    const { place, store, log } = this.#parts;
    const unlinked: FoundPost[] = [];
    for (const post of await this.#found(root)) {
      if (!(await store.targetAt({ ...place, message: post.message }))) unlinked.push(post);
    }
    if (unlinked.length > 0) {
      this.#wereFound = true;
      log.warn(
        { conversation: place.conversation, posts: unlinked.length },
        'posts of Mio’s are here that the store does not know: has an older copy of it been put back?',
      );
    }
    return unlinked.sort((one, other) => one.at - other.at);
  }

  async #found(root: MessageId | null): Promise<readonly FoundPost[]> {
    const { place, connector, unknown, log, allowed } = this.#parts;
    await allowed();
    try {
      return await connector.find(place, root, unknown!.since);
    } catch (error) {
      if (!(error instanceof DeliveryError) || this.#isWorthWaiting(error)) throw error;
      if (error.failure !== 'gone') log.warn({ err: error }, 'it can’t be seen what of Mio’s is here already');
      return [];
    }
  }

  /** Where one may post, but not look, what people write must not wait for ever. */
  #isWorthWaiting({ failure, retryAfterMs }: DeliveryError): boolean {
    return failure === 'busy' && (retryAfterMs !== undefined || this.mayBeAny);
  }
}

/** By its key where the platform keeps one; else to the letter, because many are looked for among many. */
function isSame(post: FoundPost, { root, key, rendered }: Sought): boolean {
  if (post.key !== undefined) return post.key === key;
  const text = normalise(post.text);
  return post.root === root && text !== '' && text === normalise(rendered.text);
}
