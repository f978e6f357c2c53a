/**
 * Calls to Slack's Web API on the way of every message. Slack's own client costs several times as much, retries posts
 * and waits in queues of its own, so it serves consent and administration alone (install.ts).
 */
import type { Paced } from '../../core/connector.ts';
import { DeliveryError } from '../../core/errors.ts';
import type { HttpRequest, HttpResponse } from '../../core/ports.ts';
import type { Connection } from '../../core/records.ts';
import type { HealthBook } from '../support/health.ts';
import { type Effect, exchange, postDeadlineMs, retryAfterMs, type WireParts } from '../support/http.ts';
import { type Json, object, parseObject, text } from '../support/json.ts';
import { atOnce } from '../support/paced.ts';
import type { Credentials } from '../support/token.ts';
import { slackError } from './errors.ts';

export const apiUrl = 'https://slack.com/api/';
/** A list that never ends is a fault of the other side, not a reason to read for ever. */
const mostPages = 400;

export interface SlackApi {
  /** A method that changes something: arguments as JSON. @throws DeliveryError */
  write(connection: Connection, method: string, args: Json, effect: Effect): Promise<Json>;
  /** The same for a method that takes nothing but a form. @throws DeliveryError */
  submit(connection: Connection, method: string, args: Readonly<Record<string, string>>, effect: Effect): Promise<Json>;
  /**
   * A method that changes something, and may be repeated, as a person with a token of their own: what becomes of it says
   * nothing of the connection. @throws DeliveryError
   */
  act(token: string, method: string, args: Json): Promise<Json>;
  /** A method that reads: arguments in the query. @throws DeliveryError */
  read(
    connection: Connection,
    method: string,
    args: Readonly<Record<string, string>>,
    deadlineMs?: number,
  ): Promise<Json>;
  /** All pages of a reading method. @throws DeliveryError */
  pages(
    connection: Connection,
    method: string,
    args: Readonly<Record<string, string>>,
    paced?: Paced,
  ): AsyncIterable<Json>;
}

export function createSlackApi(parts: WireParts, credentials: Credentials, health: HealthBook): SlackApi {
  async function send(token: string, method: string, request: HttpRequest, effect: Effect): Promise<Json> {
    const headers = { ...request.headers, authorization: `Bearer ${token}` };
    const response = await exchange(parts, { ...request, headers }, { platform: 'slack', operation: method, effect });
    return answerOf(response, `slack ${method}`, effect, parts.clock.now());
  }

  async function call(connection: Connection, method: string, request: HttpRequest, effect: Effect): Promise<Json> {
    return health.watch(connection.id, async () => {
      const token = await credentials.open(connection, 'token');
      try {
        return await send(token, method, request, effect);
      } catch (error) {
        if (error instanceof DeliveryError && error.failure === 'unauthorized') credentials.forget(connection.id);
        throw error;
      }
    });
  }

  const asJson = (method: string, args: Json): HttpRequest => ({
    method: 'POST',
    url: `${apiUrl}${method}`,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(args),
  });

  const read: SlackApi['read'] = (connection, method, args, deadlineMs) => {
    const url = `${apiUrl}${method}?${new URLSearchParams(args)}`;
    const request: HttpRequest = { method: 'GET', url, ...(deadlineMs === undefined ? {} : { deadlineMs }) };
    return call(connection, method, request, 'repeatable');
  };

  return {
    write(connection, method, args, effect) {
      const request = { ...asJson(method, args), ...(effect === 'post' && { deadlineMs: postDeadlineMs }) };
      return call(connection, method, request, effect);
    },
    act: (token, method, args) => send(token, method, asJson(method, args), 'repeatable'),
    submit(connection, method, args, effect) {
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      const body = String(new URLSearchParams(args));
      return call(connection, method, { method: 'POST', url: `${apiUrl}${method}`, headers, body }, effect);
    },
    read,
    async *pages(connection, method, args, paced = atOnce) {
      let cursor = '';
      for (let asked = 0; asked === 0 || cursor !== ''; asked += 1) {
        if (asked === mostPages) throw new DeliveryError('refused', 'too_many_pages', { operation: `slack ${method}` });
        const wanted = cursor === '' ? args : { ...args, cursor };
        const page = await paced(() => read(connection, method, wanted));
        yield page;
        const next = nextCursor(page);
        if (next !== '' && next === cursor) throw slackError('invalid_cursor', `slack ${method}`, 'repeatable');
        cursor = next;
      }
    },
  };
}

/** Paging ends where the cursor is empty or missing; a short page is not the end ("Pagination"). */
function nextCursor(page: Json): string {
  return text(object(page['response_metadata'])?.['next_cursor']) ?? '';
}

function answerOf(response: HttpResponse, operation: string, effect: Effect, now: number): Json {
  if (response.status === 429) {
    throw slackError('ratelimited', operation, effect, retryAfterMs(response.headers, now));
  }
  const answer = parseObject(response.body.toString('utf8'));
  if (answer?.['ok'] === true && response.status === 200) return answer;
  const code = text(answer?.['error']);
  if (code !== undefined) throw slackError(code, operation, effect);
  // Neither yes nor no. Slack itself answers 200 to everything but floods: what stands here never got through to it,
  // unless the answer was broken on its way back.
  const lost = response.status === 200 || response.status >= 500;
  const failure = lost && effect === 'post' ? 'doubt' : 'busy';
  throw new DeliveryError(failure, `http_${response.status}`, { operation });
}
