/** A clock that stands still until a test moves it. */
import type { Clock } from '../../src/core/ports.ts';

export interface TestClock extends Clock {
  /** Moves time on and runs what is due, in order; lets promises settle in between. */
  advance(ms: number): Promise<void>;
}

export function createTestClock(start = Date.UTC(2026, 8, 14, 8)): TestClock {
  let now = start;
  const timers = new Set<{ at: number; action: () => void }>();
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
  return {
    now: () => now,
    after(ms, action) {
      const timer = { at: now + ms, action };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    async advance(ms) {
      const end = now + ms;
      await settle();
      for (;;) {
        const due = [...timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
        if (!due) break;
        timers.delete(due);
        now = Math.max(now, due.at);
        due.action();
        await settle();
      }
      now = end;
      await settle();
    },
  };
}
