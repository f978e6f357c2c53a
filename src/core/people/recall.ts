/**
 * Remembers what is looked up about people, so that a mention costs a platform one call an hour and not one per message.
 * A message never waits long for it: what is not known in time is not known, and is there for the next one.
 */
import { LRUCache } from 'lru-cache';
import type { Clock } from '../ports.ts';
import { hours, minutes, seconds } from '../time.ts';

/** How long an answer is good for. A look-up that failed is spared for a while: whoever is down now is down for many. */
const good = { found: hours(1), missing: minutes(5), failed: seconds(30) };
/** From the beginning of a look-up: what hangs makes nobody wait twice. */
const longestWait = seconds(1);
const most = 20_000;

export interface Recall<Value> {
  /**
   * Asks once for those who ask for the same at the same time. Undefined where there is nothing, or it can't be learned
   * within a second. Never throws.
   */
  get(key: string, lookUp: () => Promise<Value | undefined>): Promise<Value | undefined>;
}

interface Answer<Value> {
  readonly value: Value | undefined;
}

interface Question<Value> {
  readonly since: number;
  readonly answer: Promise<Answer<Value>>;
}

export function createRecall<Value>(clock: Clock): Recall<Value> {
  const known = new LRUCache<string, Answer<Value>>({
    max: most,
    ttl: good.found,
    ttlResolution: 0,
    perf: { now: () => clock.now() },
  });
  const open = new Map<string, Question<Value>>();

  async function ask(key: string, lookUp: () => Promise<Value | undefined>): Promise<Answer<Value>> {
    try {
      const value = await lookUp();
      const answer = { value };
      known.set(key, answer, { ttl: value === undefined ? good.missing : good.found });
      return answer;
    } catch {
      const answer = { value: undefined };
      known.set(key, answer, { ttl: good.failed });
      return answer;
    }
  }

  function begin(key: string, lookUp: () => Promise<Value | undefined>): Question<Value> {
    const answer = ask(key, lookUp).finally(() => open.delete(key));
    const question = { since: clock.now(), answer };
    open.set(key, question);
    return question;
  }

  return {
    async get(key, lookUp) {
      const answer = known.get(key);
      if (answer) return answer.value;
      const question = open.get(key) ?? begin(key, lookUp);
      const left = question.since + longestWait - clock.now();
      return left > 0 ? await inTime(clock, left, question.answer) : undefined;
    },
  };
}

/** Undefined where it takes longer. */
function inTime<Value>(clock: Clock, ms: number, answer: Promise<Answer<Value>>): Promise<Value | undefined> {
  return new Promise((resolve) => {
    const cancel = clock.after(ms, () => resolve(undefined));
    void answer.then(({ value }) => {
      cancel();
      resolve(value);
    });
  });
}
