/**
 * What happens in the sandbox, as it happens. One line for the whole page, mended by itself; whoever shows something
 * listens here and reads again what the news is about.
 */
import type { LedgerEntry } from './api.ts';

/** `everything`: anything may have changed, as after a reset, when the line was cut, or when Mio was started. */
export type News = LedgerEntry | 'everything';

/** A cut shorter than this goes unnoticed. */
const graceMs = 800;
const retryMs = 1_000;

export class Feed {
  readonly #listeners = new Set<(news: News) => void>();
  readonly #onLine = new Set<() => void>();
  #cut: number | undefined;
  #connected = true;

  constructor() {
    this.#open();
  }

  get connected(): boolean {
    return this.#connected;
  }

  /** The answer ends it, here and below. */
  listen(listener: (news: News) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  listenToLine(listener: () => void): () => void {
    this.#onLine.add(listener);
    return () => this.#onLine.delete(listener);
  }

  #open(): void {
    const source = new EventSource('/_sandbox/events');
    source.addEventListener('ledger', (event) => this.#tell(JSON.parse(event.data as string) as LedgerEntry));
    source.addEventListener('companion', () => this.#tell('everything'));
    source.addEventListener('reset', () => this.#tell('everything'));
    source.onopen = () => this.#mended();
    source.onerror = () => {
      this.#cut ??= window.setTimeout(() => this.#setConnected(false), graceMs);
      // A browser tries again by itself after a cut, but not after a refusal.
      if (source.readyState === EventSource.CLOSED) window.setTimeout(() => this.#open(), retryMs);
    };
  }

  #mended(): void {
    if (this.#cut === undefined) return;
    window.clearTimeout(this.#cut);
    this.#cut = undefined;
    this.#setConnected(true);
    this.#tell('everything');
  }

  #setConnected(connected: boolean): void {
    this.#connected = connected;
    for (const listener of this.#onLine) listener();
  }

  #tell(news: News): void {
    for (const listener of this.#listeners) listener(news);
  }
}
