/** What Teams' client shows of a chat with the bot. */
import { publicPicture, shownPicture } from '../kit/pictures.ts';
import type { Kit, ViewedMessage } from '../kit/platform.ts';
import { escapeHtml } from '../teams/html.ts';
import type { TeamsWorld } from '../teams/world.ts';
import { seenText, sentCards, visibleCards } from './cards.ts';
import type { Chat, ChatMessage, Chats } from './chats.ts';
import type { Identity } from './identity.ts';

export interface ViewParts {
  readonly kit: Kit;
  readonly world: TeamsWorld;
  readonly chats: Chats;
  readonly identity: Identity;
}

/** Ids of messages in chats, as acts and views name them. */
export const viewId = ({ place }: Chat, id: string): string => `${place}/${id}`;

/** Oldest first. */
export const shownMessages = (parts: ViewParts, chat: Chat): readonly ViewedMessage[] =>
  parts.chats
    .messages(chat.id)
    .filter(({ hidden }) => !hidden)
    .map((message) => viewed(parts, chat, message));

function viewed({ kit, world, identity }: ViewParts, chat: Chat, message: ChatMessage): ViewedMessage {
  const { id, by, content, attachments, mentions, created, edited, removed } = message;
  const user = by === null ? undefined : world.user(by);
  const cards = visibleCards(attachments).map(
    (text) => `<blockquote>${escapeHtml(text).replaceAll('\n', '<br>')}</blockquote>`,
  );
  return {
    message: viewId(chat, id),
    root: null,
    author:
      by === null
        ? { name: identity.botName(), kind: 'app', picture: null }
        : {
            name: user?.displayName ?? by,
            kind: 'person',
            picture: user === undefined ? null : shownPicture(publicPicture(user.person), kit),
          },
    text: seenText(message),
    rich: content,
    html: content + cards.join(''),
    mentions: mentions.map(({ mentionText }) => String(mentionText ?? '')),
    reactions: [],
    files: [],
    attachments: sentCards(attachments),
    edited,
    removed,
    at: created,
  };
}
