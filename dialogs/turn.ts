/**
 * One turn of a dialog: who said what, and what is shown to them. Dialogs reach it through the Bot Framework's context;
 * what they show is sent once their state is kept, so that nobody sees a question that nobody remembers asking.
 */
import type { Activity, TurnContext } from 'botbuilder';
import { ActivityTypes } from 'botbuilder';
import type { Cards, Shown } from '../cards/contract.ts';
import type { Said } from '../src/core/bot/occasions.ts';
import type { Press } from './buttons.ts';

/** What a dialog is told: an answer by button or in words, or that it should ask again. */
export type Input =
  | { readonly is: 'pressed'; readonly press: Press }
  | { readonly is: 'typed'; readonly text: string }
  | { readonly is: 'again' };

export interface Turn {
  readonly said: Said;
  readonly input: Input;
  /** In the speaker's language. */
  readonly cards: Cards;
  show(shown: Shown): void;
  /** Whether what was said may be no answer at all, and something else is then made of it; notes that it is none. */
  decline(): boolean;
  /** Keeps the dialog's state as it is now, before anything is done because of it. @throws ConflictError */
  claim(): Promise<void>;
}

const turnKey = Symbol('turn');

export function setTurn(context: TurnContext, turn: Turn): void {
  context.turnState.set(turnKey, turn);
}

export function turnOf(context: TurnContext): Turn {
  const turn = context.turnState.get<Turn>(turnKey);
  if (!turn) throw new Error('a dialog runs outside of a turn');
  return turn;
}

/** A card alone: Teams splits a message that has text and a card, and then tells the id of neither. */
export const activityOf = ({ card, text }: Shown): Partial<Activity> => ({
  type: ActivityTypes.Message,
  summary: text,
  attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: card }],
});
