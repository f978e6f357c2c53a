/**
 * What is to be done so that one leg shows what a message's source says. Pure: the same facts give the same answer, so
 * that live events, repairs and retries may overlap freely.
 */
import { isSpent } from './parts.ts';
import type { TargetRecord, TargetState } from './store.ts';

export type Operation = 'post' | 'edit' | 'remove' | 'settle' | 'drop' | 'nothing';

/** What the source wants shown as one part of one message on one leg; null: nothing. */
export interface Wanted {
  readonly hash: string;
  readonly version: number;
  /** What is shown beside the message changed: of the same version, something else is to be seen now. */
  readonly touched?: boolean;
}

/** What each state allows. `settle`: find out first whether the last post happened; `drop`: it need not happen any more. */
const rules: Record<TargetState, (target: TargetRecord, wanted: Wanted | null) => Operation> = {
  queued: (_, wanted) => (wanted ? 'post' : 'drop'),
  sending: () => 'settle',
  in_doubt: () => 'settle',
  done: (target, wanted) => {
    if (!wanted) return 'remove';
    if (isSpent(target)) return 'nothing';
    const isNewer = wanted.version > target.version || wanted.touched === true;
    return isNewer && wanted.hash !== target.shown ? 'edit' : 'nothing';
  },
  // A line for files that may still come; they come as another message.
  held: (_, wanted) => (wanted ? 'nothing' : 'remove'),
  // A copy that somebody removed or changed over there is theirs; what was given up waits for a person.
  dead: () => 'nothing',
  // Its author brought the message back.
  removed: (target, wanted) => (wanted && wanted.version > target.version ? 'post' : 'nothing'),
  removed_there: () => 'nothing',
  diverged: () => 'nothing',
};

export function plan(target: TargetRecord | undefined, wanted: Wanted | null): Operation {
  if (!target) return wanted ? 'post' : 'nothing';
  return rules[target.state](target, wanted);
}
