/** Ids as the Bot Framework spells them: `28:` a bot, `29:` a person (for this bot), `a:` a personal chat, `19:` a channel. */
import { createHash } from 'node:crypto';
import { clientId } from '../entra/registration.ts';
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
  return {
    botName: () => world.appOfBot(clientId)?.displayName ?? 'Mio',
    accountOf,
    userOf: (account) => world.users().find((user) => accountOf(user.id) === account || user.id === account),
    chatOf,
    userOfChat: (conversation) => world.users().find((user) => chatOf(user.id) === conversation),
  };
}

/** `19:…@thread.tacv2;messageid=1789…`: a thread; without the suffix, the channel. */
export function threadOf(conversation: string): { readonly channel: string; readonly root: string | null } {
  const [channel = '', suffix] = conversation.split(';messageid=');
  return { channel, root: suffix ?? null };
}

/** A team's id on this wire is the thread id of its General channel, the one that was there first. */
export function teamThread(world: TeamsWorld, team: string): string {
  return world.channels(team)[0]?.id ?? team;
}

/** The team whose General channel this is. */
export function teamOfThread(world: TeamsWorld, thread: string) {
  return world.teams().find(({ id }) => teamThread(world, id) === thread);
}
