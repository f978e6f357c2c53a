/**
 * Teams' own lines in a channel: who was added or left, and what the channel is called. All others (calls, tabs, apps,
 * archiving, which Mio tells itself) stay where they are. "eventMessageDetail resource type"
 */
import type { InboundEvent } from '../../core/connector.ts';
import type { Block } from '../../core/content/tree.ts';
import type { PersonId, Place } from '../../core/model.ts';
import { type Json, object, objects, text } from '../support/json.ts';
import { joined, left, renamed, type Who } from '../support/system-event.ts';
import { isGuid, messageId, personId, sameGuid } from './ids.ts';
import { addressOf, type ChatMessage, createdAt, versionOf } from './message.ts';

/** What the message is about, besides being a message. */
export interface SystemMessage extends ChatMessage {
  readonly eventDetail?: Json | null;
}

interface Told {
  readonly author: PersonId;
  readonly content: readonly Block[];
}

type Reader = (detail: Json, own: string) => Told | undefined;

const readers: Readonly<Record<string, Reader>> = {
  membersAdded: of(joined),
  membersJoined: of(joined),
  membersDeleted: of(left),
  membersLeft: of(left),
  channelRenamed(detail) {
    const by = whoIs(object(object(detail['initiator'])?.['user']));
    const name = text(detail['channelDisplayName']);
    return by && name !== undefined ? { author: by.id, content: renamed(by, 'channel', name) } : undefined;
  },
};

/** Mio's own account is nobody who comes or goes. */
function of(told: (people: readonly Who[]) => Block[]): Reader {
  return (detail, own) => {
    const people = objects(detail['members']).flatMap((member) => whoIs(member) ?? []);
    const others = people.filter(({ id }) => !sameGuid(id, own));
    const [first] = others;
    return first && { author: first.id, content: told(others) };
  };
}

function whoIs(identity: Json | undefined): Who | undefined {
  const id = identity?.['id'];
  return isGuid(id) ? { id: personId(id), name: text(identity?.['displayName']) } : undefined;
}

const typeForm = /^#microsoft\.graph\.([A-Za-z]{1,64})EventMessageDetail$/;

/**
 * Undefined for what is not told. The message's type has two names, an old and a new one, so what it is about decides.
 * @param own object id of the service user
 */
export function systemEventOf(
  place: Place,
  key: string,
  message: SystemMessage,
  own: string,
): InboundEvent | undefined {
  const detail = message.eventDetail ?? {};
  const [, type = ''] = typeForm.exec(text(detail['@odata.type']) ?? '') ?? [];
  const told = Object.hasOwn(readers, type) ? readers[type]?.(detail, own) : undefined;
  if (!told || message.deletedDateTime) return undefined;
  const { author, content } = told;
  const at = createdAt(message);
  return {
    connection: place.connection,
    conversation: place.conversation,
    message: messageId(addressOf(message)),
    key,
    kind: 'posted',
    by: 'unknown',
    at,
    inline: {
      is: 'present',
      version: versionOf(message),
      at,
      author: { id: author, kind: 'person' },
      root: null,
      content,
      notice: true,
    },
  };
}
