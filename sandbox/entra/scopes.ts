/**
 * The `scope` parameter: OpenID scopes, and permissions of resources. An authorize request may span several resources,
 * a token is for one. A bare permission name means Microsoft Graph.
 */
import { EntraError } from './errors.ts';
import { openIdScopes, permissions } from './permissions.ts';
import { botAudience, clientId, graphAudience } from './registration.ts';

/** `self`: the app's own API, for tokens that it exchanges on behalf of the user. */
export type Resource = 'graph' | 'bot' | 'self';

export interface RequestedScopes {
  readonly openId: ReadonlySet<string>;
  /** In the order of their first mention. */
  readonly resources: readonly Resource[];
  /** Named permissions, of Graph or of the app itself. */
  readonly named: readonly string[];
  /** Resources asked for with `.default`. */
  readonly defaults: ReadonlySet<Resource>;
}

/** @throws EntraError 70011 for unknown scopes and for `.default` beside names, 500011 for an unknown resource */
export function parseScopes(text: string, applicationIdUris: readonly string[]): RequestedScopes {
  const openId = new Set<string>();
  const resources = new Set<Resource>();
  const named = new Set<string>();
  const defaults = new Set<Resource>();

  for (const scope of text.split(' ').filter((word) => word !== '')) {
    if (openIdScopes.has(scope)) {
      openId.add(scope);
      continue;
    }
    const { resource, name } = split(scope, applicationIdUris);
    resources.add(resource);
    if (name === '.default') defaults.add(resource);
    else if (isPermissionOf(resource, name)) named.add(name);
    else throw new EntraError(70011, scope);
  }
  if (named.size > 0 && defaults.size > 0) throw new EntraError(70011, text);
  return { openId, resources: [...resources], named: [...named], defaults };
}

/** The one resource a token is asked for; Graph where only OpenID scopes are named. @throws EntraError 28000 */
export function onlyResource({ resources }: RequestedScopes, text: string): Resource {
  if (resources.length > 1) throw new EntraError(28000, text);
  return resources[0] ?? 'graph';
}

function split(
  scope: string,
  applicationIdUris: readonly string[],
): { readonly resource: Resource; readonly name: string } {
  const at = scope.lastIndexOf('/');
  if (at < 0) return { resource: 'graph', name: scope };
  const address = scope.slice(0, at);
  const name = scope.slice(at + 1);
  if (address === graphAudience) return { resource: 'graph', name };
  if (address === botAudience) return { resource: 'bot', name };
  if (address === clientId || applicationIdUris.includes(address)) return { resource: 'self', name };
  throw new EntraError(500011, address);
}

function isPermissionOf(resource: Resource, name: string): boolean {
  if (resource === 'self') return name === 'access_as_user';
  return resource === 'graph' && name !== 'access_as_user' && permissions.has(name);
}
