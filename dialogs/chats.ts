/** Where Mio can write to somebody by itself: learned from whatever they say in their personal chat. */
import { LRUCache } from 'lru-cache';
import type { Chat, Messenger, Said, Sender } from '../src/core/bot/occasions.ts';
import { ConflictError, DeliveryError } from '../src/core/errors.ts';
import type { BotChat, Records } from '../src/core/records.ts';
import type { Speaker } from '../src/core/speaker.ts';

export interface Chats {
  /** Takes in what a personal chat tells about itself. */
  learn(sender: Sender, chat: Chat): Promise<void>;
  known(speaker: Speaker): Promise<Chat | undefined>;
  /** The personal chat of whoever said something; made where there is none. @throws DeliveryError, ShutOutError */
  of(said: Said): Promise<Chat>;
  /** The same, asked of the platform again: the one that is known takes no messages. @throws DeliveryError, ShutOutError */
  reopened(said: Said): Promise<Chat>;
  /** Nothing goes there any more: Mio was removed from that chat. Another one of that person's stays known. */
  forget(speaker: Speaker, conversation: string): Promise<void>;
}

/** Somebody removed Mio, or blocked it: it can't write to them before they let it in again. */
export class ShutOutError extends Error {
  override readonly name = 'ShutOutError';
}

/** How the platform says so. "Send proactive messages" */
const shut: ReadonlySet<string> = new Set([
  '403',
  'BotNotInConversationRoster',
  'ConversationBlockedByUser',
  'ConversationNotFound',
  'MessageWritesBlocked',
]);

/** Whether a message to somebody's own chat failed because Mio is not let in. */
export const isShut = (error: unknown): boolean =>
  error instanceof DeliveryError && error.failure === 'refused' && shut.has(error.code);

export function createChats(records: Records, messenger: Messenger): Chats {
  /** What is stored, so that a message of somebody known costs no look. */
  const stored = new LRUCache<string, string>({ max: 10_000 });
  const idOf = ({ tenant, person }: Speaker): string => `${tenant}/${person}`;

  async function learn({ speaker }: Sender, { conversation, serviceUrl }: Chat): Promise<void> {
    const id = idOf(speaker);
    const body: BotChat = { conversation, serviceUrl, language: speaker.language, name: speaker.name };
    const document = JSON.stringify(body);
    if (stored.get(id) === document) return;
    for (;;) {
      const before = await records.get('chat', id);
      try {
        if (JSON.stringify(before?.body) !== document) await records.put('chat', id, body, before?.revision ?? 0);
        return void stored.set(id, document);
      } catch (error) {
        if (!(error instanceof ConflictError)) throw error;
      }
    }
  }

  async function known(speaker: Speaker): Promise<Chat | undefined> {
    const found = await records.get('chat', idOf(speaker));
    return found && { conversation: found.body.conversation, serviceUrl: found.body.serviceUrl };
  }

  async function opened(said: Said): Promise<Chat> {
    try {
      const chat = await messenger.open(said, said.chat.serviceUrl);
      await learn(said, chat);
      return chat;
    } catch (error) {
      throw isShut(error) ? new ShutOutError('a personal chat can’t be opened', { cause: error }) : error;
    }
  }

  async function forget(speaker: Speaker, conversation: string): Promise<void> {
    const id = idOf(speaker);
    stored.delete(id);
    for (;;) {
      const found = await records.get('chat', id);
      if (found?.body.conversation !== conversation) return;
      try {
        return await records.remove('chat', id, found.revision);
      } catch (error) {
        if (!(error instanceof ConflictError)) throw error;
      }
    }
  }

  return {
    learn,
    known,
    forget,
    async of(said) {
      if (said.scope === 'personal') return said.chat;
      return (await known(said.speaker)) ?? (await opened(said));
    },
    async reopened(said) {
      const before = await known(said.speaker);
      if (before) await forget(said.speaker, before.conversation);
      return await opened(said);
    },
  };
}
