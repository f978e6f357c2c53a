/** What happens in the tenant, told to the bot as far as Teams tells it: installs, membership, teams, channels, mentions of it. */
import { clientId } from '../entra/registration.ts';
import type { TeamsEvent, TeamsMessage, TeamsWorld } from '../teams/world.ts';
import type { Activities } from './activities.ts';
import { mentionTarget } from './activities.ts';
import type { Chats } from './chats.ts';
import { isInChannel, isInstalledIn, teamThread } from './identity.ts';
import type { Outbox } from './outbox.ts';
import type { InstalledPlace, PlaceActivities } from './place-activities.ts';

export interface EventParts {
  readonly world: TeamsWorld;
  readonly chats: Chats;
  readonly activities: Activities;
  readonly places: PlaceActivities;
  readonly outbox: Outbox;
}

type InstallEvent = Extract<TeamsEvent, { kind: 'installed' | 'uninstalled' }>;

const messageTypes = { created: 'message', updated: 'messageUpdate', deleted: 'messageDelete' } as const;

export function tellBot({ world, chats, activities, places, outbox }: EventParts): void {
  const placeOf = ({ team: id, channel }: InstallEvent): InstalledPlace | undefined => {
    const team = world.team(id);
    if (team !== undefined) return { kind: 'team', team, channel: channel ?? teamThread(team) };
    const user = world.user(id);
    const chat = user === undefined ? chats.get(id) : chats.personal(user);
    if (chat !== undefined) return { kind: 'chat', chat };
    const found = world.channel(id);
    const host = found && world.team(found.team);
    return found && host && { kind: 'channel', team: host, channel: found };
  };
  const tellInstall = (event: InstallEvent): void => {
    const place = event.app.botId === clientId ? placeOf(event) : undefined;
    if (place === undefined) return;
    const { order = 'installation-first', repeat = 1, upgrade = false } = event.telling ?? {};
    const [action, change] =
      event.kind === 'installed' ? (['add', 'Added'] as const) : (['remove', 'Removed'] as const);
    for (let told = 0; told < repeat; told += 1) {
      const installation = places.installation(upgrade ? `${action}-upgrade` : action, place, event.by);
      const membership = places.botMembership(change, place, event.by);
      if (order === 'installation-first') outbox.send(installation, membership);
      else outbox.send(membership, installation);
    }
  };

  world.onEvent((event) => {
    switch (event.kind) {
      case 'installed':
      case 'uninstalled':
        return tellInstall(event);
      case 'memberAdded':
      case 'memberRemoved': {
        const team = world.team(event.team);
        if (team === undefined || !isInstalledIn(world, team.id)) return;
        const change = event.kind === 'memberAdded' ? 'Added' : 'Removed';
        return outbox.send(places.userMembership(change, team, event.user, event.by ?? event.user));
      }
      case 'teamChanged':
        if (isInstalledIn(world, event.team.id)) outbox.send(places.teamChanged(event.change, event.team, event.by));
        return;
      case 'channelChanged':
        if (isInstalledIn(world, event.team.id))
          outbox.send(places.channelChanged(event.change, event.team, event.channel, event.by));
        return;
      case 'created':
      case 'updated':
      case 'deleted':
        if (event.reaction && isOwn(event.message) && isInChannel(world, event.message.channel))
          return outbox.send(activities.reaction(event.message, event.reaction));
        if (concernsBot(world, event.kind, event.message))
          outbox.send(activities.channelMessage(messageTypes[event.kind], event.message));
    }
  });
}

const isOwn = ({ author }: TeamsMessage): boolean => 'bot' in author && author.bot === clientId;

/** In channels a bot hears only what mentions it. A reaction to it changes it without editing it, and is not told. */
function concernsBot(world: TeamsWorld, kind: TeamsEvent['kind'], message: TeamsMessage): boolean {
  const mentioned = message.mentions.some((mention) => mentionTarget(mention).application === clientId);
  const unedited = kind === 'updated' && message.edited !== message.modified;
  return mentioned && !unedited && 'user' in message.author && isInChannel(world, message.channel);
}
