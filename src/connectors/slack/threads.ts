/**
 * What threads looked like when they were listed last. Slack allows fifty looks into threads a minute ("Rate limits",
 * tier 3), for a whole workspace: a thread is looked into when its root says that something changed, and once an hour,
 * because of edits no root tells.
 */
import { LRUCache } from 'lru-cache';
import type { MessageId, Place } from '../../core/model.ts';
import type { Clock } from '../../core/ports.ts';
import { hours } from '../../core/time.ts';
import { type Json, text } from '../support/json.ts';

const mostThreads = 5_000;
const lookedIntoEvery = hours(1);

interface Known {
  readonly signs: string;
  readonly replies: readonly MessageId[];
  readonly at: number;
}

export interface Threads {
  /** The replies that are there, where nothing but an edit can have happened to them; undefined where it has to be asked. */
  unchanged(place: Place, root: Json): readonly MessageId[] | undefined;
  /** To be told once whoever lists has taken all of them. */
  listed(place: Place, root: Json, replies: readonly MessageId[]): void;
}

export function createThreads(clock: Pick<Clock, 'now'>): Threads {
  const known = new LRUCache<string, Known>({ max: mostThreads });
  const key = (place: Place, root: Json) => `${place.connection} ${place.conversation} ${text(root['ts'])}`;
  return {
    unchanged(place, root) {
      const thread = known.get(key(place, root));
      const isKnown = thread && thread.signs === signsOf(root) && clock.now() - thread.at < lookedIntoEvery;
      return isKnown ? thread.replies : undefined;
    },
    listed(place, root, replies) {
      known.set(key(place, root), { signs: signsOf(root), replies, at: clock.now() });
    },
  };
}

/** What a root tells of its thread. */
const signsOf = (root: Json): string =>
  JSON.stringify([root['latest_reply'], root['reply_count'], root['reply_users']]);
