/** Three things to try, remembered between visits. */
import { useCallback, useState } from 'react';
import type { Done } from './ChannelPane.tsx';

export type Step = 'write' | 'answer' | 'change';

interface State {
  readonly done: readonly Step[];
  readonly hidden: boolean;
}

export interface Tour extends State {
  readonly note: (done: Done) => void;
  readonly hide: () => void;
  readonly restart: () => void;
}

const key = 'mio-sandbox-tour';
const fresh: State = { done: [], hidden: false };

export function useTour(): Tour {
  const [state, setState] = useState(recall);
  const change = useCallback((next: (before: State) => State) => {
    setState((before) => {
      const after = next(before);
      if (after !== before) remember(after);
      return after;
    });
  }, []);
  const note = useCallback(
    (done: Done) => {
      const step = stepOf(done);
      if (step) change((before) => (before.done.includes(step) ? before : { ...before, done: [...before.done, step] }));
    },
    [change],
  );
  return {
    ...state,
    note,
    hide: () => change((before) => ({ ...before, hidden: true })),
    restart: () => change(() => fresh),
  };
}

function stepOf({ kind, toCopy }: Done): Step | undefined {
  if (kind === 'reply') return toCopy ? 'answer' : undefined;
  return kind === 'post' ? 'write' : 'change';
}

/** A browser may keep nothing: then every visit is the first. */
function recall(): State {
  try {
    return { ...fresh, ...(JSON.parse(localStorage.getItem(key) ?? '{}') as Partial<State>) };
  } catch {
    return fresh;
  }
}

function remember(state: State): void {
  try {
    localStorage.setItem(key, JSON.stringify(state));
  } catch {
    // Not remembered, that is all.
  }
}
