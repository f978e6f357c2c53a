/**
 * People's accounts as the bot knows them: a mention in a message names the `29:` id, which the directory does not know
 * and the roster of the conversation does. "Get the roster or user profile"
 */
import type { ConversationId, PersonId } from '../../core/model.ts';
import type { Clock } from '../../core/ports.ts';
import type { Connection } from '../../core/records.ts';
import type { Connections } from '../support/connections.ts';
import { object, text } from '../support/json.ts';
import { createMemo } from '../support/memo.ts';
import { serviceUrlOf } from './facts.ts';
import { isGuid, parseConversationId, personId } from './ids.ts';
import type { BotClient } from './outbound.ts';

/** Ten thousand people: who is not among them is named and not mentioned. */
const mostPages = 20;
const pageSize = 500;

export interface Roster {
  /** Undefined where the person is not in the conversation, or Teams can't be asked: no message waits for this. */
  accountOf(connection: Connection, conversation: ConversationId, person: PersonId): Promise<string | undefined>;
}

interface Account {
  readonly id: string;
}

export function createRoster(bot: BotClient, connections: Connections, clock: Clock): Roster {
  const keyOf = (connection: string, conversation: string, person: string) => `${connection} ${conversation} ${person}`;

  const accounts = createMemo<Account>(clock, async (key) => {
    const [connectionId = '', conversation = '', person = ''] = key.split(' ');
    const connection = await connections.byId(connectionId);
    if (!connection) return undefined;
    let found: Account | undefined;
    for await (const [member, account] of membersOf(bot, connection, conversation as ConversationId)) {
      if (member === person) found = account;
      // A page is paid for as a whole: who else is on it will be asked for soon.
      else accounts.set(keyOf(connectionId, conversation, member), account);
    }
    return found;
  });

  return {
    accountOf: async (connection, conversation, person) =>
      isGuid(person) ? (await accounts.get(keyOf(connection.id, conversation, person)))?.id : undefined,
  };
}

async function* membersOf(
  bot: BotClient,
  connection: Connection,
  conversation: ConversationId,
): AsyncGenerator<readonly [PersonId, Account]> {
  const { team, channel } = parseConversationId(conversation);
  const serviceUrl = serviceUrlOf(connection, team);
  const base = `v3/conversations/${encodeURIComponent(channel)}/pagedmembers?pageSize=${pageSize}`;
  let token: string | undefined = '';
  for (let page = 0; page < mostPages && token !== undefined; page++) {
    const path = token === '' ? base : `${base}&continuationToken=${encodeURIComponent(token)}`;
    const answer = await bot.call({ method: 'GET', serviceUrl, path, operation: 'roster' });
    const members = Array.isArray(answer['members']) ? answer['members'] : [];
    for (const member of members) {
      const fields = object(member);
      const id = text(fields?.['id']);
      const person = text(fields?.['aadObjectId']) ?? text(fields?.['objectId']);
      if (id && person) yield [personId(person), { id }];
    }
    token = text(answer['continuationToken']);
  }
}
