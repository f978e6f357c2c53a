/** A self-signed RSA certificate for rich notifications, written in DER by hand, and what a receiver does with it. */
import { constants, createDecipheriv, createHmac, generateKeyPairSync, privateDecrypt, sign } from 'node:crypto';

export interface TestCertificate {
  /** Base64 of the DER form. */
  readonly certificate: string;
  /** PEM. */
  readonly privateKey: string;
}

export interface EncryptedContent {
  readonly data: string;
  readonly dataSignature: string;
  readonly dataKey: string;
  readonly encryptionCertificateId: string;
  readonly encryptionCertificateThumbprint: string;
}

/** One value of ASN.1: tag, length, content. */
function der(tag: number, ...content: readonly Buffer[]): Buffer {
  const body = Buffer.concat(content);
  const length = body.length < 128 ? [body.length] : [0x82, body.length >> 8, body.length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), body]);
}
const sequence = (...content: readonly Buffer[]): Buffer => der(0x30, ...content);
const sha256WithRsa = sequence(Buffer.from('06092a864886f70d01010b', 'hex'), der(0x05));
const commonName = sequence(der(0x31, sequence(Buffer.from('0603550403', 'hex'), der(0x0c, Buffer.from('relay')))));
const validity = sequence(der(0x17, Buffer.from('260101000000Z')), der(0x17, Buffer.from('360101000000Z')));

export function selfSigned(modulusLength = 2048): TestCertificate {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength });
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  const serial = der(0x02, Buffer.from([1]));
  const content = sequence(serial, sha256WithRsa, commonName, validity, commonName, spki);
  const signature = der(0x03, Buffer.from([0]), sign('sha256', content, privateKey));
  return {
    certificate: sequence(content, sha256WithRsa, signature).toString('base64'),
    privateKey: String(privateKey.export({ type: 'pkcs8', format: 'pem' })),
  };
}

/** Unwraps the key, checks the signature over the ciphertext, then decrypts. */
export function decrypt<T>(content: EncryptedContent, privateKey: string): T {
  const padding = { key: privateKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' };
  const key = privateDecrypt(padding, Buffer.from(content.dataKey, 'base64'));
  const data = Buffer.from(content.data, 'base64');
  const signature = createHmac('sha256', key).update(data).digest('base64');
  if (signature !== content.dataSignature) throw new Error('the signature does not fit');
  const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16));
  return JSON.parse(Buffer.concat([decipher.update(data), decipher.final()]).toString('utf8')) as T;
}
