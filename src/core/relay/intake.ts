/**
 * From the inbox into a lane: only so much of it is held in memory. What comes while there is too much stays in the
 * inbox alone, and is read once the lane has worked off what it holds.
 */
import type { ChannelId } from '../model.ts';
import { fromInbox, type LaneEvent } from './event.ts';
import type { Lane } from './lane.ts';
import type { RelayStore } from './store.ts';

export interface IntakeParts {
  readonly channel: ChannelId;
  readonly store: Pick<RelayStore, 'pending'>;
  readonly lane: Pick<Lane, 'push' | 'length'>;
  readonly ticket: () => number;
}

/** How many inbox rows are read at once. */
const page = 500;
const mostInMemory = 5_000;

export class Intake {
  readonly #parts: IntakeParts;
  /** While true, what comes stays in the inbox alone: until it was read at the start, and when there is too much of it. */
  #overflowed = true;
  /** Where reading goes on, and the last row that was left in the inbox. */
  #resumeAfter = 0;
  #leftTo = 0;
  #reading = false;

  constructor(parts: IntakeParts) {
    this.#parts = parts;
  }

  /** Whether there is something to read, and room for it. */
  get isDue(): boolean {
    return this.#overflowed && this.#parts.lane.length < mostInMemory / 2;
  }

  /** An event that is in the inbox already. */
  push(event: LaneEvent): void {
    if (!this.#overflowed && this.#parts.lane.length < mostInMemory) {
      this.#parts.lane.push(event);
      return;
    }
    const sequence = event.sequence ?? 0;
    this.#resumeAfter = this.#overflowed ? Math.min(this.#resumeAfter, sequence - 1) : sequence - 1;
    this.#leftTo = Math.max(this.#leftTo, sequence);
    this.#overflowed = true;
  }

  /** Sequences grow in the order of commit, so that a read up to a row has missed nothing before it. */
  async read(): Promise<void> {
    if (this.#reading) return;
    this.#reading = true;
    const { channel, store, lane, ticket } = this.#parts;
    try {
      while (this.#overflowed && lane.length < mostInMemory) {
        const events = await store.pending(channel, this.#resumeAfter, page);
        for (const stored of events) lane.push(fromInbox(stored, ticket()));
        this.#resumeAfter = events.at(-1)?.sequence ?? this.#resumeAfter;
        if (events.length < page && this.#leftTo <= this.#resumeAfter) this.#overflowed = false;
        else if (events.length === 0) this.#leftTo = this.#resumeAfter;
      }
    } finally {
      this.#reading = false;
    }
  }
}
