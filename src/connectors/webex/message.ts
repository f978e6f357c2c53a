/** A Webex message, as the API tells of it, as the core's source state. */
import type { MessageId, PresentMessage } from '../../core/model.ts';
import { type Json, text } from '../support/json.ts';
import { messageId, milliseconds, personId } from './ids.ts';
import { parseWebex } from './markup.ts';

export interface ReadMessage {
  readonly message: MessageId;
  readonly state: PresentMessage;
}

/** Pure. Undefined where something that every message has is missing. */
export function readMessage(item: Json): ReadMessage | undefined {
  const message = messageId(item['id']);
  const author = personId(item['personId']);
  const created = milliseconds(item['created']);
  if (!message || !author || created === undefined) return undefined;
  // Only rich messages have `html`; `text` is there for all ("Messages").
  const html = text(item['html']);
  const plain = text(item['text']);
  return {
    message,
    state: {
      is: 'present',
      version: Math.max(milliseconds(item['updated']) ?? created, created),
      at: created,
      author: { id: author, kind: isBot(item['personEmail']) ? 'app' : 'person' },
      root: messageId(item['parentId']) ?? null,
      content: parseWebex({ ...(html && { html }), ...(plain && { text: plain }) }),
    },
  };
}

/** "Bots": every bot's address ends so. */
const isBot = (mail: unknown) => typeof mail === 'string' && mail.endsWith('@webex.bot');
