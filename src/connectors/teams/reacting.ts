/**
 * Reacting as a person, with their own token: "chatMessage: setReaction", "chatMessage: unsetReaction". Either may be
 * repeated freely: a person has an emoji on a message once.
 */
import type { Vote } from '../../core/connector.ts';
import { DeliveryError } from '../../core/errors.ts';
import type { MessageRef } from '../../core/model.ts';
import type { Connection } from '../../core/records.ts';
import type { Actor } from './acting.ts';
import type { Graph } from './api.ts';
import { messagePath, parseConversationId, parseMessageId } from './ids.ts';

/** One that an organization made itself is chosen in Teams alone: Graph takes characters. */
const isCustom = (emoji: string): boolean => /^:.+:$/.test(emoji);

/** @throws DeliveryError as `Connector.react` */
export async function react(
  graph: Graph<Actor>,
  connection: Connection,
  { conversation, message }: MessageRef,
  { person, emoji, on }: Vote,
): Promise<void> {
  const operation = on ? 'react' : 'take a reaction back';
  if (isCustom(emoji)) throw new DeliveryError('refused', 'custom_emoji', { operation });
  const path = messagePath(parseConversationId(conversation), parseMessageId(message));
  await graph.call(
    { connection, person },
    {
      method: 'POST',
      path: `${path}/${on ? 'setReaction' : 'unsetReaction'}`,
      body: { reactionType: emoji },
      effect: 'repeatable',
      operation,
    },
  );
}
