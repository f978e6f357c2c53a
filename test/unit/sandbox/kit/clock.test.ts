import assert from 'node:assert/strict';
import { createClock, createManualClock } from '../../../../sandbox/kit/clock.ts';

describe('the sandbox’s clock', () => {
  it('stands still in tests until it is moved, and runs due timers in order, each at its own moment', () => {
    const clock = createManualClock(1000);
    const ran: [string, number][] = [];
    clock.after(30, () => ran.push(['late', clock.now()]));
    clock.after(10, () => {
      ran.push(['early', clock.now()]);
      clock.after(5, () => ran.push(['nested', clock.now()]));
    });
    clock.after(20, () => ran.push(['cancelled', clock.now()]))();
    clock.advance(29);
    assert.deepEqual(ran, [
      ['early', 1010],
      ['nested', 1015],
    ]);
    clock.advance(1);
    assert.deepEqual(ran.at(-1), ['late', 1030]);
  });

  it('follows the machine’s time plus what was added, and runs timers that fall due by it', () => {
    const clock = createClock();
    const before = clock.now();
    const ran: string[] = [];
    clock.after(3_600_000, () => ran.push('hour'));
    clock.after(7_200_000, () => ran.push('two hours'));
    clock.advance(3_600_000);
    assert.deepEqual(ran, ['hour']);
    assert.ok(clock.now() >= before + 3_600_000);
  });

  it('fires by itself when real time passes', async () => {
    const clock = createClock();
    await new Promise<void>((resolve) => void clock.after(1, resolve));
  });
});
