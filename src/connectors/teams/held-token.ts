/** A token in memory: asked for once at a time, however many calls wait for it, and kept until shortly before it ends. */
import type { Clock } from '../../core/ports.ts';
import { minutes } from '../../core/time.ts';
import type { Token } from './sign-in.ts';

const renewBeforeMs = minutes(5);
/** A token obtained longer ago than this is worth renewing when it is refused; a newer one was refused for cause. */
const newForMs = 10_000;

export interface Slot {
  held?: Token;
  flight?: Promise<Token>;
}

export interface Age {
  /** The longest ago that the token may have been obtained; any token that is still good where missing. */
  readonly youngerThanMs?: number;
}

export async function takeFrom(slot: Slot, age: Age, clock: Clock, load: () => Promise<Token>): Promise<string> {
  const { held } = slot;
  const now = clock.now();
  const youngerThanMs = age.youngerThanMs ?? Number.POSITIVE_INFINITY;
  if (held && held.expiresAt - now > renewBeforeMs && now - held.obtainedAt < youngerThanMs) return held.text;
  slot.flight ??= load().finally(() => {
    delete slot.flight;
  });
  slot.held = await slot.flight;
  return slot.held.text;
}

export const isSpent = (slot: Slot | undefined, clock: Clock): boolean =>
  slot?.held !== undefined && clock.now() - slot.held.obtainedAt > newForMs;
