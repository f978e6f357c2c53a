/** Which of the writes that wait go into the next commit. */
import type { Command } from './commands.ts';

/**
 * Writes of new events per commit, or half of those that wait where that is more. What is let in faster than it is brought
 * out waits in memory, and costs more to carry along than all the rest; and on a slow disk a crowd is in all the same
 * before its platform gives up.
 */
const fewestAccepted = 32;
/** Settled events wait for each other, unless there is nothing else to do: neighbours share pages, which are written once then. */
const fewestSettled = 128;

export interface Waiting {
  readonly commands: readonly Command[];
}

/** What leaves now and what stays, both in the order in which it came. Never nothing while something waits. */
export function nextBatch<Write extends Waiting>(waiting: readonly Write[]): { leaving: Write[]; staying: Write[] } {
  const settled = waiting.filter(isSettling).length;
  const maySettle = settled >= fewestSettled || settled === waiting.length;
  const mostAccepted = Math.max(fewestAccepted, waiting.filter(isAccepting).length / 2);
  let accepted = 0;
  const leaving: Write[] = [];
  const staying: Write[] = [];
  for (const write of waiting) {
    const isNew = isAccepting(write);
    const leaves = isNew ? accepted < mostAccepted : maySettle || !isSettling(write);
    if (isNew && leaves) accepted += 1;
    (leaves ? leaving : staying).push(write);
  }
  return { leaving, staying };
}

const isAccepting = ({ commands }: Waiting): boolean => commands[0]?.[0] === 'accept';
const isSettling = ({ commands }: Waiting): boolean => commands[0]?.[0] === 'settle';
