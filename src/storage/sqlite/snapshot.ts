/**
 * Look-ups between two commits share one transaction: to enter and to leave one costs as much as a look-up does. While a
 * commit is under way there is none, so that it finds nobody in the log when it folds that into the file.
 */
import type { DatabaseSync } from 'node:sqlite';

export interface Snapshot {
  /** Before a look-up. */
  enter(): void;
  /** Before a commit begins, and once it has ended. */
  committing(isUnderWay: boolean): void;
}

export function createSnapshot(reader: DatabaseSync): Snapshot {
  const begin = reader.prepare('BEGIN');
  const end = reader.prepare('COMMIT');
  let isCommitting = false;
  return {
    enter() {
      if (!isCommitting && !reader.isTransaction) begin.run();
    },
    committing(isUnderWay) {
      isCommitting = isUnderWay;
      if (isUnderWay && reader.isTransaction) end.run();
    },
  };
}
