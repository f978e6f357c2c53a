/** The consent of somebody of Webex, for whatever it is ("Integrations & Authorization"), and who they are. */
import type { AuthorizeRequest, RedeemRequest } from '../../core/consent.ts';
import { DeliveryError, UserError } from '../../core/errors.ts';
import { forPerson } from '../support/for-person.ts';
import { exchange, type WireParts } from '../support/http.ts';
import { type Json, parseObject } from '../support/json.ts';
import { webexError } from './errors.ts';
import { type ClientSettings, requestTokens, type TokenSet } from './tokens.ts';

export interface Consent {
  authorize(request: AuthorizeRequest, scopes: readonly string[]): string;
  /** @throws UserError */
  redeem(request: RedeemRequest): Promise<{ readonly person: Json; readonly tokens: TokenSet }>;
}

export function createConsent(parts: WireParts, settings: ClientSettings): Consent {
  /** Nobody is known yet: the token in hand says whose it is. */
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
    authorize({ state, challenge, redirectUri }, scopes) {
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
      return await forPerson(async () => {
        const tokens = await requestTokens(parts, settings, form).catch((error: unknown) => {
          throw refusedConsent(error);
        });
        return { person: await me(tokens.access), tokens };
      });
    },
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
