/** One Graph operation as the router and `$batch` both call it, and what every handler is given. */
import type { Answer } from '../../kit/router.ts';
import type { TeamsUser } from '../world.ts';
import { badRequest, GraphError } from './errors.ts';
import type { LimitClass } from './limits.ts';

export interface Caller {
  /** Client id of the application that holds the token. */
  readonly app: string;
  readonly tenant: string;
  /** The signed-in user of a delegated token. */
  readonly user: TeamsUser | undefined;
  readonly scopes: readonly string[];
  /** Application permissions. */
  readonly roles: readonly string[];
  /** Directory roles of the signed-in user: role template ids. */
  readonly directoryRoles: readonly string[];
  /** UTC milliseconds. */
  readonly tokenExpires: number;
}

export interface GraphRequest {
  readonly caller: Caller;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
  /** Parsed JSON body; undefined where it is none. */
  readonly json: unknown;
  /** Address of the request without its query, as the real service would write it into links. */
  readonly address: string;
  /** UTC milliseconds of arrival. */
  readonly now: number;
}

export interface Operation {
  readonly limit: LimitClass;
  readonly handle: (request: GraphRequest) => Answer | Promise<Answer>;
}

/** By `METHOD /pattern`, the pattern below the version. */
export type Operations = Readonly<Record<string, Operation>>;

export const graphRoot = 'https://graph.microsoft.com/v1.0';
export const metadata = (context: string): string => `${graphRoot}/$metadata#${context}`;

export const ok = (body: object): Answer => ({ status: 200, body });
export const noContent: Answer = { status: 204 };
export const entity = (context: string, body: object, status = 200): Answer => ({
  status,
  body: { '@odata.context': metadata(`${context}/$entity`), ...body },
});

/** One page of a collection. */
export function collection(
  context: string,
  value: readonly object[],
  links: Readonly<Record<string, string | number>> = {},
): Answer {
  return ok({ '@odata.context': metadata(context), '@odata.count': value.length, ...links, value });
}

/** The same of the directory, which counts only where it was asked to ("Advanced query capabilities"): see `pageOf`. */
export const directoryCollection = (
  context: string,
  value: readonly object[],
  links: Readonly<Record<string, string | number>> = {},
): Answer => ok({ '@odata.context': metadata(context), ...links, value });

/** The signed-in user. Application-only tokens are refused as the published list says. */
export function signedIn(request: GraphRequest): TeamsUser {
  if (request.caller.user !== undefined) return request.caller.user;
  throw new GraphError(400, 'BadRequest', '/me request is only valid with delegated authentication flow.');
}

/** A JSON object body. @throws GraphError 400 */
export function objectBody(request: GraphRequest): Readonly<Record<string, unknown>> {
  const { json } = request;
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw badRequest('Empty Payload. JSON content expected.');
  }
  return json as Record<string, unknown>;
}

/** @throws GraphError 400 where a property has another type */
export function optionalString(body: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const value = body[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') return value;
  throw badRequest(`Cannot convert the literal of property '${name}' to the expected type 'Edm.String'.`);
}
