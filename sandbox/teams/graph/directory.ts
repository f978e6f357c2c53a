/** Users with their roles, photos and licences; groups with their members. Pages "List users", "Add members". */

import type { Kit } from '../../kit/platform.ts';
import { drawPortrait } from '../../kit/portrait.ts';
import type { Answer } from '../../kit/router.ts';
import type { StoredTeam } from '../members.ts';
import type { TeamsTenant } from '../tenant.ts';
import type { TeamsUser } from '../world.ts';
import { badRequest, noSuchObject, notFound, notPrivileged } from './errors.ts';
import { demandAdvanced, filterOf, page, pageOf, select } from './odata.ts';
import {
  directoryCollection,
  entity,
  type GraphRequest,
  metadata,
  noContent,
  type Operation,
  type Operations,
  objectBody,
  ok,
  optionalString,
  signedIn,
} from './operation.ts';
import { groupResource, type Resource, userDefaults, userPrincipalName, userResource } from './resources.ts';
import { administersTeams, roleNames } from './roles.ts';

const sizes = { standard: 100, max: 999 };

export function directoryOperations(kit: Kit, tenant: TeamsTenant): Operations {
  const { domain } = tenant.tenant;
  const written = (user: TeamsUser): Resource => userResource(user, domain);
  const userOf = (id: string): TeamsUser => {
    const isCalled = (user: TeamsUser) => userPrincipalName(user, domain).toLowerCase() === id.toLowerCase();
    const user = tenant.user(id) ?? tenant.users().find(isCalled);
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
  const listMemberships = (request: GraphRequest, user: TeamsUser): Answer => {
    const { value, links } = page(request, memberships(user), sizes);
    return directoryCollection(
      'directoryObjects',
      value.map((one) => select(request.query, one)),
      links,
    );
  };

  const person = (request: GraphRequest, user: TeamsUser): Answer =>
    entity('users', select(request.query, written(user), userDefaults));
  const photo = (user: TeamsUser): Answer => {
    const human = kit.seed.people.find(({ id, service }) => id === user.person && !service);
    const picture = human && drawPortrait(human);
    if (picture === undefined)
      throw notFound("Exception of type 'ImageNotFoundException' was thrown.", 'ImageNotFound');
    return { status: 200, headers: { 'content-type': 'image/png' }, body: picture };
  };
  const people = (request: GraphRequest, ids: readonly string[]): Answer => {
    demandAdvanced(request);
    const users = ids.flatMap((id) => tenant.user(id) ?? []);
    const holds = filterOf(request.query);
    const matching = request.query.has('$filter') ? users.filter((user) => holds(written(user))) : users;
    const { value, links } = pageOf(request, matching, sizes, (user) => ({
      '@odata.type': '#microsoft.graph.user',
      ...select(request.query, written(user), userDefaults),
    }));
    return directoryCollection('directoryObjects', value, links);
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
    ...Object.fromEntries(
      ['memberOf', 'transitiveMemberOf'].flatMap(
        (which) =>
          [
            [
              `GET /me/${which}`,
              { limit: 'directory', handle: (request) => listMemberships(request, signedIn(request)) },
            ],
            [
              `GET /users/{user}/${which}`,
              { limit: 'directory', handle: (request) => listMemberships(request, userOf(request.params['user']!)) },
            ],
          ] satisfies [string, Operation][],
      ),
    ),
    'GET /users': {
      limit: 'directory',
      handle(request) {
        demandAdvanced(request);
        const all = tenant.users().map(written).filter(searchOf(request));
        const { value, links } = page(request, all, sizes);
        return directoryCollection(
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
        const hasTeamsLicense = userOf(request.params['user']!).home === undefined;
        return ok({ '@odata.context': metadata('microsoft.graph.teamsLicensingDetails'), hasTeamsLicense });
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
        return directoryCollection(
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

/** `$search="displayName:x" OR "mail:x"`. Page "Advanced query capabilities on Microsoft Entra ID objects". */
function searchOf({ query, headers }: GraphRequest): (user: Resource) => boolean {
  const search = query.get('$search');
  if (search === null) return () => true;
  if (headers['consistencylevel'] !== 'eventual') {
    throw badRequest(
      "Request with $search query parameter only works through MSGraph with a special request header: 'ConsistencyLevel: eventual'",
      'Request_UnsupportedQuery',
    );
  }
  const terms = [...search.matchAll(/"(\w+):([^"]*)"/g)].map(
    ([, property = '', wanted = '']) =>
      (user: Resource) =>
        String(user[property] ?? '')
          .toLowerCase()
          .includes(wanted.toLowerCase()),
  );
  if (terms.length === 0) throw badRequest('Syntax error in $search.', 'Request_BadRequest');
  return / AND /.test(search)
    ? (user) => terms.every((holds) => holds(user))
    : (user) => terms.some((holds) => holds(user));
}
