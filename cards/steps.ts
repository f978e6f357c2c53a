/** What the questions of all dialogs have in common. */
import type { Obstacle } from '../src/core/reasons.ts';
import { type Button, submit } from './buttons.ts';
import type { Shown } from './contract.ts';
import { fitting } from './fitting.ts';
import { type Choice, choiceInput } from './inputs.ts';
import { show } from './render.ts';
import type { Speech } from './speech.ts';
import { label } from './text.ts';

/** About how many anybody looks through. */
const mostChoices = 150;

interface ChoiceCard {
  readonly nonce: string;
  readonly problem: Obstacle | undefined;
  readonly id: string;
  readonly title: string;
  readonly label: string;
  readonly choices: readonly Choice[];
  /** What is said where there is nothing to choose. */
  readonly none: string;
  readonly lines?: readonly string[];
  readonly notes?: readonly string[];
  readonly more?: readonly Button[];
  readonly first?: boolean;
}

export const backAndCancel = ({ words }: Speech, nonce: string, first = false): readonly Button[] => [
  ...(first ? [] : [submit(words.buttons.back, { act: 'back', nonce })]),
  submit(words.buttons.cancel, { act: 'cancel', nonce }),
];

/** A card with one choice. */
export function choiceCard(speech: Speech, card: ChoiceCard): Shown {
  const { words } = speech;
  const { shown, hidden } = fitting(card.choices, mostChoices, ({ title, value }) => ({ title: label(title), value }));
  const isEmpty = shown.length === 0;
  return show('ask', {
    title: card.title,
    problem: speech.problem(card.problem),
    lines: [...(card.lines ?? []), ...(isEmpty ? [card.none] : [])],
    facts: [],
    inputs: isEmpty ? [] : [choiceInput(words, card.id, card.label, shown)],
    notes: [...(hidden > 0 ? [words.lists.notShown(speech.number(hidden))] : []), ...(card.notes ?? [])],
    buttons: [
      ...(isEmpty ? [] : [submit(words.buttons.next, { act: 'answer', nonce: card.nonce }, 'positive')]),
      ...(card.more ?? []),
      ...backAndCancel(speech, card.nonce, card.first),
    ],
  });
}
