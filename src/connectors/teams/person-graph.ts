/** Calls to Microsoft Graph with a person's own token: what they see, Mio sees, and nothing else. */

import { DeliveryError } from '../../core/errors.ts';
import type { Speaker } from '../../core/speaker.ts';
import type { WireParts } from '../support/http.ts';
import { createGraph, type GraphCall } from './api.ts';
import type { PeopleTokens, PersonStage } from './person-tokens.ts';

export interface PersonCall extends GraphCall {
  /** The speaker must have signed in for this stage; `person` where missing. */
  readonly stage?: PersonStage;
}

export interface PersonGraph {
  /**
   * The JSON of a successful answer.
   * @throws UserError with the obstacle `sign_in_needed` or `sign_in_expired`; DeliveryError for everything else.
   */
  read<Answer>(speaker: Speaker, call: PersonCall): Promise<Answer>;
  /** The items of a collection, page by page, as far as the caller reads. Throws as `read` does. */
  pages<Item>(speaker: Speaker, call: PersonCall): AsyncGenerator<readonly Item[]>;
}

interface Caller {
  readonly speaker: Speaker;
  readonly stage: PersonStage;
}

export function createPersonGraph(parts: WireParts, tokens: PeopleTokens): PersonGraph {
  const graph = createGraph<Caller>(parts, {
    take: ({ speaker, stage }, age) => tokens.of(speaker, stage, age),
    spent: ({ speaker }) => tokens.spent(speaker),
  });
  const callerOf = (speaker: Speaker, { stage = 'person' }: PersonCall): Caller => ({ speaker, stage });

  /** Graph takes no token of this person any more, not even a new one. */
  async function ended(speaker: Speaker, error: unknown): Promise<never> {
    if (error instanceof DeliveryError && error.failure === 'unauthorized') return await tokens.expire(speaker);
    throw error;
  }

  return {
    read: <Answer>(speaker: Speaker, call: PersonCall) =>
      graph.read<Answer>(callerOf(speaker, call), call).catch((error: unknown) => ended(speaker, error)),

    async *pages<Item>(speaker: Speaker, call: PersonCall) {
      try {
        yield* graph.pages<Item>(callerOf(speaker, call), call);
      } catch (error) {
        await ended(speaker, error);
      }
    },
  };
}
