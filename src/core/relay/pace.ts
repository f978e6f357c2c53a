/**
 * One thing at most every two seconds, for each of many: how often a message is changed on a leg, and how often it is
 * asked for its reactions, however quickly people change their minds. What comes meanwhile waits, and becomes one.
 */
import type { MessageRef } from '../model.ts';
import type { Clock } from '../ports.ts';

export const restMs = 2_000;

interface Rest<Item> {
  waiting: Item | undefined;
  readonly cancel: () => void;
}

export interface PaceParts<Item> {
  readonly clock: Clock;
  /** Combines two that wait; the earlier one is dropped. */
  readonly merge: (earlier: Item, later: Item) => Item;
  /** The rest is over for what waited. */
  readonly due: (item: Item) => void;
}

export class Pace<Item> {
  readonly #parts: PaceParts<Item>;
  readonly #resting = new Map<string, Rest<Item>>();

  constructor(parts: PaceParts<Item>) {
    this.#parts = parts;
  }

  /** How many wait. */
  get length(): number {
    let length = 0;
    for (const { waiting } of this.#resting.values()) if (waiting) length += 1;
    return length;
  }

  /** Starts the two-second rest of this message. */
  done(ref: MessageRef): void {
    const key = keyOf(ref);
    const resting = this.#resting.get(key);
    resting?.cancel();
    const cancel = this.#parts.clock.after(restMs, () => {
      const waiting = this.#resting.get(key)?.waiting;
      this.#resting.delete(key);
      if (waiting) this.#parts.due(waiting);
    });
    this.#resting.set(key, { waiting: resting?.waiting, cancel });
  }

  /** What is to be done now: null where it has to wait. What is urgent takes along what waits. */
  admit(ref: MessageRef, item: Item, isUrgent = false): Item | null {
    const resting = this.#resting.get(keyOf(ref));
    if (!resting) return item;
    const all = resting.waiting ? this.#parts.merge(resting.waiting, item) : item;
    resting.waiting = isUrgent ? undefined : all;
    return isUrgent ? all : null;
  }

  /** Answers what waits: it is in the inbox still. */
  stop(): readonly Item[] {
    const waiting: Item[] = [];
    for (const rest of this.#resting.values()) {
      rest.cancel();
      if (rest.waiting) waiting.push(rest.waiting);
    }
    this.#resting.clear();
    return waiting;
  }
}

const keyOf = ({ connection, conversation, message }: MessageRef): string => `${connection} ${conversation} ${message}`;
