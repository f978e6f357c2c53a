/**
 * What a channel says about its messages now. History tells of roots alone and hides when a thread was last written to
 * in the root ("conversations.history"), so that finding late replies means looking back over old roots too. An edit of
 * an old reply in a quiet thread can't be seen this way at all.
 */
import type { ListedMessage, Paced } from '../../core/connector.ts';
import { DeliveryError } from '../../core/errors.ts';
import type { MessageId, MessageRef, Place, SourceState } from '../../core/model.ts';
import type { Connection } from '../../core/records.ts';
import { type Json, object, objects, text } from '../support/json.ts';
import type { SlackApi } from './api.ts';
import { messageId, microseconds, milliseconds, timestamp } from './ids.ts';
import { identityOf, type Reading, readMessage } from './message.ts';
import type { SlackPeople } from './people.ts';
import { reactionsOf } from './reactions.ts';
import type { Threads } from './threads.ts';

/** A thread is looked into if its root is not older than this, before `since`. */
const threadsLiveMs = 7 * 24 * 60 * 60_000;
const pageSize = '200';

export interface History {
  fetch(connection: Connection, ref: MessageRef, root: MessageId | null): Promise<SourceState | undefined>;
  list(connection: Connection, place: Place, since: number, paced?: Paced): AsyncIterable<ListedMessage>;
}

export function createHistory(api: SlackApi, people: SlackPeople, threads: Threads): History {
  function read(connection: Connection, message: Json): Promise<Reading> {
    const identity = identityOf(connection);
    return people.withNames(connection, (names) => {
      const reading = readMessage(message, identity, names);
      if (reading.is !== 'state' || reading.state.is !== 'present') return reading;
      return { ...reading, state: { ...reading.state, reactions: reactionsOf(message, identity.botUserId) } };
    });
  }

  async function single(connection: Connection, method: string, ref: MessageRef, root: MessageId | null) {
    const args = {
      channel: ref.conversation,
      oldest: ref.message,
      latest: ref.message,
      inclusive: 'true',
      limit: '10',
      ...(root !== null && { ts: root }),
    };
    try {
      const answer = await api.read(connection, method, args);
      return objects(answer['messages']).find((message) => message['ts'] === ref.message);
    } catch (error) {
      if (error instanceof DeliveryError && error.failure === 'gone') return undefined;
      throw error;
    }
  }

  async function collect(
    connection: Connection,
    method: string,
    args: Readonly<Record<string, string>>,
    paced: Paced | undefined,
  ) {
    const found: Json[] = [];
    for await (const page of api.pages(connection, method, { ...args, limit: pageSize }, paced)) {
      found.push(...objects(page['messages']));
    }
    return found;
  }

  /** A thread may vanish between two calls: then it has no replies. */
  async function replies(
    connection: Connection,
    channel: string,
    ts: string,
    oldest: string,
    paced: Paced | undefined,
  ): Promise<readonly Json[]> {
    try {
      return await collect(connection, 'conversations.replies', { channel, ts, oldest }, paced);
    } catch (error) {
      if (error instanceof DeliveryError && error.failure === 'gone') return [];
      throw error;
    }
  }

  return {
    async fetch(connection, ref, root) {
      // A reply whose root nobody knows is not in the history, but asking for its own thread answers it.
      const message =
        root === null
          ? ((await single(connection, 'conversations.history', ref, null)) ??
            (await single(connection, 'conversations.replies', ref, ref.message)))
          : await single(connection, 'conversations.replies', ref, root);
      if (!message) return undefined;
      const reading = await read(connection, message);
      return reading.is === 'state' ? reading.state : undefined;
    },

    async *list(connection, place, since, paced) {
      const channel = place.conversation;
      const oldest = timestamp(since);
      const from = { channel, oldest: timestamp(since - threadsLiveMs) };
      const roots = await collect(connection, 'conversations.history', from, paced);
      const found = new Map<MessageId, Json | null>();
      const listed: { readonly root: Json; readonly replies: readonly MessageId[] }[] = [];
      const take = (message: Json): MessageId | undefined => {
        const id = messageId(message['ts']);
        if (!id || changedAt(message, id) < since) return undefined;
        found.set(id, message);
        return id;
      };
      for (const root of roots) {
        take(root);
        if (latestReply(root) < since) continue;
        const known = threads.unchanged(place, root);
        for (const id of known ?? []) if (!found.has(id)) found.set(id, null);
        if (known) continue;
        const answers = await replies(connection, channel, text(root['ts']) ?? '', oldest, paced);
        const written = answers.filter(({ ts }) => ts !== root['ts']).map(take);
        listed.push({ root, replies: written.filter((id) => id !== undefined) });
      }
      // A root is older than its replies, so this order puts it before them.
      const ids = [...found.keys()].sort((one, other) => microseconds(one) - microseconds(other));
      for (const id of ids) {
        const message = found.get(id);
        const reading = message && (await read(connection, message));
        if (!reading) yield { message: id };
        else if (reading.is === 'state') yield { message: reading.message, state: reading.state };
      }
      for (const { root, replies } of listed) threads.listed(place, root, replies);
    },
  };
}

function changedAt(message: Json, id: MessageId): number {
  const edited = object(message['edited'])?.['ts'];
  return milliseconds(messageId(edited) ?? id);
}

function latestReply(message: Json): number {
  const latest = messageId(message['latest_reply']);
  return latest ? milliseconds(latest) : Number.NEGATIVE_INFINITY;
}
