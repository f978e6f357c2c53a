/** Entities in the API's shapes ("Messages API", "Rooms API", "Memberships API", "People API", "Webhooks API"). */
import { publicPicture } from '../kit/pictures.ts';
import { wireId } from './ids.ts';
import type { Membership, Message, Person, Room, Webhook } from './model.ts';
import type { Store } from './store.ts';

/** What the real service calls itself; clients map it to the sandbox. */
export const apiBase = 'https://webexapis.com/v1';

const time = (at: number): string => new Date(at).toISOString();
const some = <T>(name: string, values: readonly T[]): Record<string, readonly T[]> =>
  values.length > 0 ? { [name]: values } : {};
const given = <T>(name: string, value: T | null): Record<string, T> => (value === null ? {} : { [name]: value });

export const fileUrl = (file: string): string => `${apiBase}/contents/${wireId('CONTENT', file)}`;

/** What webhooks tell of a message: everything but what it says. */
export function messageHint(store: Store, message: Message): Record<string, unknown> {
  return {
    id: wireId('MESSAGE', message.id),
    roomId: wireId('ROOM', message.room),
    roomType: store.rooms.get(message.room)?.type ?? 'group',
    personId: wireId('PEOPLE', message.person),
    personEmail: store.person(message.person)?.mail ?? '',
    created: time(message.created),
    ...given('parentId', message.parent === null ? null : wireId('MESSAGE', message.parent)),
    ...some(
      'mentionedPeople',
      message.mentionedPeople.map((id) => wireId('PEOPLE', id)),
    ),
    ...some('mentionedGroups', message.mentionsAll ? ['all'] : []),
    ...some('files', message.file === null ? [] : [fileUrl(message.file)]),
    ...given('updated', message.updated === null ? null : time(message.updated)),
  };
}

export const messageShape = (store: Store, message: Message): Record<string, unknown> => ({
  ...messageHint(store, message),
  ...given('text', message.text === '' ? null : message.text),
  ...given('markdown', message.markdown),
  ...given('html', message.html),
  ...some('attachments', message.attachments),
});

/** A direct room has no title of its own: whoever looks sees the other's name. */
export function titleFor(store: Store, room: Room, viewer: string): string {
  if (room.type === 'group') return room.title;
  const other = store.membersOf(room.id).find(({ person }) => person !== viewer);
  return store.person(other?.person ?? viewer)?.name ?? 'Empty Title';
}

export const roomShape = (store: Store, room: Room, viewer: string): Record<string, unknown> => ({
  id: wireId('ROOM', room.id),
  title: titleFor(store, room, viewer),
  type: room.type,
  isLocked: room.moderator !== undefined,
  lastActivity: time(room.lastActivity),
  creatorId: wireId('PEOPLE', room.creator),
  created: time(room.created),
  ownerId: wireId('ORGANIZATION', store.organization),
  isAnnouncementOnly: room.moderator !== undefined,
  isReadOnly: false,
  isPublic: false,
});

export function membershipShape(store: Store, membership: Membership): Record<string, unknown> {
  const person = store.person(membership.person);
  return {
    id: wireId('MEMBERSHIP', membership.id),
    roomId: wireId('ROOM', membership.room),
    personId: wireId('PEOPLE', membership.person),
    personEmail: person?.mail ?? '',
    personDisplayName: person?.name ?? '',
    personOrgId: wireId('ORGANIZATION', store.organization),
    isModerator: store.rooms.get(membership.room)?.moderator === membership.person,
    isMonitor: false,
    isRoomHidden: false,
    roomType: store.rooms.get(membership.room)?.type ?? 'group',
    created: time(membership.created),
  };
}

/** When the organization's accounts were made; nothing depends on it. */
const accountsMade = '2024-01-15T09:00:00.000Z';

export function personShape(store: Store, person: Person): Record<string, unknown> {
  const [firstName = '', ...others] = person.name.split(' ');
  return {
    id: wireId('PEOPLE', person.id),
    emails: [person.mail],
    displayName: person.name,
    nickName: firstName,
    firstName,
    lastName: others.join(' '),
    avatar: publicPicture(person.person),
    orgId: wireId('ORGANIZATION', store.organization),
    created: accountsMade,
    lastModified: accountsMade,
    status: 'active',
    type: 'person',
  };
}

/** A webhook as it is, and as the head of each of its deliveries. */
export const webhookShape = (store: Store, webhook: Webhook, application: string): Record<string, unknown> => ({
  id: wireId('WEBHOOK', webhook.id),
  name: webhook.name,
  targetUrl: webhook.targetUrl,
  resource: webhook.resource,
  event: webhook.event,
  ...given('filter', webhook.filter),
  orgId: wireId('ORGANIZATION', store.organization),
  createdBy: wireId('PEOPLE', webhook.owner),
  appId: wireId('APPLICATION', application),
  ownedBy: 'creator',
  status: webhook.status,
  created: time(webhook.created),
});
