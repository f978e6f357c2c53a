/**
 * Consent of the relay person ("Integrations & Authorization"), and what their spaces are. Webex shows an integration
 * only the spaces of whoever consented, so a leg needs the relay person as a member.
 */
import type { AuthorizeRequest, Grant, PlaceInfo, RedeemRequest } from '../../core/connector.ts';
import { DeliveryError, UserError } from '../../core/errors.ts';
import type { Place } from '../../core/model.ts';
import type { Connection } from '../../core/records.ts';
import { textFact } from '../support/connections.ts';
import { forPerson } from '../support/for-person.ts';
import { exchange, type WireParts } from '../support/http.ts';
import { type Json, parseObject, text } from '../support/json.ts';
import type { WebexApi } from './api.ts';
import { webexError } from './errors.ts';
import { conversationId } from './ids.ts';
import { type ClientSettings, requestTokens, tokenField } from './tokens.ts';

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

export function createInstall(parts: WireParts, settings: ClientSettings, api: WebexApi): Install {
  /** Before there is a connection, the token in hand says whose it is. */
  async function me(token: string): Promise<Json> {
    const request = {
      method: 'GET',
      url: 'https://webexapis.com/v1/people/me',
      headers: { authorization: `Bearer ${token}` },
    } as const;
    const response = await exchange(parts, request, {
      platform: 'webex',
      operation: 'people/me',
      effect: 'repeatable',
    });
    if (response.status !== 200) throw webexError('administer', response, parts.clock.now());
    return parseObject(response.body.toString('utf8')) ?? {};
  }

  return {
    authorize({ state, challenge, redirectUri }) {
      // Webex wants its scopes parted by %20, which URLSearchParams would write as +.
      const query = new URLSearchParams({
        response_type: 'code',
        client_id: settings.clientId,
        redirect_uri: redirectUri,
        state,
        code_challenge: challenge,
        code_challenge_method: 'S256',
      });
      return `https://webexapis.com/v1/authorize?${query}&scope=${encodeURIComponent(scopes.join(' '))}`;
    },

    async redeem({ code, verifier, redirectUri }) {
      const form = { grant_type: 'authorization_code', code, redirect_uri: redirectUri, code_verifier: verifier };
      return forPerson(async () => {
        const tokens = await requestTokens(parts, settings, form).catch((error: unknown) => {
          throw refusedConsent(error);
        });
        const person = await me(tokens.access);
        return grantOf(person, JSON.stringify(tokens));
      });
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
      const person = textFact(connection, 'personId') ?? '';
      const query = new URLSearchParams({ roomId: place.conversation, personId: person });
      const isMember = await forPerson(() => hasItems(connection, `memberships?${query}`));
      if (!isMember) throw notAMember();
      const path = `rooms/${encodeURIComponent(place.conversation)}`;
      const obstacle = obstacleOf(await forPerson(() => api.call(connection, { operation: 'read', path })));
      if (obstacle) throw new UserError('failed_dependency', 'the Webex space can’t become a leg', obstacle);
    },
  };

  async function hasItems(connection: Connection, path: string): Promise<boolean> {
    try {
      for await (const page of api.pages(connection, { operation: 'read', path })) if (page.length > 0) return true;
      return false;
    } catch (error) {
      // A space that the relay person is not in looks like one that does not exist.
      if (error instanceof DeliveryError && (error.failure === 'gone' || error.code === 'not_a_member')) return false;
      throw error;
    }
  }
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

/** The token endpoint tells apart neither a late code from a used one, nor either from a wrong client. */
function refusedConsent(error: unknown): unknown {
  if (!(error instanceof DeliveryError) || (error.failure !== 'refused' && error.failure !== 'unauthorized'))
    return error;
  const advice =
    'Start again. If it happens again, compare client id, client secret and redirect address with the Webex integration.';
  return new UserError('bad_request', 'webex refused the consent', advice, { cause: error });
}

function notAMember(): UserError {
  return new UserError(
    'failed_dependency',
    'the relay person is not in the Webex space',
    'In Webex, add the account that Mio is connected with to the space, then try again.',
  );
}

export function placeInfo(room: Json): PlaceInfo[] {
  const conversation = conversationId(room['id']);
  if (!conversation) return [];
  const obstacle = obstacleOf(room);
  return [{ conversation, title: text(room['title']) ?? 'Untitled space', ...(obstacle && { obstacle }) }];
}

function obstacleOf(room: Json): string | undefined {
  if (room['type'] === 'direct') return 'This is a direct message, not a space.';
  if (room['isReadOnly'] === true) return 'The space is read-only: nobody can post in it.';
  return undefined;
}
