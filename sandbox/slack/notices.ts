/** What the app is told about channels: the inner events of "message event" with its subtypes, reactions and members. */
import type { Events } from './events.ts';
import type { Channel, ChannelKind, Message } from './model.ts';
import type { Store } from './store.ts';
import type { Json, MessageWriter } from './wire.ts';

export interface Notices {
  posted(message: Message, more?: Json): void;
  /** `message_changed`: people's edits, but also unfurled links, thread counters and tombstones. */
  changed(before: Json, after: Message): void;
  /** The thread below `parent` grew or shrank: its counters have changed, its content has not. */
  counted(before: Json, parent: Message): void;
  deleted(before: Json, message: Message): void;
  reaction(what: 'added' | 'removed', message: Message, user: string, name: string): void;
  fileShared(message: Message, file: string): void;
  joined(channel: Channel, user: string, more: Json): void;
  left(channel: Channel, user: string): void;
  created(channel: Channel): void;
  renamed(channel: Channel): void;
  archived(channel: Channel, user: string): void;
  channelDeleted(channel: Channel): void;
  idChanged(before: string, channel: Channel): void;
  /** "emoji_changed": what was added, removed or renamed. */
  emoji(team: string, change: Json): void;
}

const channelTypes: Readonly<Record<ChannelKind, string>> = {
  channels: 'channel',
  groups: 'group',
  im: 'im',
  mpim: 'mpim',
};

export function createNotices(store: Store, events: Events, writer: MessageWriter): Notices {
  const { messages } = store;

  const tell = (channel: Channel, event: Json): void => {
    const placed = { ...event, channel: channel.id, channel_type: channelTypes[channel.kind] };
    events.inChannel(channel, placed, [`${channel.kind}:history`]);
  };

  /** Changes of a message are messages of their own, with their own ts, and hidden. */
  const tellHidden = (message: Message, subtype: string, event: Json): void => {
    const ts = messages.nextTs(message.channel);
    const channel = store.channels.get(message.channel)!;
    tell(channel, { type: 'message', subtype, hidden: true, ts, event_ts: ts, ...event });
  };

  const changed = (before: Json, after: Message, full = false): void =>
    tellHidden(after, 'message_changed', { message: writer.message(after, { full }), previous_message: before });

  const member = (type: string, channel: Channel, user: string, more: Json = {}): Json => ({
    type,
    user,
    channel: channel.id,
    channel_type: channel.kind === 'channels' ? 'C' : 'G',
    team: channel.team,
    ...more,
    event_ts: messages.nextTs(channel.id),
  });

  /** Everybody may hear of what becomes of a public channel; of a private one, its members. */
  const ofChannel = (channel: Channel, what: string, event: Json): void => {
    const told = { ...event, event_ts: messages.nextTs(channel.id) };
    if (channel.kind === 'channels')
      events.toApp(channel.team, { type: `channel_${what}`, ...told }, ['channels:read']);
    else events.inChannel(channel, { type: `group_${what}`, ...told }, ['groups:read']);
  };

  return {
    posted: (message, more = {}) =>
      tell(store.channels.get(message.channel)!, { ...writer.message(message), ...more, event_ts: message.ts }),
    changed: (before, after) => changed(before, after, after.subtype === 'tombstone'),
    counted(before, parent) {
      const now = writer.message(parent, { full: true });
      const grew = Number(now['reply_count'] ?? 0) > Number(before['reply_count'] ?? 0);
      if (grew && before['reply_count'] !== undefined) {
        tellHidden(parent, 'message_replied', { thread_ts: parent.ts, message: now });
      } else changed(before, parent, true);
    },
    deleted: (before, message) =>
      tellHidden(message, 'message_deleted', { deleted_ts: message.ts, previous_message: before }),
    reaction(what, message, user, name) {
      const event = {
        type: `reaction_${what}`,
        user,
        reaction: name,
        ...(message.user === null ? {} : { item_user: message.user }),
        item: { type: 'message', channel: message.channel, ts: message.ts },
        event_ts: messages.nextTs(message.channel),
      };
      events.inChannel(store.channels.get(message.channel)!, event, ['reactions:read']);
    },
    fileShared(message, file) {
      const event = {
        type: 'file_shared',
        channel_id: message.channel,
        file_id: file,
        user_id: store.files.get(file)?.user,
        file: { id: file },
        event_ts: messages.nextTs(message.channel),
      };
      events.inChannel(store.channels.get(message.channel)!, event, ['files:read']);
    },
    joined: (channel, user, more) =>
      events.inChannel(channel, member('member_joined_channel', channel, user, more), [`${channel.kind}:read`]),
    left(channel, user) {
      const scopes = [`${channel.kind}:read`];
      if (user === store.installations.get(channel.team)?.botUser) {
        const type = channel.kind === 'channels' ? 'channel_left' : 'group_left';
        events.toApp(channel.team, { type, channel: channel.id, event_ts: messages.nextTs(channel.id) }, scopes);
      } else events.inChannel(channel, member('member_left_channel', channel, user), scopes);
    },
    created({ id, team, name, created, creator }) {
      const event = { type: 'channel_created', channel: { id, name, created, creator }, event_ts: messages.nextTs(id) };
      events.toApp(team, event, ['channels:read']);
    },
    renamed(channel) {
      const { id, name, created, kind } = channel;
      const renamed = { id, name, name_normalized: name, created, is_channel: kind === 'channels', is_mpim: false };
      ofChannel(channel, 'rename', { channel: renamed });
    },
    emoji(team, change) {
      events.toApp(team, { type: 'emoji_changed', ...change, event_ts: messages.nextTs(team) }, ['emoji:read']);
    },
    idChanged(before, channel) {
      const ids = { old_channel_id: before, new_channel_id: channel.id };
      const event = { type: 'channel_id_changed', ...ids, event_ts: messages.nextTs(channel.id) };
      events.inChannel(channel, event, [`${channel.kind}:read`]);
    },
    channelDeleted(channel) {
      ofChannel(channel, 'deleted', { channel: channel.id });
    },
    archived(channel, user) {
      const what = channel.archived ? 'archive' : 'unarchive';
      ofChannel(channel, what, { channel: channel.id, user, is_moved: 0 });
    },
  };
}
