/** conversations.history and conversations.replies. */
import { isTs } from '../messages.ts';
import type { Message } from '../model.ts';
import type { Json } from '../wire.ts';
import { SlackError } from './arguments.ts';
import { type ApiRequest, findChannel, isMember, type Method, pageOf, type Workplace } from './request.ts';

export function historyMethods({ store, writer }: Workplace) {
  const channelOf = (request: ApiRequest) => {
    const channel = findChannel(store, request, request.args.required('channel'));
    if (!isMember(channel, request)) throw new SlackError('not_in_channel');
    return channel;
  };

  const written = (messages: readonly Message[], { args }: ApiRequest): Json[] =>
    messages.map((message) => writer.message(message, { full: true, metadata: args.flag('include_all_metadata') }));

  const ended = (next: string): Json =>
    next === '' ? { has_more: false } : { has_more: true, response_metadata: { next_cursor: next } };

  /** Newest first. */
  const history: Method = (request) => {
    const channel = channelOf(request);
    const within = store.messages.inChannel(channel.id).filter(span(request)).toReversed();
    const page = pageOf(within, ({ ts }) => ts, request.args, { usual: 100, most: 999 });
    return { messages: written(page.items, request), pin_count: 0, ...ended(page.next) };
  };

  /** Oldest first; the parent leads every page and is not counted. */
  const replies: Method = (request) => {
    const channel = channelOf(request);
    const named = store.messages.get(channel.id, request.args.required('ts'));
    const parent = named?.thread ? store.messages.get(channel.id, named.thread) : named;
    if (!parent) throw new SlackError('thread_not_found');
    const within = store.messages.replies(channel.id, parent.ts).filter(span(request));
    const page = pageOf(within, ({ ts }) => ts, request.args, { usual: 1000, most: 1000 });
    return { messages: written([parent, ...page.items], request), ...ended(page.next) };
  };

  return { 'conversations.history': history, 'conversations.replies': replies } as const;
}

/** `oldest` and `latest`: both ends are left out unless `inclusive`. */
function span({ args }: ApiRequest): (message: Message) => boolean {
  const oldest = boundary(args.text('oldest'), 'invalid_ts_oldest');
  const latest = boundary(args.text('latest'), 'invalid_ts_latest');
  const inclusive = args.flag('inclusive');
  return ({ ts }) => {
    if (oldest !== null && !(ts > oldest || (inclusive && ts === oldest))) return false;
    return latest === null || ts < latest || (inclusive && ts === latest);
  };
}

/** A ts, or plain seconds with or without a fraction; 0 is no boundary. */
function boundary(given: string | undefined, error: string): string | null {
  if (given === undefined || given === '' || Number(given) === 0) return null;
  if (isTs(given)) return given;
  const [, seconds, fraction = ''] = /^(\d{1,10})(?:\.(\d*))?$/.exec(given) ?? [];
  if (seconds === undefined) throw new SlackError(error);
  return `${seconds.padStart(10, '0')}.${fraction.slice(0, 6).padEnd(6, '0')}`;
}
