/**
 * What one leg told of, in source order, and what of it is next.
 *
 * A source that can't be asked holds up all that it told of, in order: nobody knows whether it will be read in a minute.
 * One message that it never answers for must not: after a few rounds the ones behind it are tried as well, and where one
 * of them can be read, the source works, and what failed before is set aside to be tried again later. What else is told
 * of a message stays behind it, and an answer needs its root itself (see `unheard`).
 */
import type { Clock } from '../ports.ts';
import { minutes } from '../time.ts';
import { tooOld } from './backoff.ts';
import type { LaneEvent } from './event.ts';

/** What becomes of an event that could not be decided. */
export type Failed =
  /** The queue waits, having failed so many rounds in a row. */
  | { readonly is: 'rest'; readonly rounds: number }
  /** Something else may be tried now. */
  | { readonly is: 'next' }
  /** It is tried again after so long, by `again`; the others go on. */
  | { readonly is: 'aside'; readonly forMs: number }
  | { readonly is: 'given_up' };

/** What is tried again after so long. */
export interface SetAside {
  readonly event: LaneEvent;
  readonly forMs: number;
}

interface Trouble {
  failures: number;
  /** Not tried now. */
  isAside: boolean;
  /** When others turned out to be readable where this was not; our clock. */
  provedAt: number | null;
  /** How often it was set aside since. */
  times: number;
}

/** An event is tried so often before others are tried in its place, or before it is dropped for a defect of ours. */
const patience = 5;
/** A source that is down is not asked for more than this at once. */
const mostTriedInTurn = 8;
const longestAside = minutes(15);

export class SourceQueue {
  readonly #events: LaneEvent[] = [];
  /** What could not be decided. Empty, mostly. */
  readonly #troubles = new Map<LaneEvent, Trouble>();
  /** Rounds in a row in which nothing could be decided. */
  #rounds = 0;
  readonly #clock: Pick<Clock, 'now'>;

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
  }

  get length(): number {
    return this.#events.length;
  }

  push(event: LaneEvent): void {
    insertInOrder(this.#events, event);
  }

  /** The first that may be tried. */
  get next(): LaneEvent | undefined {
    if (this.#troubles.size === 0) return this.#events[0];
    return this.#events.find((event) => !this.#mustWait(event));
  }

  /** Answers what was passed over for it: the source works, and these are set aside for so long. */
  decided(event: LaneEvent): readonly SetAside[] {
    this.#remove(event);
    this.#rounds = 0;
    if (this.#troubles.size === 0) return none;
    return this.#passedOver().map(([passed, trouble]) => {
      trouble.provedAt = this.#clock.now();
      return { event: passed, forMs: setAside(trouble) };
    });
  }

  /** @param passing whether asking again may help */
  failed(event: LaneEvent, passing: boolean): Failed {
    const trouble = this.#troubleOf(event);
    trouble.failures += 1;
    const isHopeless = !passing && trouble.failures >= patience;
    const isTooOld = trouble.provedAt !== null && this.#clock.now() - trouble.provedAt > tooOld;
    if (isHopeless || isTooOld) {
      this.#remove(event);
      return { is: 'given_up' };
    }
    if (trouble.provedAt !== null) return { is: 'aside', forMs: setAside(trouble) };
    trouble.isAside = true;
    const passed = this.#passedOver();
    if (passed.length <= this.#alsoTried && this.next) return { is: 'next' };
    for (const [, one] of passed) one.isAside = false;
    this.#rounds += 1;
    return { is: 'rest', rounds: this.#rounds };
  }

  /** What was set aside may be tried again, in its old place. */
  again(event: LaneEvent): void {
    const trouble = this.#troubles.get(event);
    if (trouble) trouble.isAside = false;
  }

  /** How many events of this round may fail before it is over, beside the first. */
  get #alsoTried(): number {
    return Math.min(Math.max(0, this.#rounds - (patience - 2)), mostTriedInTurn);
  }

  /** What failed in this round. */
  #passedOver(): [LaneEvent, Trouble][] {
    return [...this.#troubles].filter(([, { isAside, provedAt }]) => isAside && provedAt === null);
  }

  #troubleOf(event: LaneEvent): Trouble {
    let trouble = this.#troubles.get(event);
    if (!trouble) {
      trouble = { failures: 0, isAside: false, provedAt: null, times: 0 };
      this.#troubles.set(event, trouble);
    }
    return trouble;
  }

  #mustWait(event: LaneEvent): boolean {
    for (const [other, { isAside }] of this.#troubles) if (isAside && isBehind(event, other)) return true;
    return false;
  }

  /** Something earlier may have been put before it meanwhile. */
  #remove(event: LaneEvent): void {
    this.#troubles.delete(event);
    const index = this.#events.indexOf(event);
    if (index >= 0) this.#events.splice(index, 1);
  }
}

const none: readonly SetAside[] = [];

/** Whether it is the same, or of the same message; but for what says itself all that the other would have to ask for. */
const isBehind = (event: LaneEvent, other: LaneEvent): boolean =>
  event === other || (event.ref.message === other.ref.message && !(event.inline && !other.inline));

function setAside(trouble: Trouble): number {
  trouble.isAside = true;
  trouble.times += 1;
  return Math.min(minutes(1) * 2 ** (trouble.times - 1), longestAside);
}

/** By source time, then by arrival. Arrivals are nearly in order: the search starts at the end. */
export function insertInOrder(events: LaneEvent[], event: LaneEvent): void {
  let index = events.length;
  while (index > 0 && isAfter(events[index - 1]!, event)) index -= 1;
  if (index === events.length) events.push(event);
  else events.splice(index, 0, event);
}

const isAfter = (a: LaneEvent, b: LaneEvent): boolean => a.at > b.at || (a.at === b.at && a.ticket > b.ticket);
