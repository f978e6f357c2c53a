/**
 * Resource data of rich notifications. Page "Set up change notifications that include resource data": a fresh AES-256 key
 * per item, wrapped by RSA-OAEP (SHA-1); AES-CBC whose IV is the key's first 16 bytes; HMAC-SHA256 of the ciphertext.
 */
import { constants, createCipheriv, createHash, createHmac, publicEncrypt, X509Certificate } from 'node:crypto';
import type { Encryption } from './subscription-rules.ts';

export function encryptedContent(
  resource: object,
  { certificate, id }: Encryption,
  random: (bytes: number) => Buffer,
): object {
  const der = Buffer.from(certificate, 'base64');
  const { publicKey } = new X509Certificate(der);
  const key = random(32);
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16));
  const data = Buffer.concat([cipher.update(JSON.stringify(resource), 'utf8'), cipher.final()]);
  const oaep = { key: publicKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' };
  return {
    data: data.toString('base64'),
    dataSignature: createHmac('sha256', key).update(data).digest('base64'),
    dataKey: publicEncrypt(oaep, key).toString('base64'),
    encryptionCertificateId: id,
    encryptionCertificateThumbprint: createHash('sha1').update(der).digest('hex').toUpperCase(),
  };
}
