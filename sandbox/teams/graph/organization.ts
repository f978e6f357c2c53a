/** The tenant itself, and what was granted to apps in it. Pages "List organization", "List oauth2PermissionGrants". */
import type { Entra } from '../../entra/index.ts';
import { servicePrincipalId } from '../../entra/registration.ts';
import type { TeamsTenant } from '../tenant.ts';
import { page, select } from './odata.ts';
import { collection, type Operations } from './operation.ts';
import type { Resource } from './resources.ts';

/** Object id of Microsoft Graph's service principal in this tenant: the resource of every grant. */
const graphPrincipal = '2f9a6c14-8e70-4d3b-b5a1-c06f38d2e794';
/** Belongs to the app's own API. */
const ownScope = 'access_as_user';
const sizes = { standard: 100, max: 999 };

export function organizationOperations(tenant: TeamsTenant, entra: Entra): Operations {
  const { id, name, domain } = tenant.tenant;
  const organization: Resource = {
    id,
    displayName: name,
    tenantType: 'AAD',
    countryLetterCode: 'DE',
    createdDateTime: '2026-01-05T08:00:00Z',
    verifiedDomains: [
      {
        capabilities: 'Email, OfficeCommunicationsOnline',
        isDefault: true,
        isInitial: true,
        name: domain,
        type: 'Managed',
      },
    ],
  };
  /** A grant's scope is a list parted by spaces, and begins with one. */
  const grants = (): Resource[] =>
    entra
      .consents()
      .filter(({ user }) => user === null || tenant.user(user) !== undefined)
      .map(({ user, permissions }) => ({ user, scopes: permissions.filter((one) => one !== ownScope) }))
      .filter(({ scopes }) => scopes.length > 0)
      .map(({ user, scopes }) => ({
        id: Buffer.from(`${servicePrincipalId}${user ?? ''}`).toString('base64url'),
        clientId: servicePrincipalId,
        consentType: user === null ? 'AllPrincipals' : 'Principal',
        principalId: user,
        resourceId: graphPrincipal,
        scope: ` ${scopes.join(' ')}`,
      }));

  return {
    'GET /organization': {
      limit: 'directory',
      handle: ({ query }) => collection('organization', [select(query, organization)]),
    },
    'GET /oauth2PermissionGrants': {
      limit: 'directory',
      handle(request) {
        const { value, links } = page(request, grants(), sizes);
        return collection('oauth2PermissionGrants', value, links);
      },
    },
  };
}
