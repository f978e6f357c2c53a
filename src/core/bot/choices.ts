/** What a speaker can choose from: their teams and channels, and what their organization has elsewhere. */
import type { Legs } from '../channels/legs.ts';
import type { Connector } from '../connector.ts';
import { type ConnectionId, type Platform, platformNames } from '../model.ts';
import { asked, hindered } from '../obstacles.ts';
import type { Obstacle } from '../reasons.ts';
import type { Connection, Records } from '../records.ts';
import type { Speaker } from '../speaker.ts';
import type { Rights, Seat } from './rights.ts';
import type { DirectoryChannel, DirectoryTeam, TeamsDirectory } from './teams-directory.ts';
import type { ConnectionChoice, PlaceChoice, TeamChoice } from './use-cases.ts';

interface ChoicesParts {
  readonly records: Records;
  readonly connectors: Readonly<Record<Platform, Connector>>;
  readonly directory: TeamsDirectory;
  readonly legs: Legs;
  readonly rights: Rights;
}

/** What stands against a channel by itself, whoever asks. */
export function obstacleOfChannel(team: DirectoryTeam, channel: DirectoryChannel): Obstacle | undefined {
  if (team.archived) return { reason: 'archived_team', subject: team.name };
  if (channel.archived) return { reason: 'place_unusable', subject: channel.name };
  if (channel.kind === 'private') return { reason: 'private_channel', subject: channel.name };
  return channel.kind === 'standard' ? undefined : { reason: 'shared_channel', subject: channel.name };
}

export class Choices {
  readonly #parts: ChoicesParts;

  constructor(parts: ChoicesParts) {
    this.#parts = parts;
  }

  async teams(speaker: Speaker): Promise<readonly TeamChoice[]> {
    await this.#parts.rights.seat(speaker);
    return (await this.#joinedTeams(speaker)).map(({ archived: _, ...team }) => team);
  }

  /** @throws UserError `not_found` where the speaker is not in that team */
  async channels(speaker: Speaker, id: string): Promise<readonly PlaceChoice[]> {
    const { directory, rights } = this.#parts;
    const seat = await rights.seat(speaker);
    const team = (await this.#joinedTeams(speaker)).find((one) => one.id === id.toLowerCase());
    if (!team) throw hindered({ reason: 'not_found' });
    const [found, governs] = await Promise.all([
      asked('Teams', () => directory.channels(speaker, team.id)),
      rights.governs(seat, team.id),
    ]);
    const noRight: Obstacle | undefined = governs ? undefined : { reason: 'not_team_owner', subject: team.name };
    return await Promise.all(
      found.map(async (channel) => {
        const obstacle =
          obstacleOfChannel(team, channel) ??
          noRight ??
          (await this.#linked('teams', channel.conversation, channel.name));
        const place = { connection: seat.connection.id, conversation: channel.conversation };
        return { place, title: channel.name, ...(obstacle && { obstacle }) };
      }),
    );
  }

  async connections(speaker: Speaker): Promise<readonly ConnectionChoice[]> {
    const { records, connectors, rights } = this.#parts;
    const seat = await rights.seat(speaker);
    const { organization } = seat.connection;
    const administers = await rights.isAdministrator(seat);
    const all = (await records.list('connection')).map(({ body }) => body);
    return all
      .filter((one) => one.organization === organization && one.platform !== 'teams')
      .map(({ id, platform, name }) => {
        const creates = connectors[platform].create !== undefined;
        return { connection: id, platform, name, creates, ...(creates && !administers && { createsOnly: true }) };
      });
  }

  /**
   * What is in a workspace, private channels among it, is nothing for everybody.
   * @throws UserError `not_administrator`, `not_found` for another organization's connection
   */
  async places(speaker: Speaker, id: ConnectionId): Promise<readonly PlaceChoice[]> {
    const { connectors, rights } = this.#parts;
    const seat = await rights.seat(speaker);
    if (!(await rights.isAdministrator(seat))) throw hindered({ reason: 'not_administrator' });
    const { platform, id: connection } = await this.otherConnection(seat, id);
    const found = await asked(platformNames[platform], () => connectors[platform].places(connection));
    return await Promise.all(
      found.map(async ({ conversation, title, obstacle: words }) => {
        const obstacle: Obstacle | undefined =
          words === undefined
            ? await this.#linked(platform, conversation, title)
            : { reason: 'place_unusable', subject: title };
        return { place: { connection, conversation }, title, ...(obstacle && { obstacle }) };
      }),
    );
  }

  /** A connection of the seat's own organization. @throws UserError `not_found` */
  async otherConnection({ connection }: Seat, id: ConnectionId): Promise<Connection> {
    const stored = await this.#parts.records.get('connection', id);
    if (stored?.body.organization === connection.organization) return stored.body;
    throw hindered({ reason: 'not_found' });
  }

  async #joinedTeams(speaker: Speaker): Promise<readonly DirectoryTeam[]> {
    return await asked('Teams', () => this.#parts.directory.joinedTeams(speaker));
  }

  async #linked(platform: Platform, conversation: DirectoryChannel['conversation'], title: string) {
    const holder = await this.#parts.legs.holderOf(platform, conversation);
    return holder && ({ reason: 'already_linked', subject: title } as const);
  }
}
