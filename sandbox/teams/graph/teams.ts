/** Teams and channels. Pages "List teams", "List joinedTeams", "List channels", "List allChannels". */
import type { Answer } from '../../kit/router.ts';
import type { StoredTeam } from '../members.ts';
import type { TeamsTenant } from '../tenant.ts';
import { forbidden, notFound } from './errors.ts';
import { page, select } from './odata.ts';
import { collection, entity, type GraphRequest, type Operations, signedIn } from './operation.ts';
import { channelResource, teamResource } from './resources.ts';
import { administersTeams } from './roles.ts';

const sizes = { standard: 100, max: 999 };
/** All that a listing of teams gives. */
const listed = ['id', 'displayName', 'description'];

/** The team of the path. @throws GraphError 404 */
export function teamOf(tenant: TeamsTenant, request: GraphRequest): StoredTeam {
  const team = tenant.team(request.params['team']!);
  if (team === undefined) throw notFound(`No team found with Group Id ${request.params['team']}`);
  return team;
}

/** The team of the path, where the caller may see it: as a member, or as an administrator of Teams. @throws GraphError */
export function visibleTeam(tenant: TeamsTenant, request: GraphRequest): StoredTeam {
  const team = teamOf(tenant, request);
  const { user } = request.caller;
  if (user === undefined || team.members.includes(user.id) || administersTeams(request.caller)) return team;
  throw forbidden('Caller is not a member of the team.');
}

export function teamOperations(tenant: TeamsTenant): Operations {
  const all = (): StoredTeam[] => tenant.teams().map(({ id }) => tenant.team(id)!);
  const channels = (request: GraphRequest): Answer => {
    const team = visibleTeam(tenant, request);
    const { value, links } = page(
      request,
      team.channels.map((one) => channelResource(tenant, team, one)),
      sizes,
    );
    return collection(
      `teams('${team.id}')/channels`,
      value.map((one) => select(request.query, one)),
      links,
    );
  };
  const channel = (
    request: GraphRequest,
    pick: (team: StoredTeam) => StoredTeam['channels'][number] | undefined,
  ): Answer => {
    const team = visibleTeam(tenant, request);
    const found = pick(team);
    if (found === undefined) throw notFound('Channel not found.');
    return entity(`teams('${team.id}')/channels`, select(request.query, channelResource(tenant, team, found)));
  };

  return {
    'GET /me/joinedTeams': {
      limit: 'joinedTeams',
      handle(request) {
        const { id } = signedIn(request);
        const joined = all().filter((team) => team.members.includes(id));
        return collection(
          'teams',
          joined.map((team) => teamResource(tenant, team)),
        );
      },
    },
    'GET /teams': {
      limit: 'otherGet',
      handle(request) {
        const { value, links } = page(
          request,
          all().map((team) => teamResource(tenant, team)),
          sizes,
        );
        return collection(
          'teams',
          value.map((one) => select(request.query, one, listed)),
          links,
        );
      },
    },
    'GET /teams/{team}': {
      limit: 'team',
      handle: (request) => entity('teams', select(request.query, teamResource(tenant, visibleTeam(tenant, request)))),
    },
    'GET /teams/{team}/channels': { limit: 'channels', handle: channels },
    'GET /teams/{team}/allChannels': { limit: 'otherGet', handle: channels },
    'GET /teams/{team}/primaryChannel': {
      limit: 'otherGet',
      handle: (request) => channel(request, (team) => team.channels[0]),
    },
    'GET /teams/{team}/channels/{channel}': {
      limit: 'channel',
      handle: (request) => channel(request, (team) => team.channels.find(({ id }) => id === request.params['channel'])),
    },
  };
}
