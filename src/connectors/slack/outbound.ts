/**
 * What Mio does in a channel. A post says its author by `username` and `icon_url` ("chat.postMessage",
 * chat:write.customize) and carries its delivery key as metadata, so that one in doubt can be found again for certain.
 */
import type { Draft, FoundPost, Posted, PostOptions, Rendered } from '../../core/connector.ts';
import { displayName } from '../../core/content/author.ts';
import { plainText } from '../../core/content/plain.ts';
import { DeliveryError } from '../../core/errors.ts';
import { type MessageId, type MessageRef, type Place, platformNames } from '../../core/model.ts';
import type { Connection } from '../../core/records.ts';
import type { Effect } from '../support/http.ts';
import { type Json, object, objects, text } from '../support/json.ts';
import type { SlackApi } from './api.ts';
import { messageId, milliseconds, timestamp } from './ids.ts';
import { renderSlack } from './markup.ts';
import { type Identity, identityOf, isOurs, readMessage } from './message.ts';

const metadataType = 'mio_relay';
/** Longer names are cut by Slack, and with them the platform at their end. */
const longestName = 80;
const pageSize = '200';

export interface SlackPayload {
  /** Shown where blocks are not: notifications, old clients. */
  readonly text: string;
  readonly blocks: readonly unknown[];
  /** Instead of `blocks` where Slack refuses those. */
  readonly plainBlocks?: readonly unknown[];
  readonly username?: string;
  readonly icon_url?: string;
}

export function render(draft: Draft): readonly Rendered[] {
  const author = draft.author && { username: signature(draft.author), ...iconOf(draft.author.picture) };
  return renderSlack(draft).map(({ blocks, plainBlocks, fallback, text }) => {
    const payload: SlackPayload = { text: fallback, blocks, ...(plainBlocks && { plainBlocks }), ...author };
    return { payload, text };
  });
}

/** `Ada Nowak (Teams)`: the platform stays in sight, however long the name. */
function signature(author: NonNullable<Draft['author']>): string {
  const platform = ` (${platformNames[author.platform]})`;
  const room = longestName - platform.length;
  const name = displayName(author.name);
  if (name.length <= room) return name + platform;
  return `${Array.from(name)
    .slice(0, room - 1)
    .join('')
    .trimEnd()}…${platform}`;
}

const iconOf = (picture: string | undefined) => (picture?.startsWith('https://') ? { icon_url: picture } : {});

export interface Outbound {
  post(connection: Connection, place: Place, rendered: Rendered, options: PostOptions): Promise<Posted>;
  edit(connection: Connection, ref: MessageRef, rendered: Rendered): Promise<void>;
  remove(connection: Connection, ref: MessageRef): Promise<void>;
  find(connection: Connection, place: Place, root: MessageId | null, since: number): Promise<readonly FoundPost[]>;
}

/** Slack names a block that it does not take, or not in the place of another; nothing has been written then. */
const aboutBlocks: ReadonlySet<string> = new Set([
  'invalid_blocks',
  'invalid_blocks_format',
  'block_mismatch',
  'msg_blocks_too_long',
]);

export function createOutbound(api: SlackApi): Outbound {
  async function write(
    connection: Connection,
    method: string,
    { plainBlocks, ...args }: Json & Pick<SlackPayload, 'plainBlocks'>,
    effect: Effect,
  ): Promise<Json> {
    try {
      return await api.write(connection, method, args, effect);
    } catch (error) {
      const isMendable = error instanceof DeliveryError && error.failure === 'refused' && aboutBlocks.has(error.code);
      if (!isMendable || !plainBlocks) throw error;
      return await api.write(connection, method, { ...args, blocks: plainBlocks }, effect);
    }
  }

  return {
    async post(connection, place, rendered, { root, key }) {
      const args = {
        channel: place.conversation,
        ...(rendered.payload as SlackPayload),
        ...(root !== null && { thread_ts: root }),
        metadata: { event_type: metadataType, event_payload: { key } },
        // As for people's own posts: the preview of a link is made by Slack, never written by Mio.
        unfurl_links: true,
        unfurl_media: true,
      };
      const answer = await write(connection, 'chat.postMessage', args, 'post');
      const message = messageId(answer['ts']);
      if (!message) throw new DeliveryError('doubt', 'no_ts', { operation: 'slack chat.postMessage' });
      return { message, at: milliseconds(message) };
    },

    async edit(connection, ref, rendered) {
      // Name and icon can't change; what is absent here is kept, but text and blocks must come together.
      const { text, blocks, plainBlocks } = rendered.payload as SlackPayload;
      const args = { channel: ref.conversation, ts: ref.message, text, blocks, ...(plainBlocks && { plainBlocks }) };
      await write(connection, 'chat.update', args, 'repeatable');
    },

    async remove(connection, ref) {
      try {
        await api.write(connection, 'chat.delete', { channel: ref.conversation, ts: ref.message }, 'repeatable');
      } catch (error) {
        if (!(error instanceof DeliveryError && error.failure === 'gone')) throw error;
      }
    },

    async find(connection, place, root, since) {
      const identity = identityOf(connection);
      const args = {
        channel: place.conversation,
        oldest: timestamp(since),
        include_all_metadata: 'true',
        limit: pageSize,
        ...(root !== null && { ts: root }),
      };
      const found: FoundPost[] = [];
      const method = root === null ? 'conversations.history' : 'conversations.replies';
      for await (const page of api.pages(connection, method, args)) {
        for (const message of objects(page['messages'])) {
          const post = isOurs(message, identity) ? foundPost(message, identity) : undefined;
          if (post && post.root === root && post.at >= Math.floor(since)) found.push(post);
        }
      }
      return found;
    },
  };
}

/** Mio mentions nobody by id, so nothing in its posts has a name to be asked for. */
const noNames = { user: () => undefined, channel: () => undefined };

function foundPost(message: Json, identity: Identity): FoundPost | undefined {
  const reading = readMessage(message, identity, noNames);
  if (reading.is !== 'state' || reading.state.is !== 'present') return undefined;
  const key = deliveryKey(message);
  const { root, at, content } = reading.state;
  return { message: reading.message, root, at, text: plainText(content), ...(key && { key }) };
}

function deliveryKey(message: Json): string | undefined {
  const metadata = object(message['metadata']);
  if (metadata?.['event_type'] !== metadataType) return undefined;
  return text(object(metadata['event_payload'])?.['key']);
}
