/**
 * Whether a request is Slack's: "Verifying requests from Slack". The signature is over the bytes that came in, and the
 * timestamp is held to five minutes on both sides, so that a captured request can't be kept for later.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';

const toleranceSeconds = 300;
const signatureForm = /^v0=[0-9a-f]{64}$/;
const timestampForm = /^\d{1,12}$/;

export type Verdict = 'genuine' | 'bad_signature' | 'stale';

export interface SignedRequest {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Uint8Array;
}

/** Pure. `now` in UTC milliseconds. An empty secret verifies nothing. */
export function verifySlack(secret: string, request: SignedRequest, now: number): Verdict {
  const signature = request.headers['x-slack-signature'];
  const timestamp = request.headers['x-slack-request-timestamp'];
  if (secret === '' || typeof signature !== 'string' || !signatureForm.test(signature)) return 'bad_signature';
  if (typeof timestamp !== 'string' || !timestampForm.test(timestamp)) return 'bad_signature';
  const expected = createHmac('sha256', secret).update(`v0:${timestamp}:`).update(request.body).digest();
  if (!timingSafeEqual(expected, Buffer.from(signature.slice(3), 'hex'))) return 'bad_signature';
  return Math.abs(Math.floor(now / 1000) - Number(timestamp)) <= toleranceSeconds ? 'genuine' : 'stale';
}
