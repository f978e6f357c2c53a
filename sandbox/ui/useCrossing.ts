/** How long what was written here takes to appear in the other clients, as the ledger tells it. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { World } from './api.ts';
import type { Feed } from './feed.ts';

export interface Arrival {
  readonly to: World;
  readonly message: string;
  readonly ms: number;
}

export interface Crossing {
  readonly from: World;
  readonly arrivals: readonly Arrival[];
  /** It should have arrived by now. */
  readonly late: boolean;
}

const lateMs = 10_000;

export type Begin = (from: World, markdown: string) => () => void;

export interface Crossings {
  readonly crossing: Crossing | undefined;
  /** Somebody writes this now; the answer takes it back. */
  readonly begin: Begin;
}

export function useCrossing(feed: Feed): Crossings {
  const [crossing, setCrossing] = useState<Crossing>();
  const written = useRef<{ words: string; at: number; timer: number }>(undefined);

  useEffect(
    () =>
      feed.listen((news) => {
        const { current } = written;
        if (
          !current ||
          news === 'everything' ||
          news.kind !== 'posted' ||
          !wordsOf(news.text ?? '').includes(current.words)
        )
          return;
        const arrival = { to: news.platform, message: news.message, ms: performance.now() - current.at };
        setCrossing((before) => {
          const expected = before && before.from !== arrival.to && before.arrivals.every(({ to }) => to !== arrival.to);
          return expected ? { ...before, arrivals: [...before.arrivals, arrival], late: false } : before;
        });
      }),
    [feed],
  );

  const begin = useCallback<Begin>((from, markdown) => {
    window.clearTimeout(written.current?.timer);
    const timer = window.setTimeout(
      () => setCrossing((before) => before && { ...before, late: before.arrivals.length === 0 }),
      lateMs,
    );
    written.current = { words: wordsOf(withoutAddresses(markdown)), at: performance.now(), timer };
    setCrossing({ from, arrivals: [], late: false });
    return () => {
      window.clearTimeout(timer);
      written.current = undefined;
      setCrossing(undefined);
    };
  }, []);

  return { crossing, begin };
}

/** What every platform shows of a text: letters and digits. */
const wordsOf = (text: string): string => text.replace(/[^\p{L}\p{N}]+/gu, '').toLowerCase();

/** No platform shows where a named link leads, nor the language of a code block. */
const withoutAddresses = (markdown: string): string => markdown.replace(/\]\([^)]*\)/g, '').replace(/^```.*$/gm, '');
