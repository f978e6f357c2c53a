/**
 * Everything that changes what people see, whoever does it: the API or a person in a client. Each change is saved, entered
 * in the ledger and told to the webhooks, in this order.
 */
import type { Kit } from '../kit/platform.ts';
import { keep } from './files.ts';
import { eyeText } from './html.ts';
import { makeUuid, membershipUuid, wireId } from './ids.ts';
import type { Attachment, Content, Membership, Message, Room, StoredFile } from './model.ts';
import type { Store } from './store.ts';
import { membershipShape, messageHint, roomShape } from './wire.ts';

/** What webhooks are told. */
export interface Happening {
  readonly resource: 'messages' | 'memberships' | 'rooms';
  readonly event: 'created' | 'updated' | 'deleted';
  readonly actor: string;
  readonly room: string;
  /** The person a membership is of: hears of its own end. */
  readonly subject: string;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface NewMessage {
  readonly room: string;
  readonly person: string;
  readonly parent: string | null;
  readonly content: Content;
  readonly file?: StoredFile;
  readonly attachments?: readonly Attachment[];
}

export interface Life {
  post(input: NewMessage): Message;
  edit(message: Message, content: Content): Message;
  remove(message: Message, actor: string): void;
  react(message: Message, person: string, emoji: string, on: boolean): void;
  makeFile(room: string, name: string, type: string, bytes: Buffer): StoredFile;
  createRoom(title: string, creator: string): Room;
  /** Announcement mode: from now on this person alone posts. */
  announceOnly(room: Room, moderator: string): void;
  renameRoom(room: Room, title: string, actor: string): Room;
  addMember(room: string, person: string, actor: string): Membership;
  removeMember(membership: Membership, actor: string): void;
  /** The room where these two talk alone; made at the first message. */
  directRoom(one: string, other: string): Room;
}

/** What the eye sees of a message. */
export const visibleText = (message: Pick<Message, 'html' | 'text'>): string =>
  message.html === null ? message.text : eyeText(message.html);

export function createLife(kit: Kit, store: Store, tell: (happening: Happening) => void): Life {
  const { clock, ledger, random } = kit;

  const enter = (
    kind: 'posted' | 'edited' | 'removed' | 'reacted' | 'unreacted',
    message: Message,
    actor: string,
    text: string | null,
  ) =>
    ledger.append({
      platform: 'webex',
      place: message.room,
      kind,
      message: wireId('MESSAGE', message.id),
      root: message.parent === null ? null : wireId('MESSAGE', message.parent),
      author: store.person(actor)?.name ?? '',
      text,
    });
  const enterMember = (kind: 'joined' | 'left', { room, person }: Membership) =>
    ledger.append({
      platform: 'webex',
      place: room,
      kind,
      message: '',
      root: null,
      author: store.person(person)?.name ?? '',
      text: null,
    });
  const tellOfMessage = (event: Happening['event'], message: Message, actor: string) =>
    tell({
      resource: 'messages',
      event,
      actor,
      room: message.room,
      subject: message.person,
      data: messageHint(store, message),
    });
  const tellOfMember = (event: Happening['event'], membership: Membership, actor: string) =>
    tell({
      resource: 'memberships',
      event,
      actor,
      room: membership.room,
      subject: membership.person,
      data: membershipShape(store, membership),
    });

  const tellOfRoom = (event: Happening['event'], room: Room, actor: string) =>
    tell({ resource: 'rooms', event, actor, room: room.id, subject: actor, data: roomShape(store, room, actor) });
  const makeRoom = (type: Room['type'], title: string, creator: string): Room => {
    const now = clock.now();
    const room: Room = { id: makeUuid(random), type, title, creator, created: now, lastActivity: now };
    store.rooms.set(room.id, room);
    return room;
  };

  const addMember = (room: string, person: string, actor: string): Membership => {
    const id = membershipUuid(person, room);
    const membership: Membership = { id, person, room, created: clock.now() };
    store.memberships.set(id, membership);
    enterMember('joined', membership);
    tellOfMember('created', membership, actor);
    return membership;
  };

  return {
    post({ room, person, parent, content, file, attachments = [] }) {
      const last = store.messagesIn(room).at(-1);
      const message: Message = {
        ...content,
        id: makeUuid(random),
        sequence: store.nextSequence(),
        room,
        parent,
        person,
        file: file?.id ?? null,
        attachments,
        reactions: {},
        // Times tell the order within a room.
        created: Math.max(clock.now(), (last?.created ?? 0) + 1),
        updated: null,
        edits: 0,
        deleted: null,
      };
      if (file) store.files.set(file.id, file);
      store.save(message);
      const known = store.rooms.get(room);
      if (known) store.rooms.set(room, { ...known, lastActivity: message.created });
      enter('posted', message, person, visibleText(message));
      tellOfMessage('created', message, person);
      return message;
    },
    edit(message, content) {
      const updated = Math.max(clock.now(), (message.updated ?? message.created) + 1);
      const edited: Message = { ...message, ...content, updated, edits: message.edits + 1 };
      store.save(edited);
      enter('edited', edited, message.person, visibleText(edited));
      tellOfMessage('updated', edited, message.person);
      return edited;
    },
    remove(message, actor) {
      const gone: Message = {
        ...message,
        text: '',
        markdown: null,
        html: null,
        attachments: [],
        file: null,
        reactions: {},
        deleted: clock.now(),
      };
      store.save(gone);
      if (message.file !== null) store.files.delete(message.file);
      enter('removed', gone, actor, null);
      tellOfMessage('deleted', message, actor);
    },
    react(message, person, emoji, on) {
      const others = (message.reactions[emoji] ?? []).filter((one) => one !== person);
      const { [emoji]: _, ...rest } = message.reactions;
      const by = on ? [...others, person] : others;
      store.save({ ...message, reactions: by.length > 0 ? { ...rest, [emoji]: by } : rest });
      enter(on ? 'reacted' : 'unreacted', message, person, emoji);
    },
    makeFile: (room, name, type, bytes) => ({
      id: makeUuid(random),
      room,
      name,
      type,
      ...keep(bytes),
      created: clock.now(),
    }),
    createRoom(title, creator) {
      const room = makeRoom('group', title, creator);
      addMember(room.id, creator, creator);
      tellOfRoom('created', room, creator);
      return room;
    },
    announceOnly(room, moderator) {
      const changed = { ...room, moderator };
      store.rooms.set(room.id, changed);
      tellOfRoom('updated', changed, moderator);
    },
    renameRoom(room, title, actor) {
      const renamed = { ...room, title };
      store.rooms.set(room.id, renamed);
      const author = store.person(actor)?.name ?? '';
      ledger.append({
        platform: 'webex',
        place: room.id,
        kind: 'renamed',
        message: '',
        root: null,
        author,
        text: title,
      });
      tellOfRoom('updated', renamed, actor);
      return renamed;
    },
    addMember,
    removeMember(membership, actor) {
      store.memberships.delete(membership.id);
      enterMember('left', membership);
      tellOfMember('deleted', membership, actor);
    },
    directRoom(one, other) {
      const found = store.directRoom(one, other);
      if (found) return found;
      const room = makeRoom('direct', '', one);
      for (const person of new Set([one, other])) addMember(room.id, person, one);
      return room;
    },
  };
}
