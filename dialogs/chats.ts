/** Where Mio can write to somebody by itself: learned from whatever they say in their personal chat. */
import { LRUCache } from 'lru-cache';
import type { Chat, Messenger, Said, Sender } from '../src/core/bot/occasions.ts';
import type { Speaker } from '../src/core/bot/speaker.ts';
import { ConflictError } from '../src/core/errors.ts';
import type { BotChat, Records } from '../src/core/records.ts';

export interface Chats {
  /** Takes in what a personal chat tells about itself. */
  learn(sender: Sender, chat: Chat): Promise<void>;
  known(speaker: Speaker): Promise<Chat | undefined>;
  /** The personal chat of whoever said something; made where there is none. @throws DeliveryError */
  of(said: Said): Promise<Chat>;
}

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

  return {
    learn,
    known,
    async of(said) {
      if (said.scope === 'personal') return said.chat;
      const found = await known(said.speaker);
      if (found) return found;
      const opened = await messenger.open(said, said.chat.serviceUrl);
      await learn(said, opened);
      return opened;
    },
  };
}
