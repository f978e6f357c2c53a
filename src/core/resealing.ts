/**
 * After the master key was replaced, seals everything again under the newest one, so that the old one can be thrown
 * away. Each secret is one compare-and-set: the work may end at any of them, and the next start goes on with the rest.
 */

import { ConflictError } from './errors.ts';
import { type PersonId, platforms } from './model.ts';
import { accountContext } from './people/account-store.ts';
import { personContext } from './people/signed-in.ts';
import type { Log } from './ports.ts';
import type { Connection, Records } from './records.ts';
import { signingKeyContext, signingKeyId } from './signing-key.ts';
import { credentialContext, type Keyring } from './vault.ts';

export interface Resealing {
  /** Counts by key what is stored; `unknown` can't be opened by any key that Mio was given. Must come before `run`. */
  survey(): Promise<{ readonly older: number; readonly unknown: number }>;
  /** Seals again what the survey found under older keys. Never throws; ends early when the signal is aborted. */
  run(signal: AbortSignal): Promise<void>;
  /** How many secrets are still sealed with an older key. */
  readonly left: number;
}

interface ResealingParts {
  readonly records: Records;
  readonly vault: Keyring;
  readonly log: Log;
}

/** As many writes share a commit of the store. */
const atOnce = 64;

export function createResealing({ records, vault, log }: ResealingParts): Resealing {
  let waiting: readonly string[] = [];
  let left = 0;

  /** Whether the secret is no longer sealed with an older key. */
  async function reseal(id: string, context: string | undefined): Promise<boolean> {
    const stored = await records.get('credential', id);
    // Removed, or sealed anew by a renewal meanwhile.
    if (!stored || vault.keyOf(stored.body.sealed) === 'newest') return true;
    const secret = context === undefined ? undefined : opened(stored.body.sealed, context);
    if (context === undefined || secret === undefined) return false;
    try {
      await records.put('credential', id, { ...stored.body, sealed: vault.seal(secret, context) }, stored.revision);
    } catch (error) {
      // Whoever was faster has sealed it under the newest key.
      if (!(error instanceof ConflictError)) throw error;
    }
    return true;
  }

  /** One damaged text must not keep the rest under the old key. */
  function opened(sealed: string, context: string): string | undefined {
    try {
      return vault.open(sealed, context);
    } catch {
      return undefined;
    }
  }

  return {
    async survey() {
      const older: string[] = [];
      let unknown = 0;
      for (const { id, body } of await records.list('credential')) {
        const key = vault.keyOf(body.sealed);
        if (key === 'older') older.push(id);
        if (key === 'unknown') unknown += 1;
      }
      waiting = older;
      left = older.length;
      return { older: left, unknown };
    },

    async run(signal) {
      if (waiting.length === 0) return;
      const contextOf = await contexts(records);
      const rest = waiting.values();
      const work = async () => {
        for (const id of rest) {
          if (signal.aborted) return;
          if (await reseal(id, contextOf(id))) left -= 1;
        }
      };
      try {
        await Promise.all(Array.from({ length: atOnce }, work));
        if (signal.aborted) return;
        if (left === 0) log.info({ secrets: waiting.length }, 'every secret is sealed with the newest key');
        else log.warn({ left }, 'some secrets do not open with the older key that they name');
      } catch (err) {
        log.error({ err, left }, 'sealing the secrets again ended early; the next start goes on');
      }
    },

    get left() {
      return left;
    },
  };
}

/** What a credential was sealed with, told by its id; undefined where its owner is gone. */
async function contexts(records: Records): Promise<(id: string) => string | undefined> {
  const connections = new Map<string, Connection>();
  for (const { id, body } of await records.list('connection')) connections.set(id, body);
  return (id) => {
    if (id === signingKeyId) return signingKeyContext;
    const [owner = '', ...rest] = id.split('/');
    if (owner === 'person') {
      const [tenant = '', person = ''] = rest;
      return personContext({ tenant, person: person as PersonId });
    }
    if (platforms.some((platform) => platform === owner)) return accountContext(id);
    const connection = connections.get(owner);
    return connection && credentialContext(connection, rest.join('/'));
  };
}
