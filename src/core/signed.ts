/**
 * What Mio signs and gives away: in addresses of its own, and in what comes back with a browser. It is no secret, and
 * the same whenever it is written; whoever brings it can have changed nothing of it, and for another purpose it is
 * nothing.
 */
import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

/** The one that signs, then those whose signatures are still good. */
export type SigningKeys = () => readonly [Buffer, ...Buffer[]];

export interface Signer<Subject> {
  /** One path segment, made of letters, digits, `-`, `_` and one dot. */
  write(subject: Subject): string;
  /** Undefined where the signature is not ours. */
  read(token: string): Subject | undefined;
}

/** @param purpose a key is made for it that signs nothing else; to change it is to void what was signed. */
export function createSigner<Subject>(purpose: string, keys: SigningKeys): Signer<Subject> {
  let derived: readonly Buffer[] | undefined;
  // The keys come from the store, after everything else was put together.
  const own = () => {
    derived ??= keys().map((key) => Buffer.from(hkdfSync('sha256', key, '', purpose, 32)));
    return derived;
  };
  return {
    write(subject) {
      const text = Buffer.from(JSON.stringify(subject)).toString('base64url');
      return `${text}.${sign(text, own()[0]!)}`;
    },
    read(token) {
      const [text = '', signature = '', ...rest] = token.split('.');
      if (rest.length > 0 || !own().some((key) => same(signature, sign(text, key)))) return undefined;
      return JSON.parse(Buffer.from(text, 'base64url').toString()) as Subject;
    },
  };
}

const sign = (text: string, key: Buffer): string =>
  createHmac('sha256', key).update(text).digest('base64url').slice(0, 32);

function same(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}
