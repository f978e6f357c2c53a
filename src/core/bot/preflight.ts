/**
 * Looks at everything that could stand against a universal channel before anything is changed, on both sides at once.
 * What it finds is only shown: whoever makes the channel asks again.
 */
import { usableAddress } from '../channels/addresses.ts';
import { usableName } from '../channels/channels.ts';
import type { Legs } from '../channels/legs.ts';
import type { Connector } from '../connector.ts';
import { type ConnectionId, type Place, type Platform, platformNames } from '../model.ts';
import { hindered, obstacleOf } from '../obstacles.ts';
import type { Obstacle } from '../reasons.ts';
import { type Choices, obstacleOfChannel } from './choices.ts';
import type { Rights, Seat } from './rights.ts';
import type { DirectoryChannel, TeamAddress, TeamsDirectory } from './teams-directory.ts';
import type { ChannelDraft, OtherSide, Preflight } from './use-cases.ts';

interface PreflightParts {
  readonly connectors: Readonly<Record<Platform, Connector>>;
  readonly directory: TeamsDirectory;
  readonly legs: Legs;
  readonly rights: Rights;
  readonly choices: Choices;
}

interface Side {
  readonly title: string;
  readonly obstacles: readonly Obstacle[];
}

/** @throws UserError `not_found` where the draft names what the speaker may not see */
export async function preflight(parts: PreflightParts, seat: Seat, draft: ChannelDraft): Promise<Preflight> {
  const named: Obstacle[] =
    usableName(draft.name) === undefined ? [{ reason: 'name_unusable', subject: draft.name }] : [];
  const [source, other] = await Promise.all([
    lookAtSource(parts, seat, draft.source),
    lookAtOther(parts, seat, draft.source, draft.other),
  ]);
  return {
    source: source.title,
    other: other.title,
    ...(draft.other.is === 'invitation' && { invites: true }),
    obstacles: [...named, ...source.obstacles, ...other.obstacles],
  };
}

/** A channel of Teams: everything but the other side. @throws UserError `not_found` */
export async function lookAtSource(parts: PreflightParts, seat: Seat, place: Place): Promise<Side> {
  const { directory, rights } = parts;
  const address = directory.addressOf(place.conversation);
  if (!address || place.connection !== seat.connection.id) throw hindered({ reason: 'not_found' });
  return await answeredBy('teams', async () => {
    const [governs, isMember] = await Promise.all([
      rights.governs(seat, address.team),
      rights.isMember(seat, address.team),
    ]);
    if (!governs && !isMember) throw hindered({ reason: 'not_found' });
    const [team, channel] = await Promise.all([
      directory.team(seat.connection, address.team),
      channelAt(parts, seat, place.conversation, address),
    ]);
    if (!team || !channel) return { title: team?.name ?? '', obstacles: [gone(team?.name ?? 'Teams')] };
    const title = `${team.name} / ${channel.name}`;
    const found = await Promise.all([
      obstacleOfChannel(team, channel),
      linked(parts, 'teams', place.conversation, title),
      governs ? undefined : ({ reason: 'not_team_owner', subject: team.name } as const),
      unpublished(parts, seat),
      illness(parts, 'teams', seat.connection.id),
      serviceUserMissing(parts, seat, address, team.name),
    ]);
    return { title, obstacles: found.filter((one) => one !== undefined) };
  });
}

/** The service user does not see every private channel: the speaker may. */
async function channelAt(
  { directory }: PreflightParts,
  { connection, speaker }: Seat,
  conversation: Place['conversation'],
  address: TeamAddress,
): Promise<DirectoryChannel | undefined> {
  const seen = await directory.channel(connection, address);
  if (seen) return seen;
  const theirs = await directory.channels(speaker, address.team).catch(() => []);
  return theirs.find((channel) => channel.conversation === conversation);
}

