/**
 * The bot's endpoint. Every request passes Mio's own guard; then the Bot Framework's adapter runs the turn. The SDK is
 * loaded by the first activity that is authentic: it takes half a second and fifty megabytes, and many instances never
 * hear from Teams this way.
 */
import type { InvokeResponse } from 'botbuilder';
import { LRUCache } from 'lru-cache';
import type { Messenger } from '../../core/bot/occasions.ts';
import type { Receipt, WebhookRequest } from '../../core/connector.ts';
import type { AdapterParts, RunTurn } from './adapter.ts';
import type { Bot } from './turns.ts';
import type { VerifiedActivity } from './verify.ts';

/** Teams delivers an activity again when we were slow; it outlives any redelivery that was ever reported. */
const rememberActivities = 10_000;

/** Teams gives up after about 15 s, and tells the person so: what takes longer goes on after the answer. */
const answerWithinMs = 10_000;

/** Reactions to posts of ours: the subscription of the channel tells of them, and of all others. */
const toldByGraph: ReadonlySet<string> = new Set(['messageReaction']);

/** Loads the bot, with what it speaks through when it is not asked. */
export type LoadBot = (messenger: Messenger) => Promise<Bot>;

export interface BotEndpoint {
  receive(request: WebhookRequest): Promise<Receipt>;
  bot(): Promise<Bot>;
}

export function createBotEndpoint(parts: AdapterParts, load: LoadBot): BotEndpoint {
  const { guard, clock, log } = parts;
  const seen = new LRUCache<string, Promise<InvokeResponse | undefined>>({ max: rememberActivities });
  const bot = once(() => load(parts.messenger));
  const adapter = once(async (): Promise<RunTurn> => {
    const [{ createAdapter }, loaded] = await Promise.all([import('./adapter.ts'), bot()]);
    return createAdapter(parts, loaded);
  });

  async function run(authorization: string, activity: VerifiedActivity): Promise<InvokeResponse | undefined> {
    const turn = await adapter();
    return turn(authorization, activity);
  }

  /** An activity that comes again, even at the same time, is one turn. */
  function oneTurn(authorization: string, activity: VerifiedActivity): Promise<InvokeResponse | undefined> {
    if (activity.id === undefined) return run(authorization, activity);
    const name = `${activity.conversation.id} ${activity.id}`;
    const before = seen.get(name);
    if (before) return before;
    const turn = run(authorization, activity);
    seen.set(name, turn);
    turn.catch(() => seen.delete(name));
    return turn;
  }

  /** An invoke is answered with what came of it; everything else with no more than that it was taken. */
  async function inTime(turn: Promise<InvokeResponse | undefined>, { type }: VerifiedActivity) {
    turn.catch((err: unknown) => log.error({ err }, 'a turn of the bot failed'));
    if (type === 'invoke') return await turn;
    const { promise: late, resolve } = Promise.withResolvers<undefined>();
    const cancel = clock.after(answerWithinMs, () => resolve(undefined));
    turn.then(cancel, cancel);
    return await Promise.race([turn, late]);
  }

  return {
    bot,
    async receive({ headers, body }) {
      const { authorization } = headers;
      const verdict = await guard.check(authorization, body);
      if (!verdict.ok) return { reply: { status: verdict.status }, refused: [verdict.refusal] };
      if (toldByGraph.has(verdict.activity.type)) return { reply: { status: 200 } };
      let answer: InvokeResponse | undefined;
      try {
        answer = await inTime(oneTurn(String(authorization), verdict.activity), verdict.activity);
      } catch {
        return { reply: { status: 503 } };
      }
      if (!answer) return { reply: { status: 200 } };
      return {
        reply: {
          status: answer.status,
          headers: { 'content-type': 'application/json; charset=utf-8' },
          ...(answer.body === undefined ? {} : { body: JSON.stringify(answer.body) }),
        },
      };
    },
  };
}

/** What is made at the first use; again where that failed. */
function once<Made>(make: () => Promise<Made>): () => Promise<Made> {
  let made: Promise<Made> | undefined;
  return () => {
    made ??= make().catch((error: unknown) => {
      made = undefined;
      throw error;
    });
    return made;
  };
}
