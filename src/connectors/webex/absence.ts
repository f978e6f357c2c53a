/**
 * Webex answers 404 to whatever the relay person may not see, as to what was deleted ("REST API Basics: API Errors").
 * So what is missing is gone only where its space can still be read; otherwise nobody knows, until the relay person is
 * back in it.
 */
import { DeliveryError } from '../../core/errors.ts';
import type { ConversationId } from '../../core/model.ts';
import type { Connection } from '../../core/records.ts';
import type { WebexApi } from './api.ts';

/**
 * Runs calls about something in a space.
 * @throws DeliveryError `gone` only where the space is still there for the relay person; `busy` where it is not
 */
export async function inSpace<Result>(
  api: Pick<WebexApi, 'call'>,
  connection: Connection,
  conversation: ConversationId,
  calls: () => Promise<Result>,
): Promise<Result> {
  try {
    return await calls();
  } catch (error) {
    if (isGone(error)) await requireSpace(api, connection, conversation);
    throw error;
  }
}

export const isGone = (error: unknown): boolean => error instanceof DeliveryError && error.failure === 'gone';

/** @throws DeliveryError `busy` where the relay person does not see the space */
async function requireSpace(
  api: Pick<WebexApi, 'call'>,
  connection: Connection,
  conversation: ConversationId,
): Promise<void> {
  try {
    await api.call(connection, { operation: 'read', path: `rooms/${encodeURIComponent(conversation)}` });
  } catch (cause) {
    if (!isGone(cause) && !(cause instanceof DeliveryError && cause.code === 'not_a_member')) throw cause;
    throw new DeliveryError('busy', 'not_a_member', {
      operation: 'webex read',
      advice: 'Add the relay account to the Webex space again, or leave the universal channel.',
      cause,
    });
  }
}
