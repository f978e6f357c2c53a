/** Teams, their channels and who is in them. A team's id is its group's id; channels are all standard ones. */
import type { Kit } from '../kit/platform.ts';

export interface StoredTeam {
  readonly id: string;
  readonly name: string;
  readonly members: readonly string[];
  readonly owners: readonly string[];
  readonly channels: readonly { readonly id: string; readonly name: string }[];
}

export interface TeamStore {
  get(id: string): StoredTeam | undefined;
  all(): readonly StoredTeam[];
  channel(id: string): { readonly id: string; readonly name: string; readonly team: string } | undefined;
  /** True where the person was no member yet. */
  addMember(team: string, user: string): boolean;
  addOwner(team: string, user: string): boolean;
  /** True where the person was a member. An owner who leaves is no owner any more. */
  removeMember(team: string, user: string): boolean;
}

export function createTeamStore(kit: Kit): TeamStore {
  const stored = kit.state.collection<StoredTeam>('teams.teams');
  const objectId = (person: string): string => kit.seed.teams.users[person] ?? person;
  for (const team of kit.seed.teams.teams) {
    if (stored.has(team.id)) continue;
    stored.set(team.id, { ...team, members: team.members.map(objectId), owners: team.owners.map(objectId) });
  }

  const change = (id: string, apply: (team: StoredTeam) => Partial<StoredTeam>): boolean => {
    const team = stored.get(id);
    if (team !== undefined) stored.set(id, { ...team, ...apply(team) });
    return team !== undefined;
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
    addMember(team, user) {
      if (stored.get(team)?.members.includes(user) ?? true) return false;
      return change(team, ({ members }) => ({ members: [...members, user] }));
    },
    addOwner(team, user) {
      if (stored.get(team)?.owners.includes(user) ?? true) return false;
      return change(team, ({ owners }) => ({ owners: [...owners, user] }));
    },
    removeMember(team, user) {
      if (!stored.get(team)?.members.includes(user)) return false;
      return change(team, ({ members, owners }) => ({
        members: members.filter((member) => member !== user),
        owners: owners.filter((owner) => owner !== user),
      }));
    },
  };
}
