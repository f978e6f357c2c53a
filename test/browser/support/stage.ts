/** A browser and the demo, open for a whole suite. */
import type { Browser } from 'playwright-core';
import { launch } from './chromium.ts';
import { type Demo, openDemo } from './demo.ts';

export interface Stage {
  readonly browser: Browser;
  readonly demo: Demo;
}

/** To be called in a suite, before its own hooks: both are there in its tests, and closed behind them, also where one would not open. */
export function openStage(executable: string): Stage {
  let browser: Browser | undefined;
  let demo: Demo | undefined;
  before(async function () {
    this.timeout(60_000);
    const [launched, opened] = await Promise.allSettled([launch(executable), openDemo()]);
    if (launched.status === 'fulfilled') browser = launched.value;
    if (opened.status === 'fulfilled') demo = opened.value;
    for (const one of [launched, opened]) if (one.status === 'rejected') throw one.reason;
  });
  after(async () => {
    await browser?.close();
    await demo?.close();
  });
  return {
    get browser() {
      return browser!;
    },
    get demo() {
      return demo!;
    },
  };
}
