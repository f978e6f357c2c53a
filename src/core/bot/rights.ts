/**
 * Who a speaker is for Mio, and what they may do. Their organization is that of the Teams connection of their tenant;
 * their right on this side is to administer Teams there, or to own the team concerned. Of another platform's side nobody
 * owns anything here: what is there already is an administrator's to connect. An actor, who may change things, is made
 * here alone, after that check.
 */
import { type Actor, takesPart } from '../channels/access.ts';
import { accountId } from '../channels/connections.ts';
import type { ConversationId } from '../model.ts';
import { asked, hindered } from '../obstacles.ts';
import type { Clock } from '../ports.ts';
import type { Obstacle } from '../reasons.ts';
import type { Connection, Leg, Records, UniversalChannel } from '../records.ts';
import { createMemory, type Memory } from '../remember.ts';
import type { Speaker } from '../speaker.ts';
import { minutes, seconds } from '../time.ts';
import type { DirectoryPerson, Standing, TeamsDirectory } from './teams-directory.ts';

interface RightsParts {
  readonly records: Records;
  readonly clock: Clock;
  readonly directory: TeamsDirectory;
}

/** A turn is quick, and whoever is refused asks to be let in, and then tries again at once. */
const keeping = { found: minutes(1), missing: seconds(10), most: 10_000 };

/** Where a speaker comes from. */
export interface Seat {
  readonly speaker: Speaker;
  /** The Teams connection of their tenant. */
  readonly connection: Connection;
}

export class Rights {
  readonly #parts: RightsParts;
  readonly #people: Memory<DirectoryPerson | undefined>;
  readonly #standings: Memory<Standing>;
  readonly #owners: Memory<boolean>;

  constructor(parts: RightsParts) {
    this.#parts = parts;
    const { clock } = parts;
    this.#people = createMemory(clock, { ...keeping, missing: keeping.found });
    this.#standings = createMemory(clock, keeping);
    this.#owners = createMemory(clock, keeping);
  }

  /** @throws UserError `platform_not_connected` where the tenant never connected Teams */
  async seat(speaker: Speaker): Promise<Seat> {
    const connection = await this.connectionOf(speaker.tenant);
    if (connection) return { speaker, connection };
    throw hindered({ reason: 'platform_not_connected', subject: 'Teams' });
  }

  /** The Teams connection of a tenant. */
  async connectionOf(tenant: string): Promise<Connection | undefined> {
    const { records } = this.#parts;
    const account = await records.get('installation', accountId('teams', tenant.toLowerCase()));
    const stored = account && (await records.get('connection', String(account.body.value)));
    return stored?.body.platform === 'teams' ? stored.body : undefined;
  }

  /** May look, and no more. */
  member({ speaker, connection }: Seat): Actor {
    return { organization: connection.organization, role: 'member', name: speaker.name };
  }

