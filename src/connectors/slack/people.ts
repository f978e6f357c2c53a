/**
 * Names and pictures of Slack people ("users.info") and names of channels ("conversations.info"), remembered for an
 * hour; what Slack does not tell, for a minute.
 */
import type { Author, PersonId } from '../../core/model.ts';
import type { Clock } from '../../core/ports.ts';
import type { Connection } from '../../core/records.ts';
import type { Connections } from '../support/connections.ts';
import { type Json, object, text } from '../support/json.ts';
import { createMemo, type Memo } from '../support/memo.ts';
import type { SlackApi } from './api.ts';
import { conversationId, personId } from './ids.ts';
import type { Names } from './markup-names.ts';

/** Webhooks wait for names, and Slack for the webhook's answer: a slow look-up is given up early. */
const lookUpMs = 1_000;
/** More than this in one message are shown without their names. */
const mostLookUps = 20;

export interface SlackPeople {
  person(connection: Connection, id: PersonId): Promise<Author | undefined>;
  /** Reads a message with the names that are known; where some are not, asks Slack for them and reads again. */
  withNames<Result>(connection: Connection, read: (names: Names) => Result): Promise<Result>;
}

export function createSlackPeople(api: SlackApi, connections: Connections, clock: Clock): SlackPeople {
  const users = remembering('users.info', 'user', authorOfUser);
  const channels = remembering('conversations.info', 'channel', (channel) => {
    const name = text(channel?.['name']);
    return name === undefined ? undefined : { name };
  });

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
      return id.startsWith('B') ? undefined : users.get(keyOf(connection, id));
    },

    async withNames(connection, read) {
      const unknown: { memo: Memo<Author> | Memo<{ name: string }>; key: string }[] = [];
      const nameOf = (memo: Memo<Author> | Memo<{ name: string }>, id: string) => {
        const key = keyOf(connection, id);
        const known = memo.peek(key);
        if (!known) unknown.push({ memo, key });
        return known?.name;
      };
      const names: Names = {
        user: (id) => (personId(id) ? nameOf(users, id) : undefined),
        channel: (id) => (conversationId(id) ? nameOf(channels, id) : undefined),
      };
      const first = read(names);
      if (unknown.length === 0) return first;
      await Promise.all(unknown.slice(0, mostLookUps).map(({ memo, key }) => memo.get(key)));
      return read(names);
    },
  };
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
