/** The sandbox as a script sees it: acts as any person, watches what every client shows. Over HTTP alone. */

import type { FaultRule } from '../sandbox/kit/faults.ts';
import type { LedgerEntry } from '../sandbox/kit/ledger.ts';
import type { Act, Made, World as PlatformName, ViewedMessage, ViewedPlace } from '../sandbox/kit/platform.ts';

export type { Act, LedgerEntry, PlatformName, ViewedMessage };

export class SandboxClient {
  readonly #url: string;
  readonly #places: readonly ViewedPlace[];
  readonly #entries: LedgerEntry[] = [];
  readonly #watchers = new Set<() => void>();
  readonly #closing = new AbortController();

  private constructor(url: string, places: readonly ViewedPlace[]) {
    this.#url = url;
    this.#places = places;
  }

  static async open(url: string): Promise<SandboxClient> {
    const { places } = (await (await fetch(`${url}/_sandbox/seed`)).json()) as { places: readonly ViewedPlace[] };
    const client = new SandboxClient(url, places);
    const answer = await fetch(`${url}/_sandbox/events?after=0`, { signal: client.#closing.signal });
    client.#follow(answer).catch(() => {});
    return client;
  }

  /** Every change that any user could see, in order, as far as it was heard of. */
  get entries(): readonly LedgerEntry[] {
    return this.#entries;
  }

  placeOf(platform: PlatformName, title: string): string {
    const found = this.#places.find((place) => place.platform === platform && place.title === title);
    if (!found) throw new Error(`no place ${title} on ${platform}`);
    return found.place;
  }

  /** Answers the id of the message. @throws Error with the sandbox's own words */
  async act(act: Act): Promise<string> {
    return (await this.carryOut(act)).message;
  }

  /** The same, for deeds that make more than a message. @throws Error with the sandbox's own words */
  async carryOut(act: Act): Promise<Made> {
    return await this.#post<Made>('act', act);
  }

  async fault(rule: FaultRule | { readonly kind: 'clear' }): Promise<void> {
    await this.#post('faults', rule);
  }

  async view(platform: PlatformName, place: string): Promise<readonly ViewedMessage[]> {
    const answer = await fetch(`${this.#url}/_sandbox/view?platform=${platform}&place=${encodeURIComponent(place)}`);
    return ((await answer.json()) as { messages: readonly ViewedMessage[] }).messages;
  }

  /** Looks again at every change. @throws Error when it does not hold in time */
  async until(what: string, holds: (entries: readonly LedgerEntry[]) => boolean, withinMs = 60_000): Promise<void> {
    if (holds(this.#entries)) return;
    await new Promise<void>((resolve, reject) => {
      const look = () => {
        if (!holds(this.#entries)) return;
        end();
        resolve();
      };
      const deadline = setTimeout(() => {
        end();
        reject(new Error(`waited ${withinMs} ms for ${what}`));
      }, withinMs);
      const end = () => {
        clearTimeout(deadline);
        this.#watchers.delete(look);
      };
      this.#watchers.add(look);
    });
  }

  /** Resolves when nothing has changed for so long. */
  async quiet(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const done = () => {
        this.#watchers.delete(rearm);
        resolve();
      };
      let timer = setTimeout(done, ms);
      const rearm = () => {
        clearTimeout(timer);
        timer = setTimeout(done, ms);
      };
      this.#watchers.add(rearm);
    });
  }

  close(): void {
    this.#closing.abort();
  }

  async #post<T>(call: string, body: unknown): Promise<T> {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${this.#url}/_sandbox/${call}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${call} was answered ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as T;
  }

  async #follow(answer: Response): Promise<void> {
    let rest = '';
    const decoder = new TextDecoder();
    for await (const chunk of answer.body ?? []) {
      const blocks = (rest + decoder.decode(chunk, { stream: true })).split('\n\n');
      rest = blocks.pop() ?? '';
      const before = this.#entries.length;
      for (const block of blocks) {
        const data = /^event: ledger\ndata: (.*)$/m.exec(block)?.[1];
        if (data !== undefined) this.#entries.push(JSON.parse(data) as LedgerEntry);
      }
      if (this.#entries.length === before) continue;
      for (const look of [...this.#watchers]) look();
    }
  }
}
