/**
 * The embedded storage engine: one file, one writer, and the default. A commit is durable when it is answered, and
 * whatever was asked for while one was under way shares the next.
 */
import type { Clock, Log } from '../../core/ports.ts';
import type { Storage } from '../../core/relay/store.ts';
import { createRecords } from './records.ts';
import { createRelayStore } from './relay.ts';
import { Session } from './session.ts';

export interface SqliteStorageOptions {
  /** Made where it is missing. Holds `mio.db` and its companions. */
  readonly folder: string;
  readonly clock: Clock;
  readonly log: Log;
  /** After this long an event that is not committed is refused, so that its platform sends it again. */
  readonly commitDeadlineMs?: number;
}

export function createSqliteStorage({ folder, clock, log, commitDeadlineMs = 1_000 }: SqliteStorageOptions): Storage {
  const session = new Session({ folder, clock, log });
  return {
    records: createRecords(session),
    relay: createRelayStore(session, clock, commitDeadlineMs),
    open: () => session.open(),
    close: () => session.close(),
  };
}
