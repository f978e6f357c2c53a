/** Slack and Webex for files: one pours them out, the other takes them in, and nothing of them is kept. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as readText } from 'node:stream/consumers';
import { numberIn } from './slack-load.ts';

export interface FileWorld {
  readonly url: string;
  /** How many files Webex took whole. */
  readonly files: () => number;
  /** When the text of that number was there, in ms of `performance.now()`. */
  arrival(number: number): number | undefined;
  /** Told of everything that arrives. */
  onArrival(listener: () => void): void;
  close(): Promise<void>;
}

const piece = Buffer.alloc(256 * 1024, 7);
const filesHost = 'https://files.slack.com';

export const fileOf = (number: number, size: number): object => ({
  id: `F${number}`,
  name: `file-${number}.bin`,
  mode: 'hosted',
  mimetype: 'application/octet-stream',
  size,
  url_private_download: `${filesHost}/files-pri/T-F${number}/download/file-${number}.bin`,
});

export async function openFileWorld(size: number): Promise<FileWorld> {
  const arrivals = new Map<number, number>();
  let files = 0;
  let posts = 0;
  let arrived = () => {};

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { url = '', headers } = request;
    const json = (body: object) => response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
    if (url.startsWith('/files-pri/')) return pour(response);
    if (url.startsWith('/v1/') && request.method === 'GET') return void json({ items: [] });
    if (url === '/v1/messages') {
      const isFile = headers['content-type']?.startsWith('multipart/');
      if (isFile) {
        const bytes = await swallowed(request);
        if (bytes > size) files += 1;
      } else {
        const said = await readText(request);
        arrivals.set(numberIn(said), performance.now());
      }
      posts += 1;
      json({ id: `m-${posts}`, roomId: 'room', roomType: 'group', personId: 'relay', created: '2026-11-23T08:00:00Z' });
      return arrived();
    }
    const asked = new URLSearchParams(url.includes('?') ? url.slice(url.indexOf('?')) : await readText(request));
    if (url.startsWith('/api/files.info')) {
      const number = Number((asked.get('file') ?? 'F0').slice(1));
      return void json({ ok: true, file: fileOf(number, size) });
    }
    if (url.startsWith('/api/users.info')) {
      const user = asked.get('user');
      return void json({ ok: true, user: { id: user, name: user, real_name: user, profile: { real_name: user } } });
    }
    if (url.startsWith('/api/conversations.history')) return void json({ ok: true, messages: [] });
    response.statusCode = 404;
    json({ ok: false, error: 'unknown_method' });
  }

  function pour(response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': size });
    let left = size;
    const more = (): void => {
      while (left > 0) {
        const next = left < piece.length ? piece.subarray(0, left) : piece;
        left -= next.length;
        if (!response.write(next)) return void response.once('drain', more);
      }
      response.end();
    };
    more();
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    files: () => files,
    arrival: (number) => arrivals.get(number),
    onArrival(listener) {
      arrived = listener;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function swallowed(request: IncomingMessage): Promise<number> {
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) bytes += chunk.length;
  return bytes;
}
