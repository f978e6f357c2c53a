/**
 * Addresses of files. One names a file of a message and the leg that it is shown in, always by the same words, and is
 * signed, so that nothing else can be asked for. It opens nothing by itself: whoever comes by it must sign in.
 */
import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { ConnectionId, ConversationId, LegId, MessageId, MessageRef } from '../model.ts';

export interface FileAddress {
  readonly ref: MessageRef;
  /** As the connector of its message names it. */
  readonly file: string;
  /** Where the link was posted. */
  readonly leg: LegId;
}

export interface FileLinks {
  /** One path segment, made of letters, digits, `-`, `_` and one dot. */
  write(address: FileAddress): string;
  /** Undefined where the signature is not ours. */
  read(token: string): FileAddress | undefined;
}

type Subject = [ConnectionId, ConversationId, MessageId, string, LegId];

/** Signs with the newest master key; what older ones signed is still good. */
export function createFileLinks(masterKey: Buffer, olderKeys: readonly Buffer[] = []): FileLinks {
  const derived = (key: Buffer) => Buffer.from(hkdfSync('sha256', key, '', 'mio files', 32));
  const newest = derived(masterKey);
  const keys = [newest, ...olderKeys.map(derived)];
  return {
    write({ ref, file, leg }) {
      const named: Subject = [ref.connection, ref.conversation, ref.message, file, leg];
      const subject = Buffer.from(JSON.stringify(named)).toString('base64url');
      return `${subject}.${sign(subject, newest)}`;
    },
    read(token) {
      const [subject = '', signature = '', ...rest] = token.split('.');
      if (rest.length > 0 || !keys.some((key) => same(signature, sign(subject, key)))) return undefined;
      const named = JSON.parse(Buffer.from(subject, 'base64url').toString()) as Subject;
      const [connection, conversation, message, file, leg] = named;
      return { ref: { connection, conversation, message }, file, leg };
    },
  };
}

const sign = (subject: string, key: Buffer): string =>
  createHmac('sha256', key).update(subject).digest('base64url').slice(0, 32);

function same(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}
