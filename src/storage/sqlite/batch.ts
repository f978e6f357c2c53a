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
/**
 * Characters of texts per commit, for new events and for all else: the worker has a memory of its own, and has to hold a
 * whole commit in it, at two bytes a character and more.
 */
const mostText = 4 * 1024 * 1024;

export interface Waiting {
  readonly commands: readonly Command[];
}

/** The writes that wait, each kind in the order in which it came: no kind can tell whether another went before it. */
export class Backlog<Write extends Waiting> {
  #accepting: Write[] = [];
  #settling: Write[] = [];
  #others: Write[] = [];

  get length(): number {
    return this.#accepting.length + this.#settling.length + this.#others.length;
  }

  push(write: Write): void {
    this.#queueOf(write).push(write);
  }

  /** What leaves now. Never nothing while something waits. */
  next(): Write[] {
    const others = this.#others.splice(0, fitting(this.#others, this.#others.length));
    const mostAccepted = Math.max(fewestAccepted, this.#accepting.length / 2);
    const accepting = this.#accepting.splice(0, fitting(this.#accepting, mostAccepted));
    const maySettle = this.#settling.length >= fewestSettled || (others.length === 0 && accepting.length === 0);
    return [...others, ...accepting, ...(maySettle ? this.#settling.splice(0) : [])];
  }

  all(): Write[] {
    return [...this.#others, ...this.#accepting, ...this.#settling];
  }

  keep(isKept: (write: Write) => boolean): void {
    this.#accepting = this.#accepting.filter(isKept);
    this.#settling = this.#settling.filter(isKept);
    this.#others = this.#others.filter(isKept);
  }

  #queueOf({ commands: [first] }: Write): Write[] {
    if (first?.[0] === 'accept') return this.#accepting;
    return first?.[0] === 'settle' ? this.#settling : this.#others;
  }
}

/** How many of the first that wait fit into a commit: one at least, however large, because no write can be cut. */
function fitting(queue: readonly Waiting[], most: number): number {
  const end = Math.min(most, queue.length);
  let text = 0;
  for (let at = 0; at < end; at += 1) {
    for (const command of queue[at]!.commands) text += textOf(command);
    if (text > mostText && at > 0) return at;
  }
  return end;
}

/** Characters of what has no bound of its own. */
function textOf(command: Command): number {
  if (command[0] === 'accept') return command[7].length;
  return command[0] === 'putRecord' ? command[3].length : 0;
}
