/** The simulated organization's data: collections that outlive a restart, and the ways to look things up in them. */
import type { Kit } from '../kit/platform.ts';
import type { Collection } from '../kit/state.ts';
import { membershipUuid } from './ids.ts';
import type { Membership, Message, Person, Room, StoredFile } from './model.ts';

export interface Store {
  readonly organization: string;
  people(): readonly Person[];
  person(id: string): Person | undefined;
  personBy(key: 'person' | 'mail', value: string): Person | undefined;
  readonly rooms: Collection<Room>;
  readonly memberships: Collection<Membership>;
  readonly files: Collection<StoredFile>;
  membership(person: string, room: string): Membership | undefined;
  membersOf(room: string): readonly Membership[];
  /** Where these two talk alone, if they ever did. */
  directRoom(one: string, other: string): Room | undefined;
  message(id: string): Message | undefined;
  /** Deleted ones included, oldest first. */
  messagesIn(room: string): readonly Message[];
  nextSequence(): number;
  /** Adds a message or puts another state in its place. */
  save(message: Message): void;
  clearMessages(): void;
}

export function createStore(kit: Kit): Store {
  const { seed, state, clock } = kit;
  const rooms = state.collection<Room>('webex.rooms');
  const memberships = state.collection<Membership>('webex.memberships');
  const messages = state.collection<Message>('webex.messages');
  const files = state.collection<StoredFile>('webex.files');
  const people = Object.entries(seed.webex.users).map(([person, id]): Person => {
    const known = seed.people.find((one) => one.id === person);
    return { id, person, name: known?.name ?? person, mail: known?.mail ?? `${person}@fabrikam.example` };
  });

  if (rooms.size === 0) {
    const now = clock.now();
    for (const space of seed.webex.spaces) {
      const members = space.members.map((person) => seed.webex.users[person] ?? '');
      rooms.set(space.id, {
        id: space.id,
        type: 'group',
        title: space.title,
        creator: members[0] ?? '',
        created: now,
        lastActivity: now,
      });
      for (const person of members) {
        const id = membershipUuid(person, space.id);
        memberships.set(id, { id, person, room: space.id, created: now });
      }
    }
  }

  /** Ids per room, in order: lists would look at every message otherwise. */
  const order = new Map<string, string[]>();
  const place = (message: Message) => {
    const ids = order.get(message.room) ?? [];
    order.set(message.room, ids);
    ids.push(message.id);
  };
  const known = [...messages.values()].sort((a, b) => a.sequence - b.sequence);
  for (const message of known) place(message);
  let sequence = known.at(-1)?.sequence ?? 0;

  const membership = (person: string, room: string) => memberships.get(membershipUuid(person, room));

  return {
    organization: seed.webex.organization,
    people: () => people,
    person: (id) => people.find((one) => one.id === id),
    personBy: (key, value) => people.find((one) => one[key].toLowerCase() === value.toLowerCase()),
    rooms,
    memberships,
    files,
    membership,
    membersOf: (room) => [...memberships.values()].filter((one) => one.room === room),
    directRoom: (one, other) =>
      [...rooms.values()].find(({ id, type }) => type === 'direct' && membership(one, id) && membership(other, id)),
    message: (id) => messages.get(id),
    messagesIn: (room) => (order.get(room) ?? []).map((id) => messages.get(id)).filter((one) => one !== undefined),
    nextSequence: () => ++sequence,
    save(message) {
      if (!messages.has(message.id)) place(message);
      messages.set(message.id, message);
    },
    clearMessages() {
      messages.clear();
      files.clear();
      order.clear();
    },
  };
}
