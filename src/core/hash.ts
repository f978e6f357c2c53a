/** Secrets that were given away are kept as their hash alone, and compared so that the time taken tells nothing. */
import { createHash, timingSafeEqual } from 'node:crypto';

/** Hex. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

export const sameHash = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
