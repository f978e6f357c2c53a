/** What stands for a target's state in the store. The numbers are its format: none is ever changed or used again. */
import type { TargetState } from '../../core/relay/store.ts';

const numbers = {
  queued: 0,
  sending: 1,
  in_doubt: 2,
  done: 3,
  held: 4,
  dead: 5,
  removed: 6,
  removed_there: 7,
  diverged: 8,
} as const satisfies Record<TargetState, number>;

export const numberOf = (state: TargetState): number => numbers[state];

const states = new Map<number, TargetState>(
  Object.entries(numbers).map(([state, number]) => [number, state as TargetState]),
);

/** @throws RangeError where the number was written by another version */
export function stateOf(number: number): TargetState {
  const state = states.get(number);
  if (!state) throw new RangeError(`a target has the state ${number}, which this version does not know`);
  return state;
}

/** For SQL. `target_open` holds whatever is not done. */
export const done = numbers.done;
export const dead = numbers.dead;
export const unsettled = [numbers.queued, numbers.sending, numbers.in_doubt, numbers.held].join(', ');
