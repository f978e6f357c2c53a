/** Messages ("Messages API"). */
import { z } from 'zod';
import type { Call } from '../../kit/router.ts';
import { composeFromApi } from '../compose.ts';
import { badRequest, forbidden, notFound } from '../errors.ts';
import { uuidIn, wireId } from '../ids.ts';
import { type Message, mayPost, type Room } from '../model.ts';
import type { Store } from '../store.ts';
import type { Token } from '../tokens.ts';
import { messageShape } from '../wire.ts';
import type { Api, Parts } from './guard.ts';
import { readBody } from './input.ts';
import { checkLength, type NewMessageInput, readNewMessage, wordsSchema } from './new-message.ts';
import { answerPage } from './paging.ts';
import { personFor, roomFor } from './rooms.ts';

/** "A message can be edited up to 10 times". */
const mostEdits = 10;
const changedMessage = z.object({
  roomId: z.string(),
  ...wordsSchema,
  html: z.undefined({ error: 'can’t be sent; use markdown' }).optional(),
});

/** @throws WebexError 404 for what is gone, or not for this person */
function messageFor(store: Store, token: Token, id: string | undefined): Message {
  const message = store.message(uuidIn('MESSAGE', id ?? '') ?? '');
  if (message && message.deleted === null && store.membership(token.person, message.room)) return message;
  throw notFound('Could not find a message with provided ID.');
}

function targetRoom({ store, life }: Parts, token: Token, input: NewMessageInput): Room {
  const { roomId, toPersonId, toPersonEmail } = input;
  const targets = [roomId, toPersonId, toPersonEmail].filter((one) => one !== undefined);
  if (targets.length !== 1) throw badRequest('Exactly one of roomId, toPersonId and toPersonEmail is needed.');
  if (roomId !== undefined) return roomFor(store, token, roomId);
  return life.directRoom(token.person, personFor(store, { personId: toPersonId, personEmail: toPersonEmail }).id);
}

/** Threads have one level: a reply names the root. */
function parentFor(store: Store, token: Token, room: Room, id: string | undefined): string | null {
  if (id === undefined) return null;
  const parent = messageFor(store, token, id);
  if (parent.room !== room.id) throw badRequest('parentId is a message of another room.');
  if (parent.parent !== null) throw badRequest('parentId is itself a reply: name the message that began the thread.');
  return parent.id;
}

function listed(store: Store, token: Token, room: Room, query: URLSearchParams): readonly Message[] {
  const parentId = query.get('parentId');
  const parent = parentId === null ? undefined : (uuidIn('MESSAGE', parentId) ?? '');
  const before = query.get('before');
  const beforeId = query.get('beforeMessage');
  const limit = beforeId === null ? undefined : store.message(uuidIn('MESSAGE', beforeId) ?? '');
  if (before !== null && Number.isNaN(Date.parse(before))) throw badRequest('before is not a date and time.');
  if (beforeId !== null && !limit) throw notFound('Could not find a message with the id of beforeMessage.');
  const mentioned = query.get('mentionedPeople');
  const mentionedId = mentioned === 'me' ? token.person : uuidIn('PEOPLE', mentioned ?? '');
  return store
    .messagesIn(room.id)
    .filter(
      (message) =>
        (parent === undefined || message.parent === parent) &&
        (before === null || message.created < Date.parse(before)) &&
        (!limit || message.sequence < limit.sequence) &&
        (mentioned === null || message.mentionedPeople.includes(mentionedId ?? '')),
    )
    .toReversed();
}

export function mountMessages(api: Api, parts: Parts): void {
  const { store, life, kit } = parts;
  const answerList = (call: Call, rows: readonly Message[]) =>
    answerPage(call, rows, {
      defaultMax: 50,
      mostMax: call.query.has('mentionedPeople') ? 100 : 1000,
      cursorAfter: (message) => String(message.sequence),
      startOf: (cursor, all) => all.filter(({ sequence }) => sequence >= Number(cursor)).length,
      shape: (message) => (message.deleted === null ? messageShape(store, message) : null),
    });

  api.on('GET', '/v1/messages', 'spark:messages_read', 'lively', (call, token) => {
    if (!call.query.get('roomId')) throw badRequest('roomId is needed.');
    return answerList(call, listed(store, token, roomFor(store, token, call.query.get('roomId')), call.query));
  });
  api.on('GET', '/v1/messages/direct', 'spark:messages_read', 'lively', (call, token) => {
    const [personId, personEmail] = ['personId', 'personEmail'].map((key) => call.query.get(key) ?? undefined);
    if (personId === undefined && personEmail === undefined) throw badRequest('personId or personEmail is needed.');
    const room = store.directRoom(token.person, personFor(store, { personId, personEmail }).id);
    return answerList(call, room ? listed(store, token, room, call.query) : []);
  });
  api.on('GET', '/v1/messages/{messageId}', 'spark:messages_read', 'lively', ({ params }, token) => ({
    status: 200,
    body: messageShape(store, messageFor(store, token, params['messageId'])),
  }));

  api.on('POST', '/v1/messages', 'spark:messages_write', 'lively', async (call, token) => {
    const input = await readNewMessage(kit, call);
    const room = targetRoom(parts, token, input);
    if (!mayPost(room, token.person)) throw forbidden('Only moderators can post in this space.');
    const message = life.post({
      room: room.id,
      person: token.person,
      parent: parentFor(store, token, room, input.parentId),
      content: composeFromApi(store, room.id, input),
      ...(input.file ? { file: life.makeFile(room.id, input.file.name, input.file.type, input.file.bytes) } : {}),
      attachments: input.attachments ?? [],
    });
    const { toPersonId, toPersonEmail } = input;
    const to = { ...(toPersonId ? { toPersonId } : {}), ...(toPersonEmail ? { toPersonEmail } : {}) };
    return { status: 200, body: { ...messageShape(store, message), ...to } };
  });

  api.on('PUT', '/v1/messages/{messageId}', 'spark:messages_write', 'lively', (call, token) => {
    const input = readBody(changedMessage, call.json());
    const message = messageFor(store, token, call.params['messageId']);
    checkLength({ text: input.text, markdown: input.markdown });
    if (input.roomId !== wireId('ROOM', message.room)) throw badRequest('roomId is not that of the message.');
    if (input.text === undefined && input.markdown === undefined) throw badRequest('text or markdown is needed.');
    if (message.person !== token.person) throw forbidden('Only its author can edit a message.');
    if (message.file !== null || message.attachments.length > 0)
      throw badRequest('Editing messages with files or attachments is currently unsupported.');
    if (message.edits >= mostEdits)
      throw badRequest(`The edit limit has been reached: a message can be edited ${mostEdits} times.`);
    return { status: 200, body: messageShape(store, life.edit(message, composeFromApi(store, message.room, input))) };
  });

  api.on('DELETE', '/v1/messages/{messageId}', 'spark:messages_write', 'lively', ({ params }, token) => {
    const message = messageFor(store, token, params['messageId']);
    if (message.person !== token.person) throw forbidden('Only its author can delete a message.');
    life.remove(message, token.person);
    return { status: 204 };
  });
}
