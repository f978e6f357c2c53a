/** What happens in the tenant, as notifications tell it: which subscriptions it concerns, and what it says of itself. */
import type { StoredMessage } from '../messages.ts';
import type { TeamsEvent } from '../world.ts';
import type { Watched } from './watched.ts';

type ChangeType = 'created' | 'updated' | 'deleted';

export type Change =
  | { readonly changeType: ChangeType; readonly message: StoredMessage }
  /** Of a group; `member` where somebody came or went. */
  | {
      readonly changeType: ChangeType;
      readonly group: string;
      readonly member?: { readonly id: string; readonly removed: boolean };
    };

/** "Change notifications for groups": a group that can still be restored was only changed. */
const groupChanges = { Renamed: 'updated', Deleted: 'updated', Restored: 'updated', HardDeleted: 'deleted' } as const;

/** Undefined for what no notification tells. */
export function changeOf(event: TeamsEvent): Change | undefined {
  switch (event.kind) {
    case 'created':
    case 'updated':
    case 'deleted':
      return { changeType: event.kind, message: event.message as StoredMessage };
    case 'memberAdded':
    case 'memberRemoved':
      return {
        changeType: 'updated',
        group: event.team,
        member: { id: event.user, removed: event.kind === 'memberRemoved' },
      };
    case 'teamChanged':
      return event.change in groupChanges
        ? { changeType: groupChanges[event.change as keyof typeof groupChanges], group: event.team.id }
        : undefined;
    default:
      return undefined;
  }
}

export function concerns(watched: Watched, change: Change): boolean {
  if ('message' in change) return watched.is === 'messages' && watched.channel === change.message.channel;
  switch (watched.is) {
    case 'groups':
      return true;
    case 'group':
      return watched.group === change.group;
    case 'members':
      return watched.group === change.group && change.member !== undefined;
    case 'messages':
      return false;
  }
}

/** `resource` and `resourceData` of a notification. @param at UTC milliseconds */
export function described(change: Change, tenant: string, at: number): { resource: string; resourceData: object } {
  if ('message' in change) {
    const resource = messagePath(change.message);
    const data = { id: change.message.id, '@odata.type': '#Microsoft.Graph.chatMessage', '@odata.id': resource };
    return { resource, resourceData: data };
  }
  const { group, member } = change;
  const resource = `Groups/${group}`;
  return {
    resource,
    resourceData: {
      '@odata.type': '#Microsoft.Graph.Group',
      '@odata.id': resource,
      id: group,
      organizationId: tenant,
      eventTime: new Date(at).toISOString(),
      sequenceNumber: at,
      ...(member && { 'members@delta': [{ id: member.id, ...(member.removed && { '@removed': 'deleted' }) }] }),
    },
  };
}

/** OData's key form, without a leading slash. */
function messagePath({ team, channel, id, replyTo }: StoredMessage): string {
  const messages = `teams('${team}')/channels('${channel}')/messages`;
  return replyTo === null ? `${messages}('${id}')` : `${messages}('${replyTo}')/replies('${id}')`;
}
