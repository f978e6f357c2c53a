/** What the tests of files on their way share: a place to be reached, or never to be. */
import assert from 'node:assert/strict';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';
import { EgressError } from '../../../src/core/ports.ts';

interface Seen {
  readonly path: string;
  readonly authorization: string | undefined;
  readonly encoding: string | undefined;
}

type Serve = (path: string, response: ServerResponse) => void;

/** The platforms, or a place that must never be reached: it counts whoever connects, and remembers what they asked. */
export async function openHost() {
  let serve: Serve = (_, response) => response.end('hello');
  const seen: Seen[] = [];
  let connects = 0;
  const server: Server = createServer((request, response) => {
    const { authorization, 'accept-encoding': encoding } = request.headers;
    seen.push({ path: request.url ?? '', authorization, encoding: encoding?.toString() });
    request.resume();
    request.on('end', () => serve(request.url ?? '', response));
  });
  server.on('connection', () => {
    connects += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    seen,
    connects: () => connects,
    serve(next: Serve) {
      seen.length = 0;
      serve = next;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** In two steps: where a server of Mio's runs beside it, `writeHead` answers nothing. */
export function respond(
  response: ServerResponse,
  status: number,
  headers: Readonly<Record<string, string>>,
  body: string | Buffer,
): void {
  response.writeHead(status, headers);
  response.end(body);
}

export const failsAs = (code: EgressError['code']) => (error: unknown) => {
  assert.ok(error instanceof EgressError, String(error));
  assert.equal(error.code, code);
  return true;
};

export async function read(body: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
}
