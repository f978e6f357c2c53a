/**
 * What happens in channels, whoever caused it: the one place where messages, reactions and members change. Each change
 * is stored, becomes visible in the ledger once, and is told to the app.
 */
import type { Kit } from '../kit/platform.ts';
import { authorOf } from './author.ts';
import { leavesOf } from './blocks.ts';
import type { Channel, Message, NoteSubtype, StoredFile } from './model.ts';
import type { Notices } from './notices.ts';
import { emojiShown, shownText } from './show.ts';
import { type Store, slackbot } from './store.ts';
import { titleOf } from './title.ts';
import type { MessageWriter } from './wire.ts';

/** What a post brings along; the rest of a message is given to it. */
export type Draft = Omit<Message, 'team' | 'channel' | 'ts' | 'subtype' | 'edited' | 'reactions'> & {
  /** A reply that is shown in the channel as well. */
  readonly broadcast: boolean;
  /** Typed behind /me. */
  readonly me: boolean;
  /** Its links are shown with a preview. */
  readonly unfurls: boolean;
};

export type Change = Partial<Pick<Message, 'text' | 'mrkdwn' | 'blocks' | 'attachments' | 'metadata'>>;

export interface Life {
  post(channel: Channel, draft: Draft): Message;
  edit(message: Message, change: Change, editor: string): Message;
  /** A message with replies leaves a tombstone behind. */
  remove(message: Message): void;
  /** The bytes go; the messages that showed the file show that it was deleted. */
  removeFile(file: StoredFile): void;
  react(message: Message, user: string, name: string): void;
  unreact(message: Message, user: string, name: string): void;
  /** Answers the note that the channel shows. */
  join(channel: Channel, user: string, inviter?: string): Message;
  leave(channel: Channel, user: string): void;
  create(channel: Channel): void;
  rename(channel: Channel, name: string, user: string): Channel;
  /** @param value where its picture is, or `alias:` and a name */
  addEmoji(team: string, name: string, value: string): void;
  removeEmoji(team: string, name: string): void;
  /** The channel goes, with everything in it. */
  removeChannel(channel: Channel): void;
  /** The channel goes on, with everything in it, under another id. */
  changeId(channel: Channel): void;
  /** Closes the channel, or opens it again. */
  archive(channel: Channel, user: string, archived: boolean): void;
}

/** The id that acts, views and the ledger use for a message. */
export const messageId = (channel: string, ts: string): string => `${channel}:${ts}`;

/** Nothing but a body: what drafts start from. */
export const emptyDraft = {
  text: '',
  mrkdwn: true,
  blocks: [],
  attachments: [],
  username: null,
  icon: null,
  clientMessageId: null,
  thread: null,
  metadata: null,
  files: [],
  broadcast: false,
  me: false,
  unfurls: false,
} as const satisfies Omit<Draft, 'user' | 'botId'>;

