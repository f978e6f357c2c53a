/** Brings a store to the schema of this code, one step at a time, and refuses one that a newer Mio wrote. */
import type { DatabaseSync } from 'node:sqlite';
import { type Migration, migrations } from '../migrations/index.ts';

/** @throws Error naming the remedy where the store is newer than `known`. */
export function migrate(database: DatabaseSync, now: number, known: readonly Migration[] = migrations): void {
  database.exec(
    'CREATE TABLE IF NOT EXISTS migration (number INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at INTEGER NOT NULL) STRICT',
  );
  const applied = Number(
    database.prepare('SELECT coalesce(max(number), 0) AS number FROM migration').get()?.['number'],
  );
  if (applied > known.length) {
    throw new Error(
      `The store was written by a newer Mio (schema ${applied}; this one knows ${known.length}). ` +
        'Start that version, or restore a backup made before the upgrade.',
    );
  }
  for (const step of known.slice(applied)) {
    database.exec('BEGIN IMMEDIATE');
    database.exec(step.sql);
    database.prepare('INSERT INTO migration VALUES (?, ?, ?)').run(step.number, step.name, now);
    database.exec('COMMIT');
  }
}
