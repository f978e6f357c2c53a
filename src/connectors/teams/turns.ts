/**
 * From a verified activity to the bot: who speaks comes from the activity alone, what Teams tells about installs is kept
 * before it is answered, and where a team's activities come from is where its messages go to. Every turn may come twice.
 */
import type { TurnContext } from 'botbuilder';
import type { Arrival, Chat, Messenger, Newcomer, Said, Sender } from '../../core/bot/occasions.ts';
import type { SignInOutcome, TeamChange } from '../../core/bot/use-cases.ts';
import { DeliveryError } from '../../core/errors.ts';
import type { Clock, Log } from '../../core/ports.ts';
import type { Connections } from '../support/connections.ts';
import type { FactBook, TeamsFacts } from './facts.ts';
import { conversationId } from './ids.ts';
import type { Installations } from './installations.ts';
import { channelOf, chatOf, localeOf, type Occasion, readOccasion, scopeOf, senderOf, teamOf } from './occasions.ts';
import type { VerifiedActivity } from './verify.ts';

/** The bot, as Teams talks to it. The context is for answering alone. */
export interface Bot {
  /** @throws DeliveryError */
  greet(arrival: Arrival): Promise<void>;
  /** @throws DeliveryError */
  welcome(newcomer: Newcomer): Promise<void>;
  /** Somebody took the bot out of their personal chat. */
  removed(sender: Sender, chat: Pick<Chat, 'conversation'>): Promise<void>;
  heard(said: Said, context: TurnContext): Promise<void>;
  /** Undefined where the bot knows no such invoke. */
  invoked(name: string, value: unknown, said: Said, context: TurnContext): Promise<InvokeAnswer | undefined>;
  changed(change: TeamChange): Promise<void>;
  /** A sign-in in the browser that came to nothing. */
  signInEnded(outcome: SignInOutcome): Promise<void>;
}

export interface InvokeAnswer {
  readonly status: number;
  readonly body?: object;
}

export interface TurnsParts {
  readonly tenantId: string;
  readonly connections: Connections;
  readonly facts: FactBook;
  readonly installations: Installations;
  readonly messenger: Messenger;
  readonly clock: Clock;
  readonly log: Log;
}

export interface TeamsTurns {
  run(context: TurnContext): Promise<void>;
}

