/** Published limits: so many calls in any such time, however one chooses it. */
import assert from 'node:assert/strict';
import { createLimits } from '../../../../sandbox/kit/limits.ts';

describe('published limits', () => {
  let now: number;
  const clock = { now: () => now };
  beforeEach(() => {
    now = 1_000_000;
  });
  const row = { calls: 3, everyMs: 1_000 };

  it('grant no more right after the start than later', () => {
    const limits = createLimits(clock, 1);
    const granted: number[] = [];
    for (const begun = now; now < begun + 5_000; now += 10) if (limits.take('a', row) === 0) granted.push(now - begun);
    assert.deepEqual(
      granted,
      [0, 1, 2, 3, 4].flatMap((second) => [0, 10, 20].map((ms) => second * 1_000 + ms)),
    );
  });

  it('tell when the next call is granted, and count no refused one', () => {
    const limits = createLimits(clock, 1);
    const take = (after: number) => {
      now += after;
      return limits.take('a', row);
    };
    assert.deepEqual([take(0), take(300), take(300), take(100), take(200)], [0, 0, 0, 300, 100]);
    assert.deepEqual([take(100), take(0)], [0, 300]);
  });

  it('are counted apart by key, and scaled by a factor that may change', () => {
    const limits = createLimits(clock, 1);
    const taken = (key: string) => {
      let count = 0;
      while (limits.take(key, row) === 0) count += 1;
      return count;
    };
    assert.deepEqual([taken('a'), taken('b')], [3, 3]);
    limits.scale(1_000);
    assert.equal(taken('a'), 3_000);
    limits.scale(0.1);
    assert.equal(taken('a'), 1);
  });

  it('forget what was granted later than now: the clock was set back', () => {
    const limits = createLimits(clock, 1);
    for (let call = 0; call < 3; call += 1) limits.take('a', row);
    now -= 60_000;
    assert.equal(limits.take('a', row), 0);
  });
});
