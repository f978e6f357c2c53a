/** What a platform said about somebody or something: a name costs one call an hour, and not one per message. */
import type { Clock } from '../../core/ports.ts';
import { createMemory, type Memory } from '../../core/remember.ts';
import { hours, minutes } from '../../core/time.ts';

const usual = { found: hours(1), missing: minutes(1), failed: minutes(1), most: 20_000 };

export interface Memo<Value extends object> extends Pick<Memory<Value>, 'peek' | 'set' | 'forget'> {
  /** Asks once for those who ask at the same time. Undefined where the platform does not tell, or can't be asked. */
  get(key: string): Promise<Value | undefined>;
}

export function createMemo<Value extends object>(
  clock: Clock,
  load: (key: string) => Promise<Value | undefined>,
  most = usual.most,
): Memo<Value> {
  const memory = createMemory<Value>(clock, { ...usual, most });
  return { ...memory, get: (key) => memory.get(key, load) };
}
