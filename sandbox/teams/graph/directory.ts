/** Users with their roles, photos and licences; groups with their members. Pages "List users", "Add members". */

import type { Kit } from '../../kit/platform.ts';
import { drawPortrait } from '../../kit/portrait.ts';
import type { Answer } from '../../kit/router.ts';
import type { StoredTeam } from '../members.ts';
import type { TeamsTenant } from '../tenant.ts';
import type { TeamsUser } from '../world.ts';
import { badRequest, noSuchObject, notFound, notPrivileged } from './errors.ts';
import { filterOf, page, select, topOf } from './odata.ts';
import {
  collection,
  entity,
  type GraphRequest,
  metadata,
  noContent,
  type Operations,
  objectBody,
  ok,
  optionalString,
  signedIn,
} from './operation.ts';
import { groupResource, type Resource, userDefaults, userResource } from './resources.ts';
import { administersTeams, roleNames } from './roles.ts';

const sizes = { standard: 100, max: 999 };

export function directoryOperations(kit: Kit, tenant: TeamsTenant): Operations {
  const userOf = (id: string): TeamsUser => {
    const user = tenant.user(id) ?? tenant.users().find(({ mail }) => mail.toLowerCase() === id.toLowerCase());
    if (user === undefined) throw noSuchObject(id);
    return user;
  };
  const groupOf = (request: GraphRequest): StoredTeam => {
    const group = tenant.team(request.params['group']!);
    if (group === undefined) throw noSuchObject(request.params['group']!);
    return group;
  };
  const groups = (): StoredTeam[] => tenant.teams().map(({ id }) => tenant.team(id)!);

  const memberships = (user: TeamsUser): Resource[] => [
    ...user.roles.map((role) => ({
      '@odata.type': '#microsoft.graph.directoryRole',
      id: roleIdOf(tenant, role),
      displayName: roleNames[role] ?? role,
      roleTemplateId: role,
    })),
    ...groups()
      .filter((group) => group.members.includes(user.id))
      .map((group) => ({ '@odata.type': '#microsoft.graph.group', ...groupResource(tenant, group) })),
  ];
  const listMemberships = (request: GraphRequest): Answer => {
    const { value, links } = page(request, memberships(signedIn(request)), sizes);
    return collection(
      'directoryObjects',
      value.map((one) => select(request.query, one)),
      links,
    );
  };

  const person = (request: GraphRequest, user: TeamsUser): Answer =>
    entity('users', select(request.query, userResource(user), userDefaults));
  const photo = (user: TeamsUser): Answer => {
    const human = kit.seed.people.find(({ id, service }) => id === user.person && !service);
    const picture = human && drawPortrait(human);
    if (picture === undefined)
      throw notFound("Exception of type 'ImageNotFoundException' was thrown.", 'ImageNotFound');
    return { status: 200, headers: { 'content-type': 'image/png' }, body: picture };
  };
  const people = (request: GraphRequest, ids: readonly string[]): Answer => {
    const all = ids.flatMap((id) => tenant.user(id) ?? []).map(userResource);
    const { value, links } = page(request, all, sizes);
    const shown = value.map((one) => ({
      '@odata.type': '#microsoft.graph.user',
      ...select(request.query, one, userDefaults),
    }));
    return collection('directoryObjects', shown, links);
  };

  const mayManage = ({ caller }: GraphRequest, group: StoredTeam): void => {
    const allowed = caller.user === undefined || administersTeams(caller) || group.owners.includes(caller.user.id);
    if (!allowed) throw notPrivileged();
  };
  const addReference =
    (role: 'members' | 'owners') =>
    (request: GraphRequest): Answer => {
      const group = groupOf(request);
      mayManage(request, group);
      const target = optionalString(objectBody(request), '@odata.id') ?? '';
      const id = /\/(?:directoryObjects|users)\/([^/]+)$/.exec(target)?.[1];
      if (id === undefined) throw badRequest('Invalid URL format specified in @odata.id.', 'Request_BadRequest');
      const user = userOf(decodeURIComponent(id));
      const added = role === 'members' ? tenant.addMember(group.id, user.id) : tenant.addOwner(group.id, user.id);
      if (added) return noContent;
      throw badRequest(
        `One or more added object references already exist for the following modified properties: '${role}'.`,
        'Request_BadRequest',
      );
    };

  return {
    'GET /me': { limit: 'directory', handle: (request) => person(request, signedIn(request)) },
    'GET /me/photo/$value': { limit: 'directory', handle: (request) => photo(signedIn(request)) },
    'GET /me/memberOf': { limit: 'directory', handle: listMemberships },
    'GET /me/transitiveMemberOf': { limit: 'directory', handle: listMemberships },
    'GET /users': {
      limit: 'directory',
      handle(request) {
        const all = tenant.users().map(userResource).filter(searchOf(request));
        const { value, links } = page(request, all, sizes);
        return collection(
          'users',
          value.map((one) => select(request.query, one, userDefaults)),
          links,
        );
      },
    },
    'GET /users/{user}': { limit: 'directory', handle: (request) => person(request, userOf(request.params['user']!)) },
    'GET /users/{user}/photo/$value': {
      limit: 'directory',
      handle: (request) => photo(userOf(request.params['user']!)),
    },
    'GET /users/{user}/licenseDetails/getTeamsLicensingDetails': {
      limit: 'directory',
      handle(request) {
        userOf(request.params['user']!);
        return ok({ '@odata.context': metadata('microsoft.graph.teamsLicensingDetails'), hasTeamsLicense: true });
      },
    },
    'GET /oauth2PermissionGrants': {
      limit: 'directory',
      handle(request) {
        const all = [grantOf(request)].filter(filterOf(request.query));
        return collection('oauth2PermissionGrants', all.slice(0, topOf(request.query, sizes.standard, sizes.max)));
      },
    },
    'GET /groups': {
      limit: 'directory',
      handle(request) {
        const { value, links } = page(
          request,
          groups().map((group) => groupResource(tenant, group)),
          sizes,
        );
        return collection(
          'groups',
          value.map((one) => select(request.query, one)),
          links,
        );
      },
    },
    'GET /groups/{group}': {
      limit: 'directory',
      handle: (request) => entity('groups', select(request.query, groupResource(tenant, groupOf(request)))),
    },
    'GET /groups/{group}/members': {
      limit: 'directory',
      handle: (request) => people(request, groupOf(request).members),
    },
    'GET /groups/{group}/owners': { limit: 'directory', handle: (request) => people(request, groupOf(request).owners) },
    'POST /groups/{group}/members/$ref': { limit: 'directory', handle: addReference('members') },
    'POST /groups/{group}/owners/$ref': { limit: 'directory', handle: addReference('owners') },
    'DELETE /groups/{group}/members/{user}/$ref': {
      limit: 'directory',
      handle(request) {
        const group = groupOf(request);
        if (request.params['user'] !== request.caller.user?.id) mayManage(request, group);
        if (!tenant.removeMember(group.id, request.params['user']!)) throw noSuchObject(request.params['user']!);
        return noContent;
      },
    },
  };
}

