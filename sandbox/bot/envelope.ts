/** What every activity carries: who says it, where, to whom, in which tenant and language. */
import { uuid } from '../entra/ids.ts';
import type { Kit } from '../kit/platform.ts';
import type { StoredTeam } from '../teams/members.ts';
import type { TeamsWorld } from '../teams/world.ts';
import type { Chat } from './chats.ts';
import type { Identity } from './identity.ts';
import { botAccount, serviceUrl, teamThread } from './identity.ts';

export type Activity = Readonly<Record<string, unknown>> & {
  readonly type: string;
  readonly conversation: { readonly id: string };
};

export interface Account {
  readonly id: string;
  readonly name?: string;
  readonly aadObjectId?: string;
}

export interface Envelopes {
  bot(): Account;
  /** By Entra object id. */
  person(user: string): Account;
  /** The entity that tells of the person's client. */
  client(user: string): object;
  inChannel(id: string): { readonly id: string };
  inChat(chat: Chat): { readonly id: string };
  /** A team in `channelData`. */
  team(team: StoredTeam): object;
  /** `user` by Entra object id. */
  wrap(
    user: string,
    conversation: { readonly id: string },
    channelData: object,
  ): Omit<Activity, 'type'> & { readonly conversation: { readonly id: string } };
}

const timezone = 'Europe/Berlin';

export function createEnvelopes(kit: Kit, world: TeamsWorld, identity: Identity): Envelopes {
  const tenant = { id: world.tenant.id };
  const localeOf = (user: string): string => world.user(user)?.locale ?? 'en-US';
  const bot = () => ({ id: botAccount, name: identity.botName() });
  const person = (user: string): Account => {
    const name = world.user(user)?.displayName;
    return { id: identity.accountOf(user), aadObjectId: user, ...(name === undefined ? {} : { name }) };
  };
  return {
    bot,
    person,
    client(user) {
      const locale = localeOf(user);
      return { type: 'clientInfo', locale, country: locale.split('-')[1] ?? 'US', platform: 'Web', timezone };
    },
    inChannel: (id) => ({ isGroup: true, conversationType: 'channel', id, tenantId: tenant.id }),
    inChat: ({ id, kind }) => ({
      ...(kind === 'groupChat' ? { isGroup: true } : {}),
      conversationType: kind,
      id,
      tenantId: tenant.id,
    }),
    team: (team) => ({ id: teamThread(team), name: team.name, aadGroupId: team.id }),
    wrap(user, conversation, channelData) {
      const timestamp = new Date(kit.clock.now()).toISOString();
      return {
        timestamp,
        localTimestamp: timestamp,
        id: `f:${uuid(kit.random)}`,
        channelId: 'msteams',
        serviceUrl,
        from: person(user),
        conversation,
        recipient: bot(),
        channelData: { ...channelData, tenant },
        locale: localeOf(user),
        localTimezone: timezone,
      };
    },
  };
}
