/** Teams and channels. Pages "List teams", "List joinedTeams", "List channels", "List allChannels". */
import type { Answer } from '../../kit/router.ts';
import type { StoredChannel, StoredTeam } from '../members.ts';
import type { TeamsTenant } from '../tenant.ts';
import { forbidden, notFound } from './errors.ts';
import { page, pageOf, select } from './odata.ts';
import { collection, entity, type GraphRequest, type Operations, signedIn } from './operation.ts';
import { channelResource, knowsNewMembers, memberResource, type Resource, teamResource } from './resources.ts';
import { administersTeams } from './roles.ts';

const sizes = { standard: 100, max: 999 };
/** All that a listing of teams gives. */
const listed = ['id', 'displayName', 'description'];

/** Enum members that came late are written as unknown to clients that have not said that they know them. */
const written = ({ headers }: GraphRequest, channel: Resource): Resource =>
  channel['membershipType'] === 'shared' && !knowsNewMembers(headers)
    ? { ...channel, membershipType: 'unknownFutureValue' }
    : channel;

function onlyToken(query: URLSearchParams): URLSearchParams {
  const token = query.get('$skiptoken');
  return new URLSearchParams(token === null ? {} : { $skiptoken: token });
}

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

/** Private and shared channels are there for their own members, the team's owners and administrators of Teams. */
function sees({ caller }: GraphRequest, team: StoredTeam, { members }: StoredChannel): boolean {
  const { user } = caller;
  if (user === undefined || members === null || administersTeams(caller)) return true;
  return members.includes(user.id) || team.owners.includes(user.id);
}

/** The channel of the path, where the caller may see it. @throws GraphError 404, 403 */
export function visibleChannel(tenant: TeamsTenant, request: GraphRequest) {
  const team = visibleTeam(tenant, request);
  const channel = team.channels.find(({ id }) => id === request.params['channel']);
  if (channel === undefined || !sees(request, team, channel)) throw notFound('Channel not found.');
  return { team, channel };
}

export function teamOperations(tenant: TeamsTenant): Operations {
  const all = (): StoredTeam[] => tenant.teams().map(({ id }) => tenant.team(id)!);
  const channels = (request: GraphRequest): Answer => {
    const team = visibleTeam(tenant, request);
    const shown = team.channels.filter((one) => sees(request, team, one));
    const { value, links } = page(
      request,
      shown.map((one) => written(request, channelResource(tenant, team, one))),
      sizes,
    );
    return collection(
      `teams('${team.id}')/channels`,
      value.map((one) => select(request.query, one)),
      links,
    );
  };
  const channel = (request: GraphRequest, team: StoredTeam, found: StoredChannel): Answer => {
    const resource = written(request, channelResource(tenant, team, found));
    return entity(`teams('${team.id}')/channels`, select(request.query, resource));
  };
  /** Direct members; the operation takes no options but the token of its next page. */
  const channelMembers = (request: GraphRequest): Answer => {
    const { team, channel: found } = visibleChannel(tenant, request);
    const bare = { ...request, query: onlyToken(request.query) };
    const { value, links } = pageOf(bare, tenant.roster(found.id), sizes, (id) =>
      memberResource(tenant, team, found.id, id),
    );
    return collection(`teams('${team.id}')/channels('${encodeURIComponent(found.id)}')/members`, value, links);
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
      handle(request) {
        const team = visibleTeam(tenant, request);
        return channel(request, team, team.channels[0]!);
      },
    },
    'GET /teams/{team}/channels/{channel}': {
      limit: 'channel',
      handle(request) {
        const found = visibleChannel(tenant, request);
        return channel(request, found.team, found.channel);
      },
    },
    'GET /teams/{team}/channels/{channel}/members': { limit: 'channels', handle: channelMembers },
  };
}