export function createTurns(parts: TurnsParts, bot: Bot): TeamsTurns {
  const { tenantId, connections, facts, installations, messenger, clock, log } = parts;
  const tenant = tenantId.toLowerCase();

  async function learn(activity: VerifiedActivity, keep: (known: TeamsFacts, group: string) => TeamsFacts) {
    const group = teamOf(activity)?.group;
    const connection = group === undefined ? undefined : await connections.byAccount(tenant);
    if (group !== undefined && connection) await facts.learn(connection, (known) => keep(known, group));
  }

  const present = (activity: VerifiedActivity) =>
    learn(activity, (known, group) =>
      known.serviceUrls?.[group] === activity.serviceUrl
        ? known
        : { ...known, serviceUrls: { ...known.serviceUrls, [group]: activity.serviceUrl } },
    );

  const absent = (activity: VerifiedActivity) =>
    learn(activity, (known, group) => {
      if (known.serviceUrls?.[group] === undefined) return known;
      const { [group]: _gone, ...serviceUrls } = known.serviceUrls;
      return { ...known, serviceUrls };
    });

  /** Greets where it is to be greeted. What certainly did not get there may be greeted by the next event. */
  async function greeted(conversation: string, greet: () => Promise<void>): Promise<void> {
    try {
      await greet();
    } catch (error) {
      if (!(error instanceof DeliveryError)) throw error;
      if (error.failure !== 'doubt') await installations.ungreeted(conversation);
      log.warn({ err: error }, 'a greeting could not be posted');
    }
  }

  async function installed(activity: VerifiedActivity, { event, name }: Occasion & { is: 'installed' }) {
    await present(activity);
    if (!(await installations.installed(event))) return;
    const sender = senderOf(activity, tenantId);
    const chat = chatOf(activity);
    if (event.scope === 'personal') {
      if (sender) await welcome(sender, { ...chat, conversation: event.conversation });
      return;
    }
    const { scope } = event;
    await greeted(event.conversation, () => bot.greet({ scope, chat, name, language: localeOf(activity) }));
    if (scope !== 'team' || !sender) return;
    try {
      const personal = await messenger.open(sender, chat.serviceUrl);
      const claim = { conversation: personal.conversation, scope: 'personal', at: event.at } as const;
      if (await installations.installed(claim)) await welcome(sender, personal);
    } catch (error) {
      if (!(error instanceof DeliveryError)) throw error;
      log.warn({ err: error }, 'whoever installed the bot could not be written to');
    }
  }

  async function removed(activity: VerifiedActivity, { event }: Occasion & { is: 'removed' }) {
    if (!(await installations.removed(event))) return;
    await absent(activity);
    const sender = senderOf(activity, tenantId);
    if (event.scope === 'personal' && sender) await bot.removed(sender, event);
  }

  async function welcome(sender: Sender, chat: Newcomer['chat']): Promise<void> {
    const personalOnly = !(await installations.inAnyTeam());
    await greeted(chat.conversation, () => bot.welcome({ ...sender, chat, personalOnly }));
  }

  async function changed(activity: VerifiedActivity, { about, kind, name }: Occasion & { is: 'changed' }) {
    await present(activity);
    const team = teamOf(activity);
    const channel = about === 'channel' ? channelOf(activity) : undefined;
    if (!team || (about === 'channel' && channel === undefined)) return;
    const group = team.group ?? (await installations.groupOf(team.thread)) ?? team.thread;
    await bot.changed({
      tenant,
      team: group,
      kind,
      ...(channel !== undefined && { channel }),
      ...(name !== undefined && { name }),
    });
  }

  /** Undefined where nobody is known to speak. */
  async function heardFrom(activity: VerifiedActivity, words: Pick<Said, 'text' | 'pressed'>) {
    const sender = senderOf(activity, tenantId);
    if (!sender) return undefined;
    const personal = scopeOf(activity) === 'personal';
    const team = teamOf(activity);
    const channel = channelOf(activity);
    const group = team && (team.group ?? (await installations.groupOf(team.thread)));
    const where =
      group && channel !== undefined
        ? { team: group, conversation: conversationId({ team: group, channel }) }
        : undefined;
    return {
      ...sender,
      ...words,
      scope: personal ? 'personal' : 'channel',
      chat: chatOf(activity),
      ...(where && { channel: where }),
    } satisfies Said;
  }

  async function said(activity: VerifiedActivity, words: Pick<Said, 'text' | 'pressed'>, context: TurnContext) {
    await present(activity);
    const heard = await heardFrom(activity, words);
    if (heard) return await bot.heard(heard, context);
    log.info({}, 'a message came from nobody whom Entra knows');
  }

  async function invoked(
    activity: VerifiedActivity,
    { name, value }: Occasion & { is: 'invoked' },
    context: TurnContext,
  ) {
    const heard = await heardFrom(activity, { text: '' });
    const answer = heard && (await bot.invoked(name, value, heard, context));
    if (answer) await context.sendActivity({ type: 'invokeResponse', value: answer });
  }

  return {
    async run(context) {
      const activity = context.activity as unknown as VerifiedActivity;
      const occasion = readOccasion(activity, clock.now());
      switch (occasion.is) {
        case 'installed':
          return await installed(activity, occasion);
        case 'removed':
          return await removed(activity, occasion);
        case 'changed':
          return await changed(activity, occasion);
        case 'said':
          return await said(activity, occasion, context);
        case 'invoked':
          return await invoked(activity, occasion, context);
        case 'nothing':
          return await present(activity);
      }
    },
  };
}
