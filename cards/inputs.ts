/** The questions of cards: a choice, or a line of text. */
import type { Words } from './language/words.ts';
import type { Input } from './render.ts';

export interface Choice {
  readonly title: string;
  readonly value: string;
}

/** What platforms take as a name, in UTF-16 units. */
export const longestName = 80;
/** From here on one finds a choice by typing. */
const filteredFrom = 8;

/** Choice titles are no Markdown in these two styles, only in the expanded one. */
export const choiceInput = (words: Words, id: string, title: string, choices: readonly Choice[]): Input => ({
  type: 'Input.ChoiceSet',
  id,
  label: title,
  style: choices.length >= filteredFrom ? 'filtered' : 'compact',
  placeholder: words.inputs.choose,
  isRequired: true,
  errorMessage: words.inputs.chooseFirst,
  ...(choices.length === 1 && { value: choices[0]!.value }),
  choices,
});

interface TextQuestion {
  readonly id: string;
  readonly label: string;
  readonly value?: string;
  readonly placeholder?: string;
  readonly isRequired: boolean;
  readonly style?: 'text' | 'email';
  /** In UTF-16 units. */
  readonly maxLength: number;
}

export const textInput = (words: Words, question: TextQuestion): Input => ({
  type: 'Input.Text',
  ...question,
  ...(question.isRequired && { errorMessage: words.inputs.writeFirst }),
});
