/** Messages as threads. Unchanged parts keep their identity from one reading to the next, so that they are not drawn again. */
import type { Message } from './api.ts';
import { dayOf } from './times.ts';

export interface Thread {
  readonly root: Message;
  readonly replies: readonly Message[];
  /** Same author as the message before, soon after: shown without a head of its own. */
  readonly goesOn: boolean;
}

const runMs = 5 * 60_000;

/** Takes over every message of `before` that looks the same in `now`. */
export function keepUnchanged(before: readonly Message[], now: readonly Message[]): readonly Message[] {
  const known = new Map(before.map((message) => [message.message, message]));
  return now.map((message) => {
    const old = known.get(message.message);
    return old && looksSame(old, message) ? old : message;
  });
}

const looksSame = (one: Message, other: Message): boolean =>
  one.html === other.html &&
  one.text === other.text &&
  one.edited === other.edited &&
  one.removed === other.removed &&
  one.at === other.at &&
  one.root === other.root &&
  one.author.name === other.author.name &&
  one.author.picture === other.author.picture &&
  looksSameList(one.reactions, other.reactions) &&
  looksSameList(one.files, other.files) &&
  looksSameList(one.attachments ?? [], other.attachments ?? []);

const looksSameList = (one: readonly object[], other: readonly object[]): boolean =>
  one.length === other.length && (one.length === 0 || JSON.stringify(one) === JSON.stringify(other));

/** Replies below their roots; a reply whose root is gone stands alone. */
export function intoThreads(messages: readonly Message[], before: readonly Thread[]): readonly Thread[] {
  const found = new Map<string, { root: Message; replies: Message[] }>();
  for (const message of messages) {
    const thread = message.root === null ? undefined : found.get(message.root);
    if (thread) thread.replies.push(message);
    else found.set(message.message, { root: message, replies: [] });
  }
  const known = new Map(before.map((thread) => [thread.root.message, thread]));
  let previous: Thread | undefined;
  return [...found.values()].map(({ root, replies }) => {
    const fresh: Thread = { root, replies, goesOn: previous !== undefined && isRun(previous, root) };
    const old = known.get(root.message);
    previous = old && isSame(old, fresh) ? old : fresh;
    return previous;
  });
}

const isRun = ({ root, replies }: Thread, next: Message): boolean =>
  replies.length === 0 &&
  !root.removed &&
  !next.edited &&
  root.author.name === next.author.name &&
  dayOf(root.at) === dayOf(next.at) &&
  next.at - root.at < runMs;

const isSame = (one: Thread, other: Thread): boolean =>
  one.root === other.root &&
  one.goesOn === other.goesOn &&
  one.replies.length === other.replies.length &&
  one.replies.every((reply, index) => reply === other.replies[index]);
