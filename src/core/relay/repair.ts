/**
 * Repair: compares what a leg's source lists now with what is known of it, and asks the lane to look at whatever
 * differs. Pushed events are hints that may be lost; this is what makes the relay whole.
 *
 * Something missing from a list is never a removal by itself: it is asked for by id, and never in bulk.
 */
import { hash } from 'node:crypto';
import type { Connector, InboundEvent, Paced } from '../connector.ts';
import { ConflictError } from '../errors.ts';
import type { LegId, MessageRef, Place, SourceState } from '../model.ts';
import type { Records } from '../records.ts';
import { days } from '../time.ts';
import { gather } from './gathered.ts';
import { crosses, type Lines } from './lines.ts';
import type { MessageRecord, RelayStore } from './store.ts';

export interface Sweep {
  readonly place: Place;
  /** Key of the cursor. */
  readonly leg: LegId;
  readonly lines: Lines;
  readonly connector: Connector;
  readonly store: RelayStore;
  readonly records: Records;
  readonly paced: Paced;
  /** Puts what was found into the inbox. */
  readonly found: (event: InboundEvent) => Promise<void>;
  /** More removals at once than anybody does by hand. */
  readonly alarm: (removals: number) => void;
}

/** How far back every sweep looks behind what earlier ones have proved. */
const lookBack = days(1);
const mostRemovals = 20;
/** Messages that are asked for by id in one sweep: what is left is asked for in the next. */
const mostQuestions = 100;

/** Answers how many differences it found. @throws DeliveryError when the source can't be listed: the cursor stays. */
export async function sweep(run: Sweep): Promise<number> {
  const cursor = await run.records.get('cursor', run.leg);
  const since = Math.max(run.lines.from, (cursor?.body.provedTo ?? run.lines.from) - lookBack);
  const seen = new Set<string>();
  let latest = Math.max(since, cursor?.body.provedTo ?? since);
  let differences = 0;
  for await (const { message, state } of run.connector.list(run.place, since, run.paced)) {
    const ref: MessageRef = { ...run.place, message };
    seen.add(message);
    if (!state) continue;
    if (state.is === 'present') latest = Math.max(latest, state.at);
    const kind = await difference(run, ref, state);
    if (!kind) continue;
    differences += 1;
    await run.found(hint(ref, kind, state, state.is === 'present' ? state.at : since));
  }
  differences += await removals(run, since, seen);
  await prove(run, cursor?.revision ?? 0, latest);
  return differences;
}

/** What the lane would have heard, had the event come; undefined where source and record agree. */
async function difference(run: Sweep, ref: MessageRef, state: SourceState): Promise<InboundEvent['kind'] | undefined> {
  if (state.is === 'present' && state.at <= run.lines.from) return undefined;
  const copy = await run.store.targetAt(ref);
  if (copy) return reactedTo(run, await run.store.message(copy), state) ? 'reacted' : undefined;
  if (state.is === 'present' && state.author.kind === 'us') return undefined;
  const known = await run.store.message(ref);
  if (!known) return state.is === 'present' && crosses(run.lines, state.at) ? 'posted' : undefined;
  if (state.is === 'removed') return known.removed ? undefined : 'removed';
  // What was edited during a pause stays where it is.
  if (state.at <= run.lines.pausedTo) return undefined;
  if (state.version > known.version) return 'edited';
  return !known.removed && reactedTo(run, known, state) ? 'reacted' : undefined;
}

/** Whether the source tells of other reactions than what is kept. */
function reactedTo(run: Sweep, known: MessageRecord | undefined, state: SourceState): boolean {
  if (!known || state.is !== 'present' || !state.reactions) return false;
  const told = { version: state.version, reactions: state.reactions };
  return gather(known.reactions, run.leg, told) !== known.reactions;
}

async function removals(run: Sweep, since: number, seen: ReadonlySet<string>): Promise<number> {
  const missing: MessageRecord[] = [];
  for (const record of await run.store.messagesSince(run.place, since)) {
    if (!record.removed && !seen.has(record.message)) missing.push(record);
  }
  const gone: MessageRecord[] = [];
  for (const record of missing.slice(-mostQuestions)) {
    const state = await run.paced(() => run.connector.fetch(record, record.root), 'look');
    if (!state || state.is === 'removed') gone.push(record);
    if (gone.length > mostRemovals) {
      run.alarm(gone.length);
      return 0;
    }
  }
  for (const record of gone) {
    const { connection, conversation, message } = record;
    await run.found(
      hint({ connection, conversation, message }, 'removed', { is: 'removed', version: record.version + 1 }, record.at),
    );
  }
  return gone.length;
}

/** Named by what was found, so that finding it again is a repeat. */
const hint = (ref: MessageRef, kind: InboundEvent['kind'], state: SourceState, at: number): InboundEvent => ({
  ...ref,
  key: `repair ${ref.conversation} ${ref.message} ${kind} ${state.version}${kind === 'reacted' ? ` ${digest(state)}` : ''}`,
  kind,
  by: 'unknown',
  at,
  inline: state,
});

const digest = (state: SourceState): string =>
  hash('sha256', JSON.stringify(state.is === 'present' ? state.reactions : null), 'base64url').slice(0, 22);

async function prove(run: Sweep, revision: number, provedTo: number): Promise<void> {
  try {
    await run.records.put('cursor', run.leg, { provedTo }, revision);
  } catch (error) {
    // Another sweep of the same leg ended meanwhile: it proved as much.
    if (!(error instanceof ConflictError)) throw error;
  }
}
