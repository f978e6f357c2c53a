/**
 * What platforms tell of conversations as a whole. An event of that kind may come twice, late and in any order, so it
 * decides nothing: it is a hint at what to look for, and only what its platform shows then is followed.
 *
 * Hints stand in the inbox, in a lane of their own, until they were followed: a stop in the middle loses none, and whoever
 * told of it is answered before a platform is asked anything.
 */
import type { ChannelId, ConnectionId, ConversationId, MessageId } from '../model.ts';
import type { Clock, Log } from '../ports.ts';
import type { RelayStore, Sequences } from '../relay/store.ts';
import { days, hours, minutes, pause, seconds } from '../time.ts';

export interface HintsParts {
  readonly store: Pick<RelayStore, 'accept' | 'pending' | 'settle'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** Kept as JSON. */
interface Hint {
  readonly connection: ConnectionId;
  readonly kind: string;
}

/** What its platform says of a hint; `unknown`: it could not be asked, or followed. */
type Seen = 'shown' | 'not_shown' | 'unknown';

/** What a platform tells of, it may show some time after. What it does not show then was overtaken by another event. */
const lookAgainAfter = [seconds(2), seconds(10), seconds(30), minutes(2)];
/** One that can't be asked is asked again for longer. */
const askAgainAfter = [...lookAgainAfter, minutes(10), hours(1), hours(6), days(1)];

/** How many are read from the inbox at once. */
const page = 100;

export class Hints<Kept extends Hint> {
  readonly #parts: HintsParts;
  readonly #lane: ChannelId;
  readonly #follow: (hint: Kept) => Promise<boolean>;
  /** Rows of the inbox. */
  readonly #underWay = new Set<number>();
  /** The last look of each connection. */
  readonly #turns = new Map<ConnectionId, Promise<Seen>>();
  readonly #stopping = new AbortController();

  /** @param follow follows a hint, and answers whether its platform shows what it says. May be repeated. */
  constructor(parts: HintsParts, lane: string, follow: (hint: Kept) => Promise<boolean>) {
    this.#parts = parts;
    this.#lane = lane as ChannelId;
    this.#follow = follow;
  }

  /**
   * Keeps a hint. Durable when it resolves; followed after that.
   * @param key the same whenever the same is told again
   * @throws StoreUnavailableError when that is not possible within a second
   */
  async take(hint: Kept, key: string): Promise<void> {
    const { connection, kind } = hint;
    const lane = this.#lane;
    // It is about no message, and stands for no conversation.
    const ref = { connection, conversation: lane as string as ConversationId, message: kind as MessageId };
    const event = { ...ref, lane, key: `${lane} ${key}`, payload: JSON.stringify(hint) };
    const begin = ([sequence]: Sequences): void => {
      if (sequence !== null && sequence !== undefined) this.#begin(sequence, hint);
    };
    begin(await this.#parts.store.accept([event], begin));
  }

  /** Goes on with what a stop left. */
  async recover(): Promise<void> {
    for (let after = 0; ; ) {
      const rows = await this.#parts.store.pending(this.#lane, after, page);
      for (const { sequence, payload } of rows) {
        this.#begin(sequence, JSON.parse(payload) as Kept);
        after = sequence;
      }
      if (rows.length < page) return;
    }
  }

  /** What is under way is taken up by the next start. */
  stop(): void {
    this.#stopping.abort();
  }

  #begin(sequence: number, hint: Kept): void {
    if (this.#underWay.has(sequence)) return;
    this.#underWay.add(sequence);
    void this.#run(sequence, hint);
  }

  async #run(sequence: number, hint: Kept): Promise<void> {
    const { clock, log } = this.#parts;
    const { signal } = this.#stopping;
    const { connection, kind } = hint;
    for (let looks = 0; !signal.aborted; looks += 1) {
      const seen = await this.#look(hint);
      if (signal.aborted) return;
      const wait = seen === 'shown' ? undefined : (seen === 'unknown' ? askAgainAfter : lookAgainAfter)[looks];
      if (wait === undefined) {
        if (seen === 'not_shown') log.info({ connection, kind }, 'a change of a conversation was overtaken by another');
        if (seen === 'unknown') log.error({ connection, kind }, 'a change of a conversation was never followed');
        return this.#settle(sequence);
      }
      await pause(clock, wait, signal);
    }
  }

  /** What can't be settled now is followed again by the next start, to no effect. */
  #settle(sequence: number): void {
    const settled = () => void this.#underWay.delete(sequence);
    this.#parts.store.settle(sequence).then(settled, () => {});
  }

  /** One of a connection at a time: what was seen earlier must not be followed later. */
  #look(hint: Kept): Promise<Seen> {
    const before = this.#turns.get(hint.connection);
    const seen = before ? before.then(() => this.#lookNow(hint)) : this.#lookNow(hint);
    this.#turns.set(hint.connection, seen);
    return seen;
  }

  /** Never rejects. */
  async #lookNow(hint: Kept): Promise<Seen> {
    try {
      return (await this.#follow(hint)) ? 'shown' : 'not_shown';
    } catch (err) {
      const { connection, kind } = hint;
      if (!this.#stopping.signal.aborted)
        this.#parts.log.warn({ connection, kind, err }, 'a change of a conversation could not be followed yet');
      return 'unknown';
    }
  }
}
