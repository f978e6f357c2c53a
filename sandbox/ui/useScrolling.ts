/**
 * Keeps a conversation where its reader wants it: at the end for whoever is there, still for whoever reads further up;
 * and knows of arrivals that are out of sight.
 */
import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';

const nearEnd = 60;

export interface OutOfSight {
  readonly id: string;
  readonly where: 'above' | 'below';
}

/** What somebody else wrote just now. */
export interface ArrivedElement {
  readonly id: string;
  readonly isReply: boolean;
}

export interface Scrolling {
  readonly box: RefObject<HTMLDivElement | null>;
  readonly onScroll: () => void;
  readonly isAtEnd: () => boolean;
  /** An arrival that can't be seen. */
  readonly outOfSight: OutOfSight | undefined;
}

/**
 * @param drawn changes with what is shown
 * @param sent grows when the reader writes something: then the end is where they want to be
 */
export function useScrolling(drawn: unknown, arrivals: readonly ArrivedElement[], sent: number): Scrolling {
  const box = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const top = useRef(0);
  const [outOfSight, setOutOfSight] = useState<OutOfSight>();

  // biome-ignore lint/correctness/useExhaustiveDependencies: having sent something is the reason.
  useLayoutEffect(() => {
    atEnd.current = true;
  }, [sent]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: what is drawn is the reason.
  useLayoutEffect(() => {
    if (atEnd.current && box.current) box.current.scrollTop = box.current.scrollHeight;
  }, [drawn, sent]);

  // Fields that open, and windows that change their size.
  useEffect(() => {
    const { current } = box;
    if (!current) return;
    const observer = new ResizeObserver(() => {
      if (atEnd.current) current.scrollTop = current.scrollHeight;
    });
    observer.observe(current);
    for (const child of current.children) observer.observe(child);
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    const hidden = arrivals.map(({ id, isReply }) => ({ id, isReply, where: whereIs(id, box.current) }));
    // Above the end, new messages have only been pushed up by newer ones; a reply has come to where nobody looks.
    const first = hidden.find(({ where, isReply }) => where === 'below' || (where === 'above' && isReply));
    if (first?.where) setOutOfSight({ id: first.id, where: first.where });
  }, [arrivals]);

  function onScroll(): void {
    const { current } = box;
    if (!current) return;
    // What grows below takes nobody from the end; whoever leaves it goes up.
    const isNear = current.scrollHeight - current.scrollTop - current.clientHeight < nearEnd;
    if (isNear || current.scrollTop < top.current) atEnd.current = isNear;
    top.current = current.scrollTop;
    setOutOfSight((before) => (before && whereIs(before.id, current) ? before : undefined));
  }

  return { box, onScroll, isAtEnd: () => atEnd.current, outOfSight };
}

/** Undefined for what is in sight, or gone. */
function whereIs(id: string, box: HTMLElement | null): OutOfSight['where'] | undefined {
  const element = document.getElementById(id);
  if (!element || !box) return undefined;
  const { top, bottom } = element.getBoundingClientRect();
  const frame = box.getBoundingClientRect();
  if (bottom < frame.top + 8) return 'above';
  return top > frame.bottom - 8 ? 'below' : undefined;
}
