/** The sandbox's own time: the machine's, moved by `POST /_sandbox/clock`, or a test's. */
export interface SandboxClock {
  /** UTC milliseconds. */
  now(): number;
  /** Moves this clock, and nothing else. Timers due within the step run. */
  advance(ms: number): void;
  /** Runs `action` once, `ms` from now by this clock; the answer cancels it. */
  after(ms: number, action: () => void): () => void;
}

interface Timer {
  readonly due: number;
  readonly action: () => void;
  handle?: NodeJS.Timeout;
}

/** Node fires longer timers at once. */
const longestTimeoutMs = 2 ** 31 - 1;

/** The machine's time plus what `advance` added. Its timers keep no process alive. */
export function createClock(): SandboxClock {
  const timers = new Set<Timer>();
  let skew = 0;
  const now = () => Date.now() + skew;

  const arm = (timer: Timer) => {
    const wait = Math.min(Math.max(timer.due - now(), 0), longestTimeoutMs);
    timer.handle = setTimeout(() => {
      if (now() < timer.due) arm(timer);
      else fire(timer);
    }, wait).unref();
  };
  const fire = (timer: Timer) => {
    if (timers.delete(timer)) timer.action();
  };

  return {
    now,
    advance(ms) {
      skew += ms;
      const pending = [...timers].sort((a, b) => a.due - b.due);
      for (const timer of pending) clearTimeout(timer.handle);
      for (const timer of pending) {
        if (timer.due <= now()) fire(timer);
        else if (timers.has(timer)) arm(timer);
      }
    },
    after(ms, action) {
      const timer: Timer = { due: now() + ms, action };
      timers.add(timer);
      arm(timer);
      return () => {
        timers.delete(timer);
        clearTimeout(timer.handle);
      };
    },
  };
}

/** A test's time: stands still until `advance`, which runs due timers in order, each at its own moment. */
export function createManualClock(start: number): SandboxClock {
  const timers = new Set<Timer>();
  let time = start;
  const nextDue = (until: number) =>
    [...timers]
      .filter((timer) => timer.due <= until)
      .reduce<Timer | undefined>((a, b) => (a && a.due <= b.due ? a : b), undefined);

  return {
    now: () => time,
    advance(ms) {
      const until = time + ms;
      for (let timer = nextDue(until); timer; timer = nextDue(until)) {
        timers.delete(timer);
        time = Math.max(time, timer.due);
        timer.action();
      }
      time = until;
    },
    after(ms, action) {
      const timer: Timer = { due: time + ms, action };
      timers.add(timer);
      return () => timers.delete(timer);
    },
  };
}
