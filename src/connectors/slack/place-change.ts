/**
 * What Slack tells of a channel as a whole ("channel_rename event" and those beside it). The same happenings are lines in
 * the channel for its people; those are read elsewhere.
 */
import type { PlaceChange } from '../../core/connector.ts';
import type { ConnectionId } from '../../core/model.ts';
import { type Json, object, text } from '../support/json.ts';
import { conversationId, messageId, milliseconds } from './ids.ts';
import { titleOf } from './install.ts';

type Told = Pick<PlaceChange, 'connection' | 'conversation' | 'at'>;
type Reader = (event: Json, told: Told) => PlaceChange | undefined;

const as =
  (kind: 'archived' | 'reopened' | 'deleted' | 'removed'): Reader =>
  (_event, told) => ({ ...told, kind });

const renamed: Reader = (event, told) => {
  const title = titleOf(object(event['channel']) ?? {});
  return title === undefined ? undefined : { ...told, kind: 'renamed', title };
};

/** "channel_id_changed": a private channel that is shared with another company gets another id for good. */
const moved: Reader = (event, told) => {
  const to = conversationId(event['new_channel_id']);
  return to && { ...told, kind: 'moved', to };
};

/** `group_*`: the same of private channels. */
const readers: Readonly<Record<string, Reader>> = {
  channel_archive: as('archived'),
  group_archive: as('archived'),
  channel_unarchive: as('reopened'),
  group_unarchive: as('reopened'),
  channel_deleted: as('deleted'),
  group_deleted: as('deleted'),
  channel_left: as('removed'),
  group_left: as('removed'),
  channel_rename: renamed,
  group_rename: renamed,
  channel_id_changed: moved,
};

/** Pure. Undefined for everything else, and for what names no channel. */
export function placeChangeOf(event: Json, connection: ConnectionId): PlaceChange | undefined {
  const type = text(event['type']) ?? '';
  const reader = Object.hasOwn(readers, type) ? readers[type] : undefined;
  if (!reader) return undefined;
  const { channel } = event;
  const conversation = conversationId(event['old_channel_id'] ?? object(channel)?.['id'] ?? channel);
  const happened = messageId(event['event_ts']);
  if (!conversation || !happened) return undefined;
  return reader(event, { connection, conversation, at: milliseconds(happened) });
}
