/** What a person's Slack client shows: the channels, and the messages of one. */
import { ActError, type Kit, type ViewedMessage, type ViewedPlace } from '../kit/platform.ts';
import { authorOf } from './author.ts';
import { messageId } from './life.ts';
import { timeOf } from './messages.ts';
import { isNote, type Message, type StoredFile } from './model.ts';
import { emojiShown, mentionsIn, shownHtml, shownText } from './show.ts';
import type { Store } from './store.ts';
import { titleOf } from './title.ts';

export function placesOf(store: Store): ViewedPlace[] {
  return [...store.channels.values()].map((channel) => ({
    place: channel.id,
    platform: 'slack',
    title: titleOf(channel, store),
    members: channel.members.flatMap((id) => store.user(channel.team, id)?.person ?? []),
  }));
}

/** Oldest first, replies among them. @throws ActError where this person sees no such channel */
export function viewOf(store: Store, kit: Kit, place: string, as: string | undefined): ViewedMessage[] {
  const channel = store.channels.get(place);
  const user = as === undefined || !channel ? undefined : store.account(channel.team, as);
  const isOpen = channel?.kind === 'channels' || (user !== undefined && channel?.members.includes(user.id));
  if (!channel || (as !== undefined && !(user && isOpen))) {
    throw new ActError('unknown_place', 'There is no such channel to see.');
  }
  return store.messages
    .all(place)
    .filter((message) => !isNote(message))
    .map((message) => viewed(message, store, kit));
}

function viewed(message: Message, store: Store, kit: Kit): ViewedMessage {
  const names = store.names(message.team);
  return {
    message: messageId(message.channel, message.ts),
    root: message.thread === null ? null : messageId(message.channel, message.thread),
    author: authorOf(message, store, kit),
    text: shownText(message, names),
    rich: message.blocks.length > 0 ? JSON.stringify(message.blocks) : message.text,
    html: shownHtml(message, names),
    mentions: mentionsIn(message, names),
    reactions: message.reactions.map((one) => ({ emoji: emojiShown(one.name), by: one.users.map(names.user) })),
    files: message.files.flatMap((id) => {
      const file = store.files.get(id);
      return file && !file.deleted ? [viewedFile(file, kit)] : [];
    }),
    edited: message.edited !== null,
    removed: message.subtype === 'tombstone',
    at: timeOf(message.ts),
  };
}

/** The page has no session of a person's, so the address carries a key of this one file. */
function viewedFile(file: StoredFile, kit: Kit): ViewedMessage['files'][number] {
  const url = `${kit.url}/slack/files-pri/${file.team}-${file.id}/${encodeURIComponent(file.name)}?view=${file.viewKey}`;
  return { name: file.name, type: file.type, size: file.size, url };
}
