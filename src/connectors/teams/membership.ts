/**
 * Whether somebody is in a channel at this moment, by the bot's own eyes: the roster of a private channel is that
 * channel's, not its team's. "Get the roster or user profile": a member is found by their Entra object id.
 */
import { DeliveryError } from '../../core/errors.ts';
import type { ConversationId, PersonId } from '../../core/model.ts';
import type { Connection } from '../../core/records.ts';
import { text } from '../support/json.ts';
import { serviceUrlOf } from './facts.ts';
import { isGuid, parseConversationId, personId } from './ids.ts';
import type { BotClient } from './outbound.ts';

const operation = 'read member';

/** Never remembered. @throws DeliveryError where Teams does not say */
export async function isMember(
  bot: BotClient,
  connection: Connection,
  conversation: ConversationId,
  person: PersonId,
): Promise<boolean> {
  if (!isGuid(person)) return false;
  const { team, channel } = parseConversationId(conversation);
  const path = `v3/conversations/${encodeURIComponent(channel)}/members/${person}`;
  try {
    const found = await bot.call({ method: 'GET', serviceUrl: serviceUrlOf(connection, team), path, operation });
    const id = text(found['aadObjectId']) ?? text(found['objectId']);
    return id !== undefined && personId(id) === person;
  } catch (error) {
    if (error instanceof DeliveryError && (error.failure === 'gone' || error.code === notAMember)) return false;
    throw error;
  }
}

const notAMember = 'MemberNotFoundInConversation';
