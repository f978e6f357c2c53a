/**
 * The bot's endpoint. Every request passes Mio's own guard; then the Bot Framework's adapter runs the turn. The SDK is
 * loaded by the first activity that is authentic: it takes half a second and fifty megabytes, and many instances never
 * hear from Teams this way.
 */
import type { InvokeResponse } from 'botbuilder';
import { LRUCache } from 'lru-cache';
import type { Receipt, WebhookRequest } from '../../core/connector.ts';
import type { AdapterParts, RunTurn } from './adapter.ts';
import type { VerifiedActivity } from './verify.ts';

/** Teams delivers an activity again when we were slow; it outlives any redelivery that was ever reported. */
const rememberActivities = 10_000;

export interface BotEndpoint {
  receive(request: WebhookRequest): Promise<Receipt>;
}

export function createBotEndpoint(parts: AdapterParts): BotEndpoint {
  const { guard, log } = parts;
  const seen = new LRUCache<string, Promise<InvokeResponse | undefined>>({ max: rememberActivities });
  let adapter: Promise<RunTurn> | undefined;

  async function run(authorization: string, activity: VerifiedActivity): Promise<InvokeResponse | undefined> {
    adapter ??= import('./adapter.ts').then(({ createAdapter }) => createAdapter(parts));
    const turn = await adapter;
    return turn(authorization, activity);
  }

  /** An activity that comes again, even at the same time, is one turn. */
  function once(authorization: string, activity: VerifiedActivity): Promise<InvokeResponse | undefined> {
    if (activity.id === undefined) return run(authorization, activity);
    const name = `${activity.conversation.id} ${activity.id}`;
    const before = seen.get(name);
    if (before) return before;
    const turn = run(authorization, activity);
    seen.set(name, turn);
    turn.catch(() => seen.delete(name));
    return turn;
  }

  return {
    async receive({ headers, body }) {
      const { authorization } = headers;
      const verdict = await guard.check(authorization, body);
      if (!verdict.ok) return { reply: { status: verdict.status }, refused: [verdict.refusal] };
      let answer: InvokeResponse | undefined;
      try {
        answer = await once(String(authorization), verdict.activity);
      } catch (error) {
        log.error({ error: error instanceof Error ? error.name : 'unknown' }, 'an activity could not be taken');
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
