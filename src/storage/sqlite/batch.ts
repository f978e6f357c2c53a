/** Which of the writes that wait go into the next commit. */
import type { Command } from './commands.ts';

/**
 * New events per commit. What is let in faster than it is brought out waits in memory, and costs more to carry along
 * than all the rest; an event that has to wait for the next commit waits a few milliseconds.
 */
const mostAccepted = 32;
/** Settled events wait for each other, unless there is nothing else to do: neighbours share pages, which are written once then. */
const fewestSettled = 128;

export interface Waiting {
  readonly commands: readonly Command[];
}

/** What leaves now and what stays, both in the order in which it came. Never nothing while something waits. */
export function nextBatch<Write extends Waiting>(waiting: readonly Write[]): { leaving: Write[]; staying: Write[] } {
  const settled = waiting.filter(isSettling).length;
  const maySettle = settled >= fewestSettled || settled === waiting.length;
  let accepted = 0;
  const leaving: Write[] = [];
  const staying: Write[] = [];
  for (const write of waiting) {
    const isAccepting = write.commands[0]?.[0] === 'accept';
    const leaves = isAccepting ? accepted < mostAccepted : maySettle || !isSettling(write);
    if (isAccepting && leaves) accepted += write.commands.length;
    (leaves ? leaving : staying).push(write);
  }
  return { leaving, staying };
}

const isSettling = ({ commands }: Waiting): boolean => commands[0]?.[0] === 'settle';
