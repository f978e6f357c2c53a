/**
 * The authorize request's parameters. A wrong client or reply address is shown on a page and never redirected; whatever
 * else is wrong goes to the reply address.
 */
import { EntraError } from './errors.ts';
import type { Code } from './grants.ts';
import type { Registration } from './registration.ts';
import { clientId } from './registration.ts';
import type { ReplyMode } from './reply.ts';
import type { RequestedScopes } from './scopes.ts';
import { parseScopes } from './scopes.ts';

export interface AuthorizeRequest {
  readonly params: URLSearchParams;
  readonly redirectUri: string;
  readonly responseMode: ReplyMode;
  readonly scopes: RequestedScopes;
  readonly prompt: string | null;
  readonly challenge: Code['challenge'];
}

/** @throws EntraError 700016, 900971, 50011 */
export function clientAndReplyAddress(params: URLSearchParams, { redirectUris }: Registration): string {
  const client = params.get('client_id');
  if (client !== clientId) throw new EntraError(700016, client ?? '');
  const address = params.get('redirect_uri');
  if (address === null) throw new EntraError(900971);
  if (!redirectUris.includes(address)) throw new EntraError(50011, address);
  return address;
}

/** @throws EntraError */
export function parseRequest(
  params: URLSearchParams,
  redirectUri: string,
  registration: Registration,
): AuthorizeRequest {
  const type = required(params, 'response_type');
  if (type !== 'code') throw new EntraError(700054, type);
  const scope = required(params, 'scope');
  return {
    params,
    redirectUri,
    responseMode: replyModeOf(params),
    scopes: parseScopes(scope, registration.applicationIdUris),
    prompt: params.get('prompt'),
    challenge: challengeOf(params),
  };
}

export function replyModeOf(params: URLSearchParams): ReplyMode {
  const mode = params.get('response_mode');
  return mode === 'fragment' || mode === 'form_post' ? mode : 'query';
}

/** A missing method means plain. */
function challengeOf(params: URLSearchParams): Code['challenge'] {
  const value = params.get('code_challenge');
  if (value === null) return null;
  return { value, method: params.get('code_challenge_method') === 'S256' ? 'S256' : 'plain' };
}

function required(params: URLSearchParams, name: string): string {
  const value = params.get(name);
  if (value === null || value === '') throw new EntraError(900144, name);
  return value;
}
