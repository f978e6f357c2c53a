/** Ids as the Bot Framework spells them: `28:` a bot, `29:` a person (for this bot), `a:` a personal chat, `19:` a channel. */
import { createHash } from 'node:crypto';
import { clientId } from '../entra/registration.ts';
import type { StoredTeam } from '../teams/members.ts';
import type { TeamsUser, TeamsWorld } from '../teams/world.ts';

export const botAccount = `28:${clientId}`;
export const serviceUrl = 'https://smba.trafficmanager.net/teams/';

export interface Identity {
  /** Shown name of the bot: its app's. */
  botName(): string;
  /** The person's `29:` id. */
  accountOf(user: string): string;
  /** By `29:` id or Entra object id. */
  userOf(account: string): TeamsUser | undefined;
  /** The id of the person's chat with the bot. */
  chatOf(user: string): string;
  userOfChat(conversation: string): TeamsUser | undefined;
}

export function createIdentity(world: TeamsWorld): Identity {
  const hash = (text: string) => createHash('sha256').update(`${clientId} ${text}`).digest('base64url');
  const accountOf = (user: string) => `29:1${hash(`account ${user}`)}`;
  const chatOf = (user: string) => `a:1${hash(`chat ${user}`)}`;

  const byId = new Map<string, TeamsUser>();
  let indexed = 0;
  /** Users are only ever added: ten thousand are hashed once, not at every look-up. */
  const find = (id: string): TeamsUser | undefined => {
    for (const users = world.users(); indexed < users.length; indexed += 1) {
      const user = users[indexed];
      if (user === undefined) break;
      for (const name of [accountOf(user.id), chatOf(user.id)]) byId.set(name, user);
    }
    return byId.get(id);
  };

  return {
    botName: () => world.appOfBot(clientId)?.displayName ?? 'Mio',
    accountOf,
    userOf: (account) => world.user(account) ?? (account.startsWith('29:') ? find(account) : undefined),
    chatOf,
    userOfChat: (conversation) => (conversation.startsWith('a:') ? find(conversation) : undefined),
  };
}

/** `19:…@thread.tacv2;messageid=1789…`: a thread; without the suffix, the channel. */
export function threadOf(conversation: string): { readonly channel: string; readonly root: string | null } {
  const [channel = '', suffix] = conversation.split(';messageid=');
  return { channel, root: suffix ?? null };
}

/** A team's id on this wire is the thread id of its General channel, the one that was there first. */
export function teamThread({ channels: [general], id }: Pick<StoredTeam, 'id' | 'channels'>): string {
  return general?.id ?? id;
}

/** The team whose General channel this is. */
export function teamOfThread(world: TeamsWorld, thread: string): StoredTeam | undefined {
  const channel = world.channel(thread);
  const team = channel && world.team(channel.team);
  return team && teamThread(team) === thread ? team : undefined;
}

/** Whether the bot hears and speaks in a channel: its team has the app, and so has the channel where it is not a standard one. */
export function isInChannel(world: TeamsWorld, id: string): boolean {
  const channel = world.channel(id);
  if (channel === undefined || !isInstalledIn(world, channel.team)) return false;
  return channel.membershipType === 'standard' || isInstalledIn(world, channel.id);
}

/** `place`: a team, a person, a group chat, or a private or shared channel. */
export function isInstalledIn(world: TeamsWorld, place: string): boolean {
  return world.botIn(clientId, place) === 'installed';
}
