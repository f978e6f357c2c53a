/** What every call of the API goes through: a valid token, its scopes, the published limits, a tracking id. */
import type { LimitRow } from '../../kit/limits.ts';
import type { Kit } from '../../kit/platform.ts';
import type { Answer, Call, Section } from '../../kit/router.ts';
import { errorAnswer, forbidden, makeTrackingId, throttledAnswer, WebexError } from '../errors.ts';
import type { Life } from '../life.ts';
import type { Store } from '../store.ts';
import type { Token, Tokens } from '../tokens.ts';

/** Per token; "about 300 requests a minute" for most of the API, more for messages and people. */
export const limits = {
  common: { calls: 300, everyMs: 60_000 },
  lively: { calls: 600, everyMs: 60_000 },
} as const satisfies Record<string, LimitRow>;

/** Everything that the API works on. */
export interface Parts {
  readonly kit: Kit;
  readonly store: Store;
  readonly life: Life;
  readonly tokens: Tokens;
}

export type Handler = (call: Call, token: Token) => Answer | Promise<Answer>;

export interface Api {
  /** @param scope needed; null where the handler decides. @param handler may throw WebexError. */
  on(method: string, pattern: string, scope: string | null, limit: keyof typeof limits, handler: Handler): void;
}

/** @throws WebexError 403 */
export function requireScope(token: Token, scope: string): void {
  if (token.scopes.includes(scope) || token.scopes.includes('spark:all')) return;
  throw forbidden(`The request was not authorized: the access token lacks the scope ${scope}.`);
}

/** Turns a refusal into its answer, and gives every answer a tracking id. */
export async function answerWith(work: () => Answer | Promise<Answer>): Promise<Answer> {
  try {
    const answer = await work();
    return { ...answer, headers: { trackingId: makeTrackingId(), ...answer.headers } };
  } catch (cause) {
    if (cause instanceof WebexError) return errorAnswer(cause.status, cause.message);
    throw cause;
  }
}

export function createApi({ kit, tokens }: Parts, section: Section): Api {
  return {
    on(method, pattern, scope, limit, handler) {
      section.on(method, pattern, (call) =>
        answerWith(() => {
          const token = tokens.authenticate(call);
          const wait = kit.limits.take(`webex:${limit}:${token.token}`, limits[limit]);
          if (wait > 0) return throttledAnswer(Math.ceil(wait / 1000));
          if (scope !== null) requireScope(token, scope);
          return handler(call, token);
        }),
      );
    },
  };
}
