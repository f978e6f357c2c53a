/** Messages by channel and thread, in order, and the counter that names them. */
import type { SandboxClock } from '../kit/clock.ts';
import type { Collection, State } from '../kit/state.ts';
import type { Message } from './model.ts';

export interface Messages {
  /** A new `ts`: unique in its channel and greater than all before, whatever the clock does. */
  nextTs(channel: string): string;
  get(channel: string, ts: string): Message | undefined;
  /** Adds it, or replaces the one with its channel and ts. */
  put(message: Message): void;
  delete(message: Message): void;
  /** What a channel shows, oldest first: roots, and replies that were also sent to the channel. */
  inChannel(channel: string): readonly Message[];
  /** Replies of a thread, oldest first, without the parent. */
  replies(channel: string, thread: string): readonly Message[];
  /** Everything in a channel, oldest first. */
  all(channel: string): readonly Message[];
  /** A channel goes on under another id, with everything in it and its counter. */
  move(from: string, to: string): void;
  clear(): void;
}

const keyOf = (channel: string, ts: string): string => `${channel}:${ts}`;

/** `1712345678.000100` of microseconds since the epoch. */
export const tsOf = (microseconds: number): string =>
  `${Math.floor(microseconds / 1_000_000)}.${String(microseconds % 1_000_000).padStart(6, '0')}`;

/** UTC milliseconds of a `ts`. */
export const timeOf = (ts: string): number => Math.floor(Number(ts.replace('.', '')) / 1000);

export const isTs = (text: string): boolean => /^\d{10}\.\d{6}$/.test(text);

export function openMessages(state: State, clock: SandboxClock): Messages {
  const stored: Collection<Message> = state.collection('slack.messages');
  const counters: Collection<number> = state.collection('slack.counters');
  /** The ts of every message, ascending, by channel and by `channel:thread`. */
  const byChannel = new Map<string, string[]>();
  const byThread = new Map<string, string[]>();

  const index = (message: Message): void => {
    insert(byChannel, message.channel, message.ts);
    if (message.thread !== null) insert(byThread, keyOf(message.channel, message.thread), message.ts);
  };
  for (const message of [...stored.values()].sort((a, b) => (a.ts < b.ts ? -1 : 1))) index(message);

  const read = (channel: string, list: readonly string[] | undefined): Message[] =>
    (list ?? []).map((ts) => stored.get(keyOf(channel, ts))!);

  return {
    nextTs(channel) {
      const next = Math.max(Math.floor(clock.now()) * 1000, (counters.get(channel) ?? 0) + 1);
      counters.set(channel, next);
      return tsOf(next);
    },
    get: (channel, ts) => stored.get(keyOf(channel, ts)),
    put(message) {
      const key = keyOf(message.channel, message.ts);
      if (!stored.has(key)) index(message);
      stored.set(key, message);
    },
    delete(message) {
      stored.delete(keyOf(message.channel, message.ts));
      remove(byChannel.get(message.channel), message.ts);
      if (message.thread !== null) remove(byThread.get(keyOf(message.channel, message.thread)), message.ts);
    },
    inChannel: (channel) =>
      read(channel, byChannel.get(channel)).filter(
        ({ thread, subtype }) => thread === null || subtype === 'thread_broadcast',
      ),
    replies: (channel, thread) => read(channel, byThread.get(keyOf(channel, thread))),
    all: (channel) => read(channel, byChannel.get(channel)),
    move(from, to) {
      counters.set(to, counters.get(from) ?? 0);
      for (const message of this.all(from)) {
        this.put({ ...message, channel: to });
        this.delete(message);
      }
    },
    clear() {
      stored.clear();
      byChannel.clear();
      byThread.clear();
    },
  };
}

/** The counter only grows, so a new ts is the last of its list. */
function insert(lists: Map<string, string[]>, key: string, ts: string): void {
  const list = lists.get(key);
  if (list) list.push(ts);
  else lists.set(key, [ts]);
}

function remove(list: string[] | undefined, ts: string): void {
  const at = list?.lastIndexOf(ts) ?? -1;
  if (at !== -1) list?.splice(at, 1);
}
