/** Look-ups of configuration records, on the main thread's own connection. */
import type { DatabaseSync } from 'node:sqlite';
import type { RecordKind, RecordKinds, Stored } from '../../core/records.ts';

export interface RecordReads {
  get<Kind extends RecordKind>(kind: Kind, id: string): Stored<Kind> | undefined;
  list<Kind extends RecordKind>(kind: Kind, prefix: string): readonly Stored<Kind>[];
}

/** Sorts behind every id that has a given beginning. */
const last = '\u{10ffff}';

export function createRecordReads(database: DatabaseSync): RecordReads {
  const select = database.prepare('SELECT id, revision, body FROM record WHERE kind = ? AND id = ?');
  const selectRange = database.prepare(
    'SELECT id, revision, body FROM record WHERE kind = ? AND id >= ? AND id < ? ORDER BY id',
  );
  const toStored = <Kind extends RecordKind>(row: Record<string, unknown>): Stored<Kind> => ({
    id: String(row['id']),
    revision: Number(row['revision']),
    body: JSON.parse(String(row['body'])) as RecordKinds[Kind],
  });
  return {
    get<Kind extends RecordKind>(kind: Kind, id: string) {
      const row = select.get(kind, id);
      return row && toStored<Kind>(row);
    },
    list: <Kind extends RecordKind>(kind: Kind, prefix: string) =>
      selectRange.all(kind, prefix, `${prefix}${last}`).map((row) => toStored<Kind>(row)),
  };
}
