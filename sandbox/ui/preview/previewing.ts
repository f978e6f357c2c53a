/** Where a preview can be had: in the places that the sandbox was told of, while somebody writes there. */
import { createContext, useEffect, useState } from 'react';
import { type Place, readPreviewable, type World } from '../api.ts';
import type { Feed } from '../feed.ts';

/** Where something is written, and by whom. */
export interface Writing {
  readonly platform: World;
  readonly place: string;
  readonly as: string;
  /** Which time the sandbox was told where Mio is: another one than before is a reason to ask again. */
  readonly told: number;
}

/** Undefined where nothing can be previewed. */
export const WritingHere = createContext<Writing | undefined>(undefined);

export interface Previewable {
  readonly places: readonly Pick<Place, 'platform' | 'place'>[];
  readonly told: number;
}

const nowhere: Previewable = { places: [], told: 0 };

export function usePreviewable(feed: Feed): Previewable {
  const [previewable, setPreviewable] = useState(nowhere);
  useEffect(() => {
    const read = () =>
      void readPreviewable().then(
        ({ places }) => setPreviewable(({ told }) => ({ places, told: told + 1 })),
        () => undefined, // The page says already that nobody answers; it asks again when somebody does.
      );
    read();
    return feed.listen((news) => {
      if (news === 'everything') read();
    });
  }, [feed]);
  return previewable;
}
