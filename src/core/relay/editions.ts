/**
 * Platforms let a message be changed for a while, or a few times. What is edited after that is shown in a message of
 * its own below the copy, which is edited in its turn while that is possible. So a message may have several editions on
 * a leg: 0 is the copy itself, each later one corrects it. Their parts are numbered on, each edition from a hundred of
 * its own.
 */
import type { Block, Paragraph } from '../content/tree.ts';
import type { MessageId } from '../model.ts';
import type { TargetRecord } from './store.ts';

/** More than a message has parts. */
const partsPerEdition = 100;

export const partOf = (edition: number, index: number): number => edition * partsPerEdition + index;
export const editionOf = (part: number): number => Math.floor(part / partsPerEdition);

/** The edition in which the message can still be changed. */
export function openEdition(targets: readonly TargetRecord[]): number {
  const spent = targets.filter(isSpent).map(({ part }) => editionOf(part));
  return spent.length === 0 ? 0 : Math.max(...spent) + 1;
}

/** A copy that stands as it is: only its removal is possible. */
export const isSpent = ({ state, reason }: TargetRecord): boolean => state === 'done' && reason === 'edits_spent';

/** What a correction stands below where the message itself answers nothing. */
export const copyIn = (targets: readonly TargetRecord[]): MessageId | null =>
  targets.find(({ state }) => state === 'done')?.target ?? null;

/** `Edited: the new text` */
export function corrected(content: readonly Block[]): readonly Block[] {
  const [first, ...rest] = content;
  return first?.type === 'paragraph' ? [marked(first.children), ...rest] : [marked([]), ...content];
}

const marked = (children: Paragraph['children']): Paragraph => ({
  type: 'paragraph',
  children: [{ type: 'text', text: children.length > 0 ? 'Edited: ' : 'Edited:', italic: true }, ...children],
});
