/** Administration fails to a person's face: what a call said about itself becomes something they can act on. */
import { DeliveryError, type Failure, UserError, type UserErrorCode } from '../../core/errors.ts';

const codes: Record<Failure, UserErrorCode> = {
  refused: 'failed_dependency',
  spent: 'failed_dependency',
  gone: 'not_found',
  unauthorized: 'failed_dependency',
  busy: 'unavailable',
  doubt: 'unavailable',
};

/** Nothing is tried again by itself here: whoever asked is waiting. */
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
