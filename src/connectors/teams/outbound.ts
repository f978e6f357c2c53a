/**
 * Posting as the bot, by calls of our own: the Bot Framework's client would send a post up to four times when its answer
 * is lost. The bot's token goes to Teams' own service origins and nowhere else. "Send and receive messages with a bot"
 */
import type { Posted, PostOptions, Rendered } from '../../core/connector.ts';
import { DeliveryError } from '../../core/errors.ts';
import type { MessageId, MessageRef, PersonId, Place } from '../../core/model.ts';
import type { HttpRequest, HttpResponse } from '../../core/ports.ts';
import type { Connection } from '../../core/records.ts';
import type { HealthBook } from '../support/health.ts';
import { type Effect, exchange, postDeadlineMs, type WireParts } from '../support/http.ts';
import { type Json, parseObject, text } from '../support/json.ts';
import { botFailure } from './errors.ts';
import { serviceUrlOf } from './facts.ts';
import { pictureActivity } from './files-out.ts';
import { messageId, parseConversationId, parseMessageId, rootOf } from './ids.ts';
import { type PersonMention, withEntities } from './mentions-out.ts';
import type { Roster } from './roster.ts';
import type { BotTokens } from './tokens.ts';
import { isServiceUrl } from './verify.ts';

/** What `render` puts into a Rendered. */
export interface BotPayload {
  readonly html: string;
  /** Missing where nobody is mentioned. */
  readonly mentions?: readonly PersonMention[];
}

export interface BotCall {
  readonly method: HttpRequest['method'];
  readonly serviceUrl: string;
  /** After the service URL, without a slash in front. */
  readonly path: string;
  readonly body?: object;
  readonly operation: string;
}

export interface BotClient {
  /** @throws DeliveryError */
  call(call: BotCall): Promise<Json>;
}

export function createBotClient(parts: WireParts, tokens: BotTokens): BotClient {
  const effectOf = (call: BotCall): Effect => (call.method === 'POST' ? 'post' : 'repeatable');

  function attempt(call: BotCall, token: string): Promise<HttpResponse> {
    const effect = effectOf(call);
    const request: HttpRequest = {
      method: call.method,
      url: `${call.serviceUrl}${call.path}`,
      headers: {
        authorization: `Bearer ${token}`,
        accept: 'application/json',
        ...(call.body ? { 'content-type': 'application/json; charset=utf-8' } : {}),
      },
      ...(call.body ? { body: JSON.stringify(call.body) } : {}),
      ...(effect === 'post' ? { deadlineMs: postDeadlineMs } : {}),
    };
    return exchange(parts, request, { platform: 'teams', operation: call.operation, effect });
  }

  return {
    async call(call) {
      if (!isServiceUrl(call.serviceUrl)) {
        throw new DeliveryError('refused', 'foreign_service_url', { operation: call.operation });
      }
      const first = await attempt(call, await tokens.bot());
      // 401 is certain: nothing was done.
      const expired = first.status === 401 && tokens.botSpent();
      const response = expired ? await attempt(call, await tokens.bot({ youngerThanMs: 0 })) : first;
      if (response.status >= 200 && response.status < 300) return parseObject(response.body.toString('utf8')) ?? {};
      throw botFailure(response, call.operation, effectOf(call), parts.clock.now());
    },
  };
}

type Mentions = readonly PersonMention[];

export interface Outbound {
  post(connection: Connection, place: Place, rendered: Rendered, options: PostOptions): Promise<Posted>;
  edit(connection: Connection, ref: MessageRef, rendered: Rendered): Promise<void>;
  /** @throws DeliveryError `gone` or `refused` where the bot has no such message */
  remove(connection: Connection, ref: MessageRef): Promise<void>;
}

export function createOutbound(bot: BotClient, roster: Roster, health: HealthBook): Outbound {
  const textActivity = ({ html }: BotPayload) => ({ type: 'message', textFormat: 'xml', text: html });

  async function mentioning(connection: Connection, { conversation }: Place, html: string, mentions: Mentions) {
    const accounts = new Map<PersonId, string | undefined>();
    for (const { id } of mentions) accounts.set(id, await roster.accountOf(connection, conversation, id));
    return { type: 'message', textFormat: 'xml', ...withEntities(html, mentions, (person) => accounts.get(person)) };
  }

  const activity = (connection: Connection, place: Place, { payload }: Rendered) => {
    const { html, mentions } = payload as BotPayload;
    return mentions ? mentioning(connection, place, html, mentions) : textActivity({ html });
  };

  /** A thread is named after its root; an activity by its own id. */
  function address(connection: Connection, ref: MessageRef) {
    const { team, channel } = parseConversationId(ref.conversation);
    const { id } = parseMessageId(ref.message);
    const thread = encodeURIComponent(`${channel};messageid=${rootOf(ref.message)}`);
    return { serviceUrl: serviceUrlOf(connection, team), path: `v3/conversations/${thread}/activities/${id}` };
  }

  const send = (connection: Connection, place: Place, root: MessageId | null, made: object | Promise<object>) =>
    health.watch(connection.id, async () => {
      const sent = made instanceof Promise ? await made : made;
      const { team, channel } = parseConversationId(place.conversation);
      const serviceUrl = serviceUrlOf(connection, team);
      if (root === null) {
        const body = { isGroup: true, channelData: { channel: { id: channel } }, activity: sent };
        const operation = 'post';
        const answer = await bot.call({ method: 'POST', serviceUrl, path: 'v3/conversations', body, operation });
        return posted(idOfRoot(answer), null, operation);
      }
      const thread = rootOf(root);
      const path = `v3/conversations/${encodeURIComponent(`${channel};messageid=${thread}`)}/activities`;
      const operation = 'reply';
      const answer = await bot.call({ method: 'POST', serviceUrl, path, body: sent, operation });
      return posted(text(answer['id']), thread, operation);
    });

  return {
    post(connection, place, rendered, { root, open }) {
      if (!rendered.files) return send(connection, place, root, activity(connection, place, rendered));
      // That a file can't be had at its source says nothing about Teams.
      return pictureActivity(rendered, open).then((picture) => send(connection, place, root, picture));
    },

    edit: (connection, ref, rendered) =>
      health.watch(connection.id, async () => {
        const body = { ...(await activity(connection, ref, rendered)), id: parseMessageId(ref.message).id };
        await bot.call({ method: 'PUT', ...address(connection, ref), body, operation: 'edit' });
      }),

    remove: (connection, ref) =>
      health.watch(connection.id, async () => {
        await bot.call({ method: 'DELETE', ...address(connection, ref), operation: 'remove' });
      }),
  };
}

/** `{id: "19:…;messageid=X", activityId: "X"}`: the activity id, or the one that the thread is named after. */
const idOfRoot = (answer: Json): string | undefined =>
  text(answer['activityId']) ?? text(answer['id'])?.split(';messageid=')[1];

/** Posted it was; where the answer does not say under which id, only a look at the channel can tell. */
export function posted(id: string | undefined, root: string | null, operation: string): Posted {
  if (id === undefined || !/^[0-9]{1,16}$/.test(id)) throw new DeliveryError('doubt', 'no_message_id', { operation });
  const message: MessageId = messageId({ root, id });
  return { message, at: Number(id) };
}
