/**
 * One message is changed at most every two seconds on a leg, however often its author or those who react to it change
 * their minds: what comes meanwhile waits, and only the last of it is shown. Other messages are not held up.
 */
import type { MessageRef } from '../model.ts';
import type { Clock } from '../ports.ts';
import { merged, type SendTask } from './tasks.ts';

export const changeEveryMs = 2_000;

export class Pace {
  readonly #clock: Clock;
  readonly #due: (task: SendTask) => void;
  /** Messages that were just changed; with what waits to change them again. */
  readonly #resting = new Map<string, { waiting: SendTask | undefined; readonly cancel: () => void }>();

  constructor(clock: Clock, due: (task: SendTask) => void) {
    this.#clock = clock;
    this.#due = due;
  }

  get length(): number {
    let length = 0;
    for (const { waiting } of this.#resting.values()) if (waiting) length += 1;
    return length;
  }

  /** The message was changed just now. */
  changed(ref: MessageRef): void {
    const key = keyOf(ref);
    const resting = this.#resting.get(key);
    resting?.cancel();
    const cancel = this.#clock.after(changeEveryMs, () => {
      const waiting = this.#resting.get(key)?.waiting;
      this.#resting.delete(key);
      if (waiting) this.#due(waiting);
    });
    this.#resting.set(key, { waiting: resting?.waiting, cancel });
  }

  /** What is to be done now: null where the task has to wait. A removal waits for nothing. */
  admit(task: SendTask): SendTask | null {
    const resting = this.#resting.get(keyOf(task.ref));
    if (!resting) return task;
    const all = resting.waiting ? merged(resting.waiting, task) : task;
    if (all.state.is === 'present') {
      resting.waiting = all;
      return null;
    }
    resting.waiting = undefined;
    return all;
  }

  /** What waits stays in the inbox. */
  stop(): void {
    for (const { cancel } of this.#resting.values()) cancel();
    this.#resting.clear();
  }
}

const keyOf = ({ connection, conversation, message }: MessageRef): string => `${connection} ${conversation} ${message}`;
