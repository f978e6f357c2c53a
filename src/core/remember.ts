/**
 * Remembers answers for a while, so that what is asked again and again costs a platform one call, and ten who ask at
 * once are one question. How long is the caller's policy.
 */
import { LRUCache } from 'lru-cache';
import type { Clock } from './ports.ts';

/** For how long an answer is good, in milliseconds. */
interface Keeping {
  readonly found: number;
  /** Of an answer that says that there is nothing, or that does not suffice for whoever asks. */
  readonly missing: number;
  /** So many answers at most; what was asked for longest ago goes first. */
  readonly most: number;
}

/** For those who can go on without an answer: no question ever fails, it is answered by `undefined`. */
interface KeepingFailures extends Keeping {
  /** Whoever is down now is spared for so long: otherwise each message would pay for it. */
  readonly failed: number;
  /** Waits no longer, counted from the beginning of a question: what hangs makes nobody wait twice. */
  readonly waitAtMost?: number;
}

export interface Memory<Value> {
  /**
   * What is remembered, or what `lookUp` answers; it is asked once for all who ask meanwhile.
   * @param suffices whether a remembered answer is worth `found` to this caller; without it, whatever is not undefined.
   */
  get(key: string, lookUp: (key: string) => Promise<Value>, suffices?: (value: Value) => boolean): Promise<Value>;
  /** What is known already. */
  peek(key: string): Value | undefined;
  /** Takes in what was learned by the way. */
  set(key: string, value: Value): void;
  /** What was known is no longer so; what is being asked comes too early. */
  forget(key: string): void;
}

interface Answer<Value> {
  readonly value: Value;
  readonly at: number;
  readonly failed: boolean;
}

interface Question<Value> {
  readonly since: number;
  readonly answer: Promise<Value>;
}

/** What `lookUp` throws comes through, and is not kept; with a policy for failures, nothing is thrown. */
export function createMemory<Value>(clock: Clock, keeping: Keeping & { readonly failed?: never }): Memory<Value>;
export function createMemory<Value>(clock: Clock, keeping: KeepingFailures): Memory<Value | undefined>;
export function createMemory<Value>(
  clock: Clock,
  { found, missing, failed, most, waitAtMost }: Keeping & Partial<KeepingFailures>,
): Memory<Value | undefined> {
  type Known = Value | undefined;
  const known = new LRUCache<string, Answer<Known>>({ max: most });
  const open = new Map<string, Question<Known>>();

  function isGood(answer: Answer<Known>, suffices: (value: Known) => boolean): boolean {
    const lasts = answer.failed ? (failed ?? 0) : suffices(answer.value) ? found : missing;
    return clock.now() - answer.at < lasts;
  }

  function ask(key: string, lookUp: (key: string) => Promise<Known>): Question<Known> {
    /** Whether nobody said meanwhile that it is no longer so. */
    const closes = (): boolean => open.get(key) === question && open.delete(key);
    const keep = (value: Known, hasFailed: boolean): Known => {
      if (closes()) known.set(key, { value, at: clock.now(), failed: hasFailed });
      return value;
    };
    const answer = begun(key, lookUp).then(
      (value) => keep(value, false),
      (error: unknown) => {
        if (failed !== undefined) return keep(undefined, true);
        closes();
        throw error;
      },
    );
    const question: Question<Known> = { since: clock.now(), answer };
    open.set(key, question);
    return question;
  }

  function remembered(key: string, suffices: (value: Known) => boolean): Answer<Known> | undefined {
    const answer = known.get(key);
    return answer && isGood(answer, suffices) ? answer : undefined;
  }

  return {
    get(key, lookUp, suffices = isThere) {
      const answer = remembered(key, suffices);
      if (answer) return Promise.resolve(answer.value);
      const question = open.get(key) ?? ask(key, lookUp);
      if (waitAtMost === undefined) return question.answer;
      return within(clock, question.since + waitAtMost - clock.now(), question.answer);
    },
    peek: (key) => remembered(key, isThere)?.value,
    set(key, value) {
      open.delete(key);
      known.set(key, { value, at: clock.now(), failed: false });
    },
    forget(key) {
      known.delete(key);
      open.delete(key);
    },
  };
}

/** What fails at once fails as a promise too. */
const begun = async <Value>(key: string, lookUp: (key: string) => Promise<Value>): Promise<Value> => await lookUp(key);

const isThere = (value: unknown): boolean => value !== undefined;

/** Undefined where it takes longer. The answer is one that never fails. */
function within<Value>(clock: Clock, ms: number, answer: Promise<Value>): Promise<Value | undefined> {
  if (ms <= 0) return Promise.resolve(undefined);
  return new Promise((resolve) => {
    const cancel = clock.after(ms, () => resolve(undefined));
    void answer.then((value) => {
      cancel();
      resolve(value);
    });
  });
}
