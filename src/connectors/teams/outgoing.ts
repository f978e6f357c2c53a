/** What goes out, by whom: the bot speaks, and what it can't hold goes into the channel by somebody's account. */
import { DeliveryError } from '../../core/errors.ts';
import {
  type AbandonedPayload,
  type ChannelFilePayload,
  type ChannelFiles,
  isAbandoned,
  isChannelFile,
} from './channel-files.ts';
import type { BotPayload, Outbound } from './outbound.ts';

/** `remove` succeeds where there is nothing to remove. */
export function createOutgoing(bot: Outbound, files: ChannelFiles): Outbound {
  return {
    post(connection, place, rendered, options) {
      const payload = rendered.payload as BotPayload | AbandonedPayload | ChannelFilePayload;
      if (isChannelFile(payload)) return files.post(connection, place, rendered, options);
      const post = bot.post(connection, place, rendered, options);
      if (!isAbandoned(payload)) return post;
      return post.finally(() => files.abandon(connection, payload.abandoned, options.key));
    },

    edit: (connection, ref, rendered) => bot.edit(connection, ref, rendered),

    async remove(connection, ref) {
      try {
        await bot.remove(connection, ref);
      } catch (error) {
        // Most are the bot's, which is not worth a look at each before.
        const isNotTheBots =
          error instanceof DeliveryError && (error.failure === 'gone' || error.failure === 'refused');
        if (!isNotTheBots) throw error;
        const isRemoved = await files.remove(connection, ref);
        if (!isRemoved && error.failure === 'refused') throw error;
      }
    },
  };
}
