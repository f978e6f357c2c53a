/**
 * RSA signing keys of one issuer (Entra's, or the Bot Connector's). The key in use and its predecessor are published, so
 * that what was signed before a roll still verifies; clients must fetch again on an unknown `kid`.
 */

import type { KeyObject } from 'node:crypto';
import { createHash, createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import type { JWK, JWTPayload } from 'jose';
import { createLocalJWKSet, jwtVerify } from 'jose';
import type { Kit } from '../kit/platform.ts';

export interface SigningKeys {
  /** A compact JWS, RS256. Synchronous, because webhook attempts are. */
  sign(claims: Readonly<Record<string, unknown>>, header?: Readonly<Record<string, string>>): string;
  /** The claims, if one of these keys signed them and they are valid now by the kit's clock. */
  verify(token: string): Promise<JWTPayload | undefined>;
  published(): readonly PublicJwk[];
  roll(): void;
}

export interface PublicJwk extends JWK {
  readonly kty: 'RSA';
  readonly kid: string;
}

interface StoredKey {
  readonly kid: string;
  readonly jwk: JWK;
}

const publishedKeys = 2;

export function createSigningKeys(kit: Kit, issuer: string): SigningKeys {
  const store = kit.state.collection<readonly StoredKey[]>(`${issuer}-keys`);
  let inUse: { readonly kid: string; readonly key: KeyObject };
  let published: readonly PublicJwk[];

  const adopt = (keys: readonly StoredKey[]) => {
    const [newest] = keys as readonly [StoredKey];
    inUse = { kid: newest.kid, key: createPrivateKey({ key: newest.jwk, format: 'jwk' }) };
    published = keys.map(({ kid, jwk: { n = '', e = '' } }) => ({ kty: 'RSA', use: 'sig', kid, x5t: kid, n, e }));
  };
  const roll = () => {
    const keys = [generate(), ...(store.get('keys') ?? [])].slice(0, publishedKeys);
    store.set('keys', keys);
    adopt(keys);
  };

  const kept = store.get('keys');
  if (kept === undefined) roll();
  else adopt(kept);

  return {
    sign(claims, header = {}) {
      const { kid, key } = inUse;
      const input = `${encode({ typ: 'JWT', alg: 'RS256', kid, x5t: kid, ...header })}.${encode(claims)}`;
      return `${input}.${sign('sha256', Buffer.from(input), key).toString('base64url')}`;
    },
    async verify(token) {
      try {
        const keys = createLocalJWKSet({ keys: [...published] });
        const { payload } = await jwtVerify(token, keys, {
          algorithms: ['RS256'],
          currentDate: new Date(kit.clock.now()),
        });
        return payload;
      } catch {
        return undefined;
      }
    },
    published: () => published,
    roll,
  };
}

function generate(): StoredKey {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const jwk = privateKey.export({ format: 'jwk' }) as JWK;
  const kid = createHash('sha1')
    .update(jwk.n ?? '')
    .digest('base64url');
  return { kid, jwk };
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
