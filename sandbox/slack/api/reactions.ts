/** reactions.add, reactions.remove, reactions.get. A bot has one vote for each emoji. */
import { isReactionName } from '../emoji.ts';
import { isTs } from '../messages.ts';
import type { Message } from '../model.ts';
import { SlackError } from './arguments.ts';
import {
  type ApiRequest,
  demandOpen,
  findChannel,
  findMessage,
  isMember,
  type Method,
  type Workplace,
} from './request.ts';

/** "reactions.add", `too_many_emoji`: distinct emoji on one message. */
const mostEmoji = 50;

export function reactionMethods({ store, life, writer }: Workplace) {
  const itemOf = (request: ApiRequest): Message => {
    const { args } = request;
    const [id, ts] = [args.text('channel'), args.text('timestamp')];
    if (id === undefined || ts === undefined) throw new SlackError('no_item_specified');
    if (!isTs(ts)) throw new SlackError('bad_timestamp');
    const channel = findChannel(store, request, id);
    if (!isMember(channel, request)) throw new SlackError('channel_not_found');
    return findMessage(store, channel, ts);
  };

  const nameOf = ({ args }: ApiRequest): string => {
    const name = args.required('name');
    if (!isReactionName(name)) throw new SlackError('invalid_name');
    return name;
  };

  const has = (message: Message, name: string, user: string): boolean =>
    message.reactions.some((one) => one.name === name && one.users.includes(user));

  const add: Method = (request) => {
    const [message, name] = [itemOf(request), nameOf(request)];
    demandOpen(store.channels.get(message.channel)!);
    if (has(message, name, request.token.user)) throw new SlackError('already_reacted');
    if (message.reactions.length >= mostEmoji && !message.reactions.some((one) => one.name === name)) {
      throw new SlackError('too_many_emoji');
    }
    life.react(message, request.token.user, name);
    return {};
  };

  const remove: Method = (request) => {
    const [message, name] = [itemOf(request), nameOf(request)];
    if (!has(message, name, request.token.user)) throw new SlackError('no_reaction');
    life.unreact(message, request.token.user, name);
    return {};
  };

  const get: Method = (request) => {
    const message = itemOf(request);
    return { type: 'message', channel: message.channel, message: writer.message(message, { full: true }) };
  };

  return { 'reactions.add': add, 'reactions.remove': remove, 'reactions.get': get } as const;
}