/** A role's object id differs per tenant, which is why clients must compare template ids. */
const roleIdOf = (tenant: TeamsTenant, role: string): string => tenant.tenant.id.slice(0, 18) + role.slice(18);

/** `$search="displayName:x"`. Page "Advanced query capabilities on Microsoft Entra ID objects". */
function searchOf({ query, headers }: GraphRequest): (user: Resource) => boolean {
  const search = query.get('$search');
  if (search === null) return () => true;
  if (headers['consistencylevel'] !== 'eventual') {
    throw badRequest(
      "Request with $search query parameter only works through MSGraph with a special request header: 'ConsistencyLevel: eventual'",
      'Request_UnsupportedQuery',
    );
  }
  const [, property = 'displayName', wanted = ''] = /^"(\w+):(.*)"$/.exec(search) ?? [];
  return (user) =>
    String(user[property] ?? '')
      .toLowerCase()
      .includes(wanted.toLowerCase());
}

/** The caller's own grant: a Graph token holds every scope that was consented so far. */
function grantOf({ caller }: GraphRequest): Resource {
  return {
    id: Buffer.from(`${caller.app}${caller.user?.id ?? ''}`).toString('base64url'),
    clientId: caller.app,
    consentType: 'Principal',
    principalId: caller.user?.id ?? null,
    resourceId: '00000003-0000-0000-c000-000000000000',
    scope: caller.scopes.join(' '),
  };
}