  /** May look, and is known by their addresses. */
  async addressee(seat: Seat): Promise<Actor> {
    return { ...(await this.#actor(seat)), role: 'member' };
  }

  async isAdministrator(seat: Seat): Promise<boolean> {
    return (await this.#standing(seat)).administrator;
  }

  async isMember(seat: Seat, team: string): Promise<boolean> {
    return (await this.#standing(seat, ({ groups }) => groups.has(team))).groups.has(team);
  }

  /** Administers Teams, or owns the team. */
  async governs(seat: Seat, team: string): Promise<boolean> {
    return (await this.isAdministrator(seat)) || (await this.#owns(seat, team));
  }

  /** @throws UserError `not_administrator` */
  async administrator(seat: Seat): Promise<Actor> {
    if (await this.isAdministrator(seat)) return await this.#actor(seat);
    throw hindered({ reason: 'not_administrator' });
  }

  /** The actor for one conversation of Teams. @throws UserError `not_found`, `not_team_owner` */
  async actorFor(seat: Seat, conversation: ConversationId): Promise<Actor> {
    const address = this.#parts.directory.addressOf(conversation);
    if (!address) throw hindered({ reason: 'not_found' });
    if (await this.governs(seat, address.team)) return await this.#actor(seat);
    throw hindered({ reason: 'not_team_owner', subject: await this.teamName(seat, address.team) });
  }

  /**
   * The actor for what changes a universal channel as a whole: whoever governs a team of their organization's legs, for
   * what takes the legs out all of their teams. @throws UserError `not_found`, `not_administrator`, `not_team_owner`
   */
  async actorIn(seat: Seat, channel: UniversalChannel, whole = false): Promise<Actor> {
    if (!(await this.sees(seat, channel))) throw hindered({ reason: 'not_found' });
    const refusal = await this.#refusalIn(seat, channel, whole);
    if (refusal) throw hindered(refusal);
    return await this.#actor(seat);
  }

  /** Whether the speaker may change the channel. */
  async governsIn(seat: Seat, channel: UniversalChannel): Promise<boolean> {
    return (await this.sees(seat, channel)) && (await this.#refusalIn(seat, channel, false)) === undefined;
  }

  /** Administrators see their organization's channels; others, those of the teams that they are in. */
  async sees(seat: Seat, channel: UniversalChannel): Promise<boolean> {
    if (!takesPart(channel, seat.connection.organization)) return false;
    const teams = this.#teamsOf(seat, channel);
    const among = ({ administrator, groups }: Standing) => administrator || teams.some((team) => groups.has(team));
    return among(await this.#standing(seat, among)) || (await this.#ownsAny(seat, teams));
  }

  async teamName({ connection }: Seat, team: string): Promise<string> {
    const found = await asked('Teams', () => this.#parts.directory.team(connection, team));
    return found?.name ?? '';
  }

  async #refusalIn(seat: Seat, channel: UniversalChannel, whole: boolean): Promise<Obstacle | undefined> {
    if (await this.isAdministrator(seat)) return undefined;
    const teams = this.#teamsOf(seat, channel);
    if (teams.length === 0) return { reason: 'not_administrator' };
    const owned = await Promise.all(teams.map((team) => this.#owns(seat, team)));
    if (whole ? owned.every(Boolean) : owned.some(Boolean)) return undefined;
    const foreign = teams[owned.indexOf(false)] ?? '';
    return { reason: 'not_team_owner', subject: await this.teamName(seat, foreign) };
  }

  #teamsOf({ connection }: Seat, channel: UniversalChannel): readonly string[] {
    const teams = channel.legs
      .filter((leg: Leg) => leg.connection === connection.id && leg.state !== 'left')
      .flatMap((leg) => this.#parts.directory.addressOf(leg.conversation)?.team ?? []);
    return [...new Set(teams)];
  }

  async #actor(seat: Seat): Promise<Actor> {
    const { connection, speaker } = seat;
    const known = await this.#people.get(keyOf(seat), () =>
      asked('Teams', () => this.#parts.directory.person(connection, speaker.person)),
    );
    const addresses = known?.addresses ?? [];
    const [address] = addresses;
    const name = known?.name || speaker.name || speaker.person;
    return {
      organization: connection.organization,
      role: 'administrator',
      name: address === undefined ? name : `${name} (${address})`,
      addresses,
    };
  }

  #standing(seat: Seat, suffices?: (standing: Standing) => boolean): Promise<Standing> {
    const { connection, speaker } = seat;
    const load = () => asked('Teams', () => this.#parts.directory.standing(connection, speaker.person));
    return this.#standings.get(keyOf(seat), load, suffices);
  }

  async #ownsAny(seat: Seat, teams: readonly string[]): Promise<boolean> {
    for (const team of teams) if (await this.#owns(seat, team)) return true;
    return false;
  }

  #owns(seat: Seat, team: string): Promise<boolean> {
    const { connection, speaker } = seat;
    const load = () => asked('Teams', () => this.#parts.directory.owns(connection, speaker.person, team));
    return this.#owners.get(`${keyOf(seat)} ${team}`, load, Boolean);
  }
}

const keyOf = ({ connection, speaker }: Seat): string => `${connection.id} ${speaker.person}`;
