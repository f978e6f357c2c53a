/**
 * Graph with the account of somebody who lets Mio act with it: a person who linked theirs, or the service user. The stage
 * that is recorded of a person decides, not what their token happens to be good for: Microsoft's tokens carry all that
 * was ever consented to.
 */
import { DeliveryError, UserError } from '../../core/errors.ts';
import type { PersonId } from '../../core/model.ts';
import type { Connection } from '../../core/records.ts';
import type { WireParts } from '../support/http.ts';
import { createGraph, type Graph } from './api.ts';
import { factsOf } from './facts.ts';
import type { PeopleTokens } from './person-tokens.ts';
import type { GraphTokens } from './tokens.ts';

export interface Actor {
  readonly connection: Connection;
  readonly person: PersonId;
}

export interface ActingParts extends WireParts {
  /** Whether that person lets Mio act with their account. */
  readonly acts: (person: PersonId) => boolean;
  readonly people: PeopleTokens;
  readonly serviceUser: Pick<GraphTokens, 'serviceUser' | 'spent'>;
}

/** Its calls throw `unauthorized` where the person must sign in again, and that is remembered of them. */
export function createActing({ acts, people, serviceUser, ...parts }: ActingParts): Graph<Actor> {
  const isServiceUser = ({ connection, person }: Actor): boolean =>
    factsOf(connection).serviceUser === person && !acts(person);
  const named = ({ connection, person }: Actor) => ({ tenant: connection.account.toLowerCase(), person });

  async function explained(actor: Actor, error: unknown): Promise<unknown> {
    if (error instanceof UserError) return signInAgain(error.obstacle?.reason ?? 'sign_in_needed', error);
    if (!(error instanceof DeliveryError) || isServiceUser(actor)) return error;
    const { failure, code } = error;
    if (failure === 'unauthorized') {
      await people.expire(named(actor)).catch((ended: unknown) => {
        if (!(ended instanceof UserError)) throw ended;
      });
      return signInAgain(code, error);
    }
    return failure === 'refused' ? new DeliveryError(failure, code, { operation, advice: notAllowed }) : error;
  }

  return createGraph<Actor>(parts, {
    take: (actor, age) =>
      isServiceUser(actor)
        ? serviceUser.serviceUser(actor.connection, age)
        : people.of(named(actor), 'accountSync', age),
    spent: (actor) => (isServiceUser(actor) ? serviceUser.spent(actor.connection) : people.spent(named(actor))),
    async watch(actor, call) {
      try {
        return await call();
      } catch (error) {
        throw await explained(actor, error);
      }
    },
  });
}

const operation = 'act as a person';
const notAllowed = 'This person may not do that in Teams. See that they are still in the team.';

const signInAgain = (code: string, cause: unknown): DeliveryError =>
  new DeliveryError('unauthorized', code, {
    operation,
    advice: 'The person must link their account to Mio again, in Mio’s chat.',
    cause,
  });
