/** Choosing from a list that was shown: what comes back is looked for in the list as it is now, never believed. */
import type { inputs as inputIds } from '../cards/contract.ts';
import type { ChannelDesk, PlaceChoice, TeamChoice } from '../src/core/bot/desk.ts';
import type { Place } from '../src/core/model.ts';
import { unfit } from './failures.ts';
import type { Given, Question } from './questions.ts';

/** By the value of the card's input, or by the name that was typed. @throws UserError `not_found` */
export function chosen<Choice>(
  choices: readonly Choice[],
  given: Given,
  input: keyof typeof inputIds,
  read: { readonly id: (choice: Choice) => string; readonly name: (choice: Choice) => string },
): Choice {
  const { typed } = given;
  const found =
    typed === undefined
      ? choices.find((choice) => read.id(choice) === given.inputs[input])
      : choices.find((choice) => folded(read.name(choice)) === folded(typed));
  if (found !== undefined) return found;
  throw unfit({ reason: 'not_found', ...(typed && { subject: typed.slice(0, 80) }) });
}

const folded = (text: string): string => text.trim().toLocaleLowerCase();

/** What was typed, into the card or into the chat. */
export const wordsOf = (given: Given, input: keyof typeof inputIds): string =>
  (given.typed ?? given.inputs[input] ?? '').trim();

const yes: ReadonlySet<string> = new Set(['yes', 'ok', 'ja', 'oui']);

/** Anything but a button or a plain yes is no word to go. @throws UserError */
export function requireYes({ typed }: Given): void {
  if (typed !== undefined && !yes.has(folded(typed))) throw unfit({ reason: 'not_found', subject: typed.slice(0, 80) });
}

/** Who may accept an invitation: whoever has the address, or, where it is left empty, anybody with the code. @throws UserError */
export function addressIn(given: Given): { readonly address?: string } {
  const words = wordsOf(given, 'address');
  if (words === '') return {};
  if (!words.includes('@')) throw unfit({ reason: 'address_unusable', subject: words.slice(0, 80) });
  return { address: words };
}

/** A team of the speaker's, and one of its channels. */
export interface InTeams {
  readonly team?: TeamChoice;
  readonly place?: { readonly place: Place; readonly title: string };
}

export const choiceOfPlace = {
  id: ({ place }: PlaceChoice) => place.conversation,
  name: ({ title }: PlaceChoice) => title,
};

/** @throws UserError with what stands against it */
export function usable({ place, title, obstacle }: PlaceChoice): NonNullable<InTeams['place']> {
  if (obstacle) throw unfit(obstacle);
  return { place, title };
}

export function askTeam<Answers extends InTeams>(desk: ChannelDesk): Question<Answers> {
  return {
    async ask({ said: { speaker }, cards }, _answers, step) {
      return cards.chooseTeam({ ...step, teams: await desk.teams(speaker) });
    },
    async take({ said: { speaker } }, answers, given) {
      const team = chosen(await desk.teams(speaker), given, 'team', { id: ({ id }) => id, name: ({ name }) => name });
      return { ...answers, team };
    },
  };
}

export function askChannel<Answers extends InTeams>(desk: ChannelDesk): Question<Answers> {
  return {
    async ask({ said: { speaker }, cards }, { team }, step) {
      const places = await desk.channels(speaker, team!.id);
      return cards.chooseChannel({ ...step, team: team!.name, places });
    },
    async take({ said: { speaker } }, answers, given) {
      const places = await desk.channels(speaker, answers.team!.id);
      return { ...answers, place: usable(chosen(places, given, 'place', choiceOfPlace)) };
    },
  };
}
