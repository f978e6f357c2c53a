/**
 * Signing in to Microsoft Entra: the service user once, by authorization code with PKCE, and the bot with its secret.
 * MSAL speaks the protocol; its requests leave through Mio's own way out, to the real addresses.
 *
 * Only one tenant is ever signed in: a bot that is new today is registered in one tenant alone.
 */
import {
  AuthError,
  ConfidentialClientApplication,
  type INetworkModule,
  type NetworkRequestOptions,
} from '@azure/msal-node';
import type { AuthorizeRequest, Grant, RedeemRequest } from '../../core/connector.ts';
import { DeliveryError, UserError } from '../../core/errors.ts';
import { type Clock, type Egress, EgressError } from '../../core/ports.ts';
import { parseObject } from '../support/json.ts';
import { sameGuid } from './ids.ts';
import { botScope, serviceUserScopes } from './scopes.ts';

export const loginOrigin = 'https://login.microsoftonline.com';

/** The secret of a Grant that holds the service user's sign-in: MSAL's serialised cache. */
export const cacheField = 'cache';

export interface Registration {
  readonly appId: string;
  readonly appPassword: string;
  readonly tenantId: string;
}

export interface Token {
  readonly text: string;
  readonly obtainedAt: number;
  readonly expiresAt: number;
}

export interface SignIn {
  /** The address of the consent page. */
  authorize(request: AuthorizeRequest): Promise<string>;
  /** @throws UserError where the account will not do or the code is no longer good. */
  redeem(request: RedeemRequest): Promise<Grant>;
  /** A new token of the service user, and the sign-in as it must be kept from now on. @throws DeliveryError */
  renew(cache: string): Promise<{ token: Token; cache: string }>;
  /** @throws DeliveryError */
  bot(): Promise<Token>;
}

export function createSignIn(registration: Registration, egress: Egress, clock: Clock): SignIn {
  const network = networkThrough(egress);
  const scopes = [...serviceUserScopes];

  /** A client per use: its cache must never mix two sign-ins. */
  const client = () =>
    new ConfidentialClientApplication({
      auth: {
        clientId: registration.appId,
        clientSecret: registration.appPassword,
        authority: `${loginOrigin}/${registration.tenantId}`,
      },
      system: { networkClient: network, disableInternalRetries: true },
    });

  /** MSAL reckons the end by the machine's clock; what counts is how long from now. */
  function tokenOf(result: { accessToken: string; expiresOn: Date | null } | null, operation: string): Token {
    if (!result?.expiresOn) throw new DeliveryError('busy', 'no_token', { operation });
    const obtainedAt = clock.now();
    return { text: result.accessToken, obtainedAt, expiresAt: obtainedAt + result.expiresOn.getTime() - Date.now() };
  }

  return {
    async authorize({ state, challenge, redirectUri }) {
      const url = await client().getAuthCodeUrl({
        scopes,
        state,
        redirectUri,
        codeChallenge: challenge,
        codeChallengeMethod: 'S256',
        prompt: 'select_account',
      });
      return egress.browserUrl(url);
    },

    async redeem({ code, verifier, redirectUri }) {
      const entra = client();
      const result = await entra
        .acquireTokenByCode({ code, codeVerifier: verifier, redirectUri, scopes })
        .catch((cause) => {
          throw redeemFailure(cause);
        });
      const account = result.account;
      if (!account || !sameGuid(result.tenantId, registration.tenantId)) throw wrongTenant();
      return {
        account: registration.tenantId.toLowerCase(),
        name: account.username.split('@')[1] ?? account.username,
        installer: account.username,
        secrets: { [cacheField]: entra.getTokenCache().serialize() },
        facts: { serviceUser: account.localAccountId.toLowerCase(), serviceUserName: account.username },
      };
    },

    async renew(cache) {
      const entra = client();
      entra.getTokenCache().deserialize(cache);
      const [account] = await entra.getTokenCache().getAllAccounts();
      if (!account) throw signedOut('no_account');
      const result = await entra.acquireTokenSilent({ account, scopes, forceRefresh: true }).catch((cause) => {
        throw renewalFailure(cause, 'renew the service user’s token');
      });
      return { token: tokenOf(result, 'renew the service user’s token'), cache: entra.getTokenCache().serialize() };
    },

    async bot() {
      const operation = 'get the bot’s token';
      const result = await client()
        .acquireTokenByClientCredential({ scopes: [botScope], skipCache: true })
        .catch((cause) => {
          throw renewalFailure(cause, operation);
        });
      return tokenOf(result, operation);
    },
  };
}

/** Answers of the token endpoint that only a person can mend; any other one passes. "OAuth 2.0 error codes" (Entra) */
const needsAPerson = new Set([
  'invalid_grant',
  'invalid_client',
  'unauthorized_client',
  'interaction_required',
  'consent_required',
  'login_required',
  'access_denied',
  'no_tokens_found',
]);

function renewalFailure(cause: unknown, operation: string): DeliveryError {
  if (cause instanceof EgressError || !(cause instanceof AuthError)) {
    return new DeliveryError('busy', 'sign_in_unreachable', { operation });
  }
  return needsAPerson.has(cause.errorCode)
    ? signedOut(cause.errorCode, operation)
    : new DeliveryError('busy', cause.errorCode, { operation });
}

function signedOut(code: string, operation = 'renew the service user’s token'): DeliveryError {
  return new DeliveryError('unauthorized', code, {
    operation,
    advice: 'Connect Microsoft Teams again, signed in as the service user.',
  });
}

/** The cause is left out: MSAL's messages quote what Entra said about the account. */
function redeemFailure(cause: unknown): UserError {
  const code = cause instanceof AuthError ? cause.errorCode : 'unreachable';
  return needsAPerson.has(code)
    ? new UserError(
        'failed_dependency',
        `redeem a Teams sign-in: ${code}`,
        'Microsoft did not accept this sign-in. Begin again at Connect Platforms, and let an administrator consent.',
      )
    : new UserError(
        'unavailable',
        `redeem a Teams sign-in: ${code}`,
        'Microsoft’s sign-in does not answer. Try again in a minute.',
      );
}

const wrongTenant = () =>
  new UserError(
    'forbidden',
    'redeem a Teams sign-in: another tenant',
    'That account belongs to another company’s tenant. Sign in with the service user of the tenant that Mio is registered in.',
  );

function networkThrough(egress: Egress): INetworkModule {
  async function send<Body>(method: 'GET' | 'POST', url: string, options: NetworkRequestOptions = {}) {
    const response = await egress.request({
      method,
      url,
      headers: { ...options.headers },
      ...(options.body === undefined ? {} : { body: options.body }),
    });
    const headers: Record<string, string> = {};
    for (const [name, value] of Object.entries(response.headers)) {
      if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
    }
    // MSAL takes an object; a page of HTML from something in between must not end as a syntax error.
    const body = parseObject(response.body.toString('utf8')) ?? { error: 'unreadable_answer' };
    return { status: response.status, headers, body: body as Body };
  }
  return {
    sendGetRequestAsync: (url, options) => send('GET', url, options),
    sendPostRequestAsync: (url, options) => send('POST', url, options),
  };
}
