/** Users, channels, messages and files as the Web API and the Events API write them. */

import { publicPicture } from '../kit/pictures.ts';
import type { Channel, Message, StoredFile, User } from './model.ts';
import { appId, appName, type Store } from './store.ts';

export type Json = Readonly<Record<string, unknown>>;

/** Only the keys that have a value: Slack leaves the others out. */
const present = (entries: Json): Json =>
  Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined));

const pictureSizes = ['24', '32', '48', '72', '192', '512'] as const;

/** "users.info": without `users:read.email` the profile has no e-mail address. */
export function wireUser(user: User, options: { readonly email: boolean }): Json {
  const picture = publicPicture(user.person ?? user.handle);
  const [first = user.name, ...rest] = user.name.split(' ');
  return {
    id: user.id,
    team_id: user.team,
    name: user.handle,
    deleted: user.deleted,
    color: '9f69e7',
    real_name: user.name,
    tz: 'Europe/Berlin',
    tz_label: 'Central European Time',
    tz_offset: 3600,
    profile: present({
      real_name: user.name,
      real_name_normalized: user.name,
      display_name: user.bot ? '' : user.name,
      display_name_normalized: user.bot ? '' : user.name,
      first_name: first,
      last_name: rest.join(' '),
      email: options.email && user.mail !== null ? user.mail : undefined,
      title: '',
      phone: '',
      status_text: '',
      status_emoji: '',
      status_expiration: 0,
      avatar_hash: 'a1b2c3d4e5f6',
      ...Object.fromEntries(pictureSizes.map((size) => [`image_${size}`, picture])),
      team: user.team,
      ...(user.bot ? { bot_id: user.bot.id, api_app_id: appId, always_active: false } : {}),
    }),
    is_admin: user.admin,
    is_owner: user.admin,
    is_primary_owner: false,
    is_restricted: false,
    is_ultra_restricted: false,
    is_bot: user.bot !== null,
    is_app_user: false,
    updated: user.updated,
    is_email_confirmed: user.mail !== null,
  };
}

/** "Conversation object": `member` is whose view it is. */
export function wireChannel(channel: Channel, member: string, numbers: boolean): Json {
  const base = { id: channel.id, created: channel.created, is_archived: channel.archived, is_org_shared: false };
  if (channel.kind === 'im') {
    const other = channel.members.find((id) => id !== member) ?? member;
    return { ...base, is_im: true, user: other, is_user_deleted: false, priority: 0, context_team_id: channel.team };
  }
  const note = { value: '', creator: '', last_set: 0 };
  return {
    ...base,
    name: channel.name,
    name_normalized: channel.name,
    is_channel: channel.kind === 'channels',
    is_group: channel.kind === 'groups',
    is_im: false,
    is_mpim: channel.kind === 'mpim',
    is_private: channel.kind !== 'channels',
    is_general: channel.name === 'general',
    is_member: channel.members.includes(member),
    is_shared: false,
    is_ext_shared: false,
    pending_shared: [],
    is_pending_ext_shared: false,
    updated: channel.created * 1000,
    creator: channel.creator,
    unlinked: 0,
    topic: note,
    purpose: note,
    previous_names: [],
    context_team_id: channel.team,
    ...(numbers ? { num_members: channel.members.length } : {}),
  };
}

/** "files.info": the file object. Its addresses are the real host's; a token is needed to fetch them. */
export function wireFile(file: StoredFile, store: Store): Json {
  const extension = file.name.includes('.') ? file.name.slice(file.name.lastIndexOf('.') + 1).toLowerCase() : '';
  const domain = store.team(file.team)?.domain ?? 'slack';
  const path = `${file.team}-${file.id}`;
  const name = encodeURIComponent(file.name);
  if (file.deleted) return { id: file.id, mode: 'tombstone' };
  const isPublic = ([channel]: readonly [string, string]) => store.channels.get(channel)?.kind === 'channels';
  const places = Object.entries(file.shares);
  const shared = (some: typeof places): Json =>
    Object.fromEntries(some.map(([channel, ts]) => [channel, [{ ts, team_id: file.team }]]));
  const open = places.filter(isPublic);
  const closed = places.filter((share) => !isPublic(share));
  return {
    id: file.id,
    created: file.created,
    timestamp: file.created,
    name: file.name,
    title: file.title,
    mimetype: file.type,
    filetype: extension || 'binary',
    pretty_type: extension.toUpperCase() || 'Binary',
    user: file.user,
    user_team: file.team,
    size: file.size,
    mode: 'hosted',
    editable: false,
    is_external: false,
    external_type: '',
    is_public: open.length > 0,
    public_url_shared: false,
    display_as_bot: false,
    username: '',
    url_private: `https://files.slack.com/files-pri/${path}/${name}`,
    url_private_download: `https://files.slack.com/files-pri/${path}/download/${name}`,
    permalink: `https://${domain}.slack.com/files/${file.user}/${file.id}/${name}`,
    has_rich_preview: false,
    file_access: 'visible',
    shares: {
      ...(open.length > 0 ? { public: shared(open) } : {}),
      ...(closed.length > 0 ? { private: shared(closed) } : {}),
    },
    channels: open.map(([channel]) => channel),
    groups: closed.map(([channel]) => channel),
  };
}

