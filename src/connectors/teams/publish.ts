/** Publishing because an administrator asked for it: with a sign-in that is good now, and words for what went wrong. */
import type { Publication } from '../../core/bot/administration.ts';
import { DeliveryError, type Failure, UserError } from '../../core/errors.ts';
import type { Obstacle } from '../../core/reasons.ts';
import type { Connection } from '../../core/records.ts';
import type { Graph } from './api.ts';
import { publish } from './catalog.ts';
import type { FactBook } from './facts.ts';
import type { GraphTokens } from './tokens.ts';

interface PublishParts {
  readonly appId: string;
  readonly publicUrl: string;
  readonly graph: Graph;
  readonly tokens: GraphTokens;
  readonly facts: FactBook;
}

const unavailable: Obstacle = { reason: 'platform_unavailable', subject: 'Microsoft Teams' };

/** What stands against publishing where a call did not succeed. */
const obstacles: Readonly<Record<Failure, Obstacle>> = {
  unauthorized: { reason: 'sign_in_expired' },
  refused: { reason: 'roles_missing', subject: 'Teams administrator' },
  gone: unavailable,
  spent: unavailable,
  busy: unavailable,
  doubt: unavailable,
};

/** Remembers where in the catalog the app is. @throws UserError with an obstacle */
export async function publishForPerson(parts: PublishParts, connection: Connection): Promise<Publication> {
  const { graph, tokens, facts } = parts;
  try {
    // A token of an hour ago would not know of a sign-in that was taken back since.
    await tokens.serviceUser(connection, { youngerThanMs: 0 });
    const publication = await publish(graph, connection, parts);
    const { catalogId } = publication;
    await facts.learn(connection, (known) => (known.catalogId === catalogId ? known : { ...known, catalogId }));
    return publication;
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw error;
    throw new UserError('failed_dependency', error.message, error.advice, {
      cause: error,
      obstacle: obstacles[error.failure],
    });
  }
}
