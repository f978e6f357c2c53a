/** Which conversation and message a path speaks of, and whether the caller may look: members of the team only. */
import type { StoredTeam } from '../members.ts';
import type { StoredMessage } from '../messages.ts';
import type { TeamsTenant } from '../tenant.ts';
import type { TeamsUser } from '../world.ts';
import { forbidden, GraphError, notFound } from './errors.ts';
import type { GraphRequest } from './operation.ts';
import { teamOf } from './teams.ts';

export interface Conversation {
  readonly team: StoredTeam;
  readonly channel: string;
  /** For `@odata.context`. */
  readonly context: string;
}

/** @throws GraphError 404, or 403 where the signed-in user is not in the team, or not in the private channel */
export function conversationOf(tenant: TeamsTenant, request: GraphRequest): Conversation {
  const team = teamOf(tenant, request);
  const channel = request.params['channel']!;
  if (!team.channels.some(({ id }) => id === channel)) throw notFound('Channel not found.');
  const { user } = request.caller;
  if (user !== undefined && !tenant.roster(channel).includes(user.id))
    throw forbidden('Caller does not belong to the team.');
  return { team, channel, context: `teams('${team.id}')/channels('${encodeURIComponent(channel)}')/messages` };
}

/** As `conversationOf`, for what changes something: an archived team can only be read. @throws GraphError 404, 403 */
export function openConversation(tenant: TeamsTenant, request: GraphRequest): Conversation {
  const conversation = conversationOf(tenant, request);
  if (conversation.team.archived) throw forbidden('The team is archived: its conversations can only be read.');
  return conversation;
}

/** The message of the path: a root, or one of its replies. @throws GraphError 404 */
export function messageOf(tenant: TeamsTenant, request: GraphRequest, { channel }: Conversation): StoredMessage {
  const { message: root = '', reply } = request.params;
  const found = tenant.message(channel, reply ?? root);
  if (found === undefined || found.replyTo !== (reply === undefined ? null : root))
    throw notFound('Message not found.');
  return found;
}

/** Writing takes a signed-in user: an application may write during an import only, which is not simulated. */
export function writer(request: GraphRequest): TeamsUser {
  if (request.caller.user !== undefined) return request.caller.user;
  throw new GraphError(
    401,
    'Unauthorized',
    'Message POST is allowed in application-only context only for import purposes. Refer to https://docs.microsoft.com/microsoftteams/platform/graph-api/import-messages/import-external-messages-to-teams for more details.',
  );
}

/** A message of the caller's own, which alone may be edited or deleted. @throws GraphError 403 */
export function ownMessage(tenant: TeamsTenant, request: GraphRequest): StoredMessage {
  const user = writer(request);
  const message = messageOf(tenant, request, openConversation(tenant, request));
  if ('user' in message.author && message.author.user === user.id) return message;
  throw forbidden('Only the author of a message can change it.');
}
