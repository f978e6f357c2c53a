/**
 * A ClamAV daemon on loopback, as "clamd(8)" describes it: PING, INSTREAM, one answer to a connection. It knows one
 * signature. A test can have it go away, come back, fall silent, or talk nonsense.
 */

import type { AddressInfo } from 'node:net';
import { createServer, type Server, type Socket } from 'node:net';

/** The test file of EICAR, in two halves: whole, it is what scanners of the people who work on this look for. */
export const eicar = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR', '-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('');
export const signature = 'Eicar-Signature';

export interface Clamd {
  /** As `MIO_SCANNER` names it: the same after it went and came back. */
  readonly address: string;
  readonly port: number;
  /** How long each stream was that was scanned to its end. */
  readonly scanned: readonly number[];
  /** The most that were scanned at once. */
  readonly atOnce: () => number;
  /** `StreamMaxLength` */
  limit: number;
  /** What it says instead of a verdict; `null`: nothing, ever. */
  says: string | null | undefined;
  /** Resolves it before it answers. */
  think: () => Promise<void>;
  goAway(): Promise<void>;
  comeBack(): Promise<void>;
  close(): Promise<void>;
}

export async function openClamd(): Promise<Clamd> {
  const scanned: number[] = [];
  const sockets = new Set<Socket>();
  let server: Server | undefined;
  let port = 0;
  let busy = 0;
  let most = 0;

  async function listen(): Promise<void> {
    const listening = createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => sockets.delete(socket));
      void talk(socket).catch(() => socket.destroy());
    });
    await new Promise<void>((resolve) => listening.listen(port, '127.0.0.1', resolve));
    port = (listening.address() as AddressInfo).port;
    server = listening;
  }

  async function goAway(): Promise<void> {
    for (const socket of sockets) socket.destroy();
    await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
    server = undefined;
  }

  async function talk(socket: Socket): Promise<void> {
    const bytes = reading(socket);
    const command = (await bytes.until(0)).toString('latin1');
    if (command === 'zPING') return void socket.end('PONG\0');
    if (command !== 'zINSTREAM') return void socket.end('UNKNOWN COMMAND\0');
    busy += 1;
    most = Math.max(most, busy);
    try {
      socket.end(`${await verdict(bytes)}\0`);
    } finally {
      busy -= 1;
    }
  }

  async function verdict(bytes: Reading): Promise<string> {
    let length = 0;
    let found = false;
    // A signature may lie across two chunks.
    let tail = '';
    for (;;) {
      const next = (await bytes.take(4)).readUInt32BE();
      if (next === 0) break;
      length += next;
      if (length > clamd.limit) return 'INSTREAM size limit exceeded. ERROR';
      const text = tail + (await bytes.take(next)).toString('latin1');
      found ||= text.includes(eicar);
      tail = text.slice(-eicar.length);
    }
    await clamd.think();
    if (clamd.says === null) await new Promise(() => {});
    scanned.push(length);
    return clamd.says ?? (found ? `stream: ${signature} FOUND` : 'stream: OK');
  }

  await listen();
  const clamd: Clamd = {
    address: `tcp://127.0.0.1:${port}`,
    port,
    scanned,
    atOnce: () => most,
    limit: 25 * 1024 ** 2,
    says: undefined,
    think: () => Promise.resolve(),
    goAway,
    comeBack: listen,
    close: goAway,
  };
  return clamd;
}

interface Reading {
  /** What comes before that byte, which is read too. */
  until(byte: number): Promise<Buffer>;
  take(length: number): Promise<Buffer>;
}

function reading(socket: Socket): Reading {
  const chunks = socket[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  let rest: Buffer = Buffer.alloc(0);
  const more = async (): Promise<void> => {
    const { done, value } = await chunks.next();
    if (done) throw new Error('the connection ended in the middle');
    rest = Buffer.concat([rest, value]);
  };
  const cut = (length: number, skipped = 0): Buffer => {
    const taken = rest.subarray(0, length);
    rest = rest.subarray(length + skipped);
    return taken;
  };
  return {
    async until(byte) {
      while (!rest.includes(byte)) await more();
      return cut(rest.indexOf(byte), 1);
    },
    async take(length) {
      while (rest.length < length) await more();
      return cut(length);
    },
  };
}
