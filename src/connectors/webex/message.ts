/** A Webex message, as the API tells of it, as the core's source state. */
import { inlineText } from '../../core/content/plain.ts';
import type { Block } from '../../core/content/tree.ts';
import { type MessageId, type PresentMessage, platformNames, type SourceFile } from '../../core/model.ts';
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
  const content = contentOf(item, relay);
  const isCopy = author === relay?.id && hasAuthorLine(content);
  return {
    message,
    state: {
      is: 'present',
      version: Math.max(milliseconds(item['updated']) ?? created, created),
      at: created,
      author: { id: author, kind: isCopy ? 'us' : isBot(item['personEmail']) ? 'app' : 'person' },
      root: messageId(item['parentId']) ?? null,
      content,
      ...(files.length > 0 && { files }),
    },
  };
}

/**
 * Whether it begins by naming whose message it brings. What stands so under the relay person's name is a copy of Mio's,
 * also where the store does not know it: no body can hold such a line, because rendering takes the bold from it.
 */
export function hasAuthorLine([first]: readonly Block[]): boolean {
  if (first?.type !== 'paragraph') return false;
  const line = inlineText(first.children, '\n');
  return (
    first.children.every((inline) => inline.type === 'text' && inline.bold === true) &&
    platformTags.some((tag) => line.endsWith(tag))
  );
}

const platformTags = Object.values(platformNames).map((name) => ` (${name}):`);

/** "Bots": every bot's address ends so. */
const isBot = (mail: unknown) => typeof mail === 'string' && mail.endsWith('@webex.bot');
