/** People's personal chats with the bot. They live here and not in the tenant's message store: no channel holds them. */
import type { Kit } from '../kit/platform.ts';
import { visibleText } from '../teams/text.ts';
import type { TeamsUser } from '../teams/world.ts';
import { visibleCards } from './cards.ts';

export interface DirectMessage {
  /** Epoch milliseconds of creation, unique within its chat. */
  readonly id: string;
  /** Entra object id of the person whose chat it is. */
  readonly user: string;
  readonly by: 'person' | 'bot';
  readonly content: string;
  readonly attachments: readonly Readonly<Record<string, unknown>>[];
  readonly created: number;
  readonly edited: boolean;
  readonly removed: boolean;
}

export interface DirectChats {
  /** Whether the person added the app for themselves. */
  isInstalledFor(user: string): boolean;
  install(user: string): void;
  messages(user: string): readonly DirectMessage[];
  message(user: string, id: string): DirectMessage | undefined;
  post(
    user: TeamsUser,
    by: DirectMessage['by'],
    content: string,
    attachments: DirectMessage['attachments'],
  ): DirectMessage;
  edit(message: DirectMessage, change: Pick<DirectMessage, 'content' | 'attachments'>): DirectMessage;
  remove(message: DirectMessage): void;
  /** Forgets the messages, not the installs. */
  clear(): void;
}

/** Place of a personal chat in the ledger. */
export const directPlace = (person: string): string => `direct:${person}`;

export function visibleOf({ content, attachments }: Pick<DirectMessage, 'content' | 'attachments'>): string {
  return [visibleText(content, 'html'), ...visibleCards(attachments)].filter((text) => text !== '').join('\n');
}

export function createDirectChats(
  kit: Kit,
  people: { user(id: string): TeamsUser | undefined },
  botName: () => string,
): DirectChats {
  const installs = kit.state.collection<boolean>('bot-installs');
  const stored = kit.state.collection<DirectMessage>('bot-messages');
  const messages = (user: string) =>
    [...stored.values()].filter((message) => message.user === user).sort((left, right) => left.created - right.created);

  const keep = (kind: 'posted' | 'edited' | 'removed', message: DirectMessage): DirectMessage => {
    const person = people.user(message.user);
    stored.set(`${message.user}/${message.id}`, message);
    kit.ledger.append({
      platform: 'teams',
      place: directPlace(person?.person ?? message.user),
      kind,
      message: message.id,
      root: null,
      author: message.by === 'bot' ? botName() : (person?.displayName ?? ''),
      text: kind === 'removed' ? null : visibleOf(message),
    });
    return message;
  };

  return {
    isInstalledFor: (user) => installs.has(user),
    install: (user) => installs.set(user, true),
    messages,
    message: (user, id) => stored.get(`${user}/${id}`),
    post({ id: user }, by, content, attachments) {
      const created = Math.max(kit.clock.now(), (messages(user).at(-1)?.created ?? 0) + 1);
      return keep('posted', {
        id: String(created),
        user,
        by,
        content,
        attachments,
        created,
        edited: false,
        removed: false,
      });
    },
    edit: (message, change) => keep('edited', { ...message, ...change, edited: true }),
    remove: (message) => void keep('removed', { ...message, content: '', attachments: [], removed: true }),
    clear: () => stored.clear(),
  };
}
