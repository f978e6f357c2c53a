/**
 * Rich notifications: Graph encrypts each item with a key of its own, and that key to a certificate of ours. The
 * signature over the ciphertext is checked before anything is decrypted, so that no padding error can be told from
 * another one; and whatever fails, fails in the same way. "Set up change notifications that include resource data"
 */
import { createDecipheriv, createHmac, timingSafeEqual, webcrypto, X509Certificate } from 'node:crypto';
import { AsnConvert } from '@peculiar/asn1-schema';
import {
  AlgorithmIdentifier,
  AttributeTypeAndValue,
  AttributeValue,
  Certificate,
  Name,
  RelativeDistinguishedName,
  SubjectPublicKeyInfo,
  TBSCertificate,
  Validity,
  Version,
} from '@peculiar/asn1-x509';
import type { Random } from '../../core/ports.ts';

const { subtle } = webcrypto;
const signature = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
const keyWrap = { name: 'RSA-OAEP', hash: 'SHA-1' };
const commonName = '2.5.4.3';
const sha256WithRsa = new AlgorithmIdentifier({ algorithm: '1.2.840.113549.1.1.11', parameters: null });

export type PrivateKey = webcrypto.CryptoKey;

/** A certificate and its key, as they are sealed. */
export interface KeyPair {
  /** DER, base64: what Graph is given. */
  readonly certificate: string;
  /** PKCS #8, base64. */
  readonly privateKey: string;
}

/** What Graph sends in place of the message. */
export interface EncryptedContent {
  readonly data: string;
  readonly dataKey: string;
  readonly dataSignature: string;
}

/** Graph does not check who issued it, so it is signed with its own key. RSA 2048. */
export async function createKeyPair(random: Random, notBefore: number, notAfter: number): Promise<KeyPair> {
  const keys = await subtle.generateKey(
    { ...signature, modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) },
    true,
    ['sign', 'verify'],
  );
  const name = new Name([
    new RelativeDistinguishedName([
      new AttributeTypeAndValue({ type: commonName, value: new AttributeValue({ utf8String: 'Mio notifications' }) }),
    ]),
  ]);
  const content = new TBSCertificate({
    version: Version.v3,
    serialNumber: positive(random(16)),
    signature: sha256WithRsa,
    issuer: name,
    subject: name,
    validity: new Validity({ notBefore: new Date(notBefore), notAfter: new Date(notAfter) }),
    subjectPublicKeyInfo: AsnConvert.parse(await subtle.exportKey('spki', keys.publicKey), SubjectPublicKeyInfo),
  });
  const certificate = new Certificate({
    tbsCertificate: content,
    signatureAlgorithm: sha256WithRsa,
    signatureValue: await subtle.sign(signature.name, keys.privateKey, AsnConvert.serialize(content)),
  });
  return {
    certificate: Buffer.from(AsnConvert.serialize(certificate)).toString('base64'),
    privateKey: Buffer.from(await subtle.exportKey('pkcs8', keys.privateKey)).toString('base64'),
  };
}

/** A serial number is a positive integer, and DER writes it without leading zeros. */
function positive(bytes: Buffer): ArrayBuffer {
  const serial = new Uint8Array(bytes);
  serial[0] = 0x40 | (serial[0]! & 0x3f);
  return serial.buffer;
}

/** When a certificate ends, in UTC milliseconds. */
export const endOf = (certificate: string): number =>
  new X509Certificate(Buffer.from(certificate, 'base64')).validToDate.getTime();

/** For unwrapping only; it can't be taken out of memory as text again. */
export const importPrivateKey = (pkcs8: string): Promise<PrivateKey> =>
  subtle.importKey('pkcs8', Buffer.from(pkcs8, 'base64'), keyWrap, false, ['decrypt']);

/** Something about the ciphertext is not as Graph would have made it. Says on purpose not what. */
export class UndecryptableError extends Error {
  override readonly name = 'UndecryptableError';
}

/** @throws UndecryptableError whatever is wrong. The RSA work is done off the main thread. */
export async function decrypt(content: EncryptedContent, privateKey: PrivateKey): Promise<string> {
  try {
    const key = Buffer.from(await subtle.decrypt(keyWrap.name, privateKey, Buffer.from(content.dataKey, 'base64')));
    const ciphertext = Buffer.from(content.data, 'base64');
    const expected = createHmac('sha256', key).update(ciphertext).digest();
    const given = Buffer.from(content.dataSignature, 'base64');
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw new UndecryptableError();
    const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16));
    return Buffer.concat([decipher.update(ciphertext), decipher.final()]).toString('utf8');
  } catch {
    throw new UndecryptableError('a notification could not be decrypted');
  }
}
