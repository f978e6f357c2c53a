/**
 * Reads one conversation again whenever it changed: one reading at a time, and never more than a quarter of the time
 * spent reading, however much happens. The first change is read at once.
 */
import { readView, type View, type World } from './api.ts';

const restMs = 40;

export interface Reading {
  /** Something changed there. */
  again(): void;
  stop(): void;
}

export interface ReadingOutcome {
  onRead(view: View): void;
  onFailure(words: string): void;
}

export function keepReading(platform: World, place: string, { onRead, onFailure }: ReadingOutcome): Reading {
  let state: 'idle' | 'busy' | 'busy, and again' | 'stopped' = 'idle';

  async function read(): Promise<void> {
    const began = performance.now();
    try {
      const view = await readView(platform, place);
      if (!stopped()) onRead(view);
    } catch (cause) {
      if (!stopped()) onFailure(cause instanceof Error ? cause.message : String(cause));
    }
    window.setTimeout(rested, Math.max(restMs, 3 * (performance.now() - began)));
  }

  const stopped = () => state === 'stopped';

  function rested(): void {
    if (stopped()) return;
    const more = state === 'busy, and again';
    state = 'idle';
    if (more) again();
  }

  function again(): void {
    if (state === 'busy') state = 'busy, and again';
    if (state !== 'idle') return;
    state = 'busy';
    void read();
  }

  again();
  return {
    again,
    stop: () => {
      state = 'stopped';
    },
  };
}
