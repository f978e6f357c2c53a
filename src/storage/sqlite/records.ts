/** The Records port on the embedded engine. */
import { ConflictError } from '../../core/errors.ts';
import type { RecordKind, RecordKinds, Records } from '../../core/records.ts';
import { refused } from './commands.ts';
import type { Session } from './session.ts';

export function createRecords(session: Session, commitDeadlineMs: number): Records {
  return {
    get: async <Kind extends RecordKind>(kind: Kind, id: string) => session.records.get(kind, id),
    list: async <Kind extends RecordKind>(kind: Kind, prefix = '') => session.records.list(kind, prefix),
    put: async <Kind extends RecordKind>(kind: Kind, id: string, body: RecordKinds[Kind], expected: number) =>
      session.write(
        [['putRecord', kind, id, JSON.stringify(body), expected]],
        ([revision]) => required(revision, kind, id, expected),
        commitDeadlineMs,
      ),
    remove: async (kind, id, expected) =>
      session.write(
        [['removeRecord', kind, id, expected]],
        ([answer]) => {
          required(answer, kind, id, expected);
        },
        commitDeadlineMs,
      ),
  };
}

function required(answer: number | undefined, kind: RecordKind, id: string, expected: number): number {
  if (answer === undefined || answer === refused)
    throw new ConflictError(`${kind} ${id} is no longer at revision ${expected}`);
  return answer;
}
