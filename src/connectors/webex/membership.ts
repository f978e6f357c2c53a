/** The relay person's own place in a space, and what keeps a space from being a leg ("Memberships", "Rooms"). */
import { DeliveryError } from '../../core/errors.ts';
import type { ConversationId } from '../../core/model.ts';
import type { Connection } from '../../core/records.ts';
import { textFact } from '../support/connections.ts';
import type { Json } from '../support/json.ts';
import type { WebexApi } from './api.ts';

/** Undefined where they are not in it: such a space looks like one that does not exist. @throws DeliveryError */
export async function ownMembership(
  api: Pick<WebexApi, 'pages'>,
  connection: Connection,
  conversation: ConversationId,
): Promise<Json | undefined> {
  const query = new URLSearchParams({ roomId: conversation, personId: textFact(connection, 'personId') ?? '' });
  try {
    for await (const [own] of api.pages(connection, { operation: 'read', path: `memberships?${query}` }))
      if (own) return own;
    return undefined;
  } catch (error) {
    if (error instanceof DeliveryError && (error.failure === 'gone' || error.code === 'not_a_member')) return undefined;
    throw error;
  }
}

export const isForModerators = (room: Json): boolean => room['isAnnouncementOnly'] === true;

/** In words. @param own the relay person's membership, where it is known */
export function obstacleOf(room: Json, own?: Json): string | undefined {
  if (room['type'] === 'direct') return 'This is a direct message, not a space.';
  if (room['isReadOnly'] === true) return 'The space is read-only: nobody can post in it.';
  if (isForModerators(room) && own && own['isModerator'] !== true) {
    return 'Only moderators may post in this space. Make the account that Mio is connected with a moderator, or turn announcement mode off.';
  }
  return undefined;
}
