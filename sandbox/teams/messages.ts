/**
 * The one message store of the tenant. Ids are the epoch milliseconds of creation, unique and rising within a channel;
 * etags are those of the last change. Every change also gets a number that only rises, by which Graph orders and pages.
 */
import type { Importance, Kit } from '../kit/platform.ts';
import type { FileStore } from './files.ts';
import { type Hosted, hostAll } from './hosted.ts';
import type { SystemEvent } from './system.ts';
import type { PostInput, TeamsMessage } from './world.ts';

export interface StoredReaction {
  readonly emoji: string;
  readonly user: string;
  readonly at: number;
}

export interface StoredFile {
  readonly name: string;
  readonly type: string;
  readonly size: number;
  /** Of its bytes. */
  readonly key: string;
}

export interface StoredMessage extends TeamsMessage {
  readonly importance: Importance;
  readonly reactions: readonly StoredReaction[];
  readonly history: readonly (StoredReaction & { readonly action: 'reactionAdded' | 'reactionRemoved' })[];
  /** In the channel's folder. */
  readonly files: readonly StoredFile[];
  /** Pictures in the text. */
  readonly hosted: readonly Hosted[];
  /** What Teams says by itself; missing where somebody wrote the message. */
  readonly event?: SystemEvent;
  /** Rises with every change of any message of the tenant. */
  readonly change: number;
}

export interface NewMessage extends PostInput {
  readonly importance?: StoredMessage['importance'];
  readonly files?: readonly StoredFile[];
  readonly event?: SystemEvent;
}

/** A root with its replies, as Graph sorts them: by the last change of any of them. */
export interface Chain {
  readonly root: StoredMessage;
  readonly replies: readonly StoredMessage[];
  readonly change: number;
}

interface Channel {
  readonly messages: Map<string, StoredMessage>;
  /** Replies by root id, and the last change of the whole chain. */
  readonly chains: Map<string, { replies: string[]; change: number }>;
  /** Creation time of the newest message. */
  newest: number;
}

export interface MessageStore {
  get(channel: string, id: string): StoredMessage | undefined;
  all(channel: string): readonly StoredMessage[];
  chain(channel: string, root: string): Chain | undefined;
  /** Newest change first. */
  chains(channel: string): readonly Chain[];
  create(input: NewMessage): StoredMessage;
  /** Applies a change and stamps it. @throws Error where there is no such message */
  change(
    channel: string,
    id: string,
    change: (message: StoredMessage, now: number) => Partial<StoredMessage>,
  ): StoredMessage;
  clear(): void;
}

export function createMessageStore(kit: Kit, files: FileStore): MessageStore {
  const stored = kit.state.collection<StoredMessage>('teams.messages');
  const channels = new Map<string, Channel>();
  let lastChange = 0;

  const channelOf = (id: string): Channel => {
    const channel = channels.get(id) ?? { messages: new Map(), chains: new Map(), newest: 0 };
    channels.set(id, channel);
    return channel;
  };

  const enter = (message: StoredMessage): void => {
    const channel = channelOf(message.channel);
    const isNew = !channel.messages.has(message.id);
    channel.messages.set(message.id, message);
    const root = message.replyTo ?? message.id;
    const chain = channel.chains.get(root) ?? { replies: [], change: 0 };
    if (isNew && message.replyTo !== null) chain.replies.push(message.id);
    chain.change = Math.max(chain.change, message.change);
    channel.chains.set(root, chain);
    channel.newest = Math.max(channel.newest, message.created);
    lastChange = Math.max(lastChange, message.change);
  };

  const save = (message: StoredMessage): StoredMessage => {
    stored.set(`${message.channel}/${message.id}`, message);
    enter(message);
    return message;
  };

  const nextChange = (): number => Math.max(kit.clock.now(), lastChange + 1);

  const chainOf = (channel: Channel, root: string): Chain | undefined => {
    const message = channel.messages.get(root);
    const chain = channel.chains.get(root);
    if (message === undefined || chain === undefined) return undefined;
    return { root: message, replies: chain.replies.map((id) => channel.messages.get(id)!), change: chain.change };
  };

  for (const message of [...stored.values()].sort((a, b) => a.created - b.created)) enter(message);

  return {
    get: (channel, id) => channels.get(channel)?.messages.get(id),
    all: (channel) => [...(channels.get(channel)?.messages.values() ?? [])],
    chain: (channel, root) => chainOf(channelOf(channel), root),
    chains(id) {
      const channel = channelOf(id);
      const order = [...channel.chains].sort(([, a], [, b]) => b.change - a.change);
      return order.map(([root]) => chainOf(channel, root)).filter((chain) => chain !== undefined);
    },
    create(input) {
      const created = Math.max(kit.clock.now(), channelOf(input.channel).newest + 1);
      const { team, channel, replyTo } = input;
      const message = { id: String(created), team, channel, replyTo, content: input.content };
      return save({
        ...message,
        ...hostAll(files, { ...message, attachments: input.attachments ?? [] }, input.hosted ?? []),
        author: input.author,
        contentType: input.contentType,
        mentions: input.mentions ?? [],
        subject: input.subject ?? null,
        importance: input.importance ?? 'normal',
        reactions: [],
        history: [],
        files: input.files ?? [],
        ...(input.event && { event: input.event }),
        created,
        modified: created,
        edited: null,
        deleted: null,
        change: nextChange(),
      });
    },
    change(channel, id, change) {
      const before = channels.get(channel)?.messages.get(id);
      if (before === undefined) throw new Error(`no message ${id} in channel ${channel}`);
      const modified = Math.max(kit.clock.now(), before.modified + 1);
      return save({ ...before, ...change(before, modified), modified, change: nextChange() });
    },
    clear() {
      stored.clear();
      channels.clear();
    },
  };
}
