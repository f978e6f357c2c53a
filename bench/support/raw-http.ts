/**
 * HTTP/1.1 on bare sockets, for the load and the targets: both share one core, and must cost so little that the server
 * under test is what is measured.
 */

import type { AddressInfo } from 'node:net';
import { connect, createServer, type Server, type Socket } from 'node:net';

const headEnd = Buffer.from('\r\n\r\n');

/** Cuts a byte stream into messages with a Content-Length. */
class Cutter {
  #rest: Buffer = Buffer.alloc(0);

  push(chunk: Buffer, each: (head: string, body: Buffer) => void): void {
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    for (;;) {
      const end = this.#rest.indexOf(headEnd);
      if (end < 0) return;
      const head = this.#rest.toString('latin1', 0, end);
      const length = contentLength(head);
      const total = end + 4 + length;
      if (this.#rest.length < total) return;
      const body = this.#rest.subarray(end + 4, total);
      this.#rest = this.#rest.subarray(total);
      each(head, body);
    }
  }
}

function contentLength(head: string): number {
  const at = head.search(/content-length:/i);
  return at < 0 ? 0 : Number.parseInt(head.slice(at + 15), 10);
}

export interface Answer {
  readonly status?: number;
  readonly body: string;
}

/** Answers every request with what `handle` says of its first line and body. */
export async function serve(
  handle: (method: string, path: string, body: string) => Answer,
): Promise<{ port: number; close(): Promise<void> }> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.setNoDelay(true);
    const cutter = new Cutter();
    socket.on('data', (chunk) => {
      cutter.push(chunk, (head, body) => {
        const [method = '', path = ''] = head.slice(0, head.indexOf('\r\n')).split(' ', 2);
        const answer = handle(method, path, body.toString('utf8'));
        const { body: text, status = 200 } = answer;
        socket.write(
          `HTTP/1.1 ${status} OK\r\ncontent-type: application/json; charset=utf-8\r\ncontent-length: ${Buffer.byteLength(text)}\r\n\r\n${text}`,
        );
      });
    });
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

/** A keep-alive connection with one request in flight. */
export class Client {
  readonly #socket: Socket;
  readonly #cutter = new Cutter();
  #answered: ((status: number) => void) | null = null;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on('error', () => this.#answer(0));
    socket.on('close', () => this.#answer(0));
    socket.on('data', (chunk) => this.#cutter.push(chunk, (head) => this.#answer(Number(head.slice(9, 12)))));
  }

  static open(port: number): Promise<Client> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => resolve(new Client(socket)));
      socket.once('error', reject);
    });
  }

  /** Sends a whole request; answers the status, or 0 where the connection broke. */
  send(request: Buffer): Promise<number> {
    return new Promise((resolve) => {
      this.#answered = resolve;
      this.#socket.write(request);
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  #answer(status: number): void {
    this.#answered?.(status);
    this.#answered = null;
  }
}

/** The bytes of a POST. */
export const postBytes = (path: string, headers: Readonly<Record<string, string>>, body: string): Buffer => {
  const lines = Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('');
  return Buffer.from(
    `POST ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n${lines}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
};
