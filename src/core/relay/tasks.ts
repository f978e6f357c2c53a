/**
 * What one leg still has to be made to agree with, in order. A second word on a message that waits is not a second task:
 * whoever edits or deletes what was not sent yet is shown once, as it is then; and platforms that allow few edits are
 * not asked for each of them.
 */
import type { Draft, DraftFile, OpenFile } from '../connector.ts';
import type { Block } from '../content/tree.ts';
import type { MessageId, MessageRef, PersonId, SourceState } from '../model.ts';
import type { Leg } from '../records.ts';
import type { RootOnLeg } from './roots.ts';

export interface SendTask {
  readonly ref: MessageRef;
  readonly state: SourceState;
  readonly author: Draft['author'];
  /** The leg is where the message itself stands: of it only what came from elsewhere is shown there. */
  readonly atSource?: true;
  /** Where it can be read itself: see `Draft.original`. */
  readonly original?: () => string | undefined;
  /** Once it is deleted, a line is to stay here that says so. */
  readonly tombstone?: boolean;
  /** What it says as this leg is to show it, where that is not what its source says: people are looked up. */
  readonly content?: () => Promise<readonly Block[]>;
  readonly files?: readonly DraftFile[];
  /** Opens one of its files at the source. */
  readonly open?: (file: DraftFile) => Promise<OpenFile>;
  /** Whose account puts them there: see `Draft.uploader`. */
  readonly uploader?: PersonId;
  /** Reactions to it on the other legs; empty where there are none. */
  readonly reactions?: readonly Block[];
  /** Something beside the text changed, such as a reaction; the version may not have. */
  readonly touched?: boolean;
  /** Files that only a line stands for can be had now. */
  readonly again?: true;
  /** Finds what the message answers on this leg; null for roots. */
  readonly root: ((leg: Leg) => Promise<RootOnLeg>) | null;
  readonly receivedAt: number;
  /** True where no target of it can exist yet: spares the look-up. */
  readonly fresh: boolean;
  /** Called once, when nothing is to be done on the leg any more. */
  readonly settled: (outcome: Outcome) => void;
}

/** The leg agrees, or is known never to; or it has left, and what it shows is nobody's business any more. */
export type Outcome = 'agreed' | 'dead' | 'left';

/** A task in its place; what is to be done may change until it is begun, and again where an attempt failed. */
interface Entry {
  task: SendTask;
  begun: boolean;
}

export class TaskQueue {
  readonly #entries: Entry[] = [];
  /** The last entry of each message. */
  readonly #last = new Map<MessageId, Entry>();

  get length(): number {
    return this.#entries.length;
  }

  get head(): SendTask | undefined {
    return this.#entries[0]?.task;
  }

  push(task: SendTask): void {
    const waiting = this.#last.get(task.ref.message);
    if (waiting && !waiting.begun && isSame(waiting.task.ref, task.ref)) {
      waiting.task = merged(waiting.task, task);
      return;
    }
    const entry: Entry = { task, begun: false };
    this.#entries.push(entry);
    this.#last.set(task.ref.message, entry);
  }

  /** The head as it is now: it does not change until the attempt has failed. */
  begin(): SendTask {
    const head = this.#entries[0]!;
    head.begun = true;
    return head.task;
  }

  /** What the attempt has stored is there for the next one. */
  failed(): void {
    const head = this.#entries[0];
    if (!head) return;
    head.begun = false;
    head.task = { ...head.task, fresh: false };
  }

  /** What was taken for done, and is not: before all others. */
  putBack(task: SendTask): void {
    this.#entries.unshift({ task: { ...task, fresh: false }, begun: true });
  }

  shift(): SendTask | undefined {
    const head = this.#entries.shift();
    if (head && this.#last.get(head.task.ref.message) === head) this.#last.delete(head.task.ref.message);
    return head?.task;
  }
}

const isSame = (one: MessageRef, other: MessageRef): boolean =>
  one.conversation === other.conversation && one.connection === other.connection;

/** Both in one: what the newer says, told to whoever waits for either. */
export function merged(earlier: SendTask, later: SendTask): SendTask {
  const newest = later.state.version >= earlier.state.version ? later : earlier;
  const touched = earlier.touched === true || later.touched === true;
  const again = earlier.again === true || later.again === true;
  return {
    ...newest,
    receivedAt: earlier.receivedAt,
    fresh: earlier.fresh,
    ...(touched && { touched }),
    ...(again && { again }),
    settled(outcome) {
      earlier.settled(outcome);
      later.settled(outcome);
    },
  };
}
