/**
 * Everything that somebody says to the bot or presses on its cards. Words and buttons lead to the same places, a dialog
 * that runs is interrupted and gone on with, and whatever fails is told to whoever waits for an answer.
 */
import type { TurnContext } from 'botbuilder';
import type { Cards, Shown } from '../cards/contract.ts';
import { type CommandName, parseCommand } from '../src/core/bot/commands.ts';
import type { Said } from '../src/core/bot/occasions.ts';
import type { ChannelUseCases, SettingsUseCases } from '../src/core/bot/use-cases.ts';
import { StoreUnavailableError } from '../src/core/errors.ts';
import type { Language } from '../src/core/language.ts';
import type { Clock, Log, Random } from '../src/core/ports.ts';
import { isNonceOf, type Press, readPress } from './buttons.ts';
import { type Chats, ShutOutError } from './chats.ts';
import { type createReactions, stageOf, worksIn } from './commands.ts';
import type { Conversations, Conversing } from './conversation.ts';
import { obstacleOf } from './failures.ts';
import { type Heard, inOwnChat } from './own-chat.ts';
import { checkSettings } from './progress.ts';
import type { SignIn } from './sign-in.ts';
import { activityOf } from './turn.ts';
import { whileTyping } from './typing.ts';
import { codeIn, insteadOfAnswer, insteadOfWords, meantBy, type Unknown, type Wish, wishFor } from './wishes.ts';

interface TalkParts {
  readonly clock: Clock;
  readonly log: Log;
  readonly random: Random;
  readonly cardsFor: (language: Language) => Cards;
  readonly chats: Chats;
  /** Opens the speaker's personal chat. */
  readonly chatLink: string;
  readonly conversations: Conversations;
  readonly react: ReturnType<typeof createReactions>;
  readonly channels: Pick<ChannelUseCases, 'mine'>;
  readonly settings: SettingsUseCases;
  readonly signIn: SignIn;
}

export class Talk {
  readonly #parts: TalkParts;

  constructor(parts: TalkParts) {
    this.#parts = parts;
  }

