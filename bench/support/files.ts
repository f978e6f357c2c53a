/** Memory while files stream from one platform to another, all at once. */

import type { AddressInfo } from 'node:net';
import { createServer, type Server, type Socket } from 'node:net';
import { nodeEnvironment, nodeFlags } from '../../start/node-flags.ts';
import { startServer } from './process.ts';
import { type Row, row } from './table.ts';

const mebibyte = 1024 ** 2;
const chunk = Buffer.alloc(256 * 1024, 7);
const sampleMs = 10;

/** Every first line is `GET /{bytes}`: so many bytes come back, as fast as they are taken. */
const pour = (socket: Socket): void => {
  socket.on('data', (request) => {
    let left = Number(/^GET \/(\d+)/.exec(request.toString('latin1'))?.[1]);
    const more = () => {
      while (left > 0) {
        const piece = left < chunk.length ? chunk.subarray(0, left) : chunk;
        left -= piece.length;
        if (!socket.write(piece)) return void socket.once('drain', more);
      }
    };
    socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${left}\r\n\r\n`);
    more();
  });
};

/** Takes whatever is posted, and says so when all of it is there. */
const drink = (socket: Socket): void => {
  let left = -1;
  socket.on('data', (data) => {
    if (left < 0) {
      const head = data.subarray(0, data.indexOf('\r\n\r\n') + 4);
      left = Number(/content-length: (\d+)/i.exec(head.toString('latin1'))?.[1]) + head.length;
    }
    left -= data.length;
    if (left > 0) return;
    left = -1;
    socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok');
  });
};

async function listen(serve: (socket: Socket) => void): Promise<{ url: string; server: Server }> {
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    serve(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

export async function measureFiles(quick: boolean): Promise<Row[]> {
  const { files, size } = quick ? { files: 6, size: 20 * mebibyte } : { files: 20, size: 50 * mebibyte };
  const [source, target] = [await listen(pour), await listen(drink)];
  const script = new URL('./files-server.ts', import.meta.url).pathname;
  const relay = await startServer(script, [source.url, target.url], nodeFlags, nodeEnvironment);
  try {
    // One small file: code and connections are there before it counts.
    await relay.ask(JSON.stringify({ files: 1, size: mebibyte }));
    const idle = relay.memory();
    let most = idle;
    const sampling = setInterval(() => {
      most = Math.max(most, relay.memory());
    }, sampleMs);
    const startedAt = performance.now();
    await relay.ask(JSON.stringify({ files, size }));
    clearInterval(sampling);
    const seconds = (performance.now() - startedAt) / 1_000;
    const speed = (files * size) / mebibyte / seconds;
    return [
      row(`memory above idle, ${files} files of ${size / mebibyte} MiB at once`, most - idle, 'MiB', {
        atMost: 150,
        detail: `${Math.round(speed)} MiB/s`,
      }),
    ];
  } finally {
    await relay.stop();
    source.server.close();
    target.server.close();
  }
}
