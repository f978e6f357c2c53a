/**
 * The bytes of the tenant: files in the folders of its channels (drives.ts), and pictures that were pasted into messages
 * ("chatMessageHostedContent resource type"). Each has a key of its own, under which the sandbox's page may see it, and
 * gets addresses that are good for minutes where Graph hands one out.
 */
import type { Kit } from '../kit/platform.ts';

export interface NewFile {
  readonly name: string;
  readonly type: string;
  readonly bytes: Buffer;
  readonly channel: string;
}

export interface KeptFile {
  readonly key: string;
  readonly name: string;
  readonly type: string;
  readonly size: number;
  readonly channel: string;
}

export interface FileStore {
  keep(file: NewFile): KeptFile;
  /** Other bytes in the place of what was there. */
  write(file: KeptFile, bytes: Buffer): KeptFile;
  forget(key: string): void;
  get(key: string): KeptFile | undefined;
  bytes(key: string): Buffer;
  /** A token for these bytes alone, for who has no other. */
  ticket(key: string): string;
  /** Undefined for a token that never was, or is over. */
  redeem(ticket: string): KeptFile | undefined;
  clear(): void;
}

/** "valid for a short period of time" */
const ticketHoldsMs = 5 * 60_000;

export function createFileStore(kit: Kit): FileStore {
  const files = kit.state.collection<KeptFile>('teams.files');
  const contents = kit.state.collection<string>('teams.contents');
  const tickets = new Map<string, { readonly key: string; readonly until: number }>();
  const random = (bytes: number): string => kit.random(bytes).toString('base64url');

  const put = (kept: KeptFile, bytes: Buffer): KeptFile => {
    files.set(kept.key, kept);
    contents.set(kept.key, bytes.toString('base64'));
    return kept;
  };

  return {
    keep: ({ bytes, ...file }) => put({ ...file, key: random(18), size: bytes.length }, bytes),
    write: (file, bytes) => put({ ...file, size: bytes.length }, bytes),
    forget(key) {
      files.delete(key);
      contents.delete(key);
    },
    get: (key) => files.get(key),
    bytes: (key) => Buffer.from(contents.get(key) ?? '', 'base64'),
    ticket(key) {
      const ticket = random(24);
      tickets.set(ticket, { key, until: kit.clock.now() + ticketHoldsMs });
      return ticket;
    },
    redeem(ticket) {
      const held = tickets.get(ticket);
      return held !== undefined && held.until >= kit.clock.now() ? files.get(held.key) : undefined;
    },
    clear() {
      files.clear();
      contents.clear();
      tickets.clear();
    },
  };
}