  /** Never throws but what must come again: a failure is part of the conversation. @throws StoreUnavailableError */
  async hear(said: Said, context: TurnContext): Promise<void> {
    await this.#answering({ said, context }, async (heard) => {
      if (said.scope === 'personal') await this.#parts.chats.learn(said, said.chat);
      if (said.pressed === undefined) return await this.#typed(heard);
      const press = readPress(said.pressed);
      if (press?.is === 'command') return await this.#command(heard, press);
      return await this.#pressed(heard, press);
    });
  }

  /** The code that came back from the browser; then what the sign-in was needed for goes on. */
  async confirm(said: Said, context: TurnContext, code: string): Promise<void> {
    await this.#answering({ said, context }, (heard) => this.#confirmed(heard, code));
  }

  /** Shows what came of a sign-in, and goes on. */
  async signedIn(said: Said, context: TurnContext, shown: Shown): Promise<void> {
    await this.#answering({ said, context }, async (heard) => {
      await this.#say(heard, shown);
      await this.#goOn(heard, (now) => now.active);
    });
  }

  async #typed(heard: Heard): Promise<void> {
    const { said, context } = heard;
    const understood = parseCommand(said.text, said.scope);
    const { conversations, channels } = this.#parts;
    const rest = await conversations.run(said, { is: 'typed', text: said.text }, context, async (now) => {
      const code = understood.is === 'command' || now.takesWords ? undefined : codeIn(said);
      if (!now.active) return code ?? (await meantBy(channels, said, understood));
      const wish = code ?? (now.takesWords ? insteadOfWords(said) : await insteadOfAnswer(channels, said, understood));
      if (!wish) {
        await now.continue();
        return undefined;
      }
      // Names that were shown may be words of commands, or look like a code: what answers the question is its answer.
      const tried = now.asks && !now.takesWords;
      return tried && (await now.answered()) ? undefined : wish;
    });
    if (rest === 'code') return await this.#confirmed(heard, said.text);
    if (rest?.is === 'command') return await this.#command(heard, rest);
    if (rest) await this.#unknown(heard, rest);
  }

  /** Meant for the personal chat, it is done there; anything else gets the words that are likeliest meant. */
  async #unknown(heard: Heard, { likeliest, elsewhere, argument }: Unknown): Promise<void> {
    const { scope } = heard.said;
    if (scope === 'channel' && elsewhere) return await this.#command(heard, wishFor(elsewhere, argument));
    await this.#say(heard, this.#cards(heard).unknown({ likeliest, scope, ...(elsewhere && { elsewhere }) }));
  }

  async #pressed(heard: Heard, press: Press | undefined): Promise<void> {
    const { said, context } = heard;
    const cards = this.#cards(heard);
    if (!press) return await this.#say(heard, cards.ended());
    if (!isNonceOf(press.nonce, said.speaker)) return await this.#say(heard, cards.notYours());
    await this.#parts.conversations.run(said, { is: 'pressed', press }, context, async (now) => {
      if (now.active) await now.continue();
      else now.turn.show(cards.ended());
    });
  }

  async #command(heard: Heard, wish: Wish): Promise<void> {
    const { is: _command, command, ...rest } = wish;
    if (command === 'cancel') return await this.#cancel(heard);
    if (heard.said.scope === 'channel' && !worksIn(command, 'channel')) {
      return await this.#inChat(heard, (there) => this.#command(there, wish));
    }
    const { said } = heard;
    try {
      const reaction = await this.#parts.react(command, { said, ...rest, cards: this.#cards(heard) });
      switch (reaction.is) {
        case 'dialog': {
          const begin = (there: Heard) => this.#begin(there, reaction.id, reaction.answers);
          return await (reaction.in === 'chat' ? this.#inChat(heard, begin) : begin(heard));
        }
        case 'check':
          await this.#check(heard);
          break;
        case 'answer':
          await this.#say(heard, reaction.shown);
      }
    } catch (error) {
      if (!(await this.#askToSignIn(heard, command, error))) throw error;
      return;
    }
    await this.#goOn(heard, (now) => now.asks);
  }

  async #begin({ said, context }: Heard, dialog: string, answers: object): Promise<void> {
    await this.#parts.conversations.run(said, { is: 'again' }, context, (now) => now.begin(dialog, answers));
  }

  async #cancel(heard: Heard): Promise<void> {
    const cards = this.#cards(heard);
    await this.#parts.conversations.run(heard.said, { is: 'again' }, heard.context, async (now) => {
      now.turn.show(now.active ? cards.cancelled() : cards.nothingToCancel());
      await now.cancel();
    });
  }

  /** Asks again what was asked before; where a sign-in was waited for, only once there is one. */
  async #goOn({ said, context }: Heard, where: (now: Conversing) => boolean): Promise<void> {
    await this.#parts.conversations.run(said, { is: 'again' }, context, async (now) => {
      if (where(now)) await now.continue();
    });
  }

  async #confirmed(heard: Heard, code: string): Promise<void> {
    await this.#say(heard, await this.#parts.signIn.confirm(heard.said.speaker, code));
    await this.#goOn(heard, (now) => now.active);
  }

  async #check(heard: Heard): Promise<void> {
    const { clock, settings, signIn } = this.#parts;
    let id: string | undefined;
    const put = async (shown: Shown): Promise<void> => {
      const activity = activityOf(shown);
      if (id === undefined) id = (await heard.context.sendActivity(activity))?.id;
      else await heard.context.updateActivity({ ...activity, id });
    };
    const { speaker } = heard.said;
    await checkSettings(settings, {
      speaker,
      cards: this.#cards(heard),
      board: { put },
      clock,
      fidelity: () => signIn.fidelity(speaker),
    });
  }

  /** Whether it failed for want of a sign-in, which was asked for in the personal chat. */
  async #askToSignIn(heard: Heard, command: CommandName, error: unknown): Promise<boolean> {
    const obstacle = obstacleOf(error);
    const shown = obstacle && (await this.#parts.signIn.whereNeeded(heard, obstacle, stageOf(command)));
    if (!shown) return false;
    await this.#inChat(heard, (there) => this.#say(there, shown));
    return true;
  }

  /** Goes on in the speaker's personal chat, and says so where it was asked; also where Mio is not let in there. */
  async #inChat(heard: Heard, work: (there: Heard) => Promise<void>): Promise<void> {
    if (heard.said.scope === 'personal') return await work(heard);
    const cards = this.#cards(heard);
    let shown = cards.wroteToYou();
    try {
      await work(await inOwnChat(this.#parts.chats, heard));
    } catch (error) {
      if (!(error instanceof ShutOutError)) throw error;
      shown = cards.shutOut({ link: this.#parts.chatLink });
    }
    await this.#say(heard, shown);
  }

  async #answering(heard: Heard, work: (heard: Heard) => Promise<void>): Promise<void> {
    const { clock, log } = this.#parts;
    try {
      await whileTyping(clock, heard.context, () => work(heard));
    } catch (error) {
      if (error instanceof StoreUnavailableError) throw error;
      await this.#say(heard, this.#failure(heard, error)).catch((err: unknown) =>
        log.error({ err }, 'a failure could not be told'),
      );
    }
  }

  /** In words where somebody foresaw it; else by a number that finds it in the log. */
  #failure(heard: Heard, error: unknown): Shown {
    const cards = this.#cards(heard);
    const obstacle = obstacleOf(error);
    if (obstacle) return cards.problem({ obstacle });
    const reference = this.#parts.random(4).toString('hex').toUpperCase();
    this.#parts.log.error({ reference, err: error }, 'the bot could not do what it was asked');
    return cards.failure({ reference });
  }

  async #say({ context }: Heard, shown: Shown): Promise<void> {
    await context.sendActivity(activityOf(shown));
  }

  #cards({ said }: Heard): Cards {
    return this.#parts.cardsFor(said.speaker.language);
  }
}
