/** Chats that the bot is in: one with every person, and group chats. They live here: no channel holds their messages. */
import type { Kit } from '../kit/platform.ts';
import type { TeamsUser } from '../teams/world.ts';
import { seenText } from './cards.ts';
import type { Identity } from './identity.ts';

export interface Chat {
  /** On the bot's wire: `a:…` or `19:…@thread.v2`. */
  readonly id: string;
  readonly kind: 'personal' | 'groupChat';
  /** In acts, views and the ledger. */
  readonly place: string;
  readonly title: string;
  /** Entra object ids. */
  readonly members: readonly string[];
}

export interface ChatMessage {
  /** Epoch milliseconds of creation, unique within its chat. */
  readonly id: string;
  readonly chat: string;
  /** Entra object id; null for the bot. */
  readonly by: string | null;
  readonly content: string;
  readonly attachments: readonly Readonly<Record<string, unknown>>[];
  readonly mentions: readonly Readonly<Record<string, unknown>>[];
  readonly created: number;
  readonly edited: boolean;
  readonly removed: boolean;
  /** Not shown while Teams tries to do without it: a sign-in card during single sign-on. */
  readonly hidden: boolean;
}

export type ChatContent = Pick<ChatMessage, 'content' | 'attachments' | 'mentions'>;

export interface Chats {
  personal(user: TeamsUser): Chat;
  create(title: string, members: readonly string[]): Chat;
  /** By the id on the bot's wire. */
  get(id: string): Chat | undefined;
  at(place: string): Chat | undefined;
  /** Group chats, and the personal ones in which something was written. */
  inUse(): readonly Chat[];
  messages(chat: string): readonly ChatMessage[];
  message(chat: string, id: string): ChatMessage | undefined;
  post(chat: Chat, by: string | null, content: ChatContent, hidden?: boolean): ChatMessage;
  /** Shows what was hidden. */
  reveal(message: ChatMessage): void;
  edit(message: ChatMessage, change: Pick<ChatMessage, 'content' | 'attachments'>): ChatMessage;
  remove(message: ChatMessage): void;
  /** Forgets the messages, not the chats. */
  clear(): void;
}

export interface ChatParts {
  readonly kit: Kit;
  readonly people: {
    user(id: string): TeamsUser | undefined;
    userByPerson(person: string): TeamsUser | undefined;
  };
  readonly identity: Identity;
}

const personalPrefix = 'direct:';
/** Place of a personal chat in views and the ledger. */
export const directPlace = (person: string): string => `${personalPrefix}${person}`;

export function createChats({ kit, people, identity }: ChatParts): Chats {
  const groups = kit.state.collection<Chat>('bot-chats');
  const stored = kit.state.collection<ChatMessage>('bot-chat-messages');
  const byChat = new Map<string, Map<string, ChatMessage>>();

  const enter = (message: ChatMessage): void => {
    const messages = byChat.get(message.chat) ?? new Map<string, ChatMessage>();
    byChat.set(message.chat, messages.set(message.id, message));
  };
  for (const message of [...stored.values()].sort((left, right) => left.created - right.created)) enter(message);

  const personal = (user: TeamsUser): Chat => ({
    id: identity.chatOf(user.id),
    kind: 'personal',
    place: directPlace(user.person),
    title: `Chat with ${identity.botName()}`,
    members: [user.id],
  });
  const get = (id: string): Chat | undefined => {
    const user = identity.userOfChat(id);
    return user === undefined ? groups.get(id) : personal(user);
  };
  const save = (message: ChatMessage): ChatMessage => {
    stored.set(`${message.chat}/${message.id}`, message);
    enter(message);
    return message;
  };
  const tell = (kind: 'posted' | 'edited' | 'removed', message: ChatMessage): void => {
    if (message.hidden) return;
    const author = message.by === null ? identity.botName() : (people.user(message.by)?.displayName ?? '');
    const place = get(message.chat)?.place ?? message.chat;
    const text = kind === 'removed' ? null : seenText(message);
    kit.ledger.append({ platform: 'teams', place, kind, message: message.id, root: null, author, text });
  };
  const keep = (kind: 'posted' | 'edited' | 'removed', message: ChatMessage): ChatMessage => {
    tell(kind, save(message));
    return message;
  };
  const messages = (chat: string): readonly ChatMessage[] => [...(byChat.get(chat)?.values() ?? [])];

  return {
    personal,
    create(title, members) {
      const id = `19:${kit.random(16).toString('hex')}@thread.v2`;
      const chat: Chat = { id, kind: 'groupChat', place: id, title, members };
      groups.set(id, chat);
      return chat;
    },
    get,
    at(place) {
      if (!place.startsWith(personalPrefix)) return groups.get(place);
      const user = people.userByPerson(place.slice(personalPrefix.length));
      return user && personal(user);
    },
    inUse: () => [
      ...groups.values(),
      ...[...byChat.keys()].filter((id) => !groups.has(id)).flatMap((id) => get(id) ?? []),
    ],
    messages,
    message: (chat, id) => byChat.get(chat)?.get(id),
    post(chat, by, content, hidden = false) {
      const created = Math.max(kit.clock.now(), (messages(chat.id).at(-1)?.created ?? 0) + 1);
      const { id } = chat;
      const message = { chat: id, by, ...content, created, edited: false, removed: false, hidden };
      return keep('posted', { id: String(created), ...message });
    },
    reveal: (message) => void keep('posted', { ...message, hidden: false }),
    edit: (message, change) => keep('edited', { ...message, ...change, edited: true }),
    remove: (message) => void keep('removed', { ...message, content: '', attachments: [], removed: true }),
    clear() {
      stored.clear();
      byChat.clear();
    },
  };
}
