/** The Webex app in a person's hands: what they can do there, and what it shows them. */

import { publicPicture, shownPicture } from '../kit/pictures.ts';
import { type Act, ActError, type Kit, type ViewedMessage, type ViewedPlace } from '../kit/platform.ts';
import { composeFromClient, isTooLong } from './compose.ts';
import { pageHtml } from './html.ts';
import { uuidIn, wireId } from './ids.ts';
import { escapeHtml } from './inline.ts';
import { type Life, visibleText } from './life.ts';
import { type Content, type Message, mayPost, type Person, type Room } from './model.ts';
import type { Store } from './store.ts';

export const clientPrefix = '/webex-client';

type Deeds = Readonly<Partial<Record<Act['do'], (person: Person, act: Act) => Message | undefined>>>;

export interface Client {
  places(): readonly ViewedPlace[];
  act(act: Act): { readonly message: string };
  view(place: string, as?: string): readonly ViewedMessage[];
}

export function createClient(kit: Kit, store: Store, life: Life): Client {
  const personOf = (id: string): Person => {
    const person = store.personBy('person', id);
    if (!person) throw new ActError('unknown_person', `“${id}” has no account in this Webex organization.`);
    return person;
  };
  const roomOf = (place: string): Room => {
    const room = store.rooms.get(uuidIn('ROOM', place) ?? place);
    if (!room) throw new ActError('unknown_place', `There is no space “${place}” here.`);
    return room;
  };
  const roomWith = (person: Person, place: string): Room => {
    const room = roomOf(place);
    if (!store.membership(person.id, room.id))
      throw new ActError('not_a_member', `${person.name} is not in this space.`);
    return room;
  };
  const messageOf = (person: Person, act: Act): Message => {
    const id = act.message ?? '';
    const message = store.message(uuidIn('MESSAGE', id) ?? id);
    if (!message || message.deleted !== null)
      throw new ActError('unknown_message', 'There is no such message in this space.');
    roomWith(person, message.room);
    return message;
  };
  const ownMessageOf = (person: Person, act: Act): Message => {
    const message = messageOf(person, act);
    if (message.person !== person.id)
      throw new ActError('not_yours', 'People can change only what they wrote themselves.');
    return message;
  };
  const contentOf = (room: Room, act: Act): Content => {
    const written = act.html ?? act.markdown ?? act.text;
    if (!written && !act.files?.length) throw new ActError('empty', 'Give text, html or markdown.');
    if (isTooLong(written ?? '')) throw new ActError('too_long', 'Webex takes 7,439 bytes at most.');
    return composeFromClient(store, room.id, act);
  };
  /** Each further file is a message of its own. */
  const postIn = (person: Person, room: Room, parent: string | null, act: Act): Message => {
    if (!mayPost(room, person.id)) throw new ActError('not_allowed', 'Only moderators can post in this space.');
    const [first, ...others] = (act.files ?? []).map(({ name, type, base64 }) =>
      life.makeFile(room.id, name, type, Buffer.from(base64, 'base64')),
    );
    const common = { room: room.id, person: person.id, parent };
    const message = life.post({ ...common, content: contentOf(room, act), ...(first ? { file: first } : {}) });
    for (const file of others) life.post({ ...common, content: composeFromClient(store, room.id, {}), file });
    return message;
  };
  const post = (person: Person, act: Act) => postIn(person, roomWith(person, act.place), null, act);
  const react = (on: boolean) => (person: Person, act: Act) => {
    if (!act.emoji) throw new ActError('empty', 'Give an emoji.');
    const message = messageOf(person, act);
    life.react(message, person.id, act.emoji, on);
    return message;
  };
  const unsupported = (): never => {
    throw new ActError('not_supported', 'Webex has nothing like that.');
  };

  const deeds: Deeds = {
    post,
    upload: post,
    mention: post,
    reply(person, act) {
      const answered = messageOf(person, act);
      return postIn(person, roomWith(person, answered.room), answered.parent ?? answered.id, act);
    },
    edit(person, act) {
      const message = ownMessageOf(person, act);
      if (message.file !== null) throw new ActError('not_editable', 'Messages with files can’t be edited.');
      return life.edit(message, contentOf(roomOf(message.room), act));
    },
    remove(person, act) {
      const message = ownMessageOf(person, act);
      life.remove(message, person.id);
      return message;
    },
    react: react(true),
    unreact: react(false),
    join(person, act) {
      const room = roomOf(act.place);
      if (room.type === 'direct') throw new ActError('not_supported', 'A direct space takes nobody else in.');
      if (!store.membership(person.id, room.id)) life.addMember(room.id, person.id, person.id);
      return undefined;
    },
    leave(person, act) {
      const room = roomWith(person, act.place);
      const membership = store.membership(person.id, room.id);
      if (membership) life.removeMember(membership, person.id);
      return undefined;
    },
    /** "Announcement mode": who turns it on moderates. */
    announceOnly(person, act) {
      const room = roomWith(person, act.place);
      if (room.type === 'direct') throw new ActError('not_supported', 'A direct space has no moderators.');
      life.announceOnly(room, person.id);
      return undefined;
    },
    rename(person, act) {
      const room = roomWith(person, act.place);
      const title = act.name?.trim();
      if (room.type === 'direct') throw new ActError('not_supported', 'A direct space has no title of its own.');
      if (!title) throw new ActError('no_name', 'What is the space called? `name` is missing.');
      life.renameRoom(room, title, person.id);
      return undefined;
    },
    /** `place`: the other person, or the space that the two have already. */
    dm(person, act) {
      const other = store.personBy('person', act.place);
      return postIn(person, other ? life.directRoom(person.id, other.id) : roomWith(person, act.place), null, act);
    },
  };

  const viewed = (message: Message): ViewedMessage => {
    const author = store.person(message.person);
    const file = message.file === null ? undefined : store.files.get(message.file);
    const isGone = message.deleted !== null;
    const names = message.mentionedPeople.map((id) => store.person(id)?.name ?? '');
    return {
      message: wireId('MESSAGE', message.id),
      root: message.parent === null ? null : wireId('MESSAGE', message.parent),
      author: {
        name: author?.name ?? '',
        kind: 'person',
        picture: author ? shownPicture(publicPicture(author.person), kit) : null,
      },
      text: visibleText(message),
      rich: message.html ?? message.text,
      html: message.html === null ? escapeHtml(message.text).replaceAll('\n', '<br>') : pageHtml(message.html),
      mentions: isGone ? [] : [...names, ...(message.mentionsAll ? ['All'] : [])],
      reactions: Object.entries(message.reactions).map(([emoji, by]) => ({
        emoji,
        by: by.map((id) => store.person(id)?.name ?? ''),
      })),
      files: file
        ? [
            {
              name: file.name,
              type: file.type,
              size: file.size,
              url: `${clientPrefix}/files/${file.id}`,
            },
          ]
        : [],
      ...(message.attachments.length > 0 && { attachments: message.attachments }),
      edited: message.updated !== null,
      removed: isGone,
      at: message.created,
    };
  };

  /** Humans first; by name after that. */
  const members = (room: Room): string[] => {
    const isService = (id: string) => kit.seed.people.some((one) => one.id === id && one.service === true);
    return store
      .membersOf(room.id)
      .flatMap(({ person }) => store.person(person)?.person ?? [])
      .sort((a, b) => Number(isService(a)) - Number(isService(b)) || (a < b ? -1 : 1));
  };
  const title = (room: Room): string =>
    room.title ||
    store
      .membersOf(room.id)
      .map(({ person }) => store.person(person)?.name ?? '')
      .join(', ');

  return {
    places: () =>
      [...store.rooms.values()].map((room) => ({
        place: room.id,
        platform: 'webex',
        title: title(room),
        members: members(room),
      })),
    act(act) {
      const message = (deeds[act.do] ?? unsupported)(personOf(act.as), act);
      return { message: message ? wireId('MESSAGE', message.id) : act.place };
    },
    view(place, as) {
      const room = as === undefined ? roomOf(place) : roomWith(personOf(as), place);
      return store.messagesIn(room.id).map(viewed);
    },
  };
}
