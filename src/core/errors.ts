/**
 * Failures have two sentences: `message` is for the log, `advice` is for a person who can act on it. Neither ever holds
 * a token, a secret or the text of a message.
 */

import type { FileReason } from './files/reasons.ts';
import type { Obstacle } from './reasons.ts';

/**
 * A failure that a person caused or can mend: wrong input, a missing right, something not found. Where the bot may have
 * to tell somebody, `obstacle` names it, so that it can be said in their language.
 */
export class UserError extends Error {
  override readonly name = 'UserError';
  readonly code: UserErrorCode;
  readonly advice: string;
  readonly obstacle: Obstacle | undefined;

  constructor(
    code: UserErrorCode,
    message: string,
    advice: string,
    more: { readonly cause?: unknown; readonly obstacle?: Obstacle } = {},
  ) {
    super(message, { cause: more.cause });
    this.code = code;
    this.advice = advice;
    this.obstacle = more.obstacle;
  }
}

export type UserErrorCode =
  | 'bad_request'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'failed_dependency'
  | 'unavailable';

/**
 * What is known about a call to a platform that did not succeed.
 * - `refused`: it was not done, and asking again will not help.
 * - `busy`: it was not done; ask again later (after `retryAfterMs` where the platform said so).
 * - `doubt`: it may have been done: the answer never came, or was lost.
 * - `gone`: what was to be changed, or answered, no longer exists there.
 * - `spent`: what was to be edited is there, and can be edited no more: too often, or too late.
 * - `unauthorized`: it was not done because the credential no longer works.
 */
export type Failure = 'refused' | 'busy' | 'doubt' | 'gone' | 'spent' | 'unauthorized';

/** A call to a platform failed. `code` is the platform's own error code, or the HTTP status. */
export class DeliveryError extends Error {
  override readonly name = 'DeliveryError';
  readonly failure: Failure;
  readonly code: string;
  /** Of the platform's answer, where there was one whose status says more than `failure`. */
  readonly status: number | undefined;
  readonly advice: string;
  readonly retryAfterMs: number | undefined;
  /** Where it is about a file, and it is known: why that is not to be had, or not taken. */
  readonly file: FileReason | undefined;

  constructor(
    failure: Failure,
    code: string,
    details: {
      operation: string;
      advice?: string;
      status?: number | undefined;
      retryAfterMs?: number | undefined;
      file?: FileReason | undefined;
      cause?: unknown;
    },
  ) {
    super(`${details.operation}: ${failure} (${code})`, { cause: details.cause });
    this.failure = failure;
    this.code = code;
    this.status = details.status;
    this.advice = details.advice ?? 'Mio tries again by itself; if this lasts, look at the connection’s health.';
    this.retryAfterMs = details.retryAfterMs;
    this.file = details.file;
  }
}

/** A compare-and-set found another revision than expected, or a unique key already taken. */
export class ConflictError extends Error {
  override readonly name = 'ConflictError';
}

/** The store did not commit in time: whoever asked must be told to come back. */
export class StoreUnavailableError extends Error {
  override readonly name = 'StoreUnavailableError';
}
