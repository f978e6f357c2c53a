/** The activities about where the bot is, and what becomes of those places. "Conversation events in your Teams bot". */
import type { StoredChannel, StoredTeam } from '../teams/members.ts';
import type { ChannelChange, TeamChange } from '../teams/world.ts';
import type { Chat } from './chats.ts';
import type { Activity, Envelopes } from './envelope.ts';
import { botAccount, teamThread } from './identity.ts';

/** Where the bot was added or removed. */
export type InstalledPlace =
  /** `channel`: the one that was picked. */
  | { readonly kind: 'team'; readonly team: StoredTeam; readonly channel: string }
  /** A private or shared channel of a team that has the app. */
  | { readonly kind: 'channel'; readonly team: StoredTeam; readonly channel: StoredChannel }
  | { readonly kind: 'chat'; readonly chat: Chat };

export type InstallAction = 'add' | 'remove' | 'add-upgrade' | 'remove-upgrade';
type Membership = 'Added' | 'Removed';

/** `by` is an Entra object id. */
export interface PlaceActivities {
  installation(action: InstallAction, place: InstalledPlace, by: string): Activity;
  /** Of the bot itself, with its install. */
  botMembership(change: Membership, place: InstalledPlace, by: string): Activity;
  userMembership(change: Membership, team: StoredTeam, user: string, by: string): Activity;
  teamChanged(change: TeamChange, team: StoredTeam, by: string): Activity;
  channelChanged(change: ChannelChange, team: StoredTeam, channel: StoredChannel, by: string): Activity;
}

export function createPlaceActivities(envelopes: Envelopes): PlaceActivities {
  const { wrap, team: teamData, inChannel, inChat, person } = envelopes;
  const inTeam = (team: StoredTeam, by: string, channelData: object) =>
    wrap(by, inChannel(teamThread(team)), { ...channelData, team: teamData(team) });
  const channelData = ({ id, name, membershipType }: StoredChannel) => ({
    id,
    name,
    ...(membershipType === 'standard' ? {} : { type: membershipType }),
  });
  const source = { source: { name: 'message' } };

  const installedIn = (place: InstalledPlace, by: string) => {
    if (place.kind === 'chat') return wrap(by, inChat(place.chat), source);
    const selected = place.kind === 'team' ? place.channel : place.channel.id;
    const settings = { selectedChannel: { id: selected } };
    return wrap(by, inChannel(selected), { team: teamData(place.team), settings, ...source });
  };
  const memberIn = (place: InstalledPlace, change: Membership, by: string) => {
    if (place.kind === 'chat') return wrap(by, inChat(place.chat), {});
    if (place.kind === 'team') return inTeam(place.team, by, { eventType: `teamMember${change}` });
    const { channel, team } = place;
    const data = { channel: channelData(channel), team: teamData(team), eventType: `channelMember${change}` };
    return wrap(by, inChannel(channel.id), data);
  };

  return {
    installation: (action, place, by) => ({ ...installedIn(place, by), type: 'installationUpdate', action }),
    botMembership: (change, place, by) => ({
      ...memberIn(place, change, by),
      type: 'conversationUpdate',
      [`members${change}`]: [{ id: botAccount }],
    }),
    userMembership: (change, team, user, by) => ({
      ...inTeam(team, by, { eventType: `teamMember${change}` }),
      type: 'conversationUpdate',
      [`members${change}`]: [person(user)],
    }),
    teamChanged: (change, team, by) => ({
      ...inTeam(team, by, { eventType: `team${change}` }),
      type: 'conversationUpdate',
    }),
    channelChanged: (change, team, channel, by) => ({
      ...inTeam(team, by, { eventType: `channel${change}`, channel: channelData(channel) }),
      type: 'conversationUpdate',
    }),
  };
}
