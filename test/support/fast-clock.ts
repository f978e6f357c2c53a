/**
 * One time for product and sandbox that runs faster than the machine's: what waits 30 s waits one, in the right order,
 * and no test has to push it along.
 */
import type { Clock } from '../../src/core/ports.ts';

export interface FastClock extends Clock {
  /** Moves time on for everybody who uses this clock. Timers due within the step run at once, in order. */
  advance(ms: number): void;
}

interface Timer {
  readonly due: number;
  readonly action: () => void;
  handle?: NodeJS.Timeout;
}

/** Node fires longer timers at once. */
const longestTimeoutMs = 2 ** 31 - 1;

/** @param speed seconds that pass in one of the machine's. */
export function createFastClock(speed: number): FastClock {
  const timers = new Set<Timer>();
  const origin = Date.now();
  const started = performance.now();
  let skipped = 0;
  const now = () => Math.floor(origin + (performance.now() - started) * speed) + skipped;

  const arm = (timer: Timer) => {
    const wait = Math.min(Math.max((timer.due - now()) / speed, 0), longestTimeoutMs);
    timer.handle = setTimeout(() => (now() < timer.due ? arm(timer) : fire(timer)), wait).unref();
  };
  const fire = (timer: Timer) => {
    if (timers.delete(timer)) timer.action();
  };

  return {
    now,
    after(ms, action) {
      const timer: Timer = { due: now() + ms, action };
      timers.add(timer);
      arm(timer);
      return () => {
        timers.delete(timer);
        clearTimeout(timer.handle);
      };
    },
    advance(ms) {
      skipped += ms;
      const pending = [...timers].sort((a, b) => a.due - b.due);
      for (const timer of pending) clearTimeout(timer.handle);
      for (const timer of pending) {
        if (timer.due <= now()) fire(timer);
        else if (timers.has(timer)) arm(timer);
      }
    },
  };
}
