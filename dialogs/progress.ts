/** The settings check: one card that is replaced as results come, no faster than Teams likes to be told. */
import type { Cards, Shown } from '../cards/contract.ts';
import type { CheckResult, SettingsUseCases } from '../src/core/bot/use-cases.ts';
import type { Clock } from '../src/core/ports.ts';
import type { Speaker } from '../src/core/speaker.ts';
import { pause, seconds } from '../src/core/time.ts';

/** A message that is sent once and replaced afterwards. */
export interface Board {
  /** Sends at first, replaces afterwards. */
  put(shown: Shown): Promise<void>;
}

/** "Optimize your bot with rate limiting in Teams": seven in a second, for everything that it says in a conversation. */
const betweenMs = seconds(1);

/** @throws UserError */
export async function checkSettings(
  useCases: SettingsUseCases,
  {
    speaker,
    cards,
    board,
    clock,
    fidelity,
  }: {
    speaker: Speaker;
    cards: Cards;
    board: Board;
    clock: Clock;
    /** Whether the service user's optional stage is on; undefined where it can't be. */
    fidelity: () => Promise<boolean | undefined>;
  },
): Promise<void> {
  const results: CheckResult[] = [];
  const done = new AbortController();
  let changed = false;
  let begun = false;
  let option: { readonly fidelity?: boolean } = {};

  async function follow(): Promise<void> {
    while (!done.signal.aborted) {
      if (changed) {
        changed = false;
        await board.put(cards.settings({ results: [...results], finished: false }));
      }
      await pause(clock, betweenMs, done.signal);
    }
  }

  let following = Promise.resolve();
  const each = (result: CheckResult) => {
    results.push(result);
    changed = true;
    if (begun) return;
    begun = true;
    following = follow();
  };
  try {
    const [all, isOn] = await Promise.all([useCases.check(speaker, each), fidelity()]);
    if (isOn !== undefined) option = { fidelity: isOn };
    results.splice(0, results.length, ...all);
  } finally {
    done.abort();
    await following.catch(() => {});
    if (begun || results.length > 0) await board.put(cards.settings({ results, finished: true, ...option }));
  }
}
