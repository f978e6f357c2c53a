/** Where a reply belongs on another leg: the same thread, found through what is known of its root. */

import type { Connector } from '../connector.ts';
import { plainText } from '../content/plain.ts';
import type { Block } from '../content/tree.ts';
import { DeliveryError } from '../errors.ts';
import type { ChannelId, MessageId, MessageRef, Place } from '../model.ts';
import type { Leg } from '../records.ts';
import { encodePayload, type LaneEvent } from './event.ts';
import { copyIn } from './parts.ts';
import type { RelayStore } from './store.ts';

export interface RootOnLeg {
  /** Null: the leg has no such thread, and the reply becomes a root of its own. */
  readonly root: MessageId | null;
  /** What the reply answers, where that can't be seen on the leg. */
  readonly quote?: readonly Block[];
}

export interface RootParts {
  readonly store: RelayStore;
  /** Where the reply was written. */
  readonly source: Connector;
  /** Whether a place is a leg of the reply's own channel. */
  readonly isOurs: (place: Place) => boolean;
}

/**
 * Finds the thread of `root` (a message of the reply's own conversation) on `leg`. Where it never got there, or is not
 * there any more, its text is fetched so that the reply can quote it; but never the text of a copy from another channel,
 * which the conversation may have belonged to before.
 */
export async function rootOnLeg(root: MessageRef, leg: Leg, { store, source, isOurs }: RootParts): Promise<RootOnLeg> {
  const origin: MessageRef = (await store.targetAt(root)) ?? root;
  if (origin.connection === leg.connection && origin.conversation === leg.conversation) return { root: origin.message };
  if (!isOurs(origin)) return { root: null };
  const copy = copyIn((await store.targets(origin)).filter((target) => target.leg === leg.id));
  if (copy) return { root: copy };
  const quote = await textOf(source, root);
  return quote ? { root: null, quote } : { root: null };
}

/**
 * A root that goes before `answer`, because it was never heard of: what told of it is late, or lost. It is in the inbox
 * by then. What is known of a message is not looked for again, so that a crash may not leave it known and not brought.
 */
export async function unheard(
  root: MessageRef,
  { at, receivedAt, ticket }: LaneEvent,
  { store, source, lane }: { readonly store: RelayStore; readonly source: Connector; readonly lane: ChannelId },
): Promise<LaneEvent | null> {
  if ((await store.message(root)) || (await store.targetAt(root))) return null;
  const state = await source.fetch(root, null);
  if (!state) return null;
  const told = { kind: 'posted', at: state.is === 'present' ? state.at : at, receivedAt, inline: state } as const;
  const key = `root ${root.conversation} ${root.message}`;
  const [sequence = null] = await store.accept([{ ...root, key, lane, payload: encodePayload(told) }]);
  return { ref: root, ...told, ticket, sequence };
}

/** What an answer was to stand below is not there any more: the platform took none, for certain. */
export class RootGoneError extends Error {
  override readonly name = 'RootGoneError';
  readonly root: MessageId;

  constructor(root: MessageId, cause: DeliveryError) {
    super('the message that was to be answered is gone', { cause });
    this.root = root;
  }
}

/**
 * Whoever took a copy away may not have been heard: it is known by now, and no later answer is sent below it. Nothing is
 * written of a message that stands there itself: its removal is the lane's to hear, or a sweep's to find.
 * @throws ConflictError where that is being written now
 */
export async function rememberGone(copy: MessageRef, store: RelayStore, now: number): Promise<void> {
  const target = await store.targetAt(copy);
  if (target?.state !== 'done' && target?.state !== 'held') return;
  await store.putTarget({ ...target, state: 'removed_there', doneAt: now });
}

async function textOf(source: Connector, root: MessageRef): Promise<readonly Block[] | undefined> {
  try {
    const state = await source.fetch(root, null);
    return state?.is === 'present' ? state.content : undefined;
  } catch (error) {
    if (error instanceof DeliveryError && error.failure !== 'busy') return undefined;
    throw error;
  }
}

/** Enough of the quoted text to recognise it. */
const quotedCharacters = 200;

export function quoteOf(content: readonly Block[]): readonly Block[] {
  const lines = plainText(content)
    .split('\n')
    .filter((line) => line.trim() !== '');
  const text = lines.join(' ');
  const shown = text.length > quotedCharacters ? `${text.slice(0, quotedCharacters).trimEnd()}…` : text;
  if (shown === '') return [];
  return [{ type: 'quote', children: [{ type: 'paragraph', children: [{ type: 'text', text: shown }] }] }];
}
