/** Rooms and who is in them. What somebody is not in does not exist for them. */
import { z } from 'zod';
import { badRequest, forbidden, notFound, WebexError } from '../errors.ts';
import { uuidIn } from '../ids.ts';
import type { Membership, Person, Room } from '../model.ts';
import type { Store } from '../store.ts';
import type { Token } from '../tokens.ts';
import { membershipShape, roomShape } from '../wire.ts';
import type { Api, Parts } from './guard.ts';
import { readBody } from './input.ts';
import { answerPage, byOffset } from './paging.ts';

/** @throws WebexError 404 for a room that the token's person is not in */
export function roomFor(store: Store, token: Token, id: string | null | undefined): Room {
  const uuid = uuidIn('ROOM', id ?? '') ?? '';
  const room = store.rooms.get(uuid);
  if (room && store.membership(token.person, uuid)) return room;
  throw notFound('Could not find a room with provided ID.');
}

/** @throws WebexError 404 */
export function personFor(
  store: Store,
  { personId, personEmail }: { personId?: string | undefined; personEmail?: string | undefined },
): Person {
  const person =
    personEmail === undefined
      ? store.person(uuidIn('PEOPLE', personId ?? '') ?? '')
      : store.personBy('mail', personEmail);
  if (person) return person;
  throw notFound('Could not find a person with provided ID or email.');
}

const newMembership = z.object({
  roomId: z.string(),
  personId: z.string().optional(),
  personEmail: z.string().optional(),
  isModerator: z.boolean().optional(),
});

/** Beyond the title, nothing of a space is simulated: whoever asks for more is not left to believe in it. */
const newRoom = z.strictObject({
  title: z.string().trim().min(1),
  isLocked: z.literal(false).optional(),
  isPublic: z.literal(false).optional(),
  isAnnouncementOnly: z.literal(false).optional(),
  isReadOnly: z.literal(false).optional(),
});

const pages = { defaultMax: 100, mostMax: 1000, ...byOffset };

export function mountRooms(api: Api, { store, life }: Parts): void {
  api.on('GET', '/v1/rooms', 'spark:rooms_read', 'common', (call, token) => {
    const type = call.query.get('type');
    const byActivity = call.query.get('sortBy') === 'lastactivity';
    const rooms = [...store.rooms.values()]
      .filter((room) => store.membership(token.person, room.id) && (type === null || room.type === type))
      .sort((a, b) => (byActivity ? b.lastActivity - a.lastActivity : a.id < b.id ? -1 : 1));
    return answerPage(call, rooms, { ...pages, shape: (room) => roomShape(store, room, token.person) });
  });
  api.on('GET', '/v1/rooms/{roomId}', 'spark:rooms_read', 'common', ({ params }, token) => ({
    status: 200,
    body: roomShape(store, roomFor(store, token, params['roomId']), token.person),
  }));

  api.on('POST', '/v1/rooms', 'spark:rooms_write', 'common', (call, token) => {
    const { title } = readBody(newRoom, call.json());
    return { status: 200, body: roomShape(store, life.createRoom(title, token.person), token.person) };
  });
  api.on('PUT', '/v1/rooms/{roomId}', 'spark:rooms_write', 'common', (call, token) => {
    const room = roomFor(store, token, call.params['roomId']);
    const { title } = readBody(newRoom, call.json());
    if (room.type === 'direct') throw badRequest('The title of a direct room can’t be changed.');
    return { status: 200, body: roomShape(store, life.renameRoom(room, title, token.person), token.person) };
  });

  api.on('GET', '/v1/memberships', 'spark:memberships_read', 'common', (call, token) => {
    const [roomId, personId, personEmail] = ['roomId', 'personId', 'personEmail'].map(
      (key) => call.query.get(key) ?? undefined,
    );
    const person = (personId ?? personEmail) ? personFor(store, { personId, personEmail }).id : undefined;
    if (roomId === undefined && person !== undefined && person !== token.person)
      throw forbidden('roomId is needed with personId or personEmail.');
    const all =
      roomId === undefined
        ? [...store.memberships.values()].filter((one) => one.person === token.person)
        : store.membersOf(roomFor(store, token, roomId).id);
    const rows = person === undefined ? all : all.filter((one) => one.person === person);
    return answerPage(call, rows, { ...pages, shape: (one) => membershipShape(store, one) });
  });
  const membershipFor = (token: Token, id: string | undefined): Membership => {
    const membership = store.memberships.get(uuidIn('MEMBERSHIP', id ?? '') ?? '');
    if (membership && store.membership(token.person, membership.room)) return membership;
    throw notFound('Could not find a membership with provided ID.');
  };
  const groupOnly = (room: Room | undefined) => {
    if (room?.type !== 'group') throw forbidden('The people of a direct room can’t be changed.');
  };
  api.on('GET', '/v1/memberships/{membershipId}', 'spark:memberships_read', 'common', ({ params }, token) => ({
    status: 200,
    body: membershipShape(store, membershipFor(token, params['membershipId'])),
  }));
  api.on('POST', '/v1/memberships', 'spark:memberships_write', 'common', (call, token) => {
    const input = readBody(newMembership, call.json());
    const room = roomFor(store, token, input.roomId);
    groupOnly(room);
    const person = personFor(store, input);
    if (store.membership(person.id, room.id)) throw new WebexError(409, 'User is already a participant in the room.');
    return { status: 200, body: membershipShape(store, life.addMember(room.id, person.id, token.person)) };
  });
  api.on('DELETE', '/v1/memberships/{membershipId}', 'spark:memberships_write', 'common', ({ params }, token) => {
    const membership = membershipFor(token, params['membershipId']);
    groupOnly(store.rooms.get(membership.room));
    life.removeMember(membership, token.person);
    return { status: 204 };
  });
}
