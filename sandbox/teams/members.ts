/** Teams, their channels and who is in them, as they are stored. A team's id is its group's id. */
import type { ChannelKind, Kit } from '../kit/platform.ts';

export interface StoredChannel {
  readonly id: string;
  readonly name: string;
  readonly membershipType: ChannelKind;
  /** Of a private or shared channel, its own; null on a standard one, where they are the team's. */
  readonly members: readonly string[] | null;
}

export interface StoredTeam {
  readonly id: string;
  readonly name: string;
  readonly members: readonly string[];
  readonly owners: readonly string[];
  /** General first. */
  readonly channels: readonly StoredChannel[];
  /** What can be restored. */
  readonly deletedChannels: readonly StoredChannel[];
  readonly archived: boolean;
}

export interface TeamStore {
  get(id: string): StoredTeam | undefined;
  all(): readonly StoredTeam[];
  channel(id: string): (StoredChannel & { readonly team: string }) | undefined;
  put(team: StoredTeam): StoredTeam;
  /** @throws Error where there is no such team */
  change(id: string, apply: (team: StoredTeam) => Partial<StoredTeam>): StoredTeam;
  /** A deleted team is out of sight until it is restored, or gone for good. */
  bury(id: string): void;
  buried(id: string): StoredTeam | undefined;
  unbury(id: string): void;
  purge(id: string): void;
  /** True where the person was no member yet. */
  addMember(team: string, user: string): boolean;
  addOwner(team: string, user: string): boolean;
  /** True where the person was a member. An owner who leaves is no owner any more. */
  removeMember(team: string, user: string): boolean;
}

export function createTeamStore(kit: Kit): TeamStore {
  const stored = kit.state.collection<StoredTeam>('teams.teams');
  const deleted = kit.state.collection<StoredTeam>('teams.deleted');
  const objectId = (person: string): string => kit.seed.teams.users[person] ?? person;

  for (const team of kit.seed.teams.teams) {
    if (stored.has(team.id) || deleted.has(team.id)) continue;
    const [members, owners] = [team.members.map(objectId), team.owners.map(objectId)];
    stored.set(team.id, whole({ ...team, members, owners }));
  }
  for (const team of [...stored.values()]) stored.set(team.id, whole(team));

  const change: TeamStore['change'] = (id, apply) => {
    const team = stored.get(id);
    if (team === undefined) throw new Error(`no team ${id}`);
    const changed = { ...team, ...apply(team) };
    stored.set(id, changed);
    return changed;
  };
  const move = (id: string, from: typeof stored, to: typeof stored): void => {
    const team = from.get(id);
    if (team === undefined) return;
    from.delete(id);
    to.set(id, team);
  };

  return {
    get: (id) => stored.get(id),
    all: () => [...stored.values()],
    channel(id) {
      for (const team of stored.values()) {
        const channel = team.channels.find((candidate) => candidate.id === id);
        if (channel !== undefined) return { ...channel, team: team.id };
      }
      return undefined;
    },
    put(team) {
      stored.set(team.id, team);
      return team;
    },
    change,
    bury: (id) => move(id, stored, deleted),
    buried: (id) => deleted.get(id),
    unbury: (id) => move(id, deleted, stored),
    purge: (id) => deleted.delete(id),
    addMember(team, user) {
      if (stored.get(team)?.members.includes(user) ?? true) return false;
      change(team, ({ members }) => ({ members: [...members, user] }));
      return true;
    },
    addOwner(team, user) {
      if (stored.get(team)?.owners.includes(user) ?? true) return false;
      change(team, ({ owners }) => ({ owners: [...owners, user] }));
      return true;
    },
    removeMember(team, user) {
      if (!stored.get(team)?.members.includes(user)) return false;
      const without = (users: readonly string[]) => users.filter((one) => one !== user);
      change(team, ({ members, owners, channels }) => ({
        members: without(members),
        owners: without(owners),
        channels: channels.map((one) => (one.members === null ? one : { ...one, members: without(one.members) })),
      }));
      return true;
    },
  };
}

type OlderChannel = Pick<StoredChannel, 'id' | 'name'> & Partial<StoredChannel>;
type OlderTeam = Omit<StoredTeam, 'channels' | 'deletedChannels' | 'archived'> & {
  readonly channels: readonly OlderChannel[];
} & Partial<Pick<StoredTeam, 'deletedChannels' | 'archived'>>;

/** A team as the seed or an older version of the sandbox has it, with all that it has now. */
const whole = (team: OlderTeam): StoredTeam => ({
  deletedChannels: [],
  archived: false,
  ...team,
  channels: team.channels.map((channel) => ({ membershipType: 'standard', members: null, ...channel })),
});
