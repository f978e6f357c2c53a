/** Teams and channels as people make, rename, archive, delete and restore them. Each change is announced once. */
import type { Kit } from '../kit/platform.ts';
import { uuid } from './catalog.ts';
import type { StoredChannel, StoredTeam, TeamStore } from './members.ts';
import type { ChannelChange, NewChannel, NewTeam, TeamChange, TeamsEvent } from './world.ts';

/** `by` is an object id. Each throws where there is no such team or channel. */
export interface Places {
  createTeam(team: NewTeam): StoredTeam;
  renameTeam(team: string, name: string, by: string): StoredTeam;
  setArchived(team: string, archived: boolean, by: string): StoredTeam;
  deleteTeam(team: string, by: string): StoredTeam;
  restoreTeam(team: string, by: string): StoredTeam;
  /** Ends a deleted team for good. */
  purgeTeam(team: string, by: string): StoredTeam;
  createChannel(team: string, channel: NewChannel, by: string): StoredChannel;
  renameChannel(channel: string, name: string, by: string): StoredChannel;
  deleteChannel(channel: string, by: string): StoredChannel;
  restoreChannel(team: string, channel: string, by: string): StoredChannel;
}

export function createPlaces(kit: Kit, teams: TeamStore, announce: (event: TeamsEvent) => void): Places {
  const channelId = (): string => `19:${kit.random(24).toString('base64url')}@thread.tacv2`;
  const told = (change: TeamChange, team: StoredTeam, by: string): StoredTeam => {
    announce({ kind: 'teamChanged', change, team, by });
    return team;
  };
  const toldOf = (change: ChannelChange, team: StoredTeam, channel: StoredChannel, by: string): StoredChannel => {
    announce({ kind: 'channelChanged', change, team, channel, by });
    return channel;
  };
  const known = <T>(found: T | undefined, id: string): T => {
    if (found === undefined) throw new Error(`nothing is called ${id}`);
    return found;
  };
  const teamOf = (channel: string) => known(teams.get(known(teams.channel(channel), channel).team), channel);

  return {
    createTeam({ name, owner, members }) {
      const general: StoredChannel = { id: channelId(), name: 'General', membershipType: 'standard', members: null };
      return teams.put({
        id: uuid(kit),
        name,
        owners: [owner],
        members: [...new Set([owner, ...members])],
        channels: [general],
        deletedChannels: [],
        archived: false,
      });
    },
    renameTeam: (id, name, by) =>
      told(
        'Renamed',
        teams.change(id, () => ({ name })),
        by,
      ),
    setArchived: (id, archived, by) =>
      told(
        archived ? 'Archived' : 'Unarchived',
        teams.change(id, () => ({ archived })),
        by,
      ),
    deleteTeam(id, by) {
      const team = known(teams.get(id), id);
      teams.bury(id);
      return told('Deleted', team, by);
    },
    restoreTeam(id, by) {
      teams.unbury(id);
      return told('Restored', known(teams.get(id), id), by);
    },
    purgeTeam(id, by) {
      const team = known(teams.buried(id), id);
      teams.purge(id);
      return told('HardDeleted', team, by);
    },

    createChannel(id, { name, kind, members }, by) {
      const own = kind === 'standard' ? null : [...new Set([by, ...members])];
      const channel: StoredChannel = { id: channelId(), name, membershipType: kind, members: own };
      const team = teams.change(id, ({ channels }) => ({ channels: [...channels, channel] }));
      return toldOf('Created', team, channel, by);
    },
    renameChannel(id, name, by) {
      const { id: team } = teamOf(id);
      const renamed = (one: StoredChannel) => (one.id === id ? { ...one, name } : one);
      const changed = teams.change(team, ({ channels }) => ({ channels: channels.map(renamed) }));
      return toldOf('Renamed', changed, known(changed.channels.find(isCalled(id)), id), by);
    },
    deleteChannel(id, by) {
      const { id: team, channels, deletedChannels } = teamOf(id);
      const channel = known(channels.find(isCalled(id)), id);
      const changed = teams.change(team, () => ({
        channels: channels.filter((one) => one !== channel),
        deletedChannels: [...deletedChannels, channel],
      }));
      return toldOf('Deleted', changed, channel, by);
    },
    restoreChannel(team, id, by) {
      const { channels, deletedChannels } = known(teams.get(team), team);
      const channel = known(deletedChannels.find(isCalled(id)), id);
      const changed = teams.change(team, () => ({
        channels: [...channels, channel],
        deletedChannels: deletedChannels.filter((one) => one !== channel),
      }));
      return toldOf('Restored', changed, channel, by);
    },
  };
}

/** As a person would say it. */
export const titleOf = (team: Pick<StoredTeam, 'name'>, channel: Pick<StoredChannel, 'name'>): string =>
  `${team.name} / ${channel.name}`;

/** The places that have another title by what happened: of a team, all of its channels. */
export function renamedBy(event: TeamsEvent): readonly { place: string; title: string; by: string }[] {
  if ((event.kind !== 'teamChanged' && event.kind !== 'channelChanged') || event.change !== 'Renamed') return [];
  const { team, by } = event;
  const channels = event.kind === 'channelChanged' ? [event.channel] : team.channels;
  return channels.map((channel) => ({ place: channel.id, title: titleOf(team, channel), by }));
}

const isCalled =
  (wanted: string) =>
  ({ id }: StoredChannel): boolean =>
    id === wanted;
