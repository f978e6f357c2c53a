/** Signed requests to the bot's messaging endpoint, as the Bot Connector service makes them. */
import type { SigningKeys } from '../entra/keys.ts';
import { clientId } from '../entra/registration.ts';
import type { OutgoingWebhook, WebhookAnswer } from '../kit/deliver.ts';
import type { Kit } from '../kit/platform.ts';
import type { Activity } from './envelope.ts';
import { serviceUrl, threadOf } from './identity.ts';

export interface Outbox {
  /** In order within a conversation, with one retry. Several at once keep their order whatever conversations they are of. */
  send(first: Activity, ...others: readonly Activity[]): void;
  /** An invoke that one of a person's clients makes by itself; `refused` hears of an answer that is not good. */
  offer(client: string, activity: Activity, refused: () => void): void;
  /** Waits for the bot's answer, which is shown to the person. */
  invoke(activity: Activity): Promise<WebhookAnswer>;
}

const timeoutMs = 15_000;
const retryAfterMs = [2_000];
const tokenLifetime = 3_600;

export function createOutbox(kit: Kit, keys: SigningKeys): Outbox {
  const request = (body: string): OutgoingWebhook => {
    const now = Math.floor(kit.clock.now() / 1000);
    const token = keys.sign({
      serviceurl: serviceUrl,
      nbf: now,
      exp: now + tokenLifetime,
      iss: 'https://api.botframework.com',
      aud: clientId,
    });
    return {
      platform: 'teams',
      url: `${kit.product.publicUrl}/api/messages`,
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json; charset=utf-8',
        'user-agent': 'Microsoft-SkypeBotApi (Microsoft-BotFramework/3.0)',
      },
      body,
      timeoutMs,
    };
  };
  return {
    send(first, ...others) {
      const lane = `bot ${threadOf(first.conversation.id).channel}`;
      for (const activity of [first, ...others]) {
        const body = JSON.stringify(activity);
        kit.deliver.event(lane, retryAfterMs, (_, previous) => (refused(previous) ? null : request(body)));
      }
    },
    offer(client, activity, onRefusal) {
      const body = JSON.stringify(activity);
      kit.deliver.event(`bot ${client} ${activity.conversation.id}`, [0], (attempt) => {
        if (attempt === 0) return request(body);
        onRefusal();
        return null;
      });
    },
    invoke: (activity) => kit.deliver.call(request(JSON.stringify(activity))),
  };
}

/** A bot that says no gets no second try; one that is silent, busy or broken does. */
function refused(answer: WebhookAnswer | undefined): boolean {
  return answer !== undefined && answer.status >= 400 && answer.status < 500 && answer.status !== 429;
}
