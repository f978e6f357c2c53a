/**
 * The dialog that one person has in one conversation. Its state is one record, changed by compare-and-set: turns of one
 * person run one after the other here, and where another process was quicker the turn is run again on what it left.
 * Nothing is shown before the state is kept, and nothing is done before the answer is claimed, so that running a turn
 * again repeats nothing.
 */
import type { TurnContext } from 'botbuilder';
import {
  type Dialog,
  DialogContext,
  DialogContextError,
  type DialogInstance,
  DialogSet,
  type DialogState,
} from 'botbuilder-dialogs';
import type { Cards, Shown } from '../cards/contract.ts';
import type { Said } from '../src/core/bot/occasions.ts';
import { ConflictError } from '../src/core/errors.ts';
import type { Language } from '../src/core/language.ts';
import type { Log } from '../src/core/ports.ts';
import type { Records } from '../src/core/records.ts';
import type { Queue } from './queue.ts';
import { activityOf, type Input, setTurn, type Turn } from './turn.ts';

interface ConversationParts {
  readonly records: Records;
  readonly log: Log;
  readonly queue: Queue;
  readonly cardsFor: (language: Language) => Cards;
  /** Makes what a turn runs in: the Bot Framework keeps a turn's state with its context. */
  readonly newContext: (context: TurnContext) => TurnContext;
}

/** A dialog that can tell what it waits for. */
interface TalkingDialog extends Dialog {
  asks(instance: DialogInstance): boolean;
  takesWords(instance: DialogInstance): boolean;
}

/** What a turn may do with the dialog. */
export interface Conversing {
  readonly turn: Turn;
  readonly active: boolean;
  /** Whether a dialog waits for an answer, rather than for a sign-in. */
  readonly asks: boolean;
  /** Whether any words may be that answer. */
  readonly takesWords: boolean;
  begin(dialog: string, answers: object): Promise<void>;
  continue(): Promise<void>;
  /** Goes on where what was said answers the question; where it does not, nothing is shown, and it is false. */
  answered(): Promise<boolean>;
  cancel(): Promise<void>;
}

export interface Conversations {
  run<Result>(
    said: Said,
    input: Input,
    context: TurnContext,
    work: (now: Conversing) => Promise<Result>,
  ): Promise<Result>;
}

/** Another process that wins as often as this is broken. */
const mostAttempts = 5;

export function createConversations(
  { records, log, queue, cardsFor, newContext }: ConversationParts,
  dialogs: readonly TalkingDialog[],
): Conversations {
  const known = new Map(dialogs.map((dialog) => [dialog.id, dialog]));
  const set = new DialogSet();
  for (const dialog of dialogs) set.add(dialog);

  async function attempt<Result>(
    said: Said,
    input: Input,
    context: TurnContext,
    work: (now: Conversing) => Promise<Result>,
  ): Promise<Result> {
    const kept = await open(records, keyOf(said));
    const shown: Shown[] = [];
    let claimed = false;
    let trying = false;
    let declined = false;
    const turn: Turn = {
      said,
      input,
      cards: cardsFor(said.speaker.language),
      show: (card) => void shown.push(card),
      decline() {
        declined = trying;
        return declined;
      },
      async claim() {
        await kept.save();
        claimed = true;
      },
    };
    const inner = newContext(context);
    setTurn(inner, turn);
    const state = kept.state;
    if (state.dialogStack.some(({ id }) => !known.has(id))) state.dialogStack.length = 0;
    const active = () => state.dialogStack.at(-1);
    const inDialogs = (work: (dc: DialogContext) => Promise<unknown>) =>
      unwrapped(work(new DialogContext(set, inner, state)));

    const now: Conversing = {
      turn,
      get active() {
        return active() !== undefined;
      },
      get asks() {
        const instance = active();
        return instance !== undefined && known.get(instance.id)!.asks(instance);
      },
      get takesWords() {
        const instance = active();
        return instance !== undefined && known.get(instance.id)!.takesWords(instance);
      },
      begin: (dialog, answers) =>
        inDialogs(async (dc) => {
          await dc.cancelAllDialogs();
          await dc.beginDialog(dialog, { answers });
        }),
      continue: () => inDialogs((dc) => dc.continueDialog()),
      async answered() {
        trying = true;
        await inDialogs((dc) => dc.continueDialog());
        return !declined;
      },
      cancel: () => inDialogs((dc) => dc.cancelAllDialogs()),
    };
    let result: Result;
    try {
      result = await work(now);
    } catch (error) {
      if (claimed) await kept.save().catch(() => {});
      throw error;
    }
    try {
      await kept.save();
    } catch (error) {
      // What was done is done, and is shown; what somebody else made of the dialog meanwhile stays.
      if (!(claimed && error instanceof ConflictError)) throw error;
      log.info({}, 'a dialog was changed elsewhere while it was answered here');
    }
    for (const card of shown) await context.sendActivity(activityOf(card));
    return result;
  }

  return {
    run: (said, input, context, work) =>
      queue(keyOf(said), async () => {
        for (let tries = 1; ; tries += 1) {
          try {
            return await attempt(said, input, context, work);
          } catch (error) {
            if (!(error instanceof ConflictError) || tries === mostAttempts) throw error;
          }
        }
      }),
  };
}

/** As the Bot Framework names the state of a person in a conversation. */
const keyOf = ({ chat, speaker }: Said): string => `msteams/conversations/${chat.conversation}/users/${speaker.person}`;

interface Kept {
  readonly state: DialogState;
  /** Writes what changed. A dialog that is over stays as an empty stack: revisions must not begin again. @throws ConflictError */
  save(): Promise<void>;
}

async function open(records: Records, id: string): Promise<Kept> {
  const stored = await records.get('botState', id);
  const state = stored ? (JSON.parse(stored.body.document) as DialogState) : { dialogStack: [] };
  let revision = stored?.revision ?? 0;
  let document = JSON.stringify(state);
  return {
    state,
    async save() {
      const now = JSON.stringify(state);
      if (now === document) return;
      revision = await records.put('botState', id, { document: now }, revision);
      document = now;
    },
  };
}

/** The Bot Framework wraps what a dialog throws. */
async function unwrapped(work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    throw error instanceof DialogContextError ? error.error : error;
  }
}
