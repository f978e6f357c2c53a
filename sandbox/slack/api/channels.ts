/** What becomes of a channel: conversations.create, rename, archive, unarchive. */
import type { Channel } from '../model.ts';
import { wireChannel } from '../wire.ts';
import { SlackError } from './arguments.ts';
import {
  type ApiRequest,
  demandFamily,
  demandOpen,
  findChannel,
  isMember,
  type Method,
  type Workplace,
} from './request.ts';

export function channelMethods({ store, kit, life }: Workplace) {
  /** Names are taken by archived and by private channels as well. */
  const demandFree = (name: string, { token }: ApiRequest, self?: Channel): void => {
    const taken = store.channelsOf(token.team).some((channel) => channel.name === name && channel.id !== self?.id);
    if (taken) throw new SlackError('name_taken');
  };

  /** A channel that the caller is in and that may be changed so. */
  const own = (request: ApiRequest): Channel => {
    const channel = findChannel(store, request, request.args.required('channel'));
    if (channel.kind !== 'channels' && channel.kind !== 'groups')
      throw new SlackError('method_not_supported_for_channel_type');
    if (!isMember(channel, request)) throw new SlackError('not_in_channel');
    return channel;
  };

  const create: Method = (request) => {
    const { args, token } = request;
    const name = channelName(args.required('name'));
    const kind = args.flag('is_private') ? 'groups' : 'channels';
    demandFamily(kind, request);
    const isAdministrator = store.user(token.team, token.user)?.admin ?? false;
    if (kit.policies.get('slack.channelCreation') === 'administrators' && !isAdministrator)
      throw new SlackError('restricted_action');
    demandFree(name, request);
    const channel: Channel = {
      id: store.newId('C'),
      team: token.team,
      kind,
      name,
      created: Math.floor(kit.clock.now() / 1000),
      creator: token.user,
      members: [],
      archived: false,
    };
    life.create(channel);
    life.join(channel, token.user);
    return { channel: wireChannel(store.channels.get(channel.id)!, token.user, false) };
  };

  const rename: Method = (request) => {
    const channel = own(request);
    demandOpen(channel);
    const name = channelName(request.args.required('name'));
    demandFree(name, request, channel);
    const isMaker = channel.creator === request.token.user;
    if (!isMaker && !store.user(channel.team, request.token.user)?.admin) throw new SlackError('not_authorized');
    return { channel: wireChannel(life.rename(channel, name, request.token.user), request.token.user, false) };
  };

  const archive: Method = (request) => {
    const channel = own(request);
    if (channel.name === 'general') throw new SlackError('cant_archive_general');
    if (channel.archived) throw new SlackError('already_archived');
    life.archive(channel, request.token.user, true);
    return {};
  };

  const unarchive: Method = (request) => {
    const channel = findChannel(store, request, request.args.required('channel'));
    if (!channel.archived) throw new SlackError('not_archived');
    life.archive(channel, request.token.user, false);
    return {};
  };

  return {
    'conversations.create': create,
    'conversations.rename': rename,
    'conversations.archive': archive,
    'conversations.unarchive': unarchive,
  } as const;
}

/** "conversations.create", naming: lower case, digits, hyphens and underscores, at most 80. */
function channelName(name: string): string {
  if (name === '') throw new SlackError('invalid_name_required');
  if (name.length > 80) throw new SlackError('invalid_name_maxlength');
  if (!/[\p{L}\p{N}]/u.test(name)) throw new SlackError('invalid_name_punctuation');
  if (!/^[\p{Ll}\p{Lo}\p{N}_-]+$/u.test(name)) throw new SlackError('invalid_name_specials');
  return name;
}
