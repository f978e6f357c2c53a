/** The bot as people talk to it. What is done comes in as use cases; who speaks comes from the verified activity alone. */
import { TurnContext } from 'botbuilder';
import type { Cards } from '../cards/contract.ts';
import type { Arrival, Chat, Messenger, Newcomer, Said, Sender } from '../src/core/bot/occasions.ts';
import type { BotUseCases, SignInOutcome, TeamChange } from '../src/core/bot/use-cases.ts';
import { DeliveryError } from '../src/core/errors.ts';
import { type Language, languages } from '../src/core/language.ts';
import type { Clock, Log, Random } from '../src/core/ports.ts';
import type { Records } from '../src/core/records.ts';
import { acceptScript } from './accept.ts';
import { createChats } from './chats.ts';
import { createReactions } from './commands.ts';
import { createConversations } from './conversation.ts';
import { createScript } from './create.ts';
import { createInvokes, type InvokeAnswer } from './invokes.ts';
import { QuestionsDialog, type Script } from './questions.ts';
import { createQueue } from './queue.ts';
import { createSignIn } from './sign-in.ts';
import { steerScript } from './steer.ts';
import { Talk } from './talk.ts';

interface BotParts {
  readonly useCases: BotUseCases;
  readonly records: Records;
  readonly messenger: Messenger;
  readonly createCards: (language: Language) => Cards;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: Random;
}

export interface Bot {
  greet(arrival: Arrival): Promise<void>;
  welcome(newcomer: Newcomer): Promise<void>;
  /** Somebody took Mio out of their personal chat. */
  removed(sender: Sender, chat: Pick<Chat, 'conversation'>): Promise<void>;
  heard(said: Said, context: TurnContext): Promise<void>;
  invoked(name: string, value: unknown, said: Said, context: TurnContext): Promise<InvokeAnswer | undefined>;
  changed(change: TeamChange): Promise<void>;
  signInEnded(outcome: SignInOutcome): Promise<void>;
}

/** The team that product.md's administrators make for Mio. */
const ownTeam = 'mio';

export function createBot(parts: BotParts): Bot {
  const { useCases, records, messenger, createCards, log } = parts;
  const cards = new Map<Language, Cards>(languages.map((language) => [language, createCards(language)]));
  const cardsFor = (language: Language): Cards => cards.get(language)!;
  const signIn = createSignIn(useCases.signIn, useCases.accounts, cardsFor);
  const chats = createChats(records, messenger);

  const { channels } = useCases;
  const dialog = <Answers extends object>(script: Script<Answers>) => new QuestionsDialog(script, { ...parts, signIn });
  const conversations = createConversations(
    {
      records,
      log,
      cardsFor,
      queue: createQueue(),
      newContext: ({ adapter, activity }) => new TurnContext(adapter, activity),
    },
    [
      dialog(createScript(channels)),
      dialog(acceptScript(channels, useCases.signIn)),
      ...(['pause', 'resume', 'leave', 'invite'] as const).map((purpose) => dialog(steerScript(channels, purpose))),
    ],
  );
  const talk = new Talk({
    ...parts,
    cardsFor,
    chats,
    conversations,
    chatLink: messenger.chatLink,
    react: createReactions(useCases, signIn),
    channels,
    settings: useCases.settings,
    signIn,
  });
  const invokes = createInvokes({ talk, signIn, log });

  return {
    async greet({ scope, chat, name, language }) {
      const shown = cardsFor(language);
      const isMioTeam = name.trim().toLowerCase() === ownTeam;
      await messenger.send(
        chat,
        scope === 'team' ? shown.greeting({ team: name, isMioTeam }) : shown.help({ scope: 'channel' }),
      );
    },

    async welcome({ speaker, account, chat, personalOnly }) {
      await chats.learn({ speaker, account }, chat);
      await messenger.send(chat, cardsFor(speaker.language).welcome({ name: speaker.name, personalOnly }));
      try {
        const invited = await signIn.first(speaker);
        if (invited) await messenger.send(chat, invited);
      } catch (err) {
        // The welcome has a button for it.
        if (!(err instanceof DeliveryError)) throw err;
        log.warn({ err }, 'the card to sign in could not be sent');
      }
    },

    removed: ({ speaker }, { conversation }) => chats.forget(speaker, conversation),
    heard: (said, context) => talk.hear(said, context),
    invoked: invokes,
    changed: (change) => channels.changed(change),

    async signInEnded(outcome) {
      const chat = await chats.known(outcome.speaker);
      if (chat) await messenger.send(chat, await signIn.failed(outcome));
      else log.info({}, 'a sign-in ended, and there is no chat to say so');
    },
  };
}
