import assert from 'node:assert/strict';
import { constants, createCipheriv, createHmac, publicEncrypt, randomBytes, X509Certificate } from 'node:crypto';
import {
  createKeyPair,
  decrypt,
  endOf,
  importPrivateKey,
  UndecryptableError,
} from '../../../../src/connectors/teams/crypto.ts';

const start = Date.UTC(2026, 8, 14);
const end = Date.UTC(2027, 8, 14);

/** As Microsoft's page tells Graph's side of it. */
function encrypt(text: string, certificate: string) {
  const key = randomBytes(32);
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16));
  const data = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  const { publicKey } = new X509Certificate(Buffer.from(certificate, 'base64'));
  const wrapped = publicEncrypt({ key: publicKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' }, key);
  return {
    data: data.toString('base64'),
    dataSignature: createHmac('sha256', key).update(data).digest('base64'),
    dataKey: wrapped.toString('base64'),
  };
}

const flip = (base64: string) => {
  const bytes = Buffer.from(base64, 'base64');
  bytes[bytes.length - 1]! ^= 1;
  return bytes.toString('base64');
};

describe('encrypted notifications', () => {
  it('makes a certificate that others can read and check', async () => {
    const { certificate } = await createKeyPair(randomBytes, start, end);
    const read = new X509Certificate(Buffer.from(certificate, 'base64'));
    assert.ok(read.verify(read.publicKey));
    assert.equal(read.publicKey.asymmetricKeyDetails?.modulusLength, 2048);
    assert.equal(read.subject, 'CN=Mio notifications');
    assert.equal(endOf(certificate), end);
  });

  it('opens what was encrypted to its certificate, in any language', async () => {
    const pair = await createKeyPair(randomBytes, start, end);
    const key = await importPrivateKey(pair.privateKey);
    assert.equal(
      await decrypt(encrypt('{"id":"1","text":"Grüße 👋"}', pair.certificate), key),
      '{"id":"1","text":"Grüße 👋"}',
    );
  });

  it('opens nothing else, and fails alike whatever is wrong', async () => {
    const pair = await createKeyPair(randomBytes, start, end);
    const other = await createKeyPair(randomBytes, start, end);
    const key = await importPrivateKey(pair.privateKey);
    const good = encrypt('secret', pair.certificate);
    const bad = {
      'a changed ciphertext': { ...good, data: flip(good.data) },
      'a changed signature': { ...good, dataSignature: flip(good.dataSignature) },
      'a changed key': { ...good, dataKey: flip(good.dataKey) },
      'another certificate': encrypt('secret', other.certificate),
      'no signature': { ...good, dataSignature: '' },
      'no ciphertext': { ...good, data: '' },
    };
    for (const [what, content] of Object.entries(bad)) {
      await assert.rejects(decrypt(content, key), (error) => {
        assert.ok(error instanceof UndecryptableError, what);
        assert.equal(error.message, 'a notification could not be decrypted');
        assert.equal(error.cause, undefined);
        return true;
      });
    }
  });
});
