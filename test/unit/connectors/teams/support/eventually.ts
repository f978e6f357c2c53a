import type { TestClock } from '../../../../support/clock.ts';

const patience = 5_000;
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Lets background work go on until it shows. Nothing here waits for a time to pass. */
export async function eventually(what: string, holds: () => boolean): Promise<void> {
  const end = Date.now() + patience;
  while (!holds()) {
    if (Date.now() > end) throw new Error(`never happened: ${what}`);
    await turn();
  }
}

/** Moves the clock on, step by step, with some turns of the machine between for what is on the wire, until it shows. */
export async function inTime(what: string, clock: TestClock, stepMs: number, holds: () => boolean): Promise<void> {
  const end = Date.now() + patience;
  while (!holds()) {
    if (Date.now() > end) throw new Error(`never happened: ${what}`);
    await clock.advance(stepMs);
    for (let n = 0; n < 20; n += 1) await turn();
  }
}
