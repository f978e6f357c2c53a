/** What a failure is to the person it happened to: something that every language has words for, or a number for the log. */

import { DeliveryError, UserError, type UserErrorCode } from '../src/core/errors.ts';
import type { Obstacle } from '../src/core/reasons.ts';

/** For errors that name no obstacle of their own. */
const usual: Partial<Record<UserErrorCode, Obstacle>> = {
  forbidden: { reason: 'not_administrator' },
  not_found: { reason: 'not_found' },
  unavailable: { reason: 'platform_unavailable' },
  unauthenticated: { reason: 'sign_in_needed' },
};

/** Undefined where nobody foresaw it. */
export function obstacleOf(error: unknown): Obstacle | undefined {
  if (error instanceof UserError) return error.obstacle ?? usual[error.code];
  const silent = error instanceof DeliveryError && (error.failure === 'busy' || error.failure === 'doubt');
  return silent ? { reason: 'platform_unavailable' } : undefined;
}

/** An answer that will not do: the question is asked again, with this. */
export const unfit = (obstacle: Obstacle): UserError =>
  new UserError('bad_request', 'an answer that the question does not take', 'Choose one of the answers shown.', {
    obstacle,
  });
