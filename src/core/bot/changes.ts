/** Follows teams and channels into the universal channels that they belong to: see `../channels/hints.ts`. */
import { type Following, isAway } from '../channels/following.ts';
import { Hints, type HintsParts } from '../channels/hints.ts';
import type { ChannelId } from '../model.ts';
import type { Connection, Leg, Records } from '../records.ts';
import type { TeamAddress, TeamsDirectory } from './teams-directory.ts';
import type { TeamChange } from './use-cases.ts';

interface ChangesParts extends HintsParts {
  readonly records: Records;
  readonly directory: TeamsDirectory;
  readonly following: Following;
}

type TeamHint = TeamChange & Pick<Leg, 'connection'>;

/** What Teams shows of a leg's channel. */
type Sight =
  | { readonly is: 'gone' }
  | { readonly is: 'archived' | 'open'; readonly team: string; readonly channel: string };

interface Affected {
  readonly channel: ChannelId;
  readonly leg: Leg;
  readonly address: TeamAddress;
}

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
  readonly hints: Hints<TeamHint>;
  readonly #parts: ChangesParts;

  constructor(parts: ChangesParts) {
    this.#parts = parts;
    this.hints = new Hints(parts, 'teams', (hint) => this.#follow(hint));
  }

  /** Durable when it resolves, and followed after that; of what is no leg nothing is kept. @throws StoreUnavailableError */
  async take({ id: connection }: Connection, change: TeamChange): Promise<void> {
    const hint = { ...change, connection };
    const { kind, team, channel = '' } = change;
    // Teams names no event of this kind: told again, it is followed again.
    const key = `${kind} ${team} ${channel} ${this.#parts.clock.now()}`;
    if ((await this.#affected(hint)).length > 0) await this.hints.take(hint, key);
  }

  /** Whether Graph shows for every leg what the event said. */
  async #follow(hint: TeamHint): Promise<boolean> {
    const stored = await this.#parts.records.get('connection', hint.connection);
    if (!stored) return true;
    let shown = true;
    for (const affected of await this.#affected(hint)) {
      const sight = await this.#sightOf(stored.body, affected.address);
      if (!expected[hint.kind](sight, hint)) shown = false;
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
  async #affected(hint: TeamHint): Promise<readonly Affected[]> {
    const { records, clock, directory } = this.#parts;
    const now = clock.now();
    const found: Affected[] = [];
    for (const { body } of await records.list('channel')) {
      for (const leg of body.legs) {
        if (leg.connection !== hint.connection || (leg.state !== 'active' && !isAway(leg, now))) continue;
        const address = directory.addressOf(leg.conversation);
        if (address && concerns(hint, address)) found.push({ channel: body.id, leg, address });
      }
    }
    return found;
  }
}

const concerns = ({ team, channel }: TeamChange, address: TeamAddress): boolean =>
  channel === undefined ? address.team === team.toLowerCase() : address.channel === channel;
