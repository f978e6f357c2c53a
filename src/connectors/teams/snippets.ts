/**
 * The code of code snippets: the message names a hosted content of its own that holds it, so it takes a call to read what
 * was written. It is read with the message and kept for a while, since a changed snippet is another hosted content.
 * "chatMessageAttachment resource type", "Get chatMessageHostedContent"
 */
import { LRUCache } from 'lru-cache';
import { DeliveryError } from '../../core/errors.ts';
import type { Connection } from '../../core/records.ts';
import { parseObject, text } from '../support/json.ts';
import type { Graph } from './api.ts';
import { type Attachment, codeSnippet } from './attachments.ts';
import type { MessageContent } from './content.ts';
import { hostedId, hostedPicture } from './files-in.ts';

/** Code by the id of its attachment; what can't be had is missing. */
export type SnippetCode = ReadonlyMap<string, string>;

export interface Snippets {
  /** @param path of the message. @throws DeliveryError where Graph does not say now */
  of(connection: Connection, path: string, message: MessageContent): Promise<SnippetCode>;
}

/** UTF-8 bytes; what is longer is told by its name. */
const longestCode = 100 * 1024;
/** Nothing of this size is read to its end. */
const longestAnswer = 1024 ** 3;
const keptBytes = 2 * 1024 * 1024;
const operation = 'read code snippet';
const none: SnippetCode = new Map();

const isSnippet = ({ contentType }: Attachment): boolean => contentType === codeSnippet;

/** Whether there is more to read than the message itself. */
export const hasSnippets = ({ attachments }: MessageContent): boolean => attachments?.some(isSnippet) === true;

/** Undefined where it does not lie at Graph, for this message. */
function contentId({ content }: Attachment): string | undefined {
  const address = text(parseObject(content ?? '')?.['codeSnippetUrl']);
  const held = address === undefined ? undefined : hostedPicture(address, '');
  return held && hostedId(held);
}

export function createSnippets(graph: Pick<Graph, 'stream'>): Snippets {
  const known = new LRUCache<string, string>({ maxSize: keptBytes, sizeCalculation: ({ length }) => length + 1 });

  async function read(connection: Connection, path: string): Promise<string | undefined> {
    const key = `${connection.id} ${path}`;
    const kept = known.get(key);
    if (kept !== undefined) return kept;
    const code = await download(connection, path);
    if (code !== undefined) known.set(key, code);
    return code;
  }

  async function download(connection: Connection, path: string): Promise<string | undefined> {
    try {
      const { body } = await graph.stream(connection, { path, operation }, longestAnswer);
      const chunks: Buffer[] = [];
      let size = 0;
      for await (const chunk of body as AsyncIterable<Buffer>) {
        size += chunk.length;
        // Leaving the loop ends the stream.
        if (size > longestCode) return undefined;
        chunks.push(chunk);
      }
      return Buffer.concat(chunks).toString('utf8');
    } catch (error) {
      if (!(error instanceof DeliveryError)) throw new DeliveryError('busy', 'cut_short', { operation, cause: error });
      if (error.failure === 'gone' || error.failure === 'refused') return undefined;
      throw error;
    }
  }

  return {
    async of(connection, path, message) {
      if (!hasSnippets(message)) return none;
      const found = new Map<string, string>();
      for (const attachment of message.attachments ?? []) {
        const id = isSnippet(attachment) ? contentId(attachment) : undefined;
        const code = id === undefined ? undefined : await read(connection, `${path}/hostedContents/${id}/$value`);
        if (attachment.id && code !== undefined) found.set(attachment.id, code);
      }
      return found;
    },
  };
}
