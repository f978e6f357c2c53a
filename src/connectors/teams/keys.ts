/**
 * The signing keys that a platform publishes, fetched through Mio's own way out. An unknown key id makes us look again,
 * but at most once a minute: strangers may invent key ids as fast as they like, and a rollover is still taken in within
 * that minute. Keys that were good stay good while the platform can't be reached.
 */
import { type CryptoKey, importJWK, type JWK } from 'jose';
import type { Clock, Egress } from '../../core/ports.ts';
import { hours, minutes, seconds } from '../../core/time.ts';

export interface SigningKey {
  readonly key: CryptoKey;
  /** Channels that this key may sign for; the Bot Framework's own addition to a JWK. */
  readonly endorsements: readonly string[];
}

export interface SigningKeys {
  /** Undefined where the platform publishes no such RSA key. @throws Error where it can't be asked, and the key is not known. */
  find(id: string): Promise<SigningKey | undefined>;
}

const lookAgainAfterMs = minutes(1);
/** While no key was ever had, nothing can be verified: then waiting a minute costs more than asking. */
const firstKeysAfterMs = seconds(5);
/** Keys are withdrawn by no longer being published. */
const goodForMs = hours(24);
const mostKeys = 100;

interface PublishedKey extends JWK {
  readonly endorsements?: unknown;
}

export function createSigningKeys(metadataUrl: string, egress: Egress, clock: Clock): SigningKeys {
  let keys: ReadonlyMap<string, SigningKey> | undefined;
  let loadedAt = Number.NEGATIVE_INFINITY;
  let triedAt = Number.NEGATIVE_INFINITY;
  let reached = false;
  let flight: Promise<void> | undefined;

  async function json(url: string): Promise<unknown> {
    const response = await egress.request({ method: 'GET', url, headers: { accept: 'application/json' } });
    if (response.status !== 200) throw new Error(`${new URL(url).origin} answered ${response.status} for its keys`);
    return JSON.parse(response.body.toString('utf8'));
  }

  async function load(): Promise<void> {
    triedAt = clock.now();
    reached = false;
    const metadata = (await json(metadataUrl)) as { jwks_uri?: unknown };
    const published = (await json(keysUrl(metadata.jwks_uri))) as { keys?: unknown };
    if (!Array.isArray(published.keys)) throw new Error('a published key set holds no keys');
    const usable = (published.keys as PublishedKey[]).filter(({ kty, kid, n, e }) => kty === 'RSA' && kid && n && e);
    const imported = usable.slice(0, mostKeys).map(async ({ kid, n, e, endorsements }) => {
      const key = (await importJWK({ kty: 'RSA', n: n!, e: e! }, 'RS256')) as CryptoKey;
      const channels = Array.isArray(endorsements) ? endorsements.filter((name) => typeof name === 'string') : [];
      return [kid!, { key, endorsements: channels }] as const;
    });
    keys = new Map(await Promise.all(imported));
    loadedAt = clock.now();
    reached = true;
  }

  /** Metadata may only point at its own origin. */
  function keysUrl(uri: unknown): string {
    const url = typeof uri === 'string' && URL.canParse(uri) ? new URL(uri) : undefined;
    if (url?.origin !== new URL(metadataUrl).origin) throw new Error('key metadata points at another origin');
    return url.href;
  }

  async function refresh(): Promise<void> {
    flight ??= load().finally(() => {
      flight = undefined;
    });
    await flight;
  }

  return {
    async find(id) {
      const known = keys?.get(id);
      const fresh = clock.now() - loadedAt < goodForMs;
      if (known && fresh) return known;
      let cause: unknown;
      if (flight || clock.now() - triedAt >= (keys ? lookAgainAfterMs : firstKeysAfterMs)) {
        await refresh().catch((error: unknown) => {
          cause = error;
        });
      }
      const found = keys?.get(id);
      // It may be one that was published since.
      if (!found && !reached) throw new Error('signing keys are not to be had', { cause });
      return found;
    },
  };
}
