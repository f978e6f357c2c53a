/** Remembers answers for a while, so that a turn is quick and ten questions at once are one call. Failures are not kept. */
import type { Clock } from '../ports.ts';
import { minutes, seconds } from '../time.ts';

interface Entry<Value> {
  readonly answer: Promise<Value>;
  /** When it was answered; undefined while it is being asked for. */
  at?: number;
}

const holds = minutes(1);
/** Whoever is refused asks to be let in, and then tries again at once. */
const refusalHolds = seconds(10);
/** The oldest go first. */
const most = 10_000;

export class Memo<Value> {
  readonly #clock: Clock;
  readonly #entries = new Map<string, Entry<Value>>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** What `load` answers, up to a minute ago; only up to ten seconds ago where that does not suffice. */
  async get(key: string, load: () => Promise<Value>, suffices: (value: Value) => boolean = () => true): Promise<Value> {
    const known = this.#entries.get(key);
    if (known) {
      const value = await known.answer;
      const age = this.#clock.now() - (known.at ?? this.#clock.now());
      if (age < (suffices(value) ? holds : refusalHolds)) return value;
      // Somebody else may have asked again while this one waited.
      if (this.#entries.get(key) !== known) return await this.get(key, load, suffices);
    }
    return await this.#ask(key, load);
  }

  async #ask(key: string, load: () => Promise<Value>): Promise<Value> {
    const entry: Entry<Value> = { answer: load() };
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    this.#makeRoom();
    try {
      const value = await entry.answer;
      entry.at = this.#clock.now();
      return value;
    } catch (error) {
      if (this.#entries.get(key) === entry) this.#entries.delete(key);
      throw error;
    }
  }

  #makeRoom(): void {
    if (this.#entries.size <= most) return;
    const [oldest] = this.#entries.keys();
    if (oldest !== undefined) this.#entries.delete(oldest);
  }
}
