/**
 * From the inbox into a lane: only so much of each leg's is held in memory. What comes while there is too much of it stays
 * in the inbox alone, and is read once the lane has worked off what it holds; a leg that can't be worked off, because
 * its platform does not answer, takes no room from the others.
 */
import type { ChannelId } from '../model.ts';
import { fromInbox, type LaneEvent } from './event.ts';
import type { Lane, Source } from './lane.ts';
import type { RelayStore } from './store.ts';

export interface IntakeParts {
  readonly channel: ChannelId;
  readonly store: Pick<RelayStore, 'pending'>;
  readonly lane: Pick<Lane, 'push' | 'sourceOf' | 'lengthOf'>;
  readonly ticket: () => number;
}

/** Rows of the inbox that are not in memory. */
interface Left {
  /** The last row before the first of them, and the last of them. */
  after: number;
  to: number;
}

/** How many inbox rows are read at once. */
const page = 500;
const mostInMemory = 2_000;

export class Intake {
  readonly #parts: IntakeParts;
  /** At the start, all of it: nobody knows yet whose it is. */
  #unread: Left | null = { after: 0, to: 0 };
  /** By source, where there was too much. */
  readonly #left = new Map<Source, Left>();
  #reading = false;

  constructor(parts: IntakeParts) {
    this.#parts = parts;
  }

  /** Whether there is something to read, and room for it. */
  get isDue(): boolean {
    if (this.#unread) return true;
    for (const source of this.#left.keys()) if (this.#hasRoom(source, mostInMemory / 2)) return true;
    return false;
  }

  /** An event that is in the inbox already; what has no row there is found again after a crash. */
  push(event: LaneEvent): void {
    const { lane } = this.#parts;
    const { sequence } = event;
    if (this.#unread) {
      this.#unread.to = Math.max(this.#unread.to, sequence ?? 0);
      return;
    }
    const source = lane.sourceOf(event);
    if (source !== undefined && sequence !== null && this.#isFull(source)) this.#leave(source, sequence);
    else lane.push(event, source);
  }

  async read(): Promise<void> {
    if (this.#reading) return;
    this.#reading = true;
    try {
      if (this.#unread) await this.#readAll(this.#unread);
      for (const [source, left] of this.#left)
        if (this.#hasRoom(source, mostInMemory / 2)) await this.#readLeft(source, left);
    } finally {
      this.#reading = false;
    }
  }

  async #readAll(unread: Left): Promise<void> {
    const { lane } = this.#parts;
    const take = (event: LaneEvent, sequence: number) => {
      const source = lane.sourceOf(event);
      if (source !== undefined && this.#isFull(source)) this.#leave(source, sequence);
      else lane.push(event, source);
      return true;
    };
    const done = () => {
      this.#unread = null;
    };
    await this.#rows(unread, take, done);
  }

  async #readLeft(source: Source, left: Left): Promise<void> {
    const { lane } = this.#parts;
    const take = (event: LaneEvent) => {
      if (lane.sourceOf(event) !== source) return true;
      if (!this.#hasRoom(source, mostInMemory)) return false;
      lane.push(event, source);
      return true;
    };
    await this.#rows(left, take, () => this.#left.delete(source));
  }

  /**
   * Goes through rows until `take` has no room for one. `done` where that was all: at once, since a row that came between
   * would be left for good. Sequences grow in the order of commit, so that a read up to a row has missed nothing before it.
   */
  async #rows(left: Left, take: (event: LaneEvent, sequence: number) => boolean, done: () => void): Promise<void> {
    const { channel, store, ticket } = this.#parts;
    for (;;) {
      const rows = await store.pending(channel, left.after, page);
      for (const row of rows) {
        if (!take(fromInbox(row, ticket()), row.sequence)) return;
        left.after = row.sequence;
      }
      if (rows.length < page && left.to <= left.after) return done();
      // The last of them is no longer there, or was committed after this look: the next one says which.
      if (rows.length === 0) left.to = left.after;
    }
  }

  #leave(source: Source, sequence: number): void {
    const left = this.#left.get(source);
    if (!left) {
      this.#left.set(source, { after: sequence - 1, to: sequence });
      return;
    }
    left.after = Math.min(left.after, sequence - 1);
    left.to = Math.max(left.to, sequence);
  }

  #isFull(source: Source): boolean {
    return this.#left.has(source) || !this.#hasRoom(source, mostInMemory);
  }

  #hasRoom(source: Source, most: number): boolean {
    return this.#parts.lane.lengthOf(source) < most;
  }
}
