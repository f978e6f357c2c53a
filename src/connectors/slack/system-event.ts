/**
 * Slack's own lines in a channel: who came and went, what it is called and about. They come as messages with a subtype
 * ("message event"); `member_*` tell the same once more, and are left alone. What becomes of a channel as a whole is
 * followed (place-change.ts), whether it is told or not.
 */
import type { InboundEvent } from '../../core/connector.ts';
import { plainText } from '../../core/content/plain.ts';
import type { Block } from '../../core/content/tree.ts';
import { type Json, text } from '../support/json.ts';
import { described, joined, left, renamed, type Who } from '../support/system-event.ts';
import { messageId, microseconds, milliseconds, personId } from './ids.ts';
import { parseSlack } from './markup.ts';
import type { Known } from './markup-names.ts';
import { type Identity, isOurs } from './message.ts';

type Reader = (who: Who, message: Json, known: Known) => Block[];

const whatCame: Reader = (who) => joined([who]);
const whatWent: Reader = (who) => left([who]);
const name: Reader = (who, message) => renamed(who, 'channel', text(message['name']) ?? '');
const note =
  (field: string, what: string): Reader =>
  (who, message, known) =>
    described(who, what, plainText(parseSlack({ text: text(message[field]) ?? '' }, known)));

/** `group_*`: the same in older private channels. Archiving is told by Mio itself, as a notice of its own. */
const readers: Readonly<Record<string, Reader>> = {
  channel_join: whatCame,
  group_join: whatCame,
  channel_leave: whatWent,
  group_leave: whatWent,
  channel_name: name,
  group_name: name,
  channel_topic: note('topic', 'topic'),
  group_topic: note('topic', 'topic'),
  channel_purpose: note('purpose', 'description'),
  group_purpose: note('purpose', 'description'),
};

/** Undefined for everything else, and for what Mio's own app does. Pure. */
export function systemEventOf(
  event: Json,
  hint: Pick<InboundEvent, 'connection' | 'conversation' | 'key'>,
  identity: Identity,
  known: Known,
): InboundEvent | undefined {
  const subtype = text(event['subtype']) ?? '';
  const reader = Object.hasOwn(readers, subtype) ? readers[subtype] : undefined;
  const message = messageId(event['ts']);
  const who = personId(event['user']);
  if (!reader || !message || !who || isOurs(event, identity)) return undefined;
  const at = milliseconds(message);
  return {
    ...hint,
    message,
    kind: 'posted',
    by: 'unknown',
    at,
    inline: {
      is: 'present',
      version: microseconds(message),
      at,
      author: { id: who, kind: 'person' },
      root: null,
      content: reader({ id: who }, event, known),
      notice: true,
    },
  };
}
