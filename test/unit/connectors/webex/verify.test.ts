/** WX-01: what is Webex's and what is not, over the bytes that came in. */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { verifyWebex } from '../../../../src/connectors/webex/verify.ts';

const secret = 'relay-test-webex-secret';
const body = Buffer.from('{"id":"wh1","resource":"messages","event":"created"}');
const sha1 = 'f4e4630395682e17debea1be9ba18a20f00344d0';
const sha256 = '12cf1f191d546fbed2c85bc9ac95da49070db1d17939ee39d123bc3ed6a2dd4d';
const sha512 = createHmac('sha512', secret).update(body).digest('hex');
const wrong256 = sha256.replace('1', '2');

type Headers = Record<string, string | string[] | undefined>;
const spark = (signature: string | string[] | undefined, webex?: string | string[]): Headers => ({
  'x-spark-signature': signature,
  'x-webex-signature': webex,
});

describe('a Webex signature', () => {
  const table: readonly [why: string, headers: Headers, genuine: boolean][] = [
    ['the published test vector', spark(sha1), true],
    ['WX-01 none', spark(undefined), false],
    ['WX-01 empty', spark(''), false],
    ['WX-01 one digit off', spark(sha1.replace('f', 'e')), false],
    ['WX-01 upper case', spark(sha1.toUpperCase()), false],
    ['WX-01 SHA-256 where SHA-1 belongs', spark(sha256), false],
    ['WX-01 two headers', spark([sha1, sha1]), false],
    ['WX-01 under another connection’s secret', spark(createHmac('sha1', 'another').update(body).digest('hex')), false],
    ['a stronger one alone', spark(undefined, `sha256=${sha256}`), true],
    ['the strongest of several', spark(undefined, `SHA-256=${sha256},SHA-512=${sha512}`), true],
    ['a wrong stronger one beside a right SHA-1', spark(sha1, `sha256=${wrong256}`), false],
    ['a wrong SHA-512 beside a right SHA-256', spark(sha1, `SHA-256=${sha256},SHA-512=${'0'.repeat(128)}`), false],
    ['a stronger header that says nothing readable', spark(sha1, 'md5=00'), true],
    ['two stronger headers, and a right SHA-1', spark(sha1, [`sha256=${sha256}`, `sha256=${sha256}`]), false],
  ];
  for (const [why, headers, genuine] of table) {
    it(`${why}: ${genuine ? 'genuine' : 'refused'}`, () =>
      assert.equal(verifyWebex(secret, { headers, body }), genuine));
  }

  it('WX-01 under an empty secret proves nothing', () => {
    const forged = createHmac('sha1', '').update(body).digest('hex');
    assert.equal(verifyWebex('', { headers: spark(forged), body }), false);
  });

  it('WX-01 is over the bytes, not over their meaning', () => {
    const spaced = Buffer.from(body.toString().replace(':', ': '));
    assert.equal(verifyWebex(secret, { headers: spark(sha1), body: spaced }), false);
  });
});
