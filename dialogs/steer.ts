/** Pausing, resuming, leaving, inviting: which universal channel, where there are several, and sometimes a second question. */
import { channelTitles } from '../cards/apart.ts';
import type { Shown } from '../cards/contract.ts';
import type { ChannelUseCases } from '../src/core/bot/use-cases.ts';
import type { ChannelView } from '../src/core/channels/access.ts';
import type { ChannelId } from '../src/core/model.ts';
import { addressIn, chosen, requireYes } from './choosing.ts';
import { unfit } from './failures.ts';
import type { Question, Script } from './questions.ts';
import type { Turn } from './turn.ts';

export type Purpose = 'pause' | 'resume' | 'leave' | 'invite';

export interface SteerAnswers {
  readonly channel?: ChannelId;
  readonly address?: string;
  /** The second question is answered. */
  readonly settled?: boolean;
}

interface Manner {
  /** Which channels it can be done with. */
  readonly fits: (channel: ChannelView) => boolean;
  /** What is asked once the channel is known. */
  readonly second?: 'confirm' | 'address';
  readonly act: (useCases: ChannelUseCases, turn: Turn, channel: ChannelId, answers: SteerAnswers) => Promise<Shown>;
}

const manners: Readonly<Record<Purpose, Manner>> = {
  pause: {
    fits: ({ state }) => state === 'active',
    second: 'confirm',
    act: async (useCases, { said, cards }, id) => cards.paused({ channel: await useCases.pause(said.speaker, id) }),
  },
  resume: {
    fits: ({ state }) => state === 'paused',
    act: async (useCases, { said, cards }, id) => cards.resumed({ channel: await useCases.resume(said.speaker, id) }),
  },
  leave: {
    fits: () => true,
    second: 'confirm',
    act: async (useCases, { said, cards }, id) => cards.left({ channel: await useCases.leave(said.speaker, id) }),
  },
  invite: {
    fits: () => true,
    second: 'address',
    act: async (useCases, { said, cards }, id, { address }) =>
      cards.invitation({ invitation: await useCases.invite(said.speaker, id, address) }),
  },
};

export function steerScript(useCases: ChannelUseCases, purpose: Purpose): Script<SteerAnswers> {
  const { fits, second, act } = manners[purpose];

  /** All of the speaker's where none fits: the use case says why it can't be done. */
  async function choices({ said }: Turn): Promise<readonly ChannelView[]> {
    const mine = await useCases.mine(said.speaker);
    const fitting = mine.filter(fits);
    return fitting.length > 0 ? fitting : mine;
  }

  const which: Question<SteerAnswers> = {
    async ask(turn, _answers, step) {
      return turn.cards.chooseUniversalChannel({ ...step, purpose, channels: await choices(turn) });
    },
    async take(turn, answers, given) {
      const channels = await choices(turn);
      const naming = {
        id: ({ id }: ChannelView) => id,
        name: ({ name }: ChannelView) => name,
        title: channelTitles(channels),
      };
      return { ...answers, channel: chosen(channels, given, 'channel', naming).id };
    },
  };

  /** @throws UserError `not_found` where it is none of the speaker's any more */
  async function known({ said }: Turn, { channel: id }: SteerAnswers): Promise<ChannelView> {
    const channel = (await useCases.mine(said.speaker)).find((one) => one.id === id);
    if (channel) return channel;
    throw unfit({ reason: 'not_found' });
  }

  const confirm: Question<SteerAnswers> = {
    async ask(turn, answers, step) {
      const card = { ...step, channel: await known(turn, answers) };
      return purpose === 'pause' ? turn.cards.confirmPause(card) : turn.cards.confirmLeave(card);
    },
    async take(_turn, answers, given) {
      requireYes(given, purpose);
      return { ...answers, settled: true };
    },
  };

  const address: Question<SteerAnswers> = {
    freeText: true,
    async ask(turn, answers, step) {
      return turn.cards.inviteCompany({ ...step, channel: (await known(turn, answers)).name });
    },
    take: async (_turn, answers, given) => ({ ...answers, ...addressIn(given), settled: true }),
  };

  return {
    id: `${purpose}.1`,
    questions: { which, confirm, address },
    next({ channel, settled }) {
      if (channel === undefined) return 'which';
      return settled ? undefined : second;
    },
    finish: (turn, answers) => act(useCases, turn, answers.channel!, answers),
  };
}
