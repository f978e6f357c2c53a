/** conversations.list, info, members, join, leave, invite, kick, open; users.conversations. */
import type { Channel, ChannelKind } from '../model.ts';
import type { Json } from '../wire.ts';
import { wireChannel } from '../wire.ts';
import { invalidArguments, SlackError } from './arguments.ts';
import {
  type ApiRequest,
  demandFamily,
  demandOpen,
  demandScope,
  familyScopes,
  findChannel,
  isMember,
  type Method,
  pageOf,
  type Workplace,
} from './request.ts';

const kindsByType: Readonly<Record<string, ChannelKind>> = {
  public_channel: 'channels',
  private_channel: 'groups',
  im: 'im',
  mpim: 'mpim',
};
const listLimits = { usual: 100, most: 999 };
const mostInvited = 100;
const mostOpened = 8;

/** "conversations.open": the direct message of the caller with these users, made if there is none. */
export function openDirect(
  { store, kit, life }: Workplace,
  { token }: Pick<ApiRequest, 'token'>,
  users: readonly string[],
): { readonly channel: Channel; readonly isNew: boolean } {
  for (const id of users) if (!store.user(token.team, id)) throw new SlackError('user_not_found');
  const members = [...new Set([token.user, ...users])].sort();
  const kind: ChannelKind = members.length > 2 ? 'mpim' : 'im';
  const same = (channel: Channel) => channel.kind === kind && channel.members.toSorted().join() === members.join();
  const found = store.channelsOf(token.team).find(same);
  if (found) return { channel: found, isNew: false };
  const handles = members.map((id) => store.user(token.team, id)?.handle ?? id);
  const channel: Channel = {
    id: store.newId(kind === 'im' ? 'D' : 'C'),
    team: token.team,
    kind,
    name: kind === 'im' ? '' : `mpdm-${handles.join('--')}-1`,
    created: Math.floor(kit.clock.now() / 1000),
    creator: token.user,
    members,
    archived: false,
  };
  life.create(channel);
  return { channel, isNew: true };
}

