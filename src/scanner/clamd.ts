/**
 * Asks ClamAV's daemon over TCP, one connection for each question ("clamd(8)": PING, INSTREAM). A file goes to it in
 * chunks with their length before them, and is told to be over by one of length 0; the answer is one line. This is the
 * only way out that does not lead to a platform: the operator says where to.
 */
import { connect, type Socket } from 'node:net';
import { type Scanner, ScannerError, type Verdict } from '../core/files/scanner.ts';

export interface ClamdOptions {
  readonly host: string;
  readonly port: number;
  /** How long nothing may move while a file is sent. */
  readonly idleMs?: number;
  /** How long it may think about a whole file; clamd itself gives up after two minutes ("MaxScanTime"). */
  readonly answerMs?: number;
}

/** Of `tcp://127.0.0.1:3310`, as the setting has it. */
export function clamdAddress(address: string): Pick<ClamdOptions, 'host' | 'port'> {
  const { hostname, port } = new URL(address);
  return { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) };
}

const connectMs = 3_000;
const longestAnswer = 4_096;
const longestSignature = 200;

export function createClamd({ host, port, idleMs = 30_000, answerMs = 150_000 }: ClamdOptions): Scanner {
  async function answers(): Promise<boolean> {
    const line = open(host, port);
    try {
      await line.connected;
      await line.write(Buffer.from('zPING\0'), connectMs);
      return (await line.answer(connectMs)) === 'PONG';
    } catch {
      return false;
    } finally {
      line.close();
    }
  }

  return {
    answers,

    async scan(bytes) {
      const line = open(host, port);
      let sent = 0;
      try {
        await line.connected;
        await line.write(Buffer.from('zINSTREAM\0'), idleMs);
        for await (const chunk of bytes) {
          // It has said what there is to say before the end: that it is too much.
          if (line.hasAnswer()) break;
          await line.write(lengthOf(chunk), idleMs);
          await line.write(chunk, idleMs);
          sent += chunk.length;
        }
        await line.write(Buffer.alloc(4), answerMs);
        return verdictOf(await line.answer(answerMs));
      } catch (error) {
        // Whoever is cut off in the middle of a sentence may miss the answer to it.
        if (error instanceof CutOff && sent > 0 && (await answers())) return { is: 'unscannable' };
        throw error;
      } finally {
        line.close();
      }
    },
  };
}

class CutOff extends ScannerError {}

interface Line {
  readonly connected: Promise<void>;
  /** Resolves when there is room for more, or an answer. @throws ScannerError */
  write(bytes: Uint8Array, patienceMs: number): Promise<void>;
  hasAnswer(): boolean;
  /** @throws ScannerError */
  answer(patienceMs: number): Promise<string>;
  close(): void;
}

function open(host: string, port: number): Line {
  const socket: Socket = connect({ host, port, noDelay: true });
  const connected = Promise.withResolvers<void>();
  const answered = Promise.withResolvers<string>();
  let said = '';
  let hasAnswer = false;
  let failure: ScannerError | undefined;
  /** For whoever waits for room. */
  let goOn = () => {};

  const failed = (error: ScannerError) => {
    failure ??= error;
    connected.reject(failure);
    answered.reject(failure);
    goOn();
    socket.destroy();
  };
  // Nobody may be waiting for it when it fails.
  connected.promise.catch(() => {});
  answered.promise.catch(() => {});

  socket.setTimeout(connectMs, () => failed(new ScannerError('the virus scanner does not answer in time')));
  socket.setEncoding('latin1');
  socket.on('connect', connected.resolve);
  socket.on('drain', () => goOn());
  socket.on('data', (text: string) => {
    said += text;
    const end = said.indexOf('\0');
    if (end >= 0) {
      hasAnswer = true;
      answered.resolve(said.slice(0, end));
      goOn();
    } else if (said.length > longestAnswer) failed(new ScannerError('the virus scanner says too much'));
  });
  socket.on('error', (cause) => failed(new CutOff('the virus scanner can’t be reached', { cause })));
  socket.on('close', () => failed(new CutOff('the virus scanner broke the connection off')));

  return {
    connected: connected.promise,
    hasAnswer: () => hasAnswer,
    async write(bytes, patienceMs) {
      if (!hasAnswer && !failure) {
        socket.setTimeout(patienceMs);
        if (!socket.write(bytes)) await new Promise<void>((resolve) => (goOn = resolve));
      }
      if (failure && !hasAnswer) throw failure;
    },
    answer(patienceMs) {
      socket.setTimeout(patienceMs);
      return answered.promise;
    },
    close: () => void socket.destroy(),
  };
}

function lengthOf(chunk: Uint8Array): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(chunk.length);
  return length;
}

/** @throws ScannerError for what is none */
function verdictOf(answer: string): Verdict {
  if (answer === 'stream: OK') return { is: 'clean' };
  if (answer === 'INSTREAM size limit exceeded. ERROR') return { is: 'unscannable' };
  const found = /^stream: (.+) FOUND$/.exec(answer)?.[1];
  if (found === undefined) throw new ScannerError('the virus scanner gave no verdict');
  const signature = found.replace(/[^\x20-\x7e]/g, '?').slice(0, longestSignature);
  // Not a virus, but what "AlertExceedsMax" calls a file that it did not look into as a whole.
  return signature.startsWith('Heuristics.Limits.Exceeded') ? { is: 'unscannable' } : { is: 'infected', signature };
}
