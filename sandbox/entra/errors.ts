/**
 * Entra's errors as a table: the AADSTS number decides everything else.
 * "Microsoft Entra authentication and authorization error codes".
 */
import type { Kit } from '../kit/platform.ts';
import type { Answer } from '../kit/router.ts';
import { uuid } from './ids.ts';

interface ErrorRow {
  readonly error: string;
  readonly suberror?: string;
  /** `$` stands for the detail of the case. */
  readonly text: string;
}

const invalidGrant = (text: string, suberror?: string): ErrorRow => ({
  error: 'invalid_grant',
  text,
  ...(suberror === undefined ? {} : { suberror }),
});
const invalidRequest = (text: string): ErrorRow => ({ error: 'invalid_request', text });
const invalidClient = (text: string): ErrorRow => ({ error: 'invalid_client', text });

const table = {
  28000: {
    error: 'invalid_scope',
    text: 'Provided value for the input parameter scope is not valid because it contains more than one resource. Scope $ is not valid.',
  },
  50011: invalidRequest(
    "The redirect URI '$' specified in the request does not match the redirect URIs configured for the application.",
  ),
  50013: invalidGrant('Assertion failed signature validation, or has expired.'),
  50020: {
    error: 'access_denied',
    text: 'The selected user account $. The account needs to be added as an external user in the tenant first. Sign out and sign in again with a different account.',
  },
  50034: invalidGrant('The user account $ does not exist in the directory.'),
  50058: { error: 'login_required', text: 'A silent sign-in request was sent but no user is signed in.' },
  50059: invalidRequest(
    'No tenant-identifying information found in either the request or implied by any provided credentials.',
  ),
  50126: invalidGrant('Error validating credentials due to invalid username or password.'),
  50173: invalidGrant(
    'The provided grant has expired due to it being revoked, a fresh auth token is needed.',
    'bad_token',
  ),
  54005: invalidGrant(
    'OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token.',
  ),
  65001: invalidGrant(
    "The user or administrator has not consented to use the application with ID '$'. Send an interactive authorization request for this user and resource.",
    'consent_required',
  ),
  65004: { error: 'access_denied', text: 'User declined to consent to access the app.' },
  70000: invalidGrant('The provided value for the grant is not valid: it is malformed or was issued to somebody else.'),
  70003: { error: 'unsupported_grant_type', text: "The app requested an unsupported grant type '$'." },
  70008: invalidGrant(
    'The provided authorization code or refresh token has expired due to inactivity. Send a new interactive authorization request for this user and resource.',
    'bad_token',
  ),
  70011: {
    error: 'invalid_scope',
    text: "The provided value for the input parameter 'scope' is not valid. The scope '$' is not valid.",
  },
  90002: invalidRequest(
    "Tenant '$' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud.",
  ),
  90094: { error: 'access_denied', text: 'The grant requires admin permission: Need admin approval.' },
  500011: {
    error: 'invalid_resource',
    text: 'The resource principal named $ was not found in the tenant or cannot be used this way.',
  },
  500112: invalidClient(
    "The reply address '$' does not match the reply address provided when requesting Authorization code.",
  ),
  500131: invalidGrant('Assertion audience does not match the Client app presenting the assertion.'),
  501481: invalidGrant('The Code_Verifier does not match the code_challenge supplied in the authorization request.'),
  700016: { error: 'unauthorized_client', text: "Application with identifier '$' was not found in the directory." },
  700027: invalidClient(
    'The certificate with the identifier used to sign the client assertion is not registered on application.',
  ),
  700054: { error: 'unsupported_response_type', text: "response_type '$' is not enabled for the application." },
  900144: invalidRequest("The request body must contain the following parameter: '$'."),
  900971: invalidRequest('No reply address provided.'),
  1002012: {
    error: 'invalid_scope',
    text: 'The provided value for scope $ is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier.',
  },
  7000215: invalidClient(
    'Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID.',
  ),
  7000218: invalidClient(
    "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
  ),
  9001023: invalidRequest(
    'The grant type is not supported over the /common or /consumers endpoints. Please use the /organizations or tenant-specific endpoint.',
  ),
} satisfies Readonly<Record<number, ErrorRow>>;

export type AadstsCode = keyof typeof table;

export class EntraError extends Error {
  override readonly name = 'EntraError';
  readonly code: AadstsCode;
  readonly error: string;
  readonly suberror: string | undefined;

  constructor(code: AadstsCode, detail = '') {
    const row: ErrorRow = table[code];
    super(`AADSTS${code}: ${row.text.replace('$', () => detail)}`);
    this.code = code;
    this.error = row.error;
    this.suberror = row.suberror;
  }
}

/** The description with its trace, as it goes into redirects and pages. */
export function describe(kit: Kit, failure: EntraError): { readonly description: string; readonly trace: Trace } {
  const trace: Trace = {
    timestamp: `${new Date(kit.clock.now()).toISOString().slice(0, 19).replace('T', ' ')}Z`,
    trace_id: uuid(kit.random),
    correlation_id: uuid(kit.random),
  };
  const { timestamp, trace_id, correlation_id } = trace;
  const lines = [
    failure.message,
    `Trace ID: ${trace_id}`,
    `Correlation ID: ${correlation_id}`,
    `Timestamp: ${timestamp}`,
  ];
  const description = lines.join('\r\n');
  return { description, trace };
}

interface Trace {
  readonly timestamp: string;
  readonly trace_id: string;
  readonly correlation_id: string;
}

/** Where people read more about it. */
export const errorUri = ({ code }: EntraError): string => `https://login.microsoftonline.com/error?code=${code}`;

/** The JSON form: 401 for a client that can't prove itself, 400 for everything else. */
export function errorAnswer(kit: Kit, failure: EntraError): Answer {
  const { description, trace } = describe(kit, failure);
  return {
    status: failure.error === 'invalid_client' ? 401 : 400,
    headers: { 'cache-control': 'no-store' },
    body: {
      error: failure.error,
      error_description: description,
      error_codes: [failure.code],
      ...trace,
      error_uri: errorUri(failure),
      ...(failure.suberror === undefined ? {} : { suberror: failure.suberror }),
    },
  };
}