/** @throws UserError `not_found` where it names another organization's */
async function lookAtOther(parts: PreflightParts, seat: Seat, source: Place, other: OtherSide): Promise<Side> {
  if (other.is === 'invitation') {
    const { address } = other;
    const usable = address === undefined || usableAddress(address) !== undefined;
    return { title: address ?? '', obstacles: usable ? [] : [{ reason: 'address_unusable', subject: address }] };
  }
  const id = other.is === 'place' ? other.place.connection : other.connection;
  const { platform } = await parts.choices.otherConnection(seat, id);
  if (id === source.connection) {
    return { title: '', obstacles: [{ reason: 'same_platform_account', subject: platformNames[platform] }] };
  }
  // What it is called is for those alone who may choose it.
  if (other.is === 'place' && !(await parts.rights.isAdministrator(seat))) {
    return { title: '', obstacles: [{ reason: 'not_administrator' }] };
  }
  const ill = illness(parts, platform, id);
  const side =
    other.is === 'place' ? await lookAtPlace(parts, platform, other.place) : newPlace(parts, platform, other.title);
  return ill ? { title: side.title, obstacles: [ill, ...side.obstacles] } : side;
}

function newPlace({ connectors }: PreflightParts, platform: Platform, wanted: string): Side {
  const { create, titleFor } = connectors[platform];
  if (!create) {
    return { title: wanted, obstacles: [{ reason: 'creation_unsupported', subject: platformNames[platform] }] };
  }
  const title = titleFor?.(wanted);
  if (title !== undefined) return { title, obstacles: [] };
  return { title: wanted, obstacles: [{ reason: 'name_unusable', subject: wanted }] };
}

/** A conversation of another platform. */
export async function lookAtPlace(parts: PreflightParts, platform: Platform, place: Place): Promise<Side> {
  return await answeredBy(platform, async () => {
    const info = await parts.connectors[platform].look(place);
    if (!info) return { title: '', obstacles: [gone(platformNames[platform])] };
    const unusable: Obstacle[] = info.obstacle === undefined ? [] : [{ reason: 'place_unusable', subject: info.title }];
    const held = await linked(parts, platform, place.conversation, info.title);
    return { title: info.title, obstacles: held ? [...unusable, held] : unusable };
  });
}

const gone = (subject: string): Obstacle => ({ reason: 'place_gone', subject });

async function linked(
  { legs }: PreflightParts,
  platform: Platform,
  conversation: Place['conversation'],
  title: string,
): Promise<Obstacle | undefined> {
  return (await legs.holderOf(platform, conversation)) && { reason: 'already_linked', subject: title };
}

function unpublished({ directory }: PreflightParts, { connection }: Seat): Obstacle | undefined {
  return directory.published(connection) ? undefined : { reason: 'app_not_published' };
}

/** What is known of the connection already: one that only stumbled is not ill. */
function illness({ connectors }: PreflightParts, platform: Platform, id: ConnectionId): Obstacle | undefined {
  const { state } = connectors[platform].health(id);
  const ill = state === 'bad_credentials' || state === 'removed';
  return ill ? { reason: 'connection_ill', subject: platformNames[platform] } : undefined;
}

/** Mio adds the service user to a team by itself, unless a rule decides who is in it. */
async function serviceUserMissing(
  { directory }: PreflightParts,
  { connection }: Seat,
  { team }: TeamAddress,
  name: string,
): Promise<Obstacle | undefined> {
  const missing: Obstacle = { reason: 'service_user_missing', subject: name };
  const serviceUser = directory.serviceUserOf(connection);
  if (serviceUser === undefined) return missing;
  if (!(await directory.membershipByRule(connection, team))) return undefined;
  return (await directory.standing(connection, serviceUser)).groups.has(team) ? undefined : missing;
}

/** A platform that does not answer is one obstacle more; what the speaker did wrong stays an error. */
async function answeredBy(platform: Platform, look: () => Promise<Side>): Promise<Side> {
  try {
    return await look();
  } catch (error) {
    const obstacle = obstacleOf(error, platformNames[platform]);
    if (!obstacle || obstacle.reason === 'not_found') throw error;
    return { title: '', obstacles: [obstacle] };
  }
}