export function createLife(kit: Kit, store: Store, notices: Notices, writer: MessageWriter): Life {
  const { messages } = store;

  const record = (kind: 'posted' | 'edited' | 'removed', message: Message): void => {
    kit.ledger.append({
      platform: 'slack',
      place: message.channel,
      kind,
      message: messageId(message.channel, message.ts),
      root: rootOf(message),
      author: authorOf(message, store, kit).name,
      text: kind === 'removed' ? null : shownText(message, store.names(message.team)),
    });
  };

  /** A reaction or a membership: its author is whoever acted. */
  const recordAct = (
    kind: 'reacted' | 'unreacted' | 'joined' | 'left' | 'renamed',
    { team, id: place }: Channel,
    user: string,
    on: { readonly message: string; readonly root: string | null; readonly text: string | null },
  ): void => {
    kit.ledger.append({ platform: 'slack', place, kind, author: store.names(team).user(user), ...on });
  };

  const put = (channel: Channel, draft: Draft, subtype: Message['subtype']): Message => {
    const { broadcast: _, me: __, unfurls: ___, ...content } = draft;
    const place = { team: channel.team, channel: channel.id, ts: messages.nextTs(channel.id) };
    const message: Message = { ...content, ...place, subtype, edited: null, reactions: [] };
    messages.put(message);
    return message;
  };

  /** The parent of a reply, and what was said of it before the thread changes. */
  const parentOf = (channel: string, thread: string | null) => {
    const parent = thread === null ? undefined : messages.get(channel, thread);
    return parent && { parent, before: writer.message(parent, { full: true }) };
  };

  /** Links are unfurled a moment later: the message changes, and nobody edited it. */
  const unfurl = (message: Message): Message => {
    const urls = [...new Set(linksIn(message))];
    if (urls.length === 0) return message;
    const before = writer.message(message);
    const previews = urls.map((url, index) => {
      const host = URL.canParse(url) ? new URL(url).host : url;
      return { id: index + 1, from_url: url, original_url: url, fallback: host, title: host, title_link: url };
    });
    const after = { ...message, attachments: [...message.attachments, ...previews] };
    messages.put(after);
    notices.changed(before, after);
    return after;
  };

  /** A file remembers which message of a channel shows it. */
  const share = (id: string, { channel, ts }: Message): void => {
    const file = store.files.get(id);
    if (file) store.files.set(id, { ...file, shares: { ...file.shares, [channel]: ts } });
  };

  const setMembers = (channel: Channel, members: readonly string[]): Channel => {
    const changed = { ...channel, members };
    store.channels.set(channel.id, changed);
    return changed;
  };

  /** What the channel itself says about somebody. */
  const noted = (channel: Channel, user: string, subtype: NoteSubtype, text: string): Message =>
    put(channel, { ...emptyDraft, user, botId: null, text: `<@${user}> ${text}` }, subtype);

  const setReactions = (
    what: 'added' | 'removed',
    message: Message,
    reactions: Message['reactions'],
    user: string,
    name: string,
  ): void => {
    messages.put({ ...message, reactions });
    const shown = { message: messageId(message.channel, message.ts), root: rootOf(message), text: emojiShown(name) };
    recordAct(what === 'added' ? 'reacted' : 'unreacted', store.channels.get(message.channel)!, user, shown);
    notices.reaction(what, message, user, name);
  };

  return {
    post(channel, draft) {
      const thread = parentOf(channel.id, draft.thread);
      const message = put(channel, draft, subtypeOf(draft));
      for (const id of draft.files) share(id, message);
      record('posted', message);
      notices.posted(message);
      for (const id of draft.files) notices.fileShared(message, id);
      if (thread) notices.counted(thread.before, thread.parent);
      return draft.unfurls ? unfurl(message) : message;
    },
    edit(message, change, editor) {
      const before = writer.message(message);
      const after = { ...message, ...change, edited: { user: editor, ts: messages.nextTs(message.channel) } };
      messages.put(after);
      record('edited', after);
      notices.changed(before, after);
      return after;
    },
    remove(message) {
      const before = writer.message(message);
      const thread = parentOf(message.channel, message.thread);
      if (messages.replies(message.channel, message.ts).length > 0) {
        const grave = tombstoneOf(message);
        messages.put(grave);
        record('removed', message);
        notices.changed(before, grave);
        return;
      }
      messages.delete(message);
      record('removed', message);
      notices.deleted(before, message);
      if (thread) notices.counted(thread.before, thread.parent);
    },
    removeFile(file) {
      const showing = Object.entries(file.shares).flatMap(([channel, ts]) => messages.get(channel, ts) ?? []);
      const before = showing.map((message) => writer.message(message));
      store.files.set(file.id, { ...file, deleted: true });
      store.contents.delete(file.id);
      for (const [at, message] of showing.entries()) notices.changed(before[at]!, message);
    },
    react(message, user, name) {
      const known = message.reactions.some((one) => one.name === name);
      const reactions = known
        ? message.reactions.map((one) => (one.name === name ? { name, users: [...one.users, user] } : one))
        : [...message.reactions, { name, users: [user] }];
      setReactions('added', message, reactions, user, name);
    },
    unreact(message, user, name) {
      const left = message.reactions
        .map((one) => (one.name === name ? { name, users: one.users.filter((id) => id !== user) } : one))
        .filter((one) => one.users.length > 0);
      setReactions('removed', message, left, user, name);
    },
    join(channel, user, inviter) {
      const joined = setMembers(channel, [...channel.members, user]);
      const note = noted(joined, user, 'channel_join', 'has joined the channel');
      recordAct('joined', joined, user, { message: messageId(joined.id, note.ts), root: null, text: null });
      const more = inviter === undefined ? {} : { inviter };
      notices.joined(joined, user, more);
      notices.posted(note, more);
      return note;
    },
    leave(channel, user) {
      recordAct('left', channel, user, { message: '', root: null, text: null });
      const members = channel.members.filter((id) => id !== user);
      const without = setMembers(channel, members);
      notices.left(without, user);
      notices.posted(noted(without, user, 'channel_leave', 'has left the channel'));
    },
    create(channel) {
      store.channels.set(channel.id, channel);
      if (channel.kind === 'channels') notices.created(channel);
    },
    rename(channel, name, user) {
      const { name: before } = channel;
      const renamed = { ...channel, name };
      store.channels.set(channel.id, renamed);
      recordAct('renamed', renamed, user, { message: '', root: null, text: titleOf(renamed, store) });
      notices.renamed(renamed);
      const text = `has renamed the channel from "${before}" to "${name}"`;
      notices.posted(noted(renamed, user, 'channel_name', text), { old_name: before, name });
      return renamed;
    },
    addEmoji(team, name, value) {
      store.emoji.set(team, name, value);
      notices.emoji(team, { subtype: 'add', name, value });
    },
    removeEmoji(team, name) {
      store.emoji.remove(team, name);
      notices.emoji(team, { subtype: 'remove', names: [name] });
    },
    removeChannel(channel) {
      store.channels.delete(channel.id);
      for (const message of messages.all(channel.id)) messages.delete(message);
      notices.channelDeleted(channel);
    },
    changeId(channel) {
      const renewed = { ...channel, id: store.newId('C') };
      store.channels.set(renewed.id, renewed);
      messages.move(channel.id, renewed.id);
      for (const file of [...store.files.values()]) {
        const { [channel.id]: ts, ...shares } = file.shares;
        if (ts !== undefined) store.files.set(file.id, { ...file, shares: { ...shares, [renewed.id]: ts } });
      }
      store.channels.delete(channel.id);
      notices.idChanged(channel.id, renewed);
    },
    archive(channel, user, archived) {
      const changed = { ...channel, archived };
      store.channels.set(channel.id, changed);
      notices.archived(changed, user);
    },
  };
}

const rootOf = (message: Message): string | null =>
  message.thread === null ? null : messageId(message.channel, message.thread);

function subtypeOf(draft: Draft): Message['subtype'] {
  if (draft.files.length > 0) return 'file_share';
  if (draft.broadcast && draft.thread !== null) return 'thread_broadcast';
  if (draft.me) return 'me_message';
  return draft.user === null ? 'bot_message' : null;
}

function linksIn(message: Message): string[] {
  const leaves = message.blocks.flatMap((block) => (block.type === 'rich_text' ? leavesOf(block) : []));
  return leaves.flatMap((leaf) => (leaf.type === 'link' && /^https?:/.test(leaf.url) ? [leaf.url] : []));
}

const tombstoneOf = ({ team, channel, ts, thread }: Message): Message => ({
  ...emptyDraft,
  team,
  channel,
  ts,
  thread,
  user: slackbot,
  botId: null,
  subtype: 'tombstone',
  text: 'This message was deleted.',
  edited: null,
  reactions: [],
});
