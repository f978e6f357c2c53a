/** A sign-in that does not go on, as an error with advice. */
import { UserError, type UserErrorCode } from '../errors.ts';
import type { Reason } from '../reasons.ts';

const codes: Partial<Record<Reason, UserErrorCode>> = { link_spent: 'bad_request', code_wrong: 'bad_request' };

export const refusal = (reason: Reason, message: string, subject?: string): UserError =>
  new UserError(codes[reason] ?? 'forbidden', `sign in: ${message}`, 'Ask Mio for a new link and sign in again.', {
    obstacle: { reason, ...(subject !== undefined && { subject }) },
  });
