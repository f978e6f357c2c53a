/** How what stands in a field would look elsewhere: asked for when the typing pauses. */
import { useCallback, useEffect, useState } from 'react';
import { type PreviewedLeg, readPreview } from '../api.ts';
import type { Writing } from './previewing.ts';

const pauseMs = 250;

export interface Preview {
  /** Undefined where nothing is written, and until the first answer. Of what was written before, while it is asked anew. */
  readonly legs: readonly PreviewedLeg[] | undefined;
  readonly failure: string | undefined;
  /** UTC milliseconds of the answer. */
  readonly at: number;
}

const blank: Preview = { legs: undefined, failure: undefined, at: 0 };

export function usePreview(
  { platform, place, as, told }: Writing,
  markdown: string,
): Preview & { readonly again: () => void } {
  const [preview, setPreview] = useState(blank);
  const [tries, setTries] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `told` and `tries` are reasons to ask once more.
  useEffect(() => {
    if (markdown.trim() === '') {
      setPreview(blank);
      return;
    }
    const leaving = new AbortController();
    const ask = async () => {
      const next = await readPreview({ platform, place, as, markdown }, leaving.signal).then(
        ({ legs }): Preview => ({ legs, failure: undefined, at: Date.now() }),
        (cause: Error): Preview => ({ ...blank, failure: cause.message }),
      );
      if (!leaving.signal.aborted) setPreview(next);
    };
    const pause = window.setTimeout(() => void ask(), pauseMs);
    return () => {
      window.clearTimeout(pause);
      leaving.abort();
    };
  }, [platform, place, as, markdown, told, tries]);
  return { ...preview, again: useCallback(() => setTries((count) => count + 1), []) };
}
