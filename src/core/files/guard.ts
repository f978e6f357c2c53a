/**
 * Between the platforms that hold files and everybody who opens one: with a scanner, nothing is given out before it was
 * looked into as a whole. A file is read twice, and kept nowhere: once for the scanner, and once for whoever wants it,
 * who gets its last bytes only when all of them together are what was scanned.
 */
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { LRUCache } from 'lru-cache';
import type { Audit } from '../channels/audit.ts';
import type { Connector, OpenFile } from '../connector.ts';
import { DeliveryError } from '../errors.ts';
import type { MessageId, MessageRef, SourceFile } from '../model.ts';
import { type Clock, EgressError, type Log, type Metrics } from '../ports.ts';
import type { Records } from '../records.ts';
import { minutes } from '../time.ts';
import { safeName } from './names.ts';
import type { FileReason } from './reasons.ts';
import { type Scanner, ScannerError, type Verdict } from './scanner.ts';
import { createTurns } from './turns.ts';

interface GuardParts {
  readonly scanner: Scanner;
  readonly records: Pick<Records, 'get'>;
  readonly audit: Pick<Audit, 'append'>;
  readonly metrics: Pick<Metrics, 'count'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Pick<Log, 'warn'>;
}

/** Answers the connector with its files guarded. */
export type Guard = <Guarded extends Connector>(connector: Guarded) => Guarded;

/** clamd scans ten at once where nobody told it otherwise ("MaxThreads"), and others may ask it too. */
const mostScans = 8;
const mostScansEach = 6;
/** How long a clean file may be given out without another look; a file is wanted by several legs at about one time. */
const trustedFor = minutes(10);
/** What was found in a file stays found, for as long as it is remembered. */
const forGood = 0;
const mostRemembered = 2_000;
const operation = 'scan a file';

/** What was read for the scanner: what is given out must be the same. */
interface Scanned {
  readonly verdict: Verdict;
  readonly bytes: number;
  /** SHA-256, hex. */
  readonly digest: string;
}

export function createGuard({ scanner, records, audit, metrics, clock, log }: GuardParts): Guard {
  const turns = createTurns(mostScans, mostScansEach);
  const remembered = new LRUCache<string, Promise<Scanned>>({
    max: mostRemembered,
    ttl: trustedFor,
    ttlResolution: 0,
    perf: { now: () => clock.now() },
  });

  async function scan(ref: MessageRef, file: SourceFile, open: () => Promise<OpenFile>): Promise<Scanned> {
    const { body } = await open();
    body.on('error', () => {});
    const hash = createHash('sha256');
    let bytes = 0;
    async function* read() {
      for await (const chunk of body as AsyncIterable<Buffer>) {
        bytes += chunk.length;
        hash.update(chunk);
        yield chunk;
      }
    }
    try {
      const verdict = await scanner.scan(read());
      metrics.count('mio_files_scanned_total', { outcome: verdict.is });
      if (verdict.is === 'infected') await note(ref, file, verdict.signature);
      return { verdict, bytes, digest: hash.digest('hex') };
    } catch (error) {
      throw withoutVerdict(error);
    } finally {
      body.destroy();
    }
  }

  function withoutVerdict(error: unknown): unknown {
    if (error instanceof ScannerError) {
      metrics.count('mio_files_scanned_total', { outcome: 'unavailable' });
      log.warn({ err: error }, 'a file is held: it could not be scanned');
      return refusal('unscanned', error);
    }
    if (!(error instanceof EgressError)) return error;
    return new DeliveryError(error.code === 'too_large' ? 'refused' : 'busy', error.code, { operation, cause: error });
  }

  async function note(ref: MessageRef, file: SourceFile, signature: string): Promise<void> {
    log.warn({ connection: ref.connection, signature }, 'a file is held: the virus scanner found something in it');
    const connection = await records.get('connection', ref.connection);
    if (!connection) return;
    const { organization } = connection.body;
    const subject = `${ref.connection} ${ref.conversation} ${ref.message} · ${safeName(file.name)} · ${signature}`;
    await audit.append({ organization, actor: 'scanner', act: 'file.hold', subject });
  }

  /** One look for all who want the file at the same time, and for a while after it. */
  function look(key: string, begin: () => Promise<Scanned>): Promise<Scanned> {
    const known = remembered.get(key);
    if (known) return known;
    const scanned = begin();
    remembered.set(key, scanned);
    scanned.then(
      ({ verdict }) => {
        if (verdict.is === 'unscannable') remembered.delete(key);
        else remembered.set(key, scanned, { ttl: verdict.is === 'infected' ? forGood : trustedFor });
      },
      () => remembered.delete(key),
    );
    return scanned;
  }

  async function guarded(ref: MessageRef, file: SourceFile, open: () => Promise<OpenFile>): Promise<OpenFile> {
    const key = `${ref.connection} ${ref.conversation} ${ref.message} ${file.id}`;
    const begin = () => turns.take(ref.connection, () => scan(ref, file, open));
    const scanned = await look(key, begin);
    if (scanned.verdict.is !== 'clean') throw refusal(scanned.verdict.is);
    const opened = await open();
    const body = same(opened.body, scanned, () => remembered.delete(key));
    return { ...opened, size: scanned.bytes, body };
  }

  return (connector) => ({
    ...connector,
    open: (ref: MessageRef, root: MessageId | null, file: SourceFile) =>
      guarded(ref, file, () => connector.open(ref, root, file)),
  });
}

/** Ends with an error before its end where it is not what was scanned. */
function same(source: Readable, { bytes, digest }: Scanned, changed: () => void): Readable {
  const differs = () => {
    changed();
    return new DeliveryError('busy', 'changed_since_the_scan', { operation });
  };
  async function* whole() {
    const hash = createHash('sha256');
    let left = bytes;
    let held: Buffer | undefined;
    for await (const chunk of source as AsyncIterable<Buffer>) {
      left -= chunk.length;
      if (left < 0) throw differs();
      hash.update(chunk);
      if (held) yield held;
      held = chunk;
    }
    if (left !== 0 || hash.digest('hex') !== digest) throw differs();
    if (held) yield held;
  }
  // It may break, or be given up, before anybody reads.
  source.on('error', () => {});
  const body = Readable.from(whole(), { objectMode: false, highWaterMark: 64 * 1024 });
  return body.on('error', () => {}).on('close', () => source.destroy());
}

const words: Readonly<Record<Extract<FileReason, 'infected' | 'unscannable' | 'unscanned'>, string>> = {
  infected: 'The virus scanner found something in this file. Ask its author what it is.',
  unscannable: 'The file is larger than the virus scanner takes (StreamMaxLength in clamd.conf).',
  unscanned: 'The virus scanner (MIO_SCANNER) does not answer. Files are held until it does.',
};

const refusal = (file: keyof typeof words, cause?: unknown): DeliveryError =>
  new DeliveryError('refused', file, { operation, advice: words[file], file, cause });
