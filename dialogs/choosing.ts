/** Choosing from a list that was shown: what comes back is looked for in the list as it is now, never believed. */
import { teamTitles } from '../cards/apart.ts';
import type { inputs as inputIds } from '../cards/contract.ts';
import { type CommandName, saysOnly } from '../src/core/bot/commands.ts';
import type { ChannelUseCases, ConnectionChoice, PlaceChoice, TeamChoice } from '../src/core/bot/use-cases.ts';
import { foldedName, saysYes } from '../src/core/bot/utterance.ts';
import { type Place, platformNames } from '../src/core/model.ts';
import { unfit } from './failures.ts';
import type { Given, Question } from './questions.ts';

/** What a choice is known by. */
interface Naming<Choice> {
  readonly id: (choice: Choice) => string;
  readonly name: (choice: Choice) => string;
  /** As its card shows it, where that is not its name alone. */
  readonly title?: (choice: Choice) => string;
  /** What else people call it. */
  readonly also?: (choice: Choice) => readonly string[];
}

/** By the value of the card's input, or by what was typed. @throws UserError `not_found`, `name_repeats` */
export function chosen<Choice>(
  choices: readonly Choice[],
  given: Given,
  input: keyof typeof inputIds,
  naming: Naming<Choice>,
): Choice {
  const { typed } = given;
  const found =
    typed === undefined
      ? choices.filter((choice) => naming.id(choice) === given.inputs[input])
      : calledSo(choices, typed, naming);
  const [first, second] = found;
  if (first !== undefined && second === undefined) return first;
  const reason = second === undefined ? 'not_found' : 'name_repeats';
  throw unfit({ reason, ...(typed && { subject: typed.slice(0, 80) }) });
}

/**
 * By the whole title, which tells apart what has one name; else by the name; else by either without accents and
 * punctuation, so that `general` finds `#general`; else by what else it is called.
 */
function calledSo<Choice>(choices: readonly Choice[], typed: string, naming: Naming<Choice>): readonly Choice[] {
  const { name, title = name, also = () => [] } = naming;
  const among = (fold: (text: string) => string, read: (choice: Choice) => readonly string[]) => {
    const wanted = fold(typed);
    return wanted === '' ? [] : choices.filter((choice) => read(choice).some((one) => fold(one) === wanted));
  };
  const ways = [
    () => among(lowered, (choice) => [title(choice)]),
    () => among(lowered, (choice) => [name(choice)]),
    () => among(foldedName, (choice) => [title(choice)]),
    () => among(foldedName, (choice) => [name(choice)]),
    () => among(foldedName, also),
  ];
  for (const way of ways) {
    const found = way();
    if (found.length > 0) return found;
  }
  return [];
}

const lowered = (text: string): string => text.trim().toLocaleLowerCase();

/** What was typed, into the card or into the chat. */
export const wordsOf = (given: Given, input: keyof typeof inputIds): string =>
  (given.typed ?? given.inputs[input] ?? '').trim();

/** Anything but a button, a plain yes or the word for what was asked about is no word to go. @throws UserError `yes_or_no` */
export function requireYes({ typed }: Given, ...commands: readonly CommandName[]): void {
  if (typed === undefined || saysYes(typed) || commands.some((one) => saysOnly(typed, one))) return;
  throw unfit({ reason: 'yes_or_no', subject: typed.slice(0, 80) });
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

/** A connection is called by its platform as well. */
export const choiceOfConnection: Naming<Omit<ConnectionChoice, 'connection'> & { readonly connection: string }> = {
  id: ({ connection }) => connection,
  name: ({ name }) => name,
  title: ({ platform, name }) => `${platformNames[platform]} ${name}`,
  also: ({ platform }) => [platformNames[platform]],
};

export const choiceOfPlace = {
  id: ({ place }: PlaceChoice) => place.conversation,
  name: ({ title }: PlaceChoice) => title,
};

/** @throws UserError with what stands against it */
export function usable({ place, title, obstacle }: PlaceChoice): NonNullable<InTeams['place']> {
  if (obstacle) throw unfit(obstacle);
  return { place, title };
}

export function askTeam<Answers extends InTeams>(useCases: ChannelUseCases): Question<Answers> {
  return {
    async ask({ said: { speaker }, cards }, _answers, step) {
      return cards.chooseTeam({ ...step, teams: await useCases.teams(speaker) });
    },
    async take({ said: { speaker } }, answers, given) {
      const teams = await useCases.teams(speaker);
      const title = teamTitles(teams);
      return {
        ...answers,
        team: chosen(teams, given, 'team', { id: ({ id }) => id, name: ({ name }) => name, title }),
      };
    },
  };
}

export function askChannel<Answers extends InTeams>(useCases: ChannelUseCases): Question<Answers> {
  return {
    async ask({ said: { speaker }, cards }, { team }, step) {
      const places = await useCases.channels(speaker, team!.id);
      return cards.chooseChannel({ ...step, team: team!.name, places });
    },
    async take({ said: { speaker } }, answers, given) {
      const places = await useCases.channels(speaker, answers.team!.id);
      return { ...answers, place: usable(chosen(places, given, 'place', choiceOfPlace)) };
    },
  };
}
