/** Whoever is on a message that somebody takes away stays in its conversation, and does not begin anew at the page's top. */
import { type FocusEvent, type RefObject, useLayoutEffect, useRef } from 'react';

interface KeptFocus {
  readonly onFocus: () => void;
  readonly onBlur: (event: FocusEvent<HTMLElement>) => void;
}

/** @param shown changes whenever something else is shown in the box */
export function useKeptFocus(box: RefObject<HTMLElement | null>, shown: unknown): KeptFocus {
  const isHere = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is shown is what takes the focus along.
  useLayoutEffect(() => {
    if (isHere.current && document.activeElement === document.body) box.current?.focus({ preventScroll: true });
  }, [box, shown]);
  return {
    onFocus: () => {
      isHere.current = true;
    },
    // What is removed does not say where the focus goes either: only a loss to something else is one.
    onBlur: ({ relatedTarget, target }) => {
      isHere.current = relatedTarget === null && !target.isConnected;
    },
  };
}
