/** Errors in Webex's form: a message, a list of descriptions and a tracking id ("REST API Basics: API errors"). */
import { randomUUID } from 'node:crypto';
import type { Answer } from '../kit/router.ts';

/** Refused, with the HTTP status the real service gives. */
export class WebexError extends Error {
  override readonly name = 'WebexError';
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export const badRequest = (message: string) => new WebexError(400, message);
export const forbidden = (message: string) => new WebexError(403, message);
export const notFound = (message = 'The requested resource could not be found.') => new WebexError(404, message);

/** Every answer, good or bad, carries one; support asks for it. */
export const makeTrackingId = (): string => `ROUTERGW_${randomUUID()}`;

export function errorAnswer(status: number, message: string): Answer {
  const trackingId = makeTrackingId();
  return { status, headers: { trackingId }, body: { message, errors: [{ description: message }], trackingId } };
}

/** The gateway's own page: not JSON, as clients must expect. */
export const throttledAnswer = (retryAfterSeconds: number): Answer => ({
  status: 429,
  headers: {
    trackingId: makeTrackingId(),
    'retry-after': String(retryAfterSeconds),
    'content-type': 'text/html; charset=utf-8',
  },
  body: '<html><head><title>429 Too Many Requests</title></head><body><h1>Too Many Requests</h1></body></html>',
});
