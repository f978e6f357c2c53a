/**
 * Seals secrets at rest with AES-256-GCM under the newest master key; older keys still open what they sealed, so that a
 * key can be replaced without losing anything. What a secret belongs to is authenticated with it: a sealed text that was
 * moved to another connection, field or version does not open.
 */
import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';
import { UserError } from './errors.ts';
import type { Random, Vault } from './ports.ts';
import type { Connection } from './records.ts';

const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;
const format = 'v1';

export interface Keyring extends Vault {
  /** The key that a text was sealed with; `unknown` where Mio was not given it. */
  keyOf(sealed: string): 'newest' | 'older' | 'unknown';
}

/** What the secrets of a connection are sealed with. */
export const credentialContext = ({ organization, id }: Pick<Connection, 'organization' | 'id'>, field: string) =>
  `${organization}|${id}|${field}`;

const idOf = (key: Buffer): string => createHash('sha256').update(key).digest('hex').slice(0, 8);

/** `olderKeys` open what they sealed, and seal nothing. @throws RangeError when a key has not 32 bytes. */
export function createVault(masterKey: Buffer, random: Random, olderKeys: readonly Buffer[] = []): Keyring {
  const keys = new Map<string, Buffer>();
  for (const key of [...olderKeys, masterKey]) {
    if (key.length !== keyBytes) throw new RangeError(`a master key has ${keyBytes} bytes`);
    keys.set(idOf(key), key);
  }
  const keyId = idOf(masterKey);
  // The first parts are authenticated too: nothing of a sealed text can be changed and still open.
  const associated = (id: string, context: string) => Buffer.from(`${format}.${id}.${context}`);

  return {
    seal(secret, context) {
      const nonce = random(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', masterKey, nonce, { authTagLength: tagBytes }).setAAD(
        associated(keyId, context),
      );
      const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return [format, keyId, nonce.toString('base64url'), sealed.toString('base64url')].join('.');
    },

    open(sealed, context) {
      const [version, sealedWith, nonce, body, ...rest] = sealed.split('.');
      if (version !== format || nonce === undefined || body === undefined || rest.length > 0)
        throw unopened('it has an unknown form');
      const key = keys.get(sealedWith ?? '');
      if (!sealedWith || !key) throw unopened('it was sealed with another master key (MIO_KEY)');
      const bytes = decode(body);
      const text = bytes.subarray(0, -tagBytes);
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, decode(nonce), { authTagLength: tagBytes })
          .setAAD(associated(sealedWith, context))
          .setAuthTag(bytes.subarray(-tagBytes));
        return Buffer.concat([decipher.update(text), decipher.final()]).toString('utf8');
      } catch {
        throw unopened('it was changed, or belongs to something else');
      }
    },

    keyOf(sealed) {
      const sealedWith = sealed.split('.', 2)[1] ?? '';
      if (sealedWith === keyId) return 'newest';
      return keys.has(sealedWith) ? 'older' : 'unknown';
    },
  };
}

/** Refuses the spellings that decode to the same bytes, so that no changed text opens. */
function decode(text: string): Buffer {
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.toString('base64url') !== text) throw unopened('it has an unknown form');
  return bytes;
}

function unopened(why: string): Error {
  return new Error(`a sealed secret does not open: ${why}`);
}

/** Master keys with commas between; none in an empty text. @throws UserError as `parseMasterKey` does */
export const parseMasterKeys = (text: string): readonly Buffer[] =>
  text.trim() === '' ? [] : text.split(',').map((key) => parseMasterKey(key, 'MIO_KEY_OLD'));

/**
 * The master key from a setting: 32 bytes in base64, base64url or hex.
 * @throws UserError naming the setting and how to make a key; never what was given.
 */
export function parseMasterKey(text: string, setting = 'MIO_KEY'): Buffer {
  const trimmed = text.trim();
  if (/^[0-9a-f]{64}$/i.test(trimmed)) return Buffer.from(trimmed, 'hex');
  const key = Buffer.from(trimmed, 'base64');
  if (/^[\w+/-]{43}=?$/.test(trimmed) && key.length === keyBytes) return key;
  throw new UserError(
    'bad_request',
    `${setting} is not a key of ${keyBytes} bytes in base64 or hex.`,
    `Make one with "openssl rand -base64 32", keep it safe, and set it as ${setting}. Secrets sealed with another key do not open.`,
  );
}
