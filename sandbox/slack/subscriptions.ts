/**
 * "Subscribe to bot events" in the app's settings: of everything that an app's scopes would let it hear, Slack sends only
 * what was ticked there. The list is that of an app made as the product's guide for administrators says; a test holds
 * the two together.
 */
import type { Json } from './wire.ts';

export const subscribedEvents: readonly string[] = [
  'app_uninstalled',
  'channel_archive',
  'channel_deleted',
  'channel_id_changed',
  'channel_left',
  'channel_rename',
  'channel_unarchive',
  'emoji_changed',
  'group_archive',
  'group_deleted',
  'group_left',
  'group_rename',
  'group_unarchive',
  'message.channels',
  'message.groups',
  'reaction_added',
  'reaction_removed',
  'tokens_revoked',
];

const messageEvents: Readonly<Record<string, string>> = {
  channel: 'message.channels',
  group: 'message.groups',
  im: 'message.im',
  mpim: 'message.mpim',
};

/** The name under which an event is ticked: messages arrive as one type, and are ticked by the kind of channel. */
export const eventName = ({ type, channel_type: kind }: Json): string =>
  type === 'message' ? (messageEvents[String(kind)] ?? 'message') : String(type);
