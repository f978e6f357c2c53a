/**
 * Seals secrets at rest with AES-256-GCM under one master key. What a secret belongs to is authenticated with it, so a
 * sealed text that was moved to another connection, field or version does not open.
 */
import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';
import { UserError } from './errors.ts';
import type { Random, Vault } from './ports.ts';

const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;
const format = 'v1';

/** @throws RangeError when the key has not 32 bytes. */
export function createVault(masterKey: Buffer, random: Random): Vault {
  if (masterKey.length !== keyBytes) throw new RangeError(`a master key has ${keyBytes} bytes`);
  const keyId = createHash('sha256').update(masterKey).digest('hex').slice(0, 8);
  // The first parts are authenticated too: nothing of a sealed text can be changed and still open.
  const associated = (context: string) => Buffer.from(`${format}.${keyId}.${context}`);

  return {
    seal(secret, context) {
      const nonce = random(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', masterKey, nonce, { authTagLength: tagBytes }).setAAD(
        associated(context),
      );
      const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return [format, keyId, nonce.toString('base64url'), sealed.toString('base64url')].join('.');
    },

    open(sealed, context) {
      const [version, sealedWith, nonce, body, ...rest] = sealed.split('.');
      if (version !== format || nonce === undefined || body === undefined || rest.length > 0)
        throw unopened('it has an unknown form');
      if (sealedWith !== keyId) throw unopened('it was sealed with another master key (MIO_KEY)');
      const bytes = decode(body);
      const text = bytes.subarray(0, -tagBytes);
      try {
        const decipher = createDecipheriv('aes-256-gcm', masterKey, decode(nonce), { authTagLength: tagBytes })
          .setAAD(associated(context))
          .setAuthTag(bytes.subarray(-tagBytes));
        return Buffer.concat([decipher.update(text), decipher.final()]).toString('utf8');
      } catch {
        throw unopened('it was changed, or belongs to something else');
      }
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

/**
 * The master key from a setting: 32 bytes in base64, base64url or hex.
 * @throws UserError naming the setting and how to make a key; never what was given.
 */
export function parseMasterKey(text: string): Buffer {
  const trimmed = text.trim();
  if (/^[0-9a-f]{64}$/i.test(trimmed)) return Buffer.from(trimmed, 'hex');
  const key = Buffer.from(trimmed, 'base64');
  if (/^[\w+/-]{43}=?$/.test(trimmed) && key.length === keyBytes) return key;
  throw new UserError(
    'bad_request',
    `MIO_KEY is not a key of ${keyBytes} bytes in base64 or hex.`,
    'Make one with "openssl rand -base64 32", keep it safe, and set it as MIO_KEY. Secrets sealed with another key do not open.',
  );
}
