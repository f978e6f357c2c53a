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
  /** After this long an event or a record that is not committed is refused, so that whoever brought it comes again. */
  readonly commitDeadlineMs?: number;
  /** Told once where the writer ends by itself: nothing can be stored any more before a new start. */
  readonly lost?: () => void;
}

export function createSqliteStorage(options: SqliteStorageOptions): Storage {
  const { clock, commitDeadlineMs = 1_000 } = options;
  const session = new Session(options);
  return {
    records: createRecords(session, commitDeadlineMs),
    relay: createRelayStore(session, clock, commitDeadlineMs),
    open: () => session.open(),
    close: () => session.close(),
    health: () => session.health,
  };
}