export interface MessageWriter {
  /** `full`: with reactions and, on parents, the counters of the thread, as histories have them. */
  message(message: Message, options?: { readonly full?: boolean; readonly metadata?: boolean }): Json;
  /** "bots.info", as it goes with what the app posts. */
  botProfile(team: string): Json | undefined;
}

export function createWriter(store: Store): MessageWriter {
  const botProfile = (team: string): Json | undefined => {
    const installed = store.installations.get(team);
    if (!installed) return undefined;
    const icon = publicPicture(appName.toLowerCase());
    return {
      id: installed.botId,
      app_id: appId,
      name: appName,
      team_id: team,
      deleted: !installed.active,
      updated: Math.floor(installed.updated / 1000),
      icons: { image_36: icon, image_48: icon, image_72: icon },
    };
  };

  const authorship = (message: Message): Json => {
    if (message.subtype === 'tombstone') return { user: message.user, hidden: true };
    if (message.botId === null) return { user: message.user, team: message.team };
    if (message.user === null) {
      const icon = message.icon;
      return {
        bot_id: message.botId,
        username: message.username,
        ...(icon === null ? {} : { icons: 'url' in icon ? { image_48: icon.url } : { emoji: icon.emoji } }),
      };
    }
    return {
      user: message.user,
      team: message.team,
      bot_id: message.botId,
      app_id: appId,
      bot_profile: botProfile(message.team),
    };
  };

  /** What ties a message to a thread: on a reply its parent, on a parent the counters. */
  const threading = (message: Message, full: boolean): Json => {
    if (message.thread !== null) {
      const parent = store.messages.get(message.channel, message.thread);
      const root = message.subtype === 'thread_broadcast' && parent ? { root: write(parent, {}) } : {};
      return { thread_ts: message.thread, parent_user_id: parent?.user ?? undefined, ...root };
    }
    const replies = store.messages.replies(message.channel, message.ts);
    if (replies.length === 0) return {};
    if (!full) return { thread_ts: message.ts };
    const repliers = [...new Set(replies.map((reply) => reply.user ?? reply.botId ?? ''))];
    return {
      thread_ts: message.ts,
      reply_count: replies.length,
      reply_users_count: repliers.length,
      latest_reply: replies.at(-1)!.ts,
      reply_users: repliers,
      is_locked: false,
      subscribed: false,
    };
  };

  const write: MessageWriter['message'] = (message, { full = false, metadata = false } = {}) =>
    present({
      type: 'message',
      subtype: message.subtype ?? undefined,
      client_msg_id: message.clientMessageId ?? undefined,
      text: message.text,
      ts: message.ts,
      ...authorship(message),
      ...(message.mrkdwn ? {} : { mrkdwn: false }),
      ...(message.blocks.length > 0 ? { blocks: message.blocks } : {}),
      ...(message.attachments.length > 0 ? { attachments: message.attachments } : {}),
      ...(message.files.length > 0
        ? { files: message.files.flatMap((id) => filesOf(id)), upload: true, display_as_bot: false }
        : {}),
      ...threading(message, full),
      edited: message.edited ?? undefined,
      metadata: metadata ? (message.metadata ?? undefined) : undefined,
      ...(full && message.reactions.length > 0
        ? { reactions: message.reactions.map((one) => ({ ...one, count: one.users.length })) }
        : {}),
    });

  const filesOf = (id: string): Json[] => {
    const file = store.files.get(id);
    return file ? [wireFile(file, store)] : [];
  };

  return { message: write, botProfile };
}
