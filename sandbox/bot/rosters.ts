/** Who and what is in a conversation: members, in pages or one by one, and the facts of a team. */
import type { TeamsUser, TeamsWorld } from '../teams/world.ts';
import type { Conversation } from './connector.ts';
import { ConnectorError } from './errors.ts';
import type { Identity } from './identity.ts';
import { isInstalledIn, teamOfThread, teamThread } from './identity.ts';

export interface Rosters {
  members(conversation: Conversation): readonly object[];
  /** `account`: `29:` id or Entra object id. @throws ConnectorError MemberNotFoundInConversation */
  member(conversation: Conversation, account: string): object;
  /** `pageSize` 50 to 500, 200 where missing. */
  page(conversation: Conversation, pageSize: string | null, continuationToken: string | null): object;
  /** @throws ConnectorError ConversationNotFound, BotNotInConversationRoster */
  team(thread: string): object;
  channels(thread: string): object;
}

export function createRosters(world: TeamsWorld, identity: Identity): Rosters {
  const usersIn = (conversation: Conversation): readonly TeamsUser[] => {
    const ids = conversation.kind === 'chat' ? conversation.chat.members : world.roster(conversation.channel);
    return ids.flatMap((id) => world.user(id) ?? []);
  };
  const account = (user: TeamsUser) => {
    const [givenName = '', ...rest] = user.displayName.split(' ');
    return {
      id: identity.accountOf(user.id),
      objectId: user.id,
      aadObjectId: user.id,
      name: user.displayName,
      givenName,
      surname: rest.join(' '),
      email: user.mail,
      userPrincipalName: user.mail,
      tenantId: user.tenant,
      userRole: 'user',
    };
  };
  const installedTeam = (thread: string) => {
    const team = teamOfThread(world, thread);
    if (team === undefined) throw new ConnectorError('ConversationNotFound');
    if (!isInstalledIn(world, team.id)) throw new ConnectorError('BotNotInConversationRoster');
    return team;
  };

  return {
    members: (conversation) => usersIn(conversation).map(account),
    member(conversation, id) {
      const user = identity.userOf(id);
      if (user === undefined || !usersIn(conversation).includes(user))
        throw new ConnectorError('MemberNotFoundInConversation');
      return account(user);
    },
    page(conversation, pageSize, continuationToken) {
      const all = usersIn(conversation);
      const size = Math.min(Math.max(Number(pageSize) || 200, 50), 500);
      const start = Number(continuationToken) || 0;
      const end = start + size;
      return {
        members: all.slice(start, end).map(account),
        ...(end < all.length ? { continuationToken: String(end) } : {}),
      };
    },
    team(thread) {
      const { id, name, members, channels } = installedTeam(thread);
      return {
        id: thread,
        name,
        aadGroupId: id,
        type: 'standard',
        tenantId: world.tenant.id,
        channelCount: channels.length,
        memberCount: members.length,
      };
    },
    channels(thread) {
      const team = installedTeam(thread);
      // General has no name on this wire: every client writes it in its own language.
      const general = teamThread(team);
      const listed = team.channels.filter(({ membershipType }) => membershipType === 'standard');
      return { conversations: listed.map(({ id, name }) => (id === general ? { id } : { id, name })) };
    },
  };
}
