/** What each word makes the bot do: show something, begin a dialog, or run the settings check. */
import { type Cards, filesAsLinks, readAccountAct, type Shown } from '../cards/contract.ts';
import { commandWords } from '../src/core/bot/command-words.ts';
import type { CommandName } from '../src/core/bot/commands.ts';
import type { Said } from '../src/core/bot/occasions.ts';
import type { BotUseCases } from '../src/core/bot/use-cases.ts';
import { foldedName } from '../src/core/bot/utterance.ts';
import type { ChannelView } from '../src/core/channels/access.ts';
import type { InvitationId } from '../src/core/model.ts';
import { hindered } from '../src/core/obstacles.ts';
import type { Stage } from '../src/core/permissions.ts';
import type { CreateAnswers } from './create.ts';
import type { SignIn } from './sign-in.ts';
import type { SteerAnswers } from './steer.ts';

export interface Asked {
  readonly said: Said;
  /** What was written after the word, or what the button holds. */
  readonly argument: string;
  /** The universal channel of theirs that was named in words. */
  readonly named?: ChannelView;
  readonly cards: Cards;
}

export type Reaction =
  | { readonly is: 'answer'; readonly shown: Shown }
  /** `in`: where it was asked, or the speaker's personal chat. */
  | { readonly is: 'dialog'; readonly id: string; readonly answers: object; readonly in: 'place' | 'chat' }
  | { readonly is: 'check' };

type React = (asked: Asked) => Promise<Reaction>;

const show = (shown: Shown): Reaction => ({ is: 'answer', shown });

/** `cancel` is left out: it is about the dialog that runs. */
type Doable = Exclude<CommandName, 'cancel'>;

/** What a command needs of whoever is not signed in, where it needs something. */
export const stageOf = (command: CommandName): Stage =>
  command === 'settings' || command === 'publish' ? 'serviceUser' : 'person';

export const worksIn = (command: CommandName, scope: Said['scope']): boolean =>
  commandWords[command].scopes.includes(scope);

export function createReactions({ accounts, channels, settings, signIn: signInUseCases }: BotUseCases, signIn: SignIn) {
  /**
   * The universal channel that is meant: by its name, by the id that a button holds, by the channel it was said in, or
   * the only one that there is. A button is about its own channel, and never about another. @throws UserError `not_found`
   */
  async function meant({ said, argument, named }: Asked): Promise<ChannelView | 'many' | undefined> {
    if (named) return named;
    const { speaker, channel } = said;
    if (said.pressed !== undefined && argument !== '') {
      const own = (await channels.mine(speaker)).find(({ id }) => id === argument);
      if (own) return own;
      throw hindered({ reason: 'not_found' });
    }
    if (said.scope === 'channel') return channel && (await channels.at(speaker, channel.conversation));
    const mine = await channels.mine(speaker);
    return mine.length === 1 ? mine[0] : 'many';
  }

  const listed: React = async ({ said, argument, cards }) => {
    const part = foldedName(argument);
    const mine = await channels.mine(said.speaker);
    return show(cards.channels({ channels: mine.filter(({ name }) => foldedName(name).includes(part)) }));
  };

  /** About one universal channel; about all of them where it is not clear which. */
  const aboutOne =
    (about: (asked: Asked, channel: ChannelView) => Promise<Shown>): React =>
    async (asked) => {
      const channel = await meant(asked);
      if (channel === 'many') return await listed({ ...asked, argument: '' });
      return show(channel ? await about(asked, channel) : asked.cards.notUniversal());
    };

  const steering =
    (purpose: 'pause' | 'resume' | 'leave' | 'invite', where: 'place' | 'chat'): React =>
    async (asked) => {
      const channel = await meant(asked);
      if (channel === undefined) return show(asked.cards.notUniversal());
      const address = asked.argument.includes('@') ? { address: asked.argument, settled: true } : {};
      const answers: SteerAnswers = { ...(channel !== 'many' && { channel: channel.id }), ...address };
      return { is: 'dialog', id: `${purpose}.1`, answers, in: where };
    };

  const creating: React = async ({ said }) => {
    const answers: CreateAnswers = said.channel ? { here: said.channel } : {};
    return { is: 'dialog', id: 'create.1', answers, in: 'chat' };
  };

  const table: Readonly<Record<Doable, React>> = {
    help: async ({ said, cards }) => show(cards.help({ scope: said.scope })),
    status: aboutOne(async ({ cards }, channel) => cards.status({ channel })),
    who: aboutOne(async ({ said, cards }, { id, name }) =>
      cards.members({ channel: name, legs: await channels.members(said.speaker, id) }),
    ),
    channels: listed,
    create: creating,
    convert: creating,
    invite: steering('invite', 'chat'),
    async invitations({ said: { speaker }, argument, cards }) {
      if (argument === '') return show(cards.invitations({ invitations: await channels.invitations(speaker) }));
      await channels.revoke(speaker, argument as InvitationId);
      return show(cards.revoked());
    },
    async accept({ said: { speaker }, argument }) {
      if (argument !== '') await channels.look(speaker, argument);
      return { is: 'dialog', id: 'accept.1', answers: argument === '' ? {} : { code: argument }, in: 'chat' };
    },
    pause: steering('pause', 'place'),
    resume: steering('resume', 'place'),
    leave: steering('leave', 'place'),
    async find({ said, argument, cards }) {
      if (argument === '') return show(cards.help({ scope: said.scope }));
      return show(cards.found({ text: argument, people: await channels.find(said.speaker, argument) }));
    },
    async settings({ said, argument, cards }) {
      if (argument !== filesAsLinks) return { is: 'check' };
      await settings.fidelity(said.speaker, false);
      return show(cards.fidelityOff());
    },
    publish: async ({ said, cards }) => show(cards.published(await settings.publish(said.speaker))),
    signIn: async ({ said, argument }) => show(await signIn.ask(said.speaker, argument)),
    async accounts({ said: { speaker }, argument, cards }) {
      const wanted = readAccountAct(argument);
      if (!wanted) return show(cards.accounts({ accounts: await accounts.mine(speaker) }));
      const { act, connection } = wanted;
      if (act === 'link') {
        const isOfTeams = connection === undefined;
        return show(
          isOfTeams
            ? await signIn.ask(speaker, 'accountSync')
            : cards.linkAccount(await accounts.offer(speaker, connection)),
        );
      }
      const account = (await accounts.mine(speaker)).find((one) => one.connection === connection);
      if (!account) throw hindered({ reason: 'not_found' });
      await accounts.unlink(speaker, connection);
      return show(cards.accountUnlinked(account));
    },
    async signOut({ said, cards }) {
      await signInUseCases.signOut(said.speaker);
      return show(cards.signedOut());
    },
  };

  return (command: Doable, asked: Asked): Promise<Reaction> => table[command](asked);
}
