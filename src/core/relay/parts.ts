/**
 * The messages that one message becomes on a leg, by number. Numbers are keys of target records: what they mean never
 * changes.
 *
 *   0 … 49       the text; more than one where it is too long for one
 *   50 … 99      its files, each message of them once, whatever their order
 *   100 … 149    the text again, where the platform takes no more edits of the one before; and so on from 200, 300 …
 *   -1, -2, …    reactions from other legs, in an answer of Mio's own; the next where one can't be edited any more
 */
import type { Connector } from '../connector.ts';
import type { MessageId } from '../model.ts';
import type { TargetRecord, TargetState } from './store.ts';

const perEdition = 100;
const firstFile = 50;
const mostFiles = 50;

export const textPart = (edition: number, index: number): number => edition * perEdition + index;
export const editionOf = (part: number): number => Math.floor(part / perEdition);
export const isText = (part: number): boolean => part >= 0 && part % perEdition < firstFile;
export const isFile = (part: number): boolean => part >= firstFile && part < firstFile + mostFiles;
export const isNote = (part: number): boolean => part < 0;

/** Whether it answers the copy, or at its source the message itself: reactions, corrections, and files where a platform has them so. */
export const isAnswer = (part: number, filesIn: Connector['filesIn']): boolean =>
  isNote(part) || editionOf(part) > 0 || (isFile(part) && filesIn === 'answer');

/** A copy that stands as it is: only its removal is possible. */
export const isSpent = ({ state, reason }: TargetRecord): boolean => state === 'done' && reason === 'edits_spent';

/** The edition in which the text can still be changed. */
export function openEdition(known: readonly TargetRecord[]): number {
  const spent = known.filter((target) => isText(target.part) && isSpent(target));
  return spent.length === 0 ? 0 : Math.max(...spent.map(({ part }) => editionOf(part))) + 1;
}

/** The message there that stands for the whole: what is answered when somebody answers it. */
export const copyIn = (known: readonly TargetRecord[]): MessageId | null =>
  known.find(({ part, state, target }) => part >= 0 && isThere(state) && target !== null)?.target ?? null;

const isThere = (state: TargetState): boolean => state === 'done' || state === 'held';

const isOver = ({ state }: TargetRecord): boolean => state === 'removed' || state === 'removed_there';

/** Where an answer with reactions is, or would be; undefined where somebody took one away: they do not want it. */
export function openNote(known: readonly TargetRecord[]): number | undefined {
  const notes = known.filter(({ part }) => isNote(part));
  if (notes.some(({ state }) => state === 'removed_there')) return undefined;
  const open = notes.find((note) => !isOver(note) && !isSpent(note));
  return open?.part ?? Math.min(0, ...notes.map(({ part }) => part)) - 1;
}

/**
 * A number for each message of files, told apart by what they show: the one that it has, or the next that was never
 * used. Fewer than asked for where a message was given very many files.
 * @param again where only a line stands for files that may still come, they get a number of their own beside it
 */
export function filePartsFor(
  known: readonly TargetRecord[],
  hashes: readonly string[],
  again = false,
): readonly number[] {
  const files = known.filter(({ part }) => isFile(part));
  // What somebody took away over there stays away: it keeps its number.
  const free = new Set(files.filter(({ state }) => state !== 'removed'));
  let next = Math.max(firstFile, ...files.map(({ part }) => part + 1));
  const parts: number[] = [];
  for (const hash of hashes) {
    const [same] = [...free].filter(({ shown }) => shown === hash).sort((one, other) => rank(one) - rank(other));
    const isLate = again && same?.state === 'held' && next < firstFile + mostFiles;
    if (same && !isLate) free.delete(same);
    const part = same && !isLate ? same.part : next++;
    if (part < firstFile + mostFiles) parts.push(part);
  }
  return parts;
}

/** Of two that show the same: the files themselves, a line that stands for them, what was given up. */
const rank = ({ state }: TargetRecord): number => (state === 'dead' ? 2 : state === 'held' ? 1 : 0);
