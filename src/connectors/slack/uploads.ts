/**
 * Posts a message of files in the three steps of "Working with files". Only the last one makes anything visible, so
 * whatever fails before it is simply begun anew. Its answer names no message, since the message comes a little later:
 * the file itself is asked where it was shared ("files.info").
 */
import { text as readText } from 'node:stream/consumers';
import type { DraftFile, OpenFile, Posted, PostOptions, Rendered } from '../../core/connector.ts';
import type { Block } from '../../core/content/tree.ts';
import { DeliveryError, type Failure } from '../../core/errors.ts';
import { type FileReason, mayStillCome } from '../../core/files/reasons.ts';
import type { MessageId, Place } from '../../core/model.ts';
import type { StreamResponse } from '../../core/ports.ts';
import type { Connection } from '../../core/records.ts';
import { pause } from '../../core/time.ts';
import { fileLine } from '../support/file-line.ts';
import { exchangeStream, retryAfterMs, type WireParts } from '../support/http.ts';
import { object, objects, text } from '../support/json.ts';
import type { SlackApi } from './api.ts';
import { filesHost, largestFile } from './downloads.ts';
import { fileId, messageId, milliseconds } from './ids.ts';
import { richBlocks } from './markup-blocks.ts';
import type { FilesPayload } from './render.ts';

/** Between the looks for the message of a file, in milliseconds; then it is looked for as any post in doubt is. */
const looksAfterMs: readonly number[] = [300, 700, 1_500, 3_000];
/** Bytes of the answer to an upload: `OK - 1234`. */
const longestAnswer = 4_096;
const operation = 'slack upload';

export interface Uploads {
  /** @throws DeliveryError `refused` or `gone` where none of the files can be had or is taken */
  post(connection: Connection, place: Place, rendered: Rendered, options: PostOptions): Promise<Posted>;
}

interface Uploaded {
  readonly id: string;
  readonly title: string;
}

export function createUploads(parts: WireParts, api: SlackApi): Uploads {
  async function upload(connection: Connection, file: DraftFile, source: OpenFile): Promise<Uploaded> {
    const length = source.size;
    if (length === undefined) throw new DeliveryError('refused', 'size_unknown', { operation });
    if (length === 0 || length > largestFile) {
      const why = length === 0 ? 'empty' : 'too_large';
      throw new DeliveryError('refused', 'size_not_taken', { operation, file: why });
    }
    const args = { filename: file.name, length: String(length) };
    const answer = await api.submit(connection, 'files.getUploadURLExternal', args, 'repeatable');
    const url = text(answer['upload_url']);
    const id = fileId(answer['file_id']);
    if (!url?.startsWith(filesHost) || !id) throw new DeliveryError('busy', 'unreadable_answer', { operation });
    const headers = { 'content-type': 'application/octet-stream', 'content-length': String(length) };
    const response = await exchangeStream(
      parts,
      { method: 'POST', url, headers, body: source.body, limit: longestAnswer },
      { platform: 'slack', operation: 'upload', effect: 'repeatable' },
    );
    await accepted(response);
    return { id, title: file.name };
  }

  /** "Working with files": 200 and `OK - {bytes}`. The address is the grant: what is wrong with it is no token's fault. */
  async function accepted(response: StreamResponse): Promise<void> {
    const said = await readText(response.body).catch(() => '');
    if (response.status === 200 && said.startsWith('OK')) return;
    const failure: Failure = unacceptable.has(response.status) ? 'refused' : 'busy';
    throw new DeliveryError(failure, `http_${response.status}`, {
      operation,
      ...(response.status === 413 && { file: 'too_large' }),
      ...(failure === 'busy' && { retryAfterMs: retryAfterMs(response.headers, parts.clock.now()) }),
    });
  }

  /** What can be had and is taken; the others are lines beside it. */
  async function uploadAll(connection: Connection, files: readonly DraftFile[], open: PostOptions['open']) {
    const uploaded: Uploaded[] = [];
    const lines: Block[] = [];
    const reasons: FileReason[] = [];
    let refusal = new DeliveryError('refused', 'no_files', { operation });
    for (const file of files) {
      let source: OpenFile | undefined;
      try {
        source = await open(file);
        // It may break before anybody reads; whoever reads then is told.
        source.body.on('error', () => {});
        uploaded.push(await upload(connection, file, source));
      } catch (error) {
        if (!isFinal(error)) throw error;
        refusal = error;
        const why = error.file ?? 'not_brought';
        reasons.push(why);
        lines.push(fileLine(file, { why, to: 'slack' }));
      } finally {
        source?.body.destroy();
      }
    }
    const [first] = uploaded;
    if (!first) throw refusal;
    return { first, uploaded, lines, lacks: reasons.find(mayStillCome) ?? reasons[0] };
  }

  async function sharedAs(connection: Connection, file: Uploaded, place: Place): Promise<MessageId> {
    for (const wait of looksAfterMs) {
      await pause(parts.clock, wait);
      const message = await shareOf(connection, file, place);
      if (message) return message;
    }
    throw new DeliveryError('doubt', 'share_unknown', { operation: 'slack files.completeUploadExternal' });
  }

  async function shareOf(connection: Connection, { id }: Uploaded, place: Place): Promise<MessageId | undefined> {
    try {
      const answer = await api.read(connection, 'files.info', { file: id });
      const shares = object(object(answer['file'])?.['shares']);
      const here = [shares?.['public'], shares?.['private']].flatMap((kind) =>
        objects(object(kind)?.[place.conversation]),
      );
      return messageId(here[0]?.['ts']);
    } catch (error) {
      // Where it is not told now, it may be told at the next look.
      if (error instanceof DeliveryError) return undefined;
      throw error;
    }
  }

  return {
    async post(connection, place, { files = [], payload }, { root, open }) {
      const { uploaded, first, lines, lacks } = await uploadAll(connection, files, open);
      const { username, icon_url } = payload as FilesPayload;
      const args = {
        files: uploaded,
        channel_id: place.conversation,
        ...(root !== null && { thread_ts: root }),
        ...(username !== undefined && { username }),
        ...(icon_url !== undefined && { icon_url }),
        ...(lines.length > 0 && { blocks: richBlocks(lines) }),
      };
      try {
        await api.write(connection, 'files.completeUploadExternal', args, 'post');
      } catch (error) {
        // Whether it happened is what the file says then.
        if (!(error instanceof DeliveryError && error.failure === 'doubt')) throw error;
      }
      const message = await sharedAs(connection, first, place);
      return { message, at: milliseconds(message), ...(lacks && { lacks }) };
    },
  };
}

/** Asking again would not change it: wrong length, too large, no such type. */
const unacceptable: ReadonlySet<number> = new Set([400, 413, 415]);

const isFinal = (error: unknown): error is DeliveryError =>
  error instanceof DeliveryError && (error.failure === 'refused' || error.failure === 'gone');
