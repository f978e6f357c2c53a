/**
 * Files on their way through: what is held is what is between two sockets, whatever a file's size. Bytes are counted as
 * they come; no answer is ever unpacked, so that what is counted is what there is.
 */
import { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import { EgressError, type StreamRequest, type StreamResponse } from '../core/ports.ts';

export interface StreamLimits {
  /** How long a body may stand still. */
  readonly idleMs: number;
  /** How long a body may take altogether: somebody who sends a byte a second never stands still. */
  readonly totalMs: number;
  /** From the last byte out to the first byte in; also how long the other side may refuse to take anything. */
  readonly headersMs: number;
}

export interface StreamTarget {
  readonly dispatcher: Dispatcher;
  readonly origin: string;
  readonly path: string;
  /** What it is called in errors. */
  readonly name: string;
}

/**
 * Sends the request, and answers when the headers are there. A request body that breaks ends the request with its own
 * error: whoever streams from one platform to another learns which of the two it was.
 */
export async function streamThrough(
  { dispatcher, origin, path, name }: StreamTarget,
  { method, headers, body, limit }: StreamRequest,
  { idleMs, totalMs, headersMs }: StreamLimits,
  asEgressError: (error: unknown) => EgressError,
): Promise<StreamResponse> {
  const asked = {
    origin,
    path,
    method,
    headers: { ...headers, 'accept-encoding': 'identity' },
    body: body ?? null,
    headersTimeout: headersMs,
    bodyTimeout: idleMs,
  };
  const answer = await dispatcher.request(asked).catch((error: unknown) => {
    throw asEgressError(error);
  });
  const tooLarge = () => new EgressError('too_large', true, `${name} sends more than ${limit} bytes, or packed ones`);
  const { 'content-encoding': encoding = 'identity', 'content-length': length = '0' } = answer.headers;
  if (method !== 'HEAD' && (encoding !== 'identity' || Number(length) > limit)) {
    discard(answer.body);
    throw tooLarge();
  }
  return { status: answer.statusCode, headers: answer.headers, body: counted(answer.body) };

  function counted(source: Readable): Readable {
    let bytes = 0;
    const tooLong = () => told.destroy(new EgressError('deadline', true, `${name} took too long over a file`));
    const timer = setTimeout(tooLong, totalMs).unref();
    const told = new Readable({
      highWaterMark: 64 * 1024,
      read: () => void source.resume(),
      destroy(error, done) {
        clearTimeout(timer);
        discard(source);
        done(error);
      },
    });
    source.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > limit) told.destroy(tooLarge());
      else if (!told.push(chunk)) source.pause();
    });
    source.on('end', () => told.push(null));
    source.on('error', (error) => told.destroy(asEgressError(error)));
    // It may break before anybody reads; whoever reads then is told.
    told.on('error', () => {});
    source.pause();
    return told;
  }
}

/** Ends a body that nobody will read, and its connection with it. */
function discard(body: Readable): void {
  body.on('error', () => {});
  body.destroy();
}
