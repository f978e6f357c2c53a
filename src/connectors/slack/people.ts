/**
 * Names and pictures of Slack people ("users.info") and names of channels ("conversations.info"), remembered for an
 * hour; what Slack does not tell, for a minute.
 */
import { DeliveryError } from '../../core/errors.ts';
import type { Author, PersonId } from '../../core/model.ts';
import type { Clock } from '../../core/ports.ts';
import type { Connection } from '../../core/records.ts';
import type { Connections } from '../support/connections.ts';
import { type Json, object, text } from '../support/json.ts';
import { createMemo, type Memo } from '../support/memo.ts';
import type { SlackApi } from './api.ts';
import type { EmojiList } from './emoji-list.ts';
import { conversationId, fileId, personId } from './ids.ts';
import type { Known } from './markup-names.ts';

/** Webhooks wait for names, and Slack for the webhook's answer: a slow look-up is given up early. */
const lookUpMs = 1_000;
/** More than this in one message are shown without their names. */
const mostLookUps = 20;

export interface SlackPeople {
  person(connection: Connection, id: PersonId): Promise<Author | undefined>;
  /** Reads a message with the names that are known; where some are not, asks Slack for them and reads again. */
  withNames<Result>(connection: Connection, read: (names: Known) => Result): Promise<Result>;
  /** What the directory has, of people alone. */
  mail(connection: Connection, id: PersonId): Promise<string | undefined>;
  /** @throws DeliveryError where Slack did not say */
  byMail(connection: Connection, mail: string): Promise<PersonId | undefined>;
}

export function createSlackPeople(
  api: SlackApi,
  connections: Connections,
  clock: Clock,
  emoji: Memo<EmojiList>,
): SlackPeople {
  const users = remembering('users.info', 'user', (user): Person | undefined => {
    const author = authorOfUser(user);
    return author && { author, name: author.name, mail: mailOf(user) };
  });
  const channels = remembering('conversations.info', 'channel', (channel) => {
    const name = text(channel?.['name']);
    return name === undefined ? undefined : { name };
  });
  const files = remembering('files.info', 'file', (file) => file && withoutAddresses(file));

  /** One method that answers one object under the name of its only argument. */
  function remembering<Value extends object>(
    method: string,
    argument: string,
    reading: (answer: Json | undefined) => Value | undefined,
  ): Memo<Value> {
    return createMemo(clock, async (key) => {
      const [connectionId = '', id = ''] = key.split(' ');
      const connection = await connections.byId(connectionId);
      if (!connection) return undefined;
      const answer = await api.read(connection, method, { [argument]: id }, lookUpMs);
      return reading(object(answer[argument]));
    });
  }

  const keyOf = (connection: Connection, id: string) => `${connection.id} ${id}`;

  return {
    async person(connection, id) {
      // Bots (`B…`) say their name in each message.
      return id.startsWith('B') ? undefined : (await users.get(keyOf(connection, id)))?.author;
    },

    async withNames(connection, read) {
      const unknown: { memo: Memo<object>; key: string }[] = [];
      let isListWanted = false;
      const look = <Value extends object>(memo: Memo<Value>, id: string): Value | undefined => {
        const key = keyOf(connection, id);
        const known = memo.peek(key);
        if (!known) unknown.push({ memo, key });
        return known;
      };
      const names: Known = {
        user: (id) => (personId(id) ? look(users, id)?.name : undefined),
        channel: (id) => (conversationId(id) ? look(channels, id)?.name : undefined),
        emoji(name) {
          const list = emoji.peek(connection.id);
          isListWanted ||= !list;
          return list?.get(name);
        },
        file: (id) => (fileId(id) ? look(files, id) : undefined),
      };
      const first = read(names);
      if (unknown.length === 0 && !isListWanted) return first;
      const asked = unknown.slice(0, mostLookUps).map(({ memo, key }): Promise<unknown> => memo.get(key));
      if (isListWanted) asked.push(emoji.get(connection.id));
      await Promise.all(asked);
      return read(names);
    },

    async mail(connection, id) {
      return id.startsWith('B') ? undefined : (await users.get(keyOf(connection, id)))?.mail;
    },

    async byMail(connection, mail) {
      try {
        const answer = await api.read(connection, 'users.lookupByEmail', { email: mail });
        const user = object(answer['user']);
        return mailOf(user) === undefined ? undefined : personId(user?.['id']);
      } catch (error) {
        if (error instanceof DeliveryError && error.code === 'users_not_found') return undefined;
        throw error;
      }
    },
  };
}

interface Person {
  readonly author: Author;
  readonly name: string | undefined;
  readonly mail: string | undefined;
}

/** Of a person who is there, and of an address that was proven to be theirs ("User type"). */
function mailOf(user: Json | undefined): string | undefined {
  if (!user || user['deleted'] === true || user['is_bot'] === true || user['is_email_confirmed'] === false) {
    return undefined;
  }
  return text(object(user['profile'])?.['email']);
}

/** Where a file is opened is asked when it is opened. */
function withoutAddresses({ name, title, mimetype, size, mode, is_external }: Json): Json {
  return { name, title, mimetype, size, mode, is_external };
}

/** A person is shown by the display name they chose, else by their real name. */
export function authorOfUser(user: Json | undefined): Author | undefined {
  const id = personId(user?.['id']);
  if (!user || !id) return undefined;
  const profile = object(user['profile']) ?? {};
  const name =
    text(profile['display_name']) ?? text(profile['real_name']) ?? text(user['real_name']) ?? text(user['name']);
  const picture = pictureOf(profile, ['image_192', 'image_72', 'image_48']);
  return { id, kind: user['is_bot'] === true ? 'app' : 'person', ...(name && { name }), ...(picture && { picture }) };
}

/** The first of these fields that is a public https address. */
export function pictureOf(pictures: Json | undefined, fields: readonly string[]): string | undefined {
  return fields.map((field) => text(pictures?.[field])).find((url) => url?.startsWith('https://'));
}
