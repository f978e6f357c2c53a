/** Accepting an invitation: its code, who invites, and which conversation of one's own joins. */
import type { ChannelUseCases, ConnectionChoice, SignInUseCases } from '../src/core/bot/use-cases.ts';
import type { ConnectionId } from '../src/core/model.ts';
import type { Speaker } from '../src/core/speaker.ts';
import {
  askChannel,
  askTeam,
  choiceOfConnection,
  choiceOfPlace,
  chosen,
  type InTeams,
  usable,
  wordsOf,
} from './choosing.ts';
import { unfit } from './failures.ts';
import type { Question, Script } from './questions.ts';

interface AcceptAnswers extends InTeams {
  readonly code?: string;
  readonly with?: ConnectionChoice;
}

/** A channel of one's own in Teams is found by its team: the card's value is no connection. */
const inTeams = 'teams' as ConnectionId;

export function acceptScript(useCases: ChannelUseCases, signIn: SignInUseCases): Script<AcceptAnswers> {
  /** Teams itself, by the domain of whoever is asked, and everything else that is connected. */
  async function connections(speaker: Speaker): Promise<readonly ConnectionChoice[]> {
    const [{ account = '' }, others] = await Promise.all([signIn.status(speaker), useCases.connections(speaker)]);
    const own = {
      connection: inTeams,
      platform: 'teams',
      name: account.split('@').at(-1) ?? '',
      creates: false,
    } as const;
    return [own, ...others];
  }

  const code: Question<AcceptAnswers> = {
    freeText: true,
    ask: async ({ cards }, _answers, step) => cards.enterCode(step),
    async take({ said: { speaker } }, answers, given) {
      const typed = wordsOf(given, 'code');
      if (typed === '') throw unfit({ reason: 'invitation_unusable' });
      await useCases.look(speaker, typed);
      return { ...answers, code: typed };
    },
  };

  const side: Question<AcceptAnswers> = {
    async ask({ said: { speaker }, cards }, answers, step) {
      const [invitation, choices] = await Promise.all([useCases.look(speaker, answers.code!), connections(speaker)]);
      return cards.invited({ ...step, invitation, connections: choices });
    },
    async take({ said: { speaker } }, answers, given) {
      return { ...answers, with: chosen(await connections(speaker), given, 'other', choiceOfConnection) };
    },
  };

  const place: Question<AcceptAnswers> = {
    async ask({ said: { speaker }, cards }, answers, step) {
      const connection = { ...answers.with!, creates: false };
      return cards.choosePlace({ ...step, connection, places: await useCases.places(speaker, connection.connection) });
    },
    async take({ said: { speaker } }, answers, given) {
      const places = await useCases.places(speaker, answers.with!.connection);
      return { ...answers, place: usable(chosen(places, given, 'place', choiceOfPlace)) };
    },
  };

  return {
    id: 'accept.1',
    questions: { code, side, team: askTeam(useCases), channel: askChannel(useCases), place },
    next(answers) {
      if (answers.code === undefined) return 'code';
      if (!answers.with) return 'side';
      if (answers.place) return undefined;
      if (answers.with.connection !== inTeams) return 'place';
      return answers.team ? 'channel' : 'team';
    },
    async finish({ said: { speaker }, cards }, { code: known, place: own }) {
      return cards.accepted({ channel: await useCases.accept(speaker, known!, own!.place) });
    },
  };
}
