/**
 * Consent of the relay person ("Integrations & Authorization"), and what their spaces are. Webex shows an integration
 * only the spaces of whoever consented, so a leg needs the relay person as a member.
 */

import type { PlaceInfo } from '../../core/connector.ts';
import type { AuthorizeRequest, Grant, RedeemRequest } from '../../core/consent.ts';
import { DeliveryError, UserError } from '../../core/errors.ts';
import type { Place } from '../../core/model.ts';
import type { Connection } from '../../core/records.ts';
import { textFact } from '../support/connections.ts';
import { forPerson } from '../support/for-person.ts';
import { type Json, text } from '../support/json.ts';
import type { WebexApi } from './api.ts';
import type { Consent } from './consent.ts';
import { conversationId } from './ids.ts';
import { obstacleOf, ownMembership } from './membership.ts';
import { tokenField } from './tokens.ts';

/** `spark:kms` lets Webex decrypt what the others let Mio read. */
export const scopes = [
  'spark:messages_read',
  'spark:messages_write',
  'spark:rooms_read',
  'spark:rooms_write',
  'spark:memberships_read',
  'spark:people_read',
  'spark:kms',
];

export interface Install {
  authorize(request: AuthorizeRequest): string;
  redeem(request: RedeemRequest): Promise<Grant>;
  /** Whether the tokens are still the relay person's. @throws UserError */
  confirm(connection: Connection): Promise<void>;
  places(connection: Connection): Promise<readonly PlaceInfo[]>;
  prepare(connection: Connection, place: Place): Promise<void>;
}

export function createInstall(consent: Consent, api: WebexApi): Install {
  return {
    authorize: (request) => consent.authorize(request, scopes),

    async redeem(request) {
      const { person, tokens } = await consent.redeem(request);
      return await forPerson(async () => grantOf(person, JSON.stringify(tokens)));
    },

    async confirm(connection) {
      const person = await forPerson(() => api.call(connection, { operation: 'administer', path: 'people/me' }));
      if (person['id'] === textFact(connection, 'personId') && person['orgId'] === connection.account) return;
      throw new UserError('conflict', 'the tokens are another account’s', 'Connect Webex again, as the relay account.');
    },

    async places(connection) {
      const found: PlaceInfo[] = [];
      const path = 'rooms?type=group&sortBy=lastactivity&max=200';
      await forPerson(async () => {
        for await (const page of api.pages(connection, { operation: 'read', path })) {
          for (const room of page) found.push(...placeInfo(room));
        }
      });
      return found;
    },

    async prepare(connection, place) {
      const own = await forPerson(() => ownMembership(api, connection, place.conversation));
      if (!own) throw notAMember();
      const path = `rooms/${encodeURIComponent(place.conversation)}`;
      const obstacle = obstacleOf(await forPerson(() => api.call(connection, { operation: 'read', path })), own);
      if (obstacle) throw new UserError('failed_dependency', 'the Webex space can’t become a leg', obstacle);
    },
  };
}

function grantOf(person: Json, tokens: string): Grant {
  const account = text(person['orgId']);
  const personId = text(person['id']);
  if (!account || !personId) throw new DeliveryError('busy', 'unreadable_answer', { operation: 'webex people/me' });
  if (person['type'] === 'bot') {
    const advice = 'Sign in with a licensed person’s account made for Mio: a bot sees only what mentions it.';
    throw new UserError('failed_dependency', 'the Webex account is a bot', advice);
  }
  const [mail] = Array.isArray(person['emails']) ? person['emails'] : [];
  const domain = text(mail)?.split('@')[1];
  return {
    account,
    name: domain ?? text(person['displayName']) ?? 'Webex',
    installer: personId,
    secrets: { [tokenField]: tokens },
    facts: { personId, personName: person['displayName'], personMail: mail },
  };
}

function notAMember(): UserError {
  return new UserError(
    'failed_dependency',
    'the relay person is not in the Webex space',
    'In Webex, add the account that Mio is connected with to the space, then try again.',
  );
}

/** @param own the relay person's membership, where it is known */
export function placeInfo(room: Json, own?: Json): PlaceInfo[] {
  const conversation = conversationId(room['id']);
  if (!conversation) return [];
  const obstacle = obstacleOf(room, own);
  return [{ conversation, title: text(room['title']) ?? 'Untitled space', ...(obstacle && { obstacle }) }];
}
