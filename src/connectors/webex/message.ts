/** A Webex message, as the API tells of it, as the core's source state. */
import type { MessageId, PresentMessage, SourceFile } from '../../core/model.ts';
import type { Json } from '../support/json.ts';
import { contentOf, type RelayPerson } from './content.ts';
import { messageId, milliseconds, personId } from './ids.ts';

export interface ReadMessage {
  readonly message: MessageId;
  readonly state: PresentMessage;
}

/** What a message does not tell itself. */
export interface Known {
  readonly relay?: RelayPerson;
  readonly files?: readonly SourceFile[];
}

/** Pure. Undefined where something that every message has is missing. */
export function readMessage(item: Json, { relay, files = [] }: Known = {}): ReadMessage | undefined {
  const message = messageId(item['id']);
  const author = personId(item['personId']);
  const created = milliseconds(item['created']);
  if (!message || !author || created === undefined) return undefined;
  return {
    message,
    state: {
      is: 'present',
      version: Math.max(milliseconds(item['updated']) ?? created, created),
      at: created,
      author: { id: author, kind: isBot(item['personEmail']) ? 'app' : 'person' },
      root: messageId(item['parentId']) ?? null,
      content: contentOf(item, relay),
      ...(files.length > 0 && { files }),
    },
  };
}

/** "Bots": every bot's address ends so. */
const isBot = (mail: unknown) => typeof mail === 'string' && mail.endsWith('@webex.bot');
