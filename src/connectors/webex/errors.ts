/**
 * Webex's HTTP statuses as what is certain about the call ("REST API Basics: API Errors"). The message in the body is
 * prose and may change, so the status and what was asked decide.
 */
import { DeliveryError } from '../../core/errors.ts';
import type { FileReason } from '../../core/files/reasons.ts';
import type { HttpResponse } from '../../core/ports.ts';
import { type Effect, failureOfStatus, retryAfterMs } from '../support/http.ts';

/** What is asked of Webex, as far as errors mean different things. */
export type Operation = 'post' | 'edit' | 'remove' | 'read' | 'open' | 'administer' | 'refresh';

interface Meaning {
  readonly code: string;
  readonly advice: string;
  /** Where it is about a file. */
  readonly file?: FileReason;
}

const meanings: Partial<Record<Operation, Readonly<Record<number, Meaning>>>> = {
  post: {
    403: { code: 'not_allowed', advice: 'Only moderators may post in this space. Make the relay account a moderator.' },
    404: {
      code: 'not_found',
      advice: 'Add the relay account to the Webex space again, or leave the universal channel.',
    },
    413: { code: 'too_large', advice: 'Webex takes files of up to 100 MB.', file: 'too_large' },
  },
  edit: {
    400: { code: 'edit_refused', advice: 'Webex goes on showing what was said before.' },
    403: { code: 'not_ours', advice: 'Webex lets the relay account change only what it posted.' },
  },
  remove: {
    403: { code: 'not_ours', advice: 'Webex lets the relay account delete only what it posted.' },
  },
  read: {
    403: { code: 'not_a_member', advice: 'Add the relay account to the Webex space again.' },
  },
  open: {
    403: { code: 'not_a_member', advice: 'Add the relay account to the Webex space again.' },
    410: { code: 'infected', advice: 'Webex found malware in the file and gives it to nobody.', file: 'blocked' },
    428: {
      code: 'unscannable',
      advice: 'Webex can’t look into the file for malware, so it is not passed on.',
      file: 'blocked',
    },
  },
};

/** For an answer that is no success. */
export function webexError(
  operation: Operation,
  response: Pick<HttpResponse, 'status' | 'headers'>,
  now: number,
): DeliveryError {
  const effect: Effect = operation === 'post' ? 'post' : 'repeatable';
  const meaning = meanings[operation]?.[response.status];
  const failure = failureOfStatus(response.status, effect);
  const advice = meaning?.advice ?? (failure === 'unauthorized' ? 'Connect Webex again.' : undefined);
  return new DeliveryError(failure, meaning?.code ?? String(response.status), {
    operation: `webex ${operation}`,
    ...(advice === undefined ? {} : { advice }),
    ...(meaning?.file && { file: meaning.file }),
    ...(failure === 'busy' ? { retryAfterMs: retryAfterMs(response.headers, now) } : {}),
  });
}
