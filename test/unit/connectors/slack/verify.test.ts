/** SL-01, SL-02, SL-07: what is Slack's and what is not, over the bytes that came in. */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { type Verdict, verifySlack } from '../../../../src/connectors/slack/verify.ts';

const secret = 'relay-test-signing-secret';
const stamp = 1_700_000_000;
const now = stamp * 1000;
const body = Buffer.from('{"type":"url_verification","challenge":"c0ffee"}');
const good = 'v0=d0b03f4f713ca05953211b8742807e735a9d56cb1448f7847911a0ef2bb4ddc7';

type Headers = Record<string, string | string[] | undefined>;
const signed = (timestamp: string, over: Buffer = body): Headers => ({
  'x-slack-request-timestamp': timestamp,
  'x-slack-signature': `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:`).update(over).digest('hex')}`,
});
const with_ = (signature: string | string[] | undefined): Headers => ({
  'x-slack-request-timestamp': String(stamp),
  'x-slack-signature': signature,
});

describe('a Slack signature', () => {
  const table: readonly [why: string, headers: Headers, verdict: Verdict][] = [
    ['the published test vector', with_(good), 'genuine'],
    ['SL-01 none', with_(undefined), 'bad_signature'],
    ['SL-01 empty', with_(''), 'bad_signature'],
    ['SL-01 another version', with_(good.replace('v0', 'v1')), 'bad_signature'],
    ['SL-01 upper case', with_(`v0=${good.slice(3).toUpperCase()}`), 'bad_signature'],
    ['SL-01 too short', with_(good.slice(0, -1)), 'bad_signature'],
    ['SL-01 too long', with_(`${good}0`), 'bad_signature'],
    ['SL-01 one digit off', with_(`${good.slice(0, -1)}8`), 'bad_signature'],
    ['SL-01 two headers', with_([good, good]), 'bad_signature'],
    ['SL-01 two headers joined into one', with_(`${good}, ${good}`), 'bad_signature'],
    ['SL-01 a line end after it', with_(`${good}\n`), 'bad_signature'],
    ['SL-01 no timestamp', { 'x-slack-signature': good }, 'bad_signature'],
    [
      'SL-01 two timestamps',
      { ...with_(good), 'x-slack-request-timestamp': [String(stamp), String(stamp)] },
      'bad_signature',
    ],
    ['SL-02 299 s old', signed(String(stamp - 299)), 'genuine'],
    ['SL-02 300 s old', signed(String(stamp - 300)), 'genuine'],
    ['SL-02 301 s old', signed(String(stamp - 301)), 'stale'],
    ['SL-02 299 s ahead', signed(String(stamp + 299)), 'genuine'],
    ['SL-02 301 s ahead', signed(String(stamp + 301)), 'stale'],
    ['SL-02 NaN', signed('NaN'), 'bad_signature'],
    ['SL-02 1e9', signed('1e9'), 'bad_signature'],
    ['SL-02 hexadecimal', signed('0x6553f100'), 'bad_signature'],
    ['SL-02 negative', signed('-1700000000'), 'bad_signature'],
    ['SL-02 with a fraction', signed('1700000000.5'), 'bad_signature'],
    [
      'SL-07 the same JSON in other bytes',
      signed(String(stamp), Buffer.from(body.toString().replace(':', ': '))),
      'bad_signature',
    ],
  ];
  for (const [why, headers, verdict] of table) {
    it(`${why}: ${verdict}`, () => assert.equal(verifySlack(secret, { headers, body }, now), verdict));
  }

  it('under an empty secret proves nothing', () => {
    const forged = createHmac('sha256', '').update(`v0:${stamp}:`).update(body).digest('hex');
    assert.equal(verifySlack('', { headers: with_(`v0=${forged}`), body }, now), 'bad_signature');
  });
});
