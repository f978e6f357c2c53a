/** A platform that says what a test tells it to say, over real HTTP on loopback, and remembers what it was asked. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Asked {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** The request was read, and `cut`: the connection ends without an answer; `silence`: nothing ever comes. */
export type Answer =
  | {
      readonly status?: number;
      readonly headers?: Record<string, string>;
      readonly json?: unknown;
      readonly body?: string;
    }
  | 'cut'
  | 'silence';

export interface ScriptedPlatform {
  readonly url: string;
  readonly asked: Asked[];
  /** What to answer from now on; a request that nothing was said about gets 501. */
  respond(script: (asked: Asked) => Answer | undefined): void;
  close(): Promise<void>;
}

export async function openPlatform(): Promise<ScriptedPlatform> {
  const asked: Asked[] = [];
  let script: (asked: Asked) => Answer | undefined = () => undefined;
  const server: Server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const url = new URL(request.url ?? '/', 'http://platform');
    const seen: Asked = {
      method: request.method ?? '',
      path: url.pathname,
      query: url.searchParams,
      headers: request.headers,
      body: Buffer.concat(chunks).toString('utf8'),
    };
    asked.push(seen);
    const answer = script(seen) ?? { status: 501, body: `nothing was said about ${seen.method} ${seen.path}` };
    if (answer === 'silence') return;
    if (answer === 'cut') {
      request.socket.destroy();
      return;
    }
    const type = answer.json === undefined ? 'text/html' : 'application/json';
    response.writeHead(answer.status ?? 200, { 'content-type': type, ...answer.headers });
    response.end(answer.json === undefined ? answer.body : JSON.stringify(answer.json));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    respond(next) {
      asked.length = 0;
      script = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
