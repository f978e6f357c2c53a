/**
 * Every change that any user could have seen, in order, never rewritten: what checkers compare.
 * Only the platforms append to it, at the moment the change becomes visible in their client.
 */
import type { World } from './platform.ts';
import type { State } from './state.ts';

export const ledgerKinds = [
  'posted',
  'edited',
  'removed',
  'restored',
  'reacted',
  'unreacted',
  'joined',
  'left',
  'renamed',
] as const;

export interface LedgerEntry {
  /** 1, 2, 3… without gaps. */
  readonly number: number;
  readonly at: number;
  readonly platform: World;
  readonly place: string;
  readonly kind: (typeof ledgerKinds)[number];
  readonly message: string;
  readonly root: string | null;
  /** Shown author name. */
  readonly author: string;
  /** Visible text after the change; the title, where a place was renamed; null where it has none. */
  readonly text: string | null;
}

export interface Ledger {
  append(entry: Omit<LedgerEntry, 'number' | 'at'>): LedgerEntry;
  after(number: number, limit?: number): readonly LedgerEntry[];
  /** Calls `listener` on every new entry; the answer unsubscribes. */
  watch(listener: (entry: LedgerEntry) => void): () => void;
}

/** A ledger kept in `state`, so that a restart of the sandbox forgets nothing. `clear` is for a reset alone. */
export function createLedger(clock: { now(): number }, state: State): Ledger & { clear(): void } {
  const kept = state.collection<LedgerEntry>('ledger');
  const entries = [...kept.values()].sort((a, b) => a.number - b.number);
  const listeners = new Set<(entry: LedgerEntry) => void>();

  return {
    append(change) {
      const entry: LedgerEntry = { number: entries.length + 1, at: clock.now(), ...change };
      entries.push(entry);
      kept.set(String(entry.number), entry);
      for (const listener of listeners) listener(entry);
      return entry;
    },
    after: (number, limit = Number.POSITIVE_INFINITY) => entries.slice(number, number + limit),
    watch(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    clear() {
      entries.length = 0;
      kept.clear();
    },
  };
}
