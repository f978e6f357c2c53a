/**
 * Removes attempts that are too old, minute by minute for as long as there are any: nobody may come back for them, and
 * what was sealed with them must not wait for the next who begins one.
 */
import { ConflictError } from './errors.ts';
import type { Clock } from './ports.ts';
import type { Records } from './records.ts';
import { minutes } from './time.ts';

const kinds = ['attempt', 'signIn'] as const;
export type AttemptKind = (typeof kinds)[number];

interface AttemptSweep {
  /** There are attempts, or there may be. */
  arm(): void;
}

const everyMs = minutes(1);

export function createAttemptSweep({ records, clock }: { records: Records; clock: Clock }): AttemptSweep {
  let isArmed = false;

  function arm(): void {
    if (isArmed) return;
    isArmed = true;
    clock.after(everyMs, () => {
      isArmed = false;
      // A store that does not answer now is asked again with the next attempt.
      sweep().catch(() => undefined);
    });
  }

  async function sweep(): Promise<void> {
    for (const kind of kinds) {
      for (const { id, revision, body } of await records.list(kind)) {
        if (body.expiresAt > clock.now()) arm();
        else await records.remove(kind, id, revision).catch(unlessChanged);
      }
    }
  }

  return { arm };
}

function unlessChanged(error: unknown): void {
  if (!(error instanceof ConflictError)) throw error;
}
