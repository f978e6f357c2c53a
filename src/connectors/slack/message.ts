/**
 * A Slack message, from an event or from history, as the core's source state. What is not a message of a person or an
 * app is named with its reason, so that nothing is lost by oversight.
 */
import type { Author, MessageId, SourceFile, SourceState } from '../../core/model.ts';
import type { Connection } from '../../core/records.ts';
import { textFact } from '../support/connections.ts';
import { type Json, object, text } from '../support/json.ts';
import { contentOf } from './content.ts';
import { filesOf } from './files-in.ts';
import { messageId, microseconds, milliseconds, personId } from './ids.ts';
import type { Known } from './markup-names.ts';
import { pictureOf } from './people.ts';

/** Who Mio is in a workspace: what Mio posts carries these ids. */
export interface Identity {
  readonly appId: string | undefined;
  readonly botId: string | undefined;
  readonly botUserId: string | undefined;
}

export function identityOf(connection: Connection): Identity {
  return {
    appId: textFact(connection, 'appId'),
    botId: textFact(connection, 'botId'),
    botUserId: textFact(connection, 'botUserId'),
  };
}

/** Subtypes ("message event") that are no message to relay, and why. Subtypes in neither list read as plain messages. */
const notMessages: Readonly<Record<string, string>> = {
  message_replied: 'a counter of the thread changed',
  channel_join: 'somebody joined',
  channel_leave: 'somebody left',
  group_join: 'somebody joined',
  group_leave: 'somebody left',
  channel_topic: 'a note of the channel',
  channel_purpose: 'a note of the channel',
  channel_name: 'a note of the channel',
  channel_archive: 'a note of the channel',
  channel_unarchive: 'a note of the channel',
  channel_convert_to_private: 'a note of the channel',
  channel_posting_permissions: 'a note of the channel',
  group_topic: 'a note of the channel',
  group_purpose: 'a note of the channel',
  group_name: 'a note of the channel',
  group_archive: 'a note of the channel',
  group_unarchive: 'a note of the channel',
  ekm_access_denied: 'the content is withheld',
  huddle_thread: 'a call',
  reminder_add: 'a reminder',
  pinned_item: 'a pin',
  unpinned_item: 'a pin',
  bot_add: 'an app was added',
  bot_remove: 'an app was removed',
  assistant_app_thread: 'an assistant opened a thread',
};

export type Reading =
  | { readonly is: 'state'; readonly message: MessageId; readonly ours: boolean; readonly state: SourceState }
  | { readonly is: 'ignored'; readonly why: string };

const none: readonly SourceFile[] = [];

const ignored = (why: string): Reading => ({ is: 'ignored', why });

/** Pure. A person's own name is not in their messages: whoever needs it asks for it. */
export function readMessage(message: Json, identity: Identity, known: Known): Reading {
  const id = messageId(message['ts']);
  if (!id) return ignored('no timestamp');
  const subtype = text(message['subtype']);
  const ours = isOurs(message, identity);
  // A tombstone does not say when the message went; that it went is after everything known of it.
  if (subtype === 'tombstone')
    return { is: 'state', message: id, ours, state: { is: 'removed', version: microseconds(id) + 1 } };
  const reason = subtype !== undefined && Object.hasOwn(notMessages, subtype) ? notMessages[subtype] : undefined;
  if (reason !== undefined) return ignored(reason);
  if (message['hidden'] === true) return ignored('hidden');
  const author = authorOf(message, ours);
  if (!author) return ignored('no author');
  const changed = messageId(object(message['edited'])?.['ts']) ?? id;
  const thread = messageId(message['thread_ts']);
  const files = message['files'] === undefined ? none : filesOf(message, known);
  const state: SourceState = {
    is: 'present',
    version: Math.max(microseconds(changed), microseconds(id)),
    at: milliseconds(id),
    author,
    root: thread !== undefined && thread !== id ? thread : null,
    content: contentOf(message, known),
    ...(files.length > 0 && { files }),
  };
  return { is: 'state', message: id, ours, state };
}

/** By ids alone: names and pictures can be chosen by anybody. */
export function isOurs(message: Json, identity: Identity): boolean {
  const is = (own: string | undefined, value: unknown) => own !== undefined && own === value;
  return (
    is(identity.botId, message['bot_id']) ||
    is(identity.appId, message['app_id']) ||
    is(identity.appId, object(message['bot_profile'])?.['app_id']) ||
    is(identity.botUserId, message['user'])
  );
}

const iconSizes = ['image_72', 'image_48', 'image_36'];

function authorOf(message: Json, ours: boolean): Author | undefined {
  const bot = personId(message['bot_id']);
  const user = personId(message['user']);
  if (bot) {
    const profile = object(message['bot_profile']);
    const name = text(message['username']) ?? text(profile?.['name']);
    const picture = pictureOf(object(message['icons']), iconSizes) ?? pictureOf(object(profile?.['icons']), iconSizes);
    return { id: bot, kind: ours ? 'us' : 'app', ...(name && { name }), ...(picture && { picture }) };
  }
  return user && { id: user, kind: ours ? 'us' : 'person' };
}
