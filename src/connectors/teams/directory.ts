/**
 * Who somebody is in the tenant, what they may do there, and what teams and channels are now. The service user looks,
 * except at what a person sees in their own Teams: that is read with their own token.
 */
import type {
  DirectoryChannel,
  DirectoryTeam,
  Standing,
  TeamAddress,
  TeamsDirectory,
} from '../../core/bot/teams-directory.ts';
import { DeliveryError } from '../../core/errors.ts';
import type { ConversationId, PersonId } from '../../core/model.ts';
import type { Graph } from './api.ts';
import { factsOf } from './facts.ts';
import { conversationId, isGuid, parseConversationId, personId } from './ids.ts';
import type { PersonGraph } from './person-graph.ts';
import { roles } from './scopes.ts';

interface Team {
  readonly id: string;
  readonly displayName?: string | null;
  readonly description?: string | null;
  readonly isArchived?: boolean | null;
}

interface Channel {
  readonly id: string;
  readonly displayName?: string | null;
  readonly membershipType?: string | null;
  readonly isArchived?: boolean | null;
}

interface Membership {
  readonly id: string;
  readonly roleTemplateId?: string | null;
}

const administrators: ReadonlySet<string> = new Set([roles.globalAdministrator, roles.teamsAdministrator]);
const kinds: Readonly<Record<string, DirectoryChannel['kind']>> = {
  standard: 'standard',
  private: 'private',
  shared: 'shared',
};
/** Without it, shared channels look like channels of an unknown kind. "List channels" */
const headers = { prefer: 'include-unknown-enum-members' };

export function createTeamsDirectory(graph: Graph, people: PersonGraph): TeamsDirectory {
  return {
    addressOf,
    serviceUserOf: (connection) => factsOf(connection).serviceUser as PersonId | undefined,
    published: (connection) => factsOf(connection).catalogId !== undefined,

    async person(connection, person) {
      if (!isGuid(person)) return undefined;
      const path = `/users/${person}?$select=id,displayName,mail,userPrincipalName`;
      const call = { path, operation: 'read person' };
      type User = Readonly<Record<'displayName' | 'mail' | 'userPrincipalName', string | null | undefined>>;
      const user = await unlessGone(graph.read<User>(connection, call));
      if (!user) return undefined;
      const addresses = [user.mail, user.userPrincipalName].flatMap((address) => address?.toLowerCase() ?? []);
      return { name: user.displayName ?? '', addresses: [...new Set(addresses)] };
    },

    async standing(connection, person) {
      const groups = new Set<string>();
      let administrator = false;
      if (!isGuid(person)) return { administrator, groups };
      const path = `/users/${person}/transitiveMemberOf?$top=999`;
      const call = { path, operation: 'read memberships' };
      for await (const page of graph.pages<Membership>(connection, call)) {
        for (const { id, roleTemplateId } of page) {
          if (roleTemplateId) administrator ||= administrators.has(roleTemplateId.toLowerCase());
          else groups.add(id.toLowerCase());
        }
      }
      return { administrator, groups } satisfies Standing;
    },

    async owns(connection, person, team) {
      const call = { path: `/groups/${team}/owners?$select=id&$top=999`, operation: 'list owners' };
      for await (const page of graph.pages<{ id: string }>(connection, call)) {
        if (page.some(({ id }) => personId(id) === person)) return true;
      }
      return false;
    },

    async membershipByRule(connection, team) {
      const call = { path: `/groups/${team}?$select=id,groupTypes`, operation: 'read group' };
      const group = await unlessGone(graph.read<{ groupTypes?: readonly string[] }>(connection, call));
      return group?.groupTypes?.includes('DynamicMembership') ?? false;
    },

    async team(connection, team) {
      const call = { path: `/teams/${team}`, operation: 'read team' };
      const found = await unlessGone(graph.read<Team>(connection, call));
      return found && teamFrom(found);
    },

    async channel(connection, { team, channel }) {
      const call = { path: `/teams/${team}/channels/${channel}`, headers, operation: 'read channel' };
      const found = await unlessGone(graph.read<Channel>(connection, call));
      return found && channelFrom(team, found);
    },

    async joinedTeams(speaker) {
      const found: DirectoryTeam[] = [];
      const call = { path: '/me/joinedTeams', operation: 'list joined teams' };
      for await (const page of people.pages<Team>(speaker, call)) found.push(...page.map(teamFrom));
      return found.sort((a, b) => a.name.localeCompare(b.name));
    },

    async channels(speaker, team) {
      const found: DirectoryChannel[] = [];
      if (!isGuid(team)) return found;
      const call = { path: `/teams/${team}/channels`, headers, operation: 'list channels' };
      for await (const page of people.pages<Channel>(speaker, call))
        found.push(...page.map((channel) => channelFrom(team, channel)));
      return found.sort((a, b) => a.name.localeCompare(b.name));
    },
  };
}

/** Undefined where the id is none of Teams'. */
export function addressOf(conversation: ConversationId): TeamAddress | undefined {
  try {
    const { team, channel } = parseConversationId(conversation);
    return { team: team.toLowerCase(), channel };
  } catch {
    return undefined;
  }
}

const teamFrom = ({ id, displayName, description, isArchived }: Team): DirectoryTeam => ({
  id: id.toLowerCase(),
  name: displayName ?? id,
  ...(description && { description }),
  archived: isArchived === true,
});

const channelFrom = (team: string, channel: Channel): DirectoryChannel => ({
  conversation: conversationId({ team, channel: channel.id }),
  name: channel.displayName ?? channel.id,
  kind: kinds[channel.membershipType ?? 'standard'] ?? 'unknown',
  archived: channel.isArchived === true,
});

async function unlessGone<Answer>(answer: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof DeliveryError && error.failure === 'gone') return undefined;
    throw error;
  }
}
