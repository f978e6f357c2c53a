/** Administration fails to a person's face: what a call said about itself becomes something they can act on. */
import type { Paced } from '../../core/connector.ts';
import { DeliveryError, type Failure, UserError, type UserErrorCode } from '../../core/errors.ts';
import type { Clock } from '../../core/ports.ts';
import { pause, seconds } from '../../core/time.ts';

const codes: Record<Failure, UserErrorCode> = {
  refused: 'failed_dependency',
  spent: 'failed_dependency',
  gone: 'not_found',
  unauthorized: 'failed_dependency',
  busy: 'unavailable',
  doubt: 'unavailable',
};

/** Whoever asked is waiting: a platform may ask for no longer a moment, and for no more of them. */
const longestMomentMs = seconds(5);
const mostMoments = 2;

const askAgain = 'The platform did not answer as it should. Try again in a minute.';

/** Runs calls for somebody who waits for them. @throws UserError in place of a DeliveryError */
export async function forPerson<Result>(calls: () => Promise<Result>): Promise<Result> {
  try {
    return await calls();
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw error;
    const code = codes[error.failure];
    throw new UserError(code, error.message, code === 'unavailable' ? askAgain : error.advice, { cause: error });
  }
}

/**
 * One call for somebody who waits for it. A platform that is busy and says for how many seconds gets them: some allow one
 * call of a kind in a second ("Microsoft Graph service-specific throttling limits"), and a person's click is two.
 * @throws DeliveryError
 */
export const patiently =
  (clock: Clock): Paced =>
  async (call) => {
    for (let moments = 0; ; moments += 1) {
      try {
        return await call();
      } catch (error) {
        const moment = error instanceof DeliveryError && error.failure === 'busy' ? error.retryAfterMs : undefined;
        if (moment === undefined || moment > longestMomentMs || moments === mostMoments) throw error;
        await pause(clock, moment);
      }
    }
  };
