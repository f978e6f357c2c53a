/** Reads a request's exact bytes, up to a cap: signatures are over bytes, and a flood must cost nothing. */
import type { IncomingMessage } from 'node:http';

/** Whoever asked went away, or was cut off, before all of it was there. Nobody waits for an answer. */
export class BrokenOffError extends Error {
  override readonly name = 'BrokenOffError';
}

const brokenOff = () => new BrokenOffError('the request was broken off');

/** The bytes; undefined where there are more than `cap` of them. @throws BrokenOffError */
export function readBody(request: IncomingMessage, cap: number): Promise<Buffer | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > cap) return Promise.resolve(undefined);
  // It would never tell again.
  if (request.destroyed && !request.complete) return Promise.reject(brokenOff());
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > cap) {
        request.removeAllListeners('data');
        resolve(undefined);
      } else chunks.push(chunk);
    });
    request.on('end', () => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)));
    request.on('error', () => reject(brokenOff()));
    request.on('aborted', () => reject(brokenOff()));
  });
}
