/** From a person, a scope and their consents to the token endpoint's answer. Every user grant ends here. */
import type { TeamsUser } from '../teams/world.ts';
import { EntraError } from './errors.ts';
import type { Grants } from './grants.ts';
import { openIdScopes } from './permissions.ts';
import { clientId } from './registration.ts';
import type { RequestedScopes } from './scopes.ts';
import { onlyResource, parseScopes } from './scopes.ts';
import type { Tokens } from './tokens.ts';

export interface UserTokenRequest {
  readonly user: TeamsUser;
  /** `scope` as text. Of several resources, only the first is served where `firstResource` is set. */
  readonly scope: string;
  readonly firstResource: boolean;
  readonly nonce: string | null;
  readonly clientInfo: boolean;
  /** What the refresh token that goes along will stand for; none goes along where this is null. */
  readonly refreshScope: string | null;
}

/** @throws EntraError 65001 where the person has not consented to what is asked for */
export function issueForUser(
  tokens: Tokens,
  grants: Grants,
  applicationIdUris: readonly string[],
  request: UserTokenRequest,
) {
  const { user, scope, nonce, clientInfo, refreshScope } = request;
  const requested = parseScopes(scope, applicationIdUris);
  const resource = request.firstResource ? (requested.resources[0] ?? 'graph') : onlyResource(requested, scope);
  if (resource === 'bot') throw new EntraError(500011, 'https://api.botframework.com');

  const granted = grants.permissionsOf(user);
  if (!covers(granted, requested)) throw new EntraError(65001, clientId);

  const scopes = resource === 'self' ? ['access_as_user'] : graphScopes(granted, requested);
  const access = resource === 'self' ? tokens.selfForUser(user, scopes) : tokens.graphForUser(user, scopes);
  return {
    token_type: 'Bearer',
    scope: (resource === 'self' ? scopes.map((name) => `${applicationIdUris[0]}/${name}`) : scopes).join(' '),
    expires_in: access.lifetime,
    ext_expires_in: access.lifetime,
    access_token: access.token,
    ...(refreshScope === null ? {} : { refresh_token: grants.issueRefreshToken(user.id, refreshScope) }),
    ...(requested.openId.has('openid') ? { id_token: tokens.idToken(user, nonce, requested.openId.has('email')) } : {}),
    ...(clientInfo ? { client_info: clientInfoOf(user) } : {}),
  };
}

/** Names the account at home, so that a guest's tokens of several tenants belong together. */
export function clientInfoOf(user: TeamsUser): string {
  const home = user.home ?? user;
  return Buffer.from(JSON.stringify({ uid: home.id, utid: home.tenant })).toString('base64url');
}

/** What may be granted without any permission of Graph. */
const beyondGraph: ReadonlySet<string> = new Set([...openIdScopes, 'access_as_user']);

function covers(granted: ReadonlySet<string>, requested: RequestedScopes): boolean {
  if (requested.defaults.has('graph')) return [...granted].some((name) => !beyondGraph.has(name));
  if (requested.defaults.size > 0) return granted.has('access_as_user');
  return requested.named.every((name) => granted.has(name));
}

/** All Graph permissions consented so far, not only those asked for; a scope once granted is in every later token. */
function graphScopes(granted: ReadonlySet<string>, { openId }: RequestedScopes): readonly string[] {
  const left = new Set(['offline_access', 'access_as_user']);
  const openIdLast = ['profile', 'openid', 'email'].filter((name) => openId.has(name));
  return [...[...granted].filter((name) => !left.has(name) && !openIdLast.includes(name)).sort(), ...openIdLast];
}
