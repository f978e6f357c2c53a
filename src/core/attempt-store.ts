/**
 * Attempts that outlive a restart. What is needed to go on (a ticket, a state, a code) is known to whoever it was given
 * to and kept as a hash alone; it is used up by the first who brings it, and what was sealed with it goes with it.
 */
import { type AttemptKind, createAttemptSweep } from './attempt-sweep.ts';
import { ConflictError } from './errors.ts';
import { sameHash, sha256 } from './hash.ts';
import type { Clock } from './ports.ts';
import type { RecordKinds, Records, Stored } from './records.ts';

type Attempt<Kind extends AttemptKind> = RecordKinds[Kind];

export interface AttemptStore<Kind extends AttemptKind> {
  open(secret: string, attempt: Attempt<Kind>): Promise<void>;
  /** What it was, also when it is used or too old; its secrets are left out then. */
  peek(secret: string): Promise<Attempt<Kind> | undefined>;
  /**
   * Uses it up. Undefined for whoever comes second, late, with another browser's cookie, or for what does not fit;
   * it is not used up by them.
   */
  take(secret: string, fits: (attempt: Attempt<Kind>) => boolean, cookie?: string): Promise<Attempt<Kind> | undefined>;
  /** Whether it was this call that changed it. */
  change(stored: Stored<Kind>, attempt: Attempt<Kind>): Promise<boolean>;
}

interface AttemptStoreParts<Kind extends AttemptKind> {
  readonly records: Records;
  readonly clock: Clock;
  readonly kind: Kind;
  /** What stays of it for a while, so that a second visit can be answered: no secret. */
  readonly used: (attempt: Attempt<Kind>) => Attempt<Kind>;
}

export function createAttemptStore<Kind extends AttemptKind>(parts: AttemptStoreParts<Kind>): AttemptStore<Kind> {
  const { records, clock, kind, used } = parts;
  const sweep = createAttemptSweep(parts);
  const isOld = ({ expiresAt }: Attempt<Kind>) => expiresAt <= clock.now();

  async function change({ id, revision }: Stored<Kind>, attempt: Attempt<Kind>): Promise<boolean> {
    try {
      await records.put(kind, id, attempt, revision);
      return true;
    } catch (error) {
      if (error instanceof ConflictError) return false;
      throw error;
    }
  }

  return {
    async open(secret, attempt) {
      await records.put(kind, sha256(secret), attempt, 0);
      sweep.arm();
    },

    async peek(secret) {
      const body = (await records.get(kind, sha256(secret)))?.body;
      return body && isOld(body) ? used(body) : body;
    },

    async take(secret, fits, cookie = '') {
      const stored = await records.get(kind, sha256(secret));
      if (!stored || isOld(stored.body) || !fits(stored.body)) return undefined;
      const { browser } = stored.body;
      if (browser !== undefined && !sameHash(browser, sha256(cookie))) return undefined;
      return (await change(stored, used(stored.body))) ? stored.body : undefined;
    },

    change,
  };
}
