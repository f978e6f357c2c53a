/**
 * What Mio does in a channel. A post says its author by `username` and `icon_url` ("chat.postMessage",
 * chat:write.customize) and carries its delivery key as metadata, so that one in doubt can be found again for certain.
 */
import type { FoundPost, Posted, PostOptions, Rendered } from '../../core/connector.ts';
import { plainText } from '../../core/content/plain.ts';
import { DeliveryError, type Failure } from '../../core/errors.ts';
import type { MessageId, MessageRef, Place } from '../../core/model.ts';
import type { Connection } from '../../core/records.ts';
import type { Effect } from '../support/http.ts';
import { type Json, object, objects, text } from '../support/json.ts';
import type { SlackApi } from './api.ts';
import { isGone } from './files-in.ts';
import { fileId, messageId, milliseconds, timestamp } from './ids.ts';
import { noNames } from './markup-names.ts';
import { type Identity, identityOf, isOurs, readMessage } from './message.ts';
import { filesText, type TextPayload } from './render.ts';
import type { Uploads } from './uploads.ts';

const metadataType = 'mio_relay';
const pageSize = '200';

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

export function createOutbound(api: SlackApi, uploads: Uploads): Outbound {
  async function write(
    connection: Connection,
    method: string,
    { plainBlocks, ...args }: Json & Pick<TextPayload, 'plainBlocks'>,
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

  /** Files that Mio itself brought. Asking for the thread of a message answers the message, wherever it stands. */
  async function ownFiles(connection: Connection, { conversation, message }: MessageRef): Promise<readonly string[]> {
    const args = {
      channel: conversation,
      ts: message,
      oldest: message,
      latest: message,
      inclusive: 'true',
      limit: '1',
    };
    const answer = await unless(['gone', 'refused'], () => api.read(connection, 'conversations.replies', args));
    const { botUserId } = identityOf(connection);
    return objects(answer?.['messages'])
      .filter(({ ts }) => ts === message)
      .flatMap(({ files }) => objects(files))
      .filter((file) => file['user'] === botUserId && !isGone(file))
      .flatMap(({ id }) => fileId(id) ?? []);
  }

  return {
    async post(connection, place, rendered, options) {
      if (rendered.files) return await uploads.post(connection, place, rendered, options);
      const { root, key } = options;
      const args = {
        channel: place.conversation,
        ...(rendered.payload as TextPayload),
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
      const { text, blocks, plainBlocks } = rendered.payload as TextPayload;
      const args = { channel: ref.conversation, ts: ref.message, text, blocks, ...(plainBlocks && { plainBlocks }) };
      await write(connection, 'chat.update', args, 'repeatable');
    },

    async remove(connection, ref) {
      // Files outlive the message that shows them: whoever takes a message back means its files too.
      for (const file of await ownFiles(connection, ref)) {
        await unless(['gone', 'refused'], () => api.write(connection, 'files.delete', { file }, 'repeatable'));
      }
      const args = { channel: ref.conversation, ts: ref.message };
      await unless(['gone'], () => api.write(connection, 'chat.delete', args, 'repeatable'));
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

/** Undefined where it failed in a way that leaves nothing to do. */
async function unless<Result>(failures: readonly Failure[], call: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof DeliveryError && failures.includes(error.failure)) return undefined;
    throw error;
  }
}

function foundPost(message: Json, identity: Identity): FoundPost | undefined {
  const reading = readMessage(message, identity, noNames);
  if (reading.is !== 'state' || reading.state.is !== 'present') return undefined;
  const key = deliveryKey(message);
  const { root, at, content, files = [] } = reading.state;
  const text = [plainText(content), filesText(files)].filter((part) => part !== '').join('\n');
  // Only what shares files has no place for a key.
  const holdsFiles = files.length > 0 && !key;
  return { message: reading.message, root, at, text, ...(key && { key }), ...(holdsFiles && { holdsFiles }) };
}

function deliveryKey(message: Json): string | undefined {
  const metadata = object(message['metadata']);
  if (metadata?.['event_type'] !== metadataType) return undefined;
  return text(object(metadata['event_payload'])?.['key']);
}
