/**
 * Only so many at once, and everybody in turn: whoever has many things to do waits behind whoever has one, and never
 * takes all the room.
 */
export interface Turns {
  /** Runs the work when it is its owner's turn. */
  take<Result>(owner: string, work: () => Promise<Result>): Promise<Result>;
}

/** @param mostEach of one owner */
export function createTurns(most: number, mostEach: number): Turns {
  /** Whose turn is next comes first; nobody is here with nothing to do. */
  const waiting = new Map<string, (() => void)[]>();
  const running = new Map<string, number>();
  let all = 0;

  function change(owner: string, by: 1 | -1): void {
    const count = (running.get(owner) ?? 0) + by;
    if (count === 0) running.delete(owner);
    else running.set(owner, count);
    all += by;
  }

  function next(): void {
    if (all >= most) return;
    for (const [owner, queue] of waiting) {
      if ((running.get(owner) ?? 0) >= mostEach) continue;
      waiting.delete(owner);
      const begin = queue.shift();
      if (queue.length > 0) waiting.set(owner, queue);
      change(owner, 1);
      begin?.();
      return;
    }
  }

  return {
    async take(owner, work) {
      await new Promise<void>((begin) => {
        const queue = waiting.get(owner) ?? [];
        waiting.set(owner, queue);
        queue.push(begin);
        next();
      });
      try {
        return await work();
      } finally {
        change(owner, -1);
        next();
      }
    },
  };
}
