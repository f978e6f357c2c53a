/**
 * What the bot says without being asked, through the same client as everything else it sends: one call, one post.
 * "Send proactive messages"; "Create conversation"
 */
import type { CardMessage, Messenger } from '../../core/bot/occasions.ts';
import { DeliveryError } from '../../core/errors.ts';
import { text } from '../support/json.ts';
import type { BotClient } from './outbound.ts';
import type { Registration } from './sign-in.ts';

/** A card alone: Teams splits a message that has text and a card, and then tells the id of neither. */
const cardActivity = ({ card, text: summary }: CardMessage) => ({
  type: 'message' as const,
  summary,
  attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: card }],
});

export function createMessenger(bot: BotClient, { appId, tenantId }: Registration): Messenger {
  return {
    // "Create deep links": to a chat.
    chatLink: `https://teams.microsoft.com/l/chat/0/0?users=28:${appId}`,
    async open({ account }, serviceUrl) {
      const operation = 'open_chat';
      const body = {
        isGroup: false,
        bot: { id: `28:${appId}` },
        members: [{ id: account }],
        tenantId,
        channelData: { tenant: { id: tenantId } },
      };
      const answer = await bot.call({ method: 'POST', serviceUrl, path: 'v3/conversations', body, operation });
      const conversation = text(answer['id']);
      if (conversation === undefined) throw new DeliveryError('refused', 'no_conversation_id', { operation });
      return { conversation, serviceUrl };
    },
    async send({ conversation, serviceUrl }, message) {
      const path = `v3/conversations/${encodeURIComponent(conversation)}/activities`;
      const body = cardActivity(message);
      const answer = await bot.call({ method: 'POST', serviceUrl, path, body, operation: 'tell' });
      return text(answer['id']) ?? '';
    },
  };
}
