/**
 * What an HTTP outcome says about a call to a platform. A post whose answer is lost may have happened; everything else
 * may simply be asked for again, so a lost answer there is only a delay.
 */
import { DeliveryError, type Failure } from '../../core/errors.ts';
import type { Platform } from '../../core/model.ts';
import {
  EgressError,
  type HttpRequest,
  type HttpResponse,
  type StreamRequest,
  type StreamResponse,
} from '../../core/ports.ts';
import type { ConnectorParts } from './parts.ts';

/** `post`: doing it twice shows. `repeatable`: doing it twice is doing it once. */
export type Effect = 'post' | 'repeatable';

/**
 * How long the answer to a post of a message is waited for. A slow one is not lost by that: the post is looked for until
 * 30 s after it was sent, and found as soon as it is there, while the queue behind it waits no longer than it must.
 */
export const postDeadlineMs = 3_000;

/** Where a platform says "later" without saying when, or says something absurd. */
export const defaultRetryMs = 15_000;
const longestRetryMs = 15 * 60_000;
const shortestRetryMs = 1_000;

export type WireParts = Pick<ConnectorParts, 'egress' | 'clock' | 'metrics'>;

/** What a call is for, in errors and metrics: `operation` is from a closed list. */
export interface Purpose {
  readonly platform: Platform;
  readonly operation: string;
  readonly effect: Effect;
}

/**
 * Sends a request, counted and timed. Any HTTP answer is an answer, whatever its status.
 * @throws DeliveryError where none came.
 */
export const exchange = (parts: WireParts, request: HttpRequest, purpose: Purpose): Promise<HttpResponse> =>
  counted(parts, purpose, () => parts.egress.request(request));

/**
 * The same for files: answers when the headers are there. Whoever asked reads the body to its end, or destroys it.
 * @throws DeliveryError where no answer came.
 */
export const exchangeStream = (parts: WireParts, request: StreamRequest, purpose: Purpose): Promise<StreamResponse> =>
  counted(parts, purpose, () => parts.egress.stream(request));

function counted<Response extends { readonly status: number }>(
  { clock, metrics }: WireParts,
  { platform, operation, effect }: Purpose,
  send: () => Promise<Response>,
): Promise<Response> {
  const startedAt = clock.now();
  const ended = (outcome: string): void => {
    metrics.count('mio_platform_calls_total', { platform, operation, outcome });
    metrics.observe('mio_platform_call_seconds', (clock.now() - startedAt) / 1000, { platform, operation });
  };
  return send().then(
    (response) => {
      ended(String(response.status));
      return response;
    },
    (error: unknown) => {
      if (!(error instanceof EgressError)) throw error;
      ended(error.code);
      const cause = { operation: `${platform} ${operation}`, cause: error };
      throw new DeliveryError(failureOfSilence(error, effect), error.code, cause);
    },
  );
}

function failureOfSilence(error: EgressError, effect: Effect): Failure {
  if (error.code === 'refused_origin') return 'refused';
  if (error.sent && effect === 'post') return 'doubt';
  return error.code === 'too_large' ? 'refused' : 'busy';
}

/** What a status that is not a success says, where the platform's own error code does not say more. */
export function failureOfStatus(status: number, effect: Effect): Failure {
  if (status >= 500 || status === 408) return effect === 'post' ? 'doubt' : 'busy';
  if (status === 429 || status === 423 || status === 425) return 'busy';
  if (status === 401) return 'unauthorized';
  if (status === 404 || status === 410) return effect === 'post' ? 'refused' : 'gone';
  return 'refused';
}

/**
 * `Retry-After` in milliseconds: whole seconds or an HTTP date ("RFC 9110, 10.2.3"), held between 1 s and 15 min.
 * Missing or unreadable: 15 s.
 */
export function retryAfterMs(headers: HttpResponse['headers'], now: number): number {
  const header = headers['retry-after'];
  const text = (Array.isArray(header) ? header[0] : header)?.trim() ?? '';
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
  if (!Number.isFinite(ms) || ms < 0) return defaultRetryMs;
  return Math.min(Math.max(ms, shortestRetryMs), longestRetryMs);
}
