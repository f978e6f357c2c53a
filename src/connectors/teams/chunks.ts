/** A file on its way, in pieces of one size: one of them is held at a time, whatever the file's size. */
import type { Readable } from 'node:stream';
import { DeliveryError } from '../../core/errors.ts';
import { EgressError } from '../../core/ports.ts';

const operation = 'read a file';

/**
 * All of `size` bytes but the last, which may be shorter; none of an empty file.
 * @throws DeliveryError `busy` where the source breaks off, `refused` where it gives more than Mio takes
 */
export async function* inChunks(body: Readable, size: number): AsyncGenerator<Buffer, void, void> {
  let pieces: Buffer[] = [];
  let held = 0;
  for await (const piece of readable(body)) {
    let rest = piece;
    while (held + rest.length >= size) {
      const missing = size - held;
      yield Buffer.concat([...pieces, rest.subarray(0, missing)]);
      rest = rest.subarray(missing);
      pieces = [];
      held = 0;
    }
    if (rest.length > 0) pieces.push(rest);
    held += rest.length;
  }
  if (held > 0) yield Buffer.concat(pieces);
}

async function* readable(body: Readable): AsyncGenerator<Buffer, void, void> {
  try {
    for await (const piece of body as AsyncIterable<Buffer>) yield piece;
  } catch (cause) {
    if (cause instanceof DeliveryError) throw cause;
    const isTooLarge = cause instanceof EgressError && cause.code === 'too_large';
    if (isTooLarge) throw new DeliveryError('refused', 'too_large', { operation, file: 'too_large', cause });
    throw new DeliveryError('busy', 'cut', { operation, file: 'source_busy', cause });
  }
}
