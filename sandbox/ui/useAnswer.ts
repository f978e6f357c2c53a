/**
 * Looks again and again while the bot may be answering: that somebody types is shown by a client and told to nobody, so
 * no news comes of it.
 */
import { useCallback, useEffect, useRef } from 'react';

const everyMs = 350;
const patienceMs = 10_000;

/** The answer of this begins a time of waiting. */
export function useAnswer(look: () => void): () => void {
  const timer = useRef<number>(undefined);
  useEffect(() => () => window.clearInterval(timer.current), []);
  return useCallback(() => {
    window.clearInterval(timer.current);
    const end = performance.now() + patienceMs;
    timer.current = window.setInterval(() => {
      look();
      if (performance.now() > end) window.clearInterval(timer.current);
    }, everyMs);
  }, [look]);
}
