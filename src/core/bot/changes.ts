/**
 * Follows teams and channels into the universal channels that they belong to. An event may come twice, late and in any
 * order, so it decides nothing: it says what to look for, and only what Teams itself shows then is followed. Where Teams
 * does not show it yet, it is looked for again; where Teams never shows it, the event was overtaken by another.
 */
import { type Following, isAway } from '../channels/following.ts';
import type { ChannelId } from '../model.ts';
import type { Clock, Log } from '../ports.ts';
import type { Connection, Leg, Records } from '../records.ts';
import { minutes, seconds } from '../time.ts';
import type { TeamAddress, TeamsDirectory } from './teams-directory.ts';
import type { TeamChange } from './use-cases.ts';

interface ChangesParts {
  readonly records: Records;
  readonly clock: Clock;
  readonly log: Log;
  readonly directory: TeamsDirectory;
  readonly following: Following;
}

/** What Teams shows of a leg's channel. */
type Sight =
  | { readonly is: 'gone' }
  | { readonly is: 'archived' | 'open'; readonly team: string; readonly channel: string };

interface Affected {
  readonly channel: ChannelId;
  readonly leg: Leg;
  readonly address: TeamAddress;
}

/** Teams and Graph are two systems: what one tells of, the other shows some time after. */
const lookAgainAfter = [seconds(2), seconds(10), seconds(30), minutes(2)];

/** What Graph must show for an event to be true. */
const expected: Readonly<Record<TeamChange['kind'], (sight: Sight, change: TeamChange) => boolean>> = {
  renamed: (sight, { name, channel }) =>
    sight.is !== 'gone' && (name === undefined || name === (channel === undefined ? sight.team : sight.channel)),
  deleted: ({ is }) => is === 'gone',
  restored: ({ is }) => is !== 'gone',
  archived: ({ is }) => is === 'archived',
  unarchived: ({ is }) => is === 'open',
};

export class Changes {
  readonly #parts: ChangesParts;

  constructor(parts: ChangesParts) {
    this.#parts = parts;
  }

  /** Resolves after the first look; what is not shown yet is looked for later. */
  async follow(connection: Connection, change: TeamChange): Promise<void> {
    await this.#look(connection, change, 0);
  }

  async #look(connection: Connection, change: TeamChange, attempt: number): Promise<void> {
    const { log } = this.#parts;
    const seen = await this.#followNow(connection, change).catch((err) => {
      log.warn({ connection: connection.id, kind: change.kind, err }, 'a change in Teams could not be followed yet');
      return false;
    });
    if (seen) return;
    const wait = lookAgainAfter[attempt];
    if (wait === undefined) {
      log.info({ connection: connection.id, kind: change.kind }, 'a change in Teams was overtaken by another');
      return;
    }
    this.#parts.clock.after(wait, () => void this.#look(connection, change, attempt + 1));
  }

  /** Whether Graph shows for every leg what the event said. */
  async #followNow(connection: Connection, change: TeamChange): Promise<boolean> {
    let shown = true;
    for (const affected of await this.#affected(connection, change)) {
      const sight = await this.#sightOf(connection, affected.address);
      if (!expected[change.kind](sight, change)) shown = false;
      else await this.#agree(affected, sight);
    }
    return shown;
  }

  async #agree({ channel, leg }: Affected, sight: Sight): Promise<void> {
    const { following, clock } = this.#parts;
    if (sight.is === 'gone') return await following.deleted(channel, leg.id);
    await following.renamed(channel, leg.id, `${sight.team} / ${sight.channel}`);
    if (sight.is === 'archived') await following.suspended(channel, leg.id);
    else if (isAway(leg, clock.now())) await following.returned(channel, leg.id);
  }

  /** By the id: what a list leaves out proves nothing. @throws DeliveryError */
  async #sightOf(connection: Connection, address: TeamAddress): Promise<Sight> {
    const { directory } = this.#parts;
    const team = await directory.team(connection, address.team);
    const channel = team && (await directory.channel(connection, address));
    if (!team || !channel) return { is: 'gone' };
    const is = team.archived || channel.archived ? 'archived' : 'open';
    return { is, team: team.name, channel: channel.name };
  }

  /** Legs that are there, or that would be if their channel were. */
  async #affected(connection: Connection, change: TeamChange): Promise<readonly Affected[]> {
    const { records, clock, directory } = this.#parts;
    const now = clock.now();
    const found: Affected[] = [];
    for (const { body } of await records.list('channel')) {
      for (const leg of body.legs) {
        if (leg.connection !== connection.id || (leg.state !== 'active' && !isAway(leg, now))) continue;
        const address = directory.addressOf(leg.conversation);
        if (address && concerns(change, address)) found.push({ channel: body.id, leg, address });
      }
    }
    return found;
  }
}

const concerns = ({ team, channel }: TeamChange, address: TeamAddress): boolean =>
  channel === undefined ? address.team === team.toLowerCase() : address.channel === channel;
