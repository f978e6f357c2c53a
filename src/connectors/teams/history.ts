/**
 * Looking at a channel with the service user's eyes: one message, what changed since, and what Mio posted. Graph
 * lists threads by their last change, newest first, and knows no other order or filter. "List channel messages"
 */
import type { FoundPost, ListedMessage, Paced } from '../../core/connector.ts';
import { plainText } from '../../core/content/plain.ts';
import type { Block } from '../../core/content/tree.ts';
import { DeliveryError } from '../../core/errors.ts';
import { type MessageId, type MessageRef, type Place, platformNames, type SourceState } from '../../core/model.ts';
import type { Connection } from '../../core/records.ts';
import { atOnce } from '../support/paced.ts';
import { type Graph, nextPath } from './api.ts';
import { deliveryIn } from './channel-files.ts';
import { saidIn } from './content.ts';
import {
  type ChannelAddress,
  messageId,
  messagePath,
  messagesPath,
  parseConversationId,
  parseMessageId,
  rootOf,
} from './ids.ts';
import { addressOf, type ChatMessage, changedAt, createdAt, isOurs, isWritten, stateOf } from './message.ts';
import { createSnippets, hasSnippets } from './snippets.ts';

interface Thread extends ChatMessage {
  readonly replies?: readonly ChatMessage[];
  readonly 'replies@odata.nextLink'?: string;
}

/** Without it, system messages look like messages of an unknown kind. */
const headers = { prefer: 'include-unknown-enum-members' };

export interface History {
  fetch(connection: Connection, ref: MessageRef): Promise<SourceState | undefined>;
  list(connection: Connection, place: Place, since: number, paced?: Paced): AsyncGenerator<ListedMessage>;
  find(connection: Connection, place: Place, root: MessageId | null, since: number): Promise<readonly FoundPost[]>;
}

export function createHistory(graph: Graph, appId: string): History {
  const snippets = createSnippets(graph);
  /** Threads with a change since `since`, the latest change first. */
  async function* threads(
    connection: Connection,
    place: Place,
    since: number,
    paced: Paced = atOnce,
  ): AsyncGenerator<Thread> {
    const path = `${messagesPath(parseConversationId(place.conversation))}?$top=50&$expand=replies`;
    for await (const page of graph.pages<Thread>(connection, { path, headers, operation: 'list messages' }, paced)) {
      for (const listed of page) {
        // What put a thread in front of others may be a change to a reply that does not come with it.
        const further = await furtherReplies(connection, listed, paced);
        const thread = { ...listed, replies: [...(listed.replies ?? []), ...further] };
        if (lastChange(thread) < since) return;
        yield thread;
      }
    }
  }

  /** Graph gives some two hundred replies along with their root, and the rest page by page. */
  async function furtherReplies(connection: Connection, thread: Thread, paced: Paced): Promise<ChatMessage[]> {
    const operation = 'list replies';
    const path = nextPath(thread['replies@odata.nextLink'], operation);
    const replies: ChatMessage[] = [];
    if (path === undefined) return replies;
    const look: Paced = (call) => paced(call, 'look');
    for await (const page of graph.pages<ChatMessage>(connection, { path, headers, operation }, look))
      replies.push(...page);
    return replies;
  }

  /** Replies of one thread, as far back as `since`; newest first by page, in no promised order within one. */
  async function* replies(
    connection: Connection,
    place: Place,
    root: string,
    since: number,
  ): AsyncGenerator<ChatMessage> {
    const path = `${messagePath(parseConversationId(place.conversation), { root: null, id: root })}/replies?$top=50`;
    for await (const page of graph.pages<ChatMessage>(connection, { path, headers, operation: 'list replies' })) {
      const recent = page.filter((reply) => createdAt(reply) >= since);
      if (recent.length === 0) return;
      yield* recent;
    }
  }

  async function stateNow(connection: Connection, place: ChannelAddress, message: ChatMessage): Promise<SourceState> {
    const code =
      hasSnippets(message) && (await snippets.of(connection, messagePath(place, addressOf(message)), message));
    return code ? stateOf(message, appId, code) : stateOf(message, appId);
  }

  const found = (message: ChatMessage): FoundPost => {
    const { root } = addressOf(message);
    const key = deliveryIn(message);
    return {
      ...(key !== undefined && { key }),
      message: messageId(addressOf(message)),
      root: root === null ? null : messageId({ root: null, id: root }),
      at: createdAt(message),
      text: belowAuthorLine(message.body?.content ?? ''),
    };
  };

  return {
    async fetch(connection, ref) {
      const channel = parseConversationId(ref.conversation);
      const path = messagePath(channel, parseMessageId(ref.message));
      try {
        const message = await graph.read<ChatMessage>(connection, { path, headers, operation: 'fetch message' });
        return isWritten(message) ? await stateNow(connection, channel, message) : undefined;
      } catch (error) {
        if (error instanceof DeliveryError && error.failure === 'gone') return undefined;
        throw error;
      }
    },

    async *list(connection, place, since, paced = atOnce) {
      const changed: ChatMessage[] = [];
      for await (const thread of threads(connection, place, since, paced)) {
        const replies = (thread.replies ?? []).map((reply) => ({ ...reply, replyToId: thread.id }));
        changed.push(...[thread, ...replies].filter((message) => isWritten(message) && changedAt(message) >= since));
      }
      // A root is older than its replies, so the order by creation puts it first.
      const channel = parseConversationId(place.conversation);
      for (const message of changed.sort((a, b) => createdAt(a) - createdAt(b))) {
        const state = hasSnippets(message)
          ? await paced(() => stateNow(connection, channel, message), 'look')
          : await stateNow(connection, channel, message);
        yield { message: messageId(addressOf(message)), state };
      }
    },

    async find(connection, place, root, since) {
      const posts: FoundPost[] = [];
      const isCandidate = (message: ChatMessage) =>
        ((isOurs(message, appId) && !isAnswerOfTheBots(message)) || deliveryIn(message) !== undefined) &&
        !message.deletedDateTime &&
        createdAt(message) >= since;
      if (root === null) {
        for await (const thread of threads(connection, place, since))
          if (isCandidate(thread)) posts.push(found(thread));
        return posts;
      }
      const thread = rootOf(root);
      for await (const reply of replies(connection, place, thread, since)) {
        if (isCandidate(reply)) posts.push(found({ ...reply, replyToId: thread }));
      }
      return posts;
    },
  };
}

/** The bot speaks for itself in cards, and brings nobody's message as one. */
const isAnswerOfTheBots = ({ attachments }: ChatMessage): boolean =>
  attachments?.some(({ contentType }) => contentType === 'application/vnd.microsoft.card.adaptive') ?? false;

const lastChange = (thread: Thread): number => Math.max(changedAt(thread), ...(thread.replies ?? []).map(changedAt));

/** What the eye sees of a post of ours, without the line that names its author. */
function belowAuthorLine(html: string): string {
  const [first, ...rest] = saidIn({ body: { contentType: 'html', content: html } }).content;
  if (!first) return '';
  return plainText(isAuthorLine(first) ? rest : [first, ...rest]);
}

const platformTags = new Set(Object.values(platformNames).map((name) => ` (${name})`));

/** A bold name and a platform in brackets. No body can hold such a line: rendering takes the bold from it. */
function isAuthorLine(block: Block): boolean {
  if (block.type !== 'paragraph' || block.children.length !== 2) return false;
  const [name, platform] = block.children;
  return name?.type === 'text' && name.bold === true && platform?.type === 'text' && platformTags.has(platform.text);
}
