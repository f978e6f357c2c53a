/**
 * The key that Mio signs with. It is made once and kept sealed like every other secret, so that an address that was
 * posted for good outlives the master key. Mio used to sign with the master key itself: what that signed is good for as
 * long as Mio is given it.
 */
import type { Log, Random, Vault } from './ports.ts';
import type { Records } from './records.ts';
import type { SigningKeys } from './signed.ts';

/** Id of its `credential` record. */
export const signingKeyId = 'installation/signing';
export const signingKeyContext = 'installation|signing';

export interface SigningKey {
  /** Makes it where there is none. Must come before `keys`. */
  load(): Promise<void>;
  /** @throws Error before it was loaded */
  readonly keys: SigningKeys;
}

interface SigningKeyParts {
  readonly records: Records;
  readonly vault: Vault;
  readonly random: Random;
  readonly log: Log;
  readonly masterKeys: readonly Buffer[];
}

const keyBytes = 32;

export function createSigningKey({ records, vault, random, log, masterKeys }: SigningKeyParts): SigningKey {
  let loaded: readonly [Buffer, ...Buffer[]] | undefined;

  /** Undefined where it was damaged: links can be posted again, but a Mio that does not start posts none. */
  function opened(sealed: string): Buffer | undefined {
    try {
      return Buffer.from(vault.open(sealed, signingKeyContext), 'base64url');
    } catch (err) {
      log.error({ err }, 'the signing key does not open: a new one is made, and links to files posted so far are void');
      return undefined;
    }
  }

  return {
    async load() {
      const stored = await records.get('credential', signingKeyId);
      let key = stored && opened(stored.body.sealed);
      if (!key) {
        key = random(keyBytes);
        const sealed = vault.seal(key.toString('base64url'), signingKeyContext);
        await records.put('credential', signingKeyId, { sealed }, stored?.revision ?? 0);
      }
      loaded = [key, ...masterKeys];
    },

    keys() {
      if (!loaded) throw new Error('the signing key was not loaded');
      return loaded;
    },
  };
}
