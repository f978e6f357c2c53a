/** Creating a universal channel: team, channel, other side, a look at what stands against it, and the word to go. */
import { checkAgain, newPlace, otherCompany } from '../cards/contract.ts';
import { otherCompanyTitles } from '../cards/other-company.ts';
import { commandWords } from '../src/core/bot/command-words.ts';
import type { ChannelDraft, ChannelUseCases, ConnectionChoice, OtherSide } from '../src/core/bot/use-cases.ts';
import { usableName } from '../src/core/channels/channels.ts';
import type { Speaker } from '../src/core/speaker.ts';
import {
  addressIn,
  askChannel,
  askTeam,
  choiceOfConnection,
  choiceOfPlace,
  chosen,
  type InTeams,
  requireYes,
  usable,
  wordsOf,
} from './choosing.ts';
import { unfit } from './failures.ts';
import type { Question, Script } from './questions.ts';

export interface CreateAnswers extends InTeams {
  /** The channel in which it was asked for, in place of the questions for team and channel. */
  readonly here?: { readonly team: string; readonly conversation: string };
  /** The other platform, or another company. */
  readonly with?: ConnectionChoice | typeof otherCompany;
  /** A new conversation is to be made over there. */
  readonly isNew?: boolean;
  readonly other?: OtherSide;
  /** The name that the other side did not take for a new conversation. */
  readonly refused?: string;
  readonly name?: string;
  readonly confirmed?: boolean;
}

const another = { connection: otherCompany, platform: 'teams', name: '', creates: false } as const;

/** “Another company”, as any language shows it and as the command for it is called, or a connection. */
const choiceOfOther: typeof choiceOfConnection = {
  ...choiceOfConnection,
  title: (choice) => (choice === another ? '' : choiceOfConnection.title!(choice)),
  also: (choice) => (choice === another ? otherCompanyNames : choiceOfConnection.also!(choice)),
};
const otherCompanyNames = [...otherCompanyTitles, ...Object.values(commandWords.invite.words).flat()];

export function createScript(useCases: ChannelUseCases): Script<CreateAnswers> {
  /** The Teams channel, as the speaker may see it now. @throws UserError with what stands against it */
  async function located(speaker: Speaker, { place, here }: CreateAnswers): Promise<NonNullable<InTeams['place']>> {
    if (place) return place;
    const places = await useCases.channels(speaker, here!.team);
    const found = places.find((one) => one.place.conversation === here!.conversation);
    if (!found) throw unfit({ reason: 'not_found' });
    return usable(found);
  }

  const other: Question<CreateAnswers> = {
    async ask({ said: { speaker }, cards }, answers, step) {
      // What stands against the channel is said before anything else is asked.
      await located(speaker, answers);
      return cards.chooseOther({ ...step, connections: await useCases.connections(speaker) });
    },
    async take({ said: { speaker } }, answers, given) {
      const choices = [another, ...(await useCases.connections(speaker))];
      const choice = chosen<(typeof choices)[number]>(choices, given, 'other', choiceOfOther);
      const place = await located(speaker, answers);
      return { ...answers, place, with: choice === another ? otherCompany : (choice as ConnectionChoice) };
    },
  };

  const place: Question<CreateAnswers> = {
    async ask({ said: { speaker }, cards }, answers, step) {
      const connection = connectionOf(answers);
      return cards.choosePlace({ ...step, connection, places: await useCases.places(speaker, connection.connection) });
    },
    async take({ said: { speaker } }, answers, given) {
      const connection = connectionOf(answers);
      if (given.value === newPlace && connection.creates) return { ...answers, isNew: true };
      const places = await useCases.places(speaker, connection.connection);
      const found = usable(chosen(places, given, 'place', choiceOfPlace));
      return { ...answers, other: { is: 'place', place: found.place } };
    },
  };

  const title: Question<CreateAnswers> = {
    freeText: true,
    async ask({ cards }, answers, step) {
      const suggestion = answers.refused ?? answers.place?.title ?? '';
      return cards.newPlace({ ...step, connection: connectionOf(answers), suggestion });
    },
    async take(_turn, answers, given) {
      const wanted = wordsOf(given, 'title');
      if (wanted === '') throw unfit({ reason: 'name_unusable' });
      return { ...answers, other: { is: 'new', connection: connectionOf(answers).connection, title: wanted } };
    },
  };

  const address: Question<CreateAnswers> = {
    freeText: true,
    ask: async ({ cards }, _answers, step) => cards.inviteCompany(step),
    async take(_turn, answers, given) {
      return { ...answers, other: { is: 'invitation', ...addressIn(given) } };
    },
  };

  const confirm: Question<CreateAnswers> = {
    async ask({ said: { speaker }, cards }, answers, step) {
      const draft = draftOf(answers);
      return cards.preflight({ ...step, name: draft.name, preflight: await useCases.preflight(speaker, draft) });
    },
    async take(_turn, answers, given) {
      requireYes(given, 'convert', 'create');
      const name = given.inputs.name || answers.name;
      const named = { ...answers, ...(name !== undefined && { name }) };
      return given.value === checkAgain ? named : { ...named, confirmed: true };
    },
  };

  return {
    id: 'create.1',
    questions: { team: askTeam(useCases), channel: askChannel(useCases), other, place, title, address, confirm },
    next(answers) {
      if (!answers.place && !answers.here) return answers.team ? 'channel' : 'team';
      if (answers.with === undefined) return 'other';
      if (answers.other) return answers.confirmed ? undefined : 'confirm';
      if (answers.with === otherCompany) return 'address';
      return answers.isNew || answers.with.createsOnly ? 'title' : 'place';
    },
    async finish({ said: { speaker }, cards }, answers) {
      return cards.created(await useCases.create(speaker, draftOf(answers)));
    },
    // The name that was chosen stays. One that the other side does not take is asked for anew.
    reopened({ confirmed: _refused, ...answers }, { reason }) {
      const { other, ...rest } = answers;
      const isOfOther = reason === 'name_unusable' && usableName(draftOf(answers).name) !== undefined;
      return isOfOther && other?.is === 'new' ? { ...rest, refused: other.title } : answers;
    },
  };
}

const connectionOf = ({ with: connection }: CreateAnswers): ConnectionChoice => connection as ConnectionChoice;

const draftOf = ({ name, place, other }: CreateAnswers): ChannelDraft => ({
  name: name ?? place!.title,
  source: place!.place,
  other: other!,
});
