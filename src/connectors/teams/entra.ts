/**
 * Microsoft Entra through MSAL: it speaks the protocol; its requests leave through Mio's own way out, to the real
 * addresses. Only one tenant is ever signed in: a bot that is new today is registered in one tenant alone.
 */
import {
  AuthError,
  ConfidentialClientApplication,
  type INetworkModule,
  type NetworkRequestOptions,
} from '@azure/msal-node';
import { DeliveryError } from '../../core/errors.ts';
import { type Clock, type Egress, EgressError } from '../../core/ports.ts';
import { AppRefusedError } from '../support/app-refused.ts';
import { parseObject } from '../support/json.ts';

export const loginOrigin = 'https://login.microsoftonline.com';

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

/** A new token out of a sign-in, and the sign-in as it must be kept from now on. */
export interface Renewed {
  readonly token: Token;
  readonly cache: string;
  /** By their short names. */
  readonly granted: readonly string[];
}

export interface Entra {
  /** A client per use: its cache must never mix two sign-ins. */
  client(): ConfidentialClientApplication;
  /** What MSAL answered, by Mio's clock. @throws DeliveryError where it answered nothing */
  tokenOf(result: { accessToken: string; expiresOn: Date | null } | null, operation: string): Token;
  /** @throws DeliveryError; `unauthorized` where only a person can mend it: an AppRefusedError where Mio's operator must. */
  renew(cache: string, scopes: readonly string[], operation: string): Promise<Renewed>;
}

export function createEntra(registration: Registration, egress: Egress, clock: Clock): Entra {
  const network = networkThrough(egress);

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
  const tokenOf: Entra['tokenOf'] = (result, operation) => {
    if (!result?.expiresOn) throw new DeliveryError('busy', 'no_token', { operation });
    const obtainedAt = clock.now();
    return { text: result.accessToken, obtainedAt, expiresAt: obtainedAt + result.expiresOn.getTime() - Date.now() };
  };

  return {
    client,
    tokenOf,
    async renew(cache, scopes, operation) {
      const entra = client();
      entra.getTokenCache().deserialize(cache);
      const [account] = await entra.getTokenCache().getAllAccounts();
      if (!account) throw signedOut('no_account', operation);
      const result = await entra
        .acquireTokenSilent({ account, scopes: [...scopes], forceRefresh: true })
        .catch((cause: unknown) => {
          throw renewalFailure(cause, operation);
        });
      const granted = result?.scopes.map(shortName) ?? [];
      return { token: tokenOf(result, operation), cache: entra.getTokenCache().serialize(), granted };
    },
  };
}

/** Entra answers with short or with full names. */
const shortName = (scope: string): string => scope.slice(scope.lastIndexOf('/') + 1);

/** Answers of the token endpoint that end a sign-in, until its owner signs in again. "OAuth 2.0 error codes" (Entra) */
export const needsAPerson: ReadonlySet<string> = new Set([
  'invalid_grant',
  'interaction_required',
  'consent_required',
  'login_required',
  'access_denied',
  'no_tokens_found',
]);

/** The same page: what is refused is Mio's own app, by its secret or its id; whoever signed in stays signed in. */
export const appRefusals: ReadonlySet<string> = new Set(['invalid_client', 'unauthorized_client']);

export const appAdvice =
  'Microsoft does not accept Mio’s own app. Whoever operates Mio must put a client secret that is good now into TEAMS_APP_PASSWORD, and check TEAMS_APP_ID and TEAMS_TENANT_ID. Nobody needs to sign in again.';

/** The cause is left out: MSAL's messages quote what Entra said about the account. */
export function renewalFailure(cause: unknown, operation: string): DeliveryError {
  if (cause instanceof EgressError || !(cause instanceof AuthError)) {
    return new DeliveryError('busy', 'sign_in_unreachable', { operation });
  }
  if (appRefusals.has(cause.errorCode)) return new AppRefusedError(cause.errorCode, operation, appAdvice);
  return needsAPerson.has(cause.errorCode)
    ? signedOut(cause.errorCode, operation)
    : new DeliveryError('busy', cause.errorCode, { operation });
}

function signedOut(code: string, operation: string): DeliveryError {
  return new DeliveryError('unauthorized', code, {
    operation,
    advice: 'Connect Microsoft Teams again, signed in as the service user.',
  });
}

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
