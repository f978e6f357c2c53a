/**
 * Whether this machine's clock is right. The platforms refuse, and Mio does, what was signed more than five minutes ago:
 * with a wrong clock every webhook of Slack and every word from Teams is refused, which looks like an attack and is none.
 * Each answer of a platform says what time it is there (RFC 9110, "Date"); once a minute per platform it is looked at.
 */
import type { Clock, HttpResponse, Log, Metrics } from '../core/ports.ts';
import { minutes, seconds } from '../core/time.ts';

const everyMs = minutes(1);
/** Before anything is refused, at 300 s, and beyond what a second's rounding and a platform's own servers differ by. */
const tooFarMs = seconds(120);
/** A difference that stays near the limit is told of once. */
const nearMs = tooFarMs / 2;
/** A Date has whole seconds. */
const roundingMs = seconds(1);

/** Looks at the answer that is under way to a platform, where the last look is a minute old. Keeps nobody waiting. */
export type ClockWatch = (answer: Promise<Pick<HttpResponse, 'headers'>>) => void;

export interface ClockCheck {
  watch(origin: string): ClockWatch;
  /** Whether a platform's clock is another one, and none has agreed with this machine's since. */
  readonly doubted: () => boolean;
}

interface Seen {
  /** When the last answer was looked at, by this machine's clock. */
  at: number;
  verdict: 'unknown' | 'agrees' | 'differs';
}

/**
 * How far this clock is ahead of the one that wrote `date`, in milliseconds; negative where it is behind. 0 for a time
 * between question and answer, however long that took. Undefined where the answer says nothing about it: without a Date,
 * out of a cache, or when this clock was set back meanwhile.
 */
export function aheadBy(headers: HttpResponse['headers'], sentAt: number, receivedAt: number): number | undefined {
  const { date, age } = headers;
  if (typeof date !== 'string' || age !== undefined || receivedAt < sentAt) return undefined;
  const there = Date.parse(date);
  if (Number.isNaN(there)) return undefined;
  if (there > receivedAt) return receivedAt - there;
  return Math.max(0, sentAt - roundingMs - there);
}

export function createClockCheck({
  clock,
  log,
  metrics,
}: {
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
}): ClockCheck {
  const book = new Map<string, Seen>();
  let doubted = false;

  /** A clock that was set since looks as if it had been long ago, whichever way it was set. */
  const isFresh = (at: number, now: number): boolean => Math.abs(now - at) < everyMs;

  function judge(origin: string, seen: Seen, ahead: number): void {
    const differed = seen.verdict === 'differs';
    const differs = Math.abs(ahead) > (differed ? nearMs : tooFarMs);
    seen.verdict = differs ? 'differs' : 'agrees';
    const othersAgree = [...book.values()].some(({ verdict, at }) => verdict === 'agrees' && isFresh(at, seen.at));
    doubted = differs && (doubted || !othersAgree);
    if (differs && !differed) tell(origin, ahead, othersAgree);
    if (!differs && differed) log.info({ origin }, 'a platform’s clock and this machine’s agree again');
  }

  function tell(origin: string, ahead: number, othersAgree: boolean): void {
    metrics.count('mio_alarms_total', { kind: 'clock' });
    const by = `${Math.round(Math.abs(ahead) / 1_000)} s ${ahead > 0 ? 'ahead of' : 'behind'}`;
    const advice = othersAgree
      ? 'Other platforms agree with this machine’s clock. If more of them come to differ, set it, for example with NTP.'
      : 'Set this machine’s clock, for example with NTP. While it is off by more than 300 s, webhooks of Slack and Teams are refused as stale.';
    log.error({ origin, advice }, `this machine’s clock is ${by} that of ${origin}`);
  }

  return {
    doubted: () => doubted,
    watch(origin) {
      const seen: Seen = { at: Number.NEGATIVE_INFINITY, verdict: 'unknown' };
      book.set(origin, seen);
      return (answer) => {
        const sentAt = clock.now();
        if (isFresh(seen.at, sentAt)) return;
        const look = ({ headers }: Pick<HttpResponse, 'headers'>) => {
          const now = clock.now();
          // Of several that were under way, the first is enough.
          if (isFresh(seen.at, now)) return;
          seen.at = now;
          const ahead = aheadBy(headers, sentAt, now);
          if (ahead !== undefined) judge(origin, seen, ahead);
        };
        answer.then(look, () => {});
      };
    },
  };
}
