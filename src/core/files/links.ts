/**
 * Addresses of files. One names a file of a message and the leg that it is shown in, always by the same words, and is
 * signed, so that nothing else can be asked for. It opens nothing by itself: whoever comes by it must sign in.
 */
import type { ConnectionId, ConversationId, LegId, MessageId, MessageRef } from '../model.ts';
import { createSigner, type SigningKeys } from '../signed.ts';

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

export function createFileLinks(keys: SigningKeys): FileLinks {
  const signer = createSigner<Subject>('mio files', keys);
  return {
    write: ({ ref, file, leg }) => signer.write([ref.connection, ref.conversation, ref.message, file, leg]),
    read(token) {
      const named = signer.read(token);
      if (!named) return undefined;
      const [connection, conversation, message, file, leg] = named;
      return { ref: { connection, conversation, message }, file, leg };
    },
  };
}
