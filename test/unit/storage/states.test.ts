/** The numbers are in every store that there is. */
import assert from 'node:assert/strict';
import { targetStates } from '../../../src/core/relay/store.ts';
import { numberOf, stateOf } from '../../../src/storage/sqlite/states.ts';

describe('states of targets in the store', () => {
  it('have the numbers that they always had', () => {
    assert.deepEqual(Object.fromEntries(targetStates.map((state) => [state, numberOf(state)])), {
      queued: 0,
      sending: 1,
      in_doubt: 2,
      done: 3,
      held: 4,
      dead: 5,
      removed: 6,
      removed_there: 7,
      diverged: 8,
    });
    assert.deepEqual(
      targetStates.map((state) => stateOf(numberOf(state))),
      targetStates,
    );
  });

  it('of another version are refused', () => {
    assert.throws(() => stateOf(9), /the state 9, which this version does not know/);
  });
});
