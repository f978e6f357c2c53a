/**
 * Whether a request is Webex's: HMAC over the bytes that came in, with the secret of the webhook ("Webhooks: Handling
 * requests"). SHA-1 is what every webhook carries; where a stronger digest stands beside it, that one decides alone.
 * There is no timestamp, hence nothing to tell a late request by: the core's event keys tell repeats.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';

const sha1Form = /^[0-9a-f]{40}$/;

/** Strongest first: how each stands in `X-Webex-Signature`, parts joined by commas. */
const digests = [
  { algorithm: 'sha512', form: /^sha-?512=([0-9a-f]{128})$/i },
  { algorithm: 'sha256', form: /^sha-?256=([0-9a-f]{64})$/i },
] as const;

export interface SignedRequest {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Uint8Array;
}

/** Pure. An empty secret verifies nothing. */
export function verifyWebex(secret: string, { headers, body }: SignedRequest): boolean {
  if (secret === '') return false;
  const offered = headers['x-webex-signature'];
  if (Array.isArray(offered)) return false;
  const strong = strongDigest(offered);
  if (strong) return matches(strong.algorithm, strong.digest, secret, body);
  const weak = headers['x-spark-signature'];
  return typeof weak === 'string' && sha1Form.test(weak) && matches('sha1', weak, secret, body);
}

function strongDigest(header = ''): { algorithm: string; digest: string } | undefined {
  const parts = header.split(',').map((part) => part.trim());
  for (const { algorithm, form } of digests) {
    for (const part of parts) {
      const digest = form.exec(part)?.[1];
      if (digest !== undefined) return { algorithm, digest };
    }
  }
  return undefined;
}

function matches(algorithm: string, digest: string, secret: string, body: Uint8Array): boolean {
  return timingSafeEqual(createHmac(algorithm, secret).update(body).digest(), Buffer.from(digest, 'hex'));
}
