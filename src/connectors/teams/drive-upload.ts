/**
 * The bytes of a file into an item that is there already, so that sending them again changes nothing: small ones in one
 * request, others through an upload session, whose address carries its own authorization and gets no token of ours.
 * "Upload or replace the contents of a driveItem", "driveItem: createUploadSession"
 */

import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { OpenFile } from '../../core/connector.ts';
import { DeliveryError } from '../../core/errors.ts';
import type { StreamRequest } from '../../core/ports.ts';
import { pause, seconds } from '../../core/time.ts';
import { exchangeStream, type WireParts } from '../support/http.ts';
import { type Json, parseObject, text } from '../support/json.ts';
import type { Actor } from './acting.ts';
import type { Graph } from './api.ts';
import { inChunks } from './chunks.ts';
import { type Item, itemPath } from './drives.ts';
import { graphFailure } from './errors.ts';
import { isSharePoint } from './sharepoint.ts';

/** Pieces are multiples of 320 KiB; what fits into one goes without a session, which Microsoft advises from 4 MB on. */
const chunkBytes = 12 * 320 * 1024;
/** How often one piece is tried anew before the whole is. */
const mostFailures = 3;
/** What takes longer is waited for without a file in hand. */
const longestWaitMs = seconds(30);
const chunkDeadlineMs = seconds(60);
const longestAnswer = 64 * 1024;
const operation = 'upload';

export interface DriveUploads {
  /**
   * @param size bytes, where the source itself does not say
   * @throws DeliveryError `busy` where it is to be begun anew
   */
  upload(actor: Actor, item: Item, source: OpenFile, size: number | undefined): Promise<void>;
}

export function createDriveUploads(parts: WireParts, graph: Graph<Actor>): DriveUploads {
  async function inSession(actor: Actor, item: Item, total: number, chunks: AsyncIterator<Buffer>, first: Buffer) {
    const url = await begin(actor, item);
    try {
      let from = 0;
      for (let chunk: Buffer | undefined = first; chunk; chunk = await nextOf(chunks)) {
        if (from + chunk.length > total) throw new DeliveryError('refused', 'longer_than_told', { operation });
        await sendPiece(url, chunk, from, total);
        from += chunk.length;
      }
      if (from < total) throw new DeliveryError('busy', 'cut', { operation, file: 'source_busy' });
    } catch (error) {
      await asked('DELETE', url).catch(() => undefined);
      throw error;
    }
  }

  async function begin(actor: Actor, item: Item): Promise<string> {
    const { uploadUrl = '' } = await graph.read<{ uploadUrl?: string }>(actor, {
      method: 'POST',
      path: `${itemPath(item)}/createUploadSession`,
      body: { item: { '@microsoft.graph.conflictBehavior': 'replace' } },
      effect: 'repeatable',
      operation: 'begin upload',
    });
    if (!isSharePoint(uploadUrl)) throw new DeliveryError('refused', 'foreign_upload', { operation });
    return uploadUrl;
  }

  /** Where a piece went only in part, or its answer was lost, what is missing of it is sent. */
  async function sendPiece(url: string, piece: Buffer, start: number, total: number): Promise<void> {
    let from = start;
    const end = start + piece.length;
    for (let failures = 0; from < end; ) {
      try {
        const next = failures === 0 ? from : await awaited(url);
        if (next < start || next > end) throw new DeliveryError('refused', 'out_of_step', { operation });
        from = next === end ? end : await put(url, piece.subarray(next - start), next, total);
        if (from === next && next !== end) throw new DeliveryError('busy', 'nothing_taken', { operation });
      } catch (error) {
        failures += 1;
        if (!(error instanceof DeliveryError) || error.failure !== 'busy') throw begunAnew(error);
        if (failures > mostFailures || (error.retryAfterMs ?? 0) > longestWaitMs) throw error;
        await pause(parts.clock, error.retryAfterMs ?? seconds(failures));
      }
    }
  }

  /** Answers where the service goes on. */
  async function put(url: string, bytes: Buffer, from: number, total: number): Promise<number> {
    const end = from + bytes.length;
    const answer = await asked('PUT', url, {
      headers: { 'content-length': String(bytes.length), 'content-range': `bytes ${from}-${end - 1}/${total}` },
      body: Readable.from([bytes]),
    });
    return answer === 'had' ? await awaited(url) : (expectedIn(answer) ?? end);
  }

  async function awaited(url: string): Promise<number> {
    const answer = await asked('GET', url);
    const next = answer === 'had' ? undefined : expectedIn(answer);
    if (next === undefined) throw new DeliveryError('busy', 'unreadable_answer', { operation });
    return next;
  }

  /** `had`: 416, the service has that piece already. */
  async function asked(
    method: 'GET' | 'PUT' | 'DELETE',
    url: string,
    sent: Pick<StreamRequest, 'headers' | 'body'> = {},
  ): Promise<Json | 'had'> {
    const request = { method, url, ...sent, deadlineMs: chunkDeadlineMs, limit: longestAnswer };
    const response = await exchangeStream(parts, request, { platform: 'teams', operation, effect: 'repeatable' });
    const body = await buffer(response.body).catch(() => Buffer.alloc(0));
    if (response.status === 416) return 'had';
    if (response.status >= 200 && response.status < 300) return parseObject(body.toString('utf8')) ?? {};
    throw graphFailure({ ...response, body }, operation, 'repeatable', parts.clock.now());
  }

  return {
    async upload(actor, item, { body, size: told }, size = told) {
      const total = told ?? size;
      const chunks = inChunks(body, chunkBytes);
      const first = (await nextOf(chunks)) ?? Buffer.alloc(0);
      const isAll = first.length < chunkBytes || first.length === total;
      if (!isAll && total === undefined) throw new DeliveryError('refused', 'size_unknown', { operation });
      if (!isAll) return await inSession(actor, item, total!, chunks, first);
      if (told !== undefined && first.length < told)
        throw new DeliveryError('busy', 'cut', { operation, file: 'source_busy' });
      await graph.put(actor, { path: `${itemPath(item)}/content`, operation }, first);
    },
  };
}

const nextOf = async (chunks: AsyncIterator<Buffer>): Promise<Buffer | undefined> => {
  const { done, value } = await chunks.next();
  return done ? undefined : value;
};

/** `{"nextExpectedRanges": ["26-"]}`; the item itself, once it is whole, names none. */
function expectedIn(answer: Json): number | undefined {
  const ranges = answer['nextExpectedRanges'];
  const next = Array.isArray(ranges) ? /^(\d{1,15})-/.exec(text(ranges[0]) ?? '')?.[1] : undefined;
  return next === undefined ? undefined : Number(next);
}

/** A session that is gone, or does not fit any more, ends no file: the next attempt makes a new one. */
function begunAnew(error: unknown): unknown {
  const isOver = error instanceof DeliveryError && (error.failure === 'gone' || error.code === 'out_of_step');
  return isOver ? new DeliveryError('busy', 'session_over', { operation, cause: error }) : error;
}
