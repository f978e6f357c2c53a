/**
 * Single sign-on as Teams' clients do it: an OAuth card with a token exchange is kept from sight, and each of the person's
 * clients offers the bot a token. Only where that is refused does the card show its button. "Add authentication to your bot".
 */
import { z } from 'zod';
import { issueSsoToken, type TeamsClient, teamsClients } from '../entra/sso-token.ts';
import type { Kit } from '../kit/platform.ts';
import type { TeamsUser, TeamsWorld } from '../teams/world.ts';
import type { Activities } from './activities.ts';
import { cardsOf, oauthCard } from './cards.ts';
import type { Chat, ChatMessage, Chats } from './chats.ts';
import type { Outbox } from './outbox.ts';

export interface SsoParts {
  readonly kit: Kit;
  readonly world: TeamsWorld;
  readonly chats: Chats;
  readonly activities: Activities;
  readonly outbox: Outbox;
}

export interface Sso {
  /** What the clients of that person would try before they show these cards; undefined where they just show them. */
  attempt(chat: Chat, attachments: ChatMessage['attachments']): ((message: ChatMessage) => void) | undefined;
}

const offer = z.object({
  connectionName: z.string(),
  tokenExchangeResource: z.object({ id: z.string().min(1), uri: z.string().optional() }),
});

export function createSso({ kit, world, chats, activities, outbox }: SsoParts): Sso {
  const exchange = (
    user: TeamsUser,
    chat: Chat,
    { connectionName, tokenExchangeResource: { id } }: z.infer<typeof offer>,
  ) =>
    (Object.keys(teamsClients) as TeamsClient[]).map((client) => ({
      client,
      activity: activities.invoke(user, chat, 'signin/tokenExchange', {
        id,
        connectionName,
        token: issueSsoToken(kit, world, user, client),
      }),
    }));

  return {
    attempt(chat, attachments) {
      const user = chat.kind === 'personal' ? world.user(chat.members[0] ?? '') : undefined;
      const wanted = cardsOf(attachments, oauthCard)
        .map((card) => offer.safeParse(card))
        .find(({ success }) => success)?.data;
      if (user === undefined || wanted === undefined || kit.policies.get('teams.botSso') !== 'allowed')
        return undefined;
      return (message) => {
        for (const { client, activity } of exchange(user, chat, wanted)) {
          outbox.offer(client, activity, () => {
            const current = chats.message(message.chat, message.id);
            if (current?.hidden === true && !current.removed) chats.reveal(current);
          });
        }
      };
    },
  };
}
