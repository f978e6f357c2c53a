/**
 * A form with one file at its end ("RFC 7578"), as a stream: the file is never held, and the length of the whole is
 * known before its first byte, because Webex is told it first.
 */
import { Readable } from 'node:stream';
import type { OpenFile } from '../../core/connector.ts';

export interface FormFile extends OpenFile {
  readonly name: string;
  readonly size: number;
}

export interface Form {
  readonly headers: Readonly<Record<'content-type' | 'content-length', string>>;
  /** Ends with the file's own error where the file breaks, with SizeChangedError where it is not what it was said to be. */
  readonly body: Readable;
  /** Whether whoever read the body has its end: nobody takes less than that for a message. */
  isWhole(): boolean;
  /** Why the file itself broke, if it did. */
  broken(): unknown;
}

/** A file turned out to have another number of bytes than its platform said: nothing that was begun can be finished. */
export class SizeChangedError extends Error {
  override readonly name = 'SizeChangedError';
}

/** @param boundary must not occur in any field or file: random, and long */
export function formWith(fields: Readonly<Record<string, string>>, file: FormFile, boundary: string): Form {
  const head = Buffer.from(`${Object.entries(fields).map(fieldPart).join('')}${filePart()}`);
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`);
  let whole = false;
  let reason: unknown;
  // It may break while nobody reads; whoever reads next is told.
  file.body.on('error', () => {});

  async function* pieces(): AsyncGenerator<Uint8Array> {
    yield head;
    // What is thrown while a piece is out of hand is the reader's.
    let isReading = true;
    try {
      let left = file.size;
      for await (const chunk of file.body as AsyncIterable<Uint8Array>) {
        left -= chunk.length;
        if (left < 0) break;
        isReading = false;
        yield chunk;
        isReading = true;
      }
      if (left !== 0) throw new SizeChangedError('the file is not as large as it was said to be');
    } catch (error) {
      if (isReading) reason = error;
      throw error;
    }
    whole = true;
    yield tail;
  }

  function fieldPart([name, value]: readonly [string, string]): string {
    return `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  }

  /** Names are written as browsers write them. */
  function filePart(): string {
    const name = file.name.replaceAll('"', '%22').replaceAll(/[\r\n]/g, ' ');
    const disposition = `content-disposition: form-data; name="files"; filename="${name}"`;
    return `--${boundary}\r\n${disposition}\r\ncontent-type: ${mediaType(file.type)}\r\n\r\n`;
  }

  return {
    headers: {
      'content-type': `multipart/form-data; boundary=${boundary}`,
      'content-length': String(head.length + file.size + tail.length),
    },
    body: Readable.from(pieces(), { objectMode: false }),
    isWhole: () => whole,
    broken: () => reason,
  };
}

/** Of what may be anything: a media type, without its parameters. */
function mediaType(said: string): string {
  const type = said.split(';', 1)[0]?.trim() ?? '';
  return /^[\w!#$&^.+-]{1,100}\/[\w!#$&^.+-]{1,100}$/.test(type) ? type : 'application/octet-stream';
}