export function conversationMethods(place: Workplace) {
  const { store, life } = place;

  const kindsOf = (request: ApiRequest): Set<ChannelKind> => {
    const types = request.args.list('types');
    const kinds = (types.length > 0 ? types : ['public_channel']).map((type) => {
      const kind = kindsByType[type];
      if (!kind) throw new SlackError('invalid_types');
      return kind;
    });
    const needed = kinds.map((kind) => familyScopes(kind, request.method, request.token));
    for (const scopes of needed) demandScope(scopes, request.token);
    return new Set(kinds);
  };

  const listed = (request: ApiRequest, channels: readonly Channel[]): Json => {
    const kinds = kindsOf(request);
    const page = pageOf(
      channels.filter(({ kind, archived }) => kinds.has(kind) && !(archived && request.args.flag('exclude_archived'))),
      ({ id }) => id,
      request.args,
      listLimits,
    );
    return {
      channels: page.items.map((channel) => wireChannel(channel, request.token.user, true)),
      response_metadata: { next_cursor: page.next },
    };
  };

  const list: Method = (request) => {
    const visible = store.channelsOf(request.token.team);
    return listed(
      request,
      visible.filter((channel) => channel.kind === 'channels' || isMember(channel, request)),
    );
  };

  /** Another user's conversations, as far as the caller is in them too. */
  const ofUser: Method = (request) => {
    const user = request.args.text('user') ?? request.token.user;
    const shared = store.channelsOf(request.token.team).filter(({ members }) => members.includes(user));
    return listed(
      request,
      shared.filter((channel) => channel.kind === 'channels' || isMember(channel, request)),
    );
  };

  const info: Method = (request) => {
    const channel = findChannel(store, request, request.args.required('channel'));
    return { channel: wireChannel(channel, request.token.user, request.args.flag('include_num_members')) };
  };

  const members: Method = (request) => {
    const channel = findChannel(store, request, request.args.required('channel'));
    const page = pageOf(channel.members, (id) => id, request.args, listLimits);
    return { members: page.items, response_metadata: { next_cursor: page.next } };
  };

  const join: Method = (request) => {
    const channel = store.channels.get(request.args.required('channel'));
    if (channel?.team !== request.token.team) throw new SlackError('channel_not_found');
    if (channel.kind !== 'channels') throw new SlackError('method_not_supported_for_channel_type');
    demandOpen(channel);
    if (isMember(channel, request)) {
      const already = { warning: 'already_in_channel', response_metadata: { warnings: ['already_in_channel'] } };
      return { channel: wireChannel(channel, request.token.user, false), ...already };
    }
    life.join(channel, request.token.user);
    return { channel: wireChannel(store.channels.get(channel.id)!, request.token.user, false) };
  };

  const leave: Method = (request) => {
    const channel = findChannel(store, request, request.args.required('channel'));
    if (channel.kind === 'im') throw new SlackError('method_not_supported_for_channel_type');
    if (channel.name === 'general') throw new SlackError('cant_leave_general');
    if (!isMember(channel, request)) return { not_in_channel: true };
    life.leave(channel, request.token.user);
    return {};
  };

  const invite: Method = (request) => {
    const channel = findChannel(store, request, request.args.required('channel'));
    const users = request.args.list('users');
    if (users.length === 0) throw new SlackError('no_user');
    if (users.length > mostInvited) throw invalidArguments(`at most ${mostInvited} users`);
    demandOpen(channel);
    if (!isMember(channel, request)) throw new SlackError('not_in_channel');
    const refused = users.flatMap((user) => {
      const error = refusalOf(channel, user, request);
      return error === null ? [] : [{ user, ok: false, error }];
    });
    if (refused.length > 0 && !request.args.flag('force')) throw new SlackError(refused[0]!.error, { errors: refused });
    for (const user of users) {
      const open = store.channels.get(channel.id)!;
      if (!refused.some((one) => one.user === user)) life.join(open, user, request.token.user);
    }
    const after = wireChannel(store.channels.get(channel.id)!, request.token.user, false);
    return { channel: after, ...(refused.length > 0 ? { errors: refused } : {}) };
  };

  const refusalOf = (channel: Channel, user: string, { token }: ApiRequest): string | null => {
    if (user === token.user) return 'cant_invite_self';
    if (!store.user(token.team, user)) return 'user_not_found';
    return channel.members.includes(user) ? 'already_in_channel' : null;
  };

  const kick: Method = (request) => {
    const channel = findChannel(store, request, request.args.required('channel'));
    const user = request.args.required('user');
    if (user === request.token.user) throw new SlackError('cant_kick_self');
    if (channel.name === 'general') throw new SlackError('cant_kick_from_general');
    if (!store.user(request.token.team, user)) throw new SlackError('user_not_found');
    if (!isMember(channel, request) || !channel.members.includes(user)) throw new SlackError('not_in_channel');
    life.leave(channel, user);
    return {};
  };

  const open: Method = (request) => {
    const { args, token } = request;
    const id = args.text('channel');
    if (id !== undefined) {
      const channel = findChannel(store, request, id);
      if (channel.kind !== 'im' && channel.kind !== 'mpim') {
        throw new SlackError('method_not_supported_for_channel_type');
      }
      return { no_op: true, already_open: true, channel: wireChannel(channel, token.user, false) };
    }
    const users = args.list('users');
    if (users.length === 0) throw new SlackError('users_list_not_supplied');
    if (users.length > mostOpened) throw new SlackError('too_many_users');
    demandFamily(users.length > 1 ? 'mpim' : 'im', request);
    const { channel, isNew } = openDirect(place, request, users);
    const shown = args.flag('return_im') ? wireChannel(channel, token.user, false) : { id: channel.id };
    return { channel: shown, ...(isNew ? {} : { no_op: true, already_open: true }) };
  };

  return {
    'conversations.list': list,
    'conversations.info': info,
    'conversations.members': members,
    'conversations.join': join,
    'conversations.leave': leave,
    'conversations.invite': invite,
    'conversations.kick': kick,
    'conversations.open': open,
    'users.conversations': ofUser,
  } as const;
}
