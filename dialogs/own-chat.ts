/** What was said in a channel, answered in the speaker's own chat, where nobody else sees it. */
import { ActivityTypes, TurnContext } from 'botbuilder';
import type { Said } from '../src/core/bot/occasions.ts';
import { type Chats, isShut, ShutOutError } from './chats.ts';

/** Something said, and the way to answer it. */
export interface Heard {
  readonly said: Said;
  readonly context: TurnContext;
}

/** The same, as if it had been said in the speaker's own chat. Sending there may throw a ShutOutError. @throws DeliveryError, ShutOutError */
export async function inOwnChat(chats: Chats, { said, context }: Heard): Promise<Heard> {
  const chat = await chats.of(said);
  const { adapter, activity } = context;
  const { from, recipient, channelId, locale } = activity;
  const there = new TurnContext(adapter, {
    type: ActivityTypes.Event,
    name: 'continued',
    channelId,
    from,
    recipient,
    serviceUrl: chat.serviceUrl,
    conversation: { id: chat.conversation, isGroup: false, conversationType: 'personal', name: '' },
    ...(locale !== undefined && { locale }),
  });
  // What is known of the chat may be old: that somebody let Mio in again is found out by asking, once.
  there.onSendActivities(async (_context, activities, send) => {
    try {
      return await send();
    } catch (error) {
      if (!isShut(error)) throw error;
    }
    const { conversation: id, serviceUrl } = await chats.reopened(said);
    for (const one of [there.activity, ...activities])
      Object.assign(one, { serviceUrl, conversation: { ...one.conversation, id } });
    try {
      return await send();
    } catch (error) {
      if (!isShut(error)) throw error;
      await chats.forget(said.speaker, id);
      throw new ShutOutError('a personal chat takes no messages', { cause: error });
    }
  });
  const { channel: _left, ...rest } = said;
  return { said: { ...rest, scope: 'personal', chat }, context: there };
}
