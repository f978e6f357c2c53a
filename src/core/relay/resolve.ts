/**
 * From "look at this message" to what its source says now, and whether it is ours to relay at all.
 */
import type { Connector, Draft } from '../connector.ts';
import type { MessageId, MessageRef, PersonId, Platform, SourceState } from '../model.ts';
import type { LaneEvent } from './event.ts';
import type { MessageRecord, RelayStore, TargetRecord } from './store.ts';
import { inWords, type TellingParts } from './system-event.ts';

export type Resolution =
  /** A copy that we posted. `removed`: somebody took it away over there. */
  | { readonly is: 'copy'; readonly target: TargetRecord }
  /** Nothing to do: not written to cross, gone before we looked, our own, or of the platform's own lines that nobody wants. */
  | { readonly is: 'ignored'; readonly reason: 'not_to_cross' | 'never_seen' | 'ours' | 'system_event' }
  | { readonly is: 'message'; readonly known: MessageRecord | undefined; readonly state: SourceState };

export interface Source {
  readonly store: RelayStore;
  readonly connector: Connector;
  /** Whether a message that was not heard of before is to cross, by when it was written, by its platform's clock. */
  readonly isNew: (at: number) => boolean;
  /** How the platform's own lines about the leg are told; missing where its administrators do not want them told. */
  readonly telling?: TellingParts | undefined;
}

/** @throws DeliveryError when the source can't be asked now */
export async function resolve(event: LaneEvent, source: Source): Promise<Resolution> {
  const { store } = source;
  const target = await store.targetAt(event.ref);
  if (target) return { is: 'copy', target };
  const known = await store.message(event.ref);
  const state = carried(event, known) ?? (await fetched(event, known, source));
  if (!state) return { is: 'ignored', reason: 'never_seen' };
  if (state.is === 'present' && state.author.kind === 'us') return { is: 'ignored', reason: 'ours' };
  if (!known && state.is === 'present' && !source.isNew(state.at)) return { is: 'ignored', reason: 'not_to_cross' };
  if (state.is === 'present' && state.notice) {
    const { telling } = source;
    if (!telling || event.kind !== 'posted') return { is: 'ignored', reason: 'system_event' };
    return { is: 'message', known, state: await inWords(event.ref, state, telling) };
  }
  return { is: 'message', known, state };
}

/** What the event carried, unless something newer is known. */
const carried = ({ inline }: LaneEvent, known: MessageRecord | undefined): SourceState | undefined =>
  inline && (!known || inline.version >= known.version) ? inline : undefined;

/** What the source answers. */
async function fetched(
  event: LaneEvent,
  known: MessageRecord | undefined,
  source: Source,
): Promise<SourceState | undefined> {
  const state = await source.connector.fetch(event.ref, known?.root ?? null);
  if (state) return state;
  // The source was asked by id: this absence is an answer. Without a trace of the message there is nothing to take back.
  return known ? { is: 'removed', version: known.version + 1 } : undefined;
}

/** The record of a message as this state leaves it; null where nothing is to be written. `at`: when the event happened. */
export function nextRecord(
  ref: MessageRef,
  known: MessageRecord | undefined,
  state: SourceState,
  at: number,
  reactions: string | null = null,
): MessageRecord | null {
  const removed = state.is === 'removed';
  if (!removed && state.notice) return null;
  const before = known?.reactions ?? null;
  if (known && known.version >= state.version && known.removed === removed && before === reactions) return null;
  return {
    ...ref,
    revision: known?.revision ?? 0,
    version: Math.max(state.version, known?.version ?? 0),
    at: state.is === 'present' ? state.at : (known?.at ?? at),
    root: state.is === 'present' ? state.root : (known?.root ?? null),
    removed,
    reactions,
  };
}

export interface AuthorParts {
  readonly connector: Connector;
  readonly platform: Platform;
  /** A public address of a person's picture, for platforms that give none. */
  readonly pictureUrl: (ref: MessageRef, author: string) => string | undefined;
  /** The name to be shown of somebody: told apart from others of its look. */
  readonly nameOf: (person: PersonId, name: string) => string;
}

/** The author line of the copies; none over what nobody said. A name that can't be learned now must not hold the message up. */
export async function authorOf(ref: MessageRef, state: SourceState, parts: AuthorParts): Promise<Draft['author']> {
  if (state.is !== 'present' || state.notice) return null;
  const { author } = state;
  const person = author.name
    ? undefined
    : await parts.connector.person(ref.connection, author.id).catch(() => undefined);
  const picture = author.picture ?? person?.picture ?? (parts.connector.picture && parts.pictureUrl(ref, author.id));
  return {
    name: parts.nameOf(author.id, author.name ?? person?.name ?? 'Someone'),
    platform: parts.platform,
    ...(picture !== undefined && { picture }),
  };
}

/** The root of a message, where it is not its own. */
export const rootRef = (ref: MessageRef, state: SourceState): MessageRef | null =>
  state.is === 'present' && state.root !== null && state.root !== ref.message
    ? { ...ref, message: state.root as MessageId }
    : null;
