/** Reads a request's exact bytes, up to a cap: signatures are over bytes, and a flood must cost nothing. */
import type { IncomingMessage } from 'node:http';

/** The bytes; undefined where there are more than `cap` of them. @throws Error when the connection breaks */
export function readBody(request: IncomingMessage, cap: number): Promise<Buffer | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > cap) return Promise.resolve(undefined);
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
    request.on('error', reject);
    request.on('aborted', () => reject(new Error('the request was broken off')));
  });
}
