/** A platform that asks for a moment, and a person who waits. */
import assert from 'node:assert/strict';
import { patiently } from '../../../../src/connectors/support/for-person.ts';
import { DeliveryError, type Failure } from '../../../../src/core/errors.ts';

describe('a call for somebody who waits', () => {
  const failing = (failure: Failure, retryAfterMs?: number) =>
    new DeliveryError(failure, 'TooManyRequests', { operation: 'list teams', retryAfterMs });

  /** Answers, or fails for good; every wait is written down and over at once. */
  const tried = async (failures: readonly Error[]) => {
    const waits: number[] = [];
    const clock = {
      now: () => 0,
      after(ms: number, action: () => void) {
        waits.push(ms);
        setImmediate(action);
        return () => {};
      },
    };
    const left = [...failures];
    const call = () => {
      const failure = left.shift();
      return failure ? Promise.reject(failure) : Promise.resolve('an answer');
    };
    const outcome = await patiently(clock)(call).catch((error: DeliveryError) => error.message);
    return { outcome, waits };
  };

  for (const [what, failures, outcome, waits] of [
    ['waits as long as it is asked to', [failing('busy', 1_000), failing('busy', 5_000)], 'an answer', [1_000, 5_000]],
    [
      'waits twice and no more',
      [1_000, 1_000, 1_000].map((ms) => failing('busy', ms)),
      'list teams: busy (TooManyRequests)',
      [1_000, 1_000],
    ],
    ['does not wait for long', [failing('busy', 6_000)], 'list teams: busy (TooManyRequests)', []],
    ['does not wait unasked', [failing('busy')], 'list teams: busy (TooManyRequests)', []],
    ['does not repeat what may be done', [failing('doubt', 1_000)], 'list teams: doubt (TooManyRequests)', []],
  ] as const) {
    it(what, async () => assert.deepEqual(await tried(failures), { outcome, waits }));
  }
});
