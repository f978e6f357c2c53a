/**
 * Calls to Webex's REST API with the relay person's token. The token goes to one origin alone: a link to the next page
 * that points anywhere else is not followed.
 */
import type { Paced } from '../../core/connector.ts';
import { DeliveryError } from '../../core/errors.ts';
import type { HttpRequest, HttpResponse } from '../../core/ports.ts';
import type { Connection } from '../../core/records.ts';
import type { HealthBook } from '../support/health.ts';
import { type Effect, exchange, postDeadlineMs, type WireParts } from '../support/http.ts';
import { type Json, objects, parseObject } from '../support/json.ts';
import { atOnce } from '../support/paced.ts';
import { type Operation, webexError } from './errors.ts';
import type { WebexTokens } from './tokens.ts';

const origin = 'https://webexapis.com';
const version = '/v1/';
export const base = `${origin}${version}`;
/** A list that goes on for longer than this is a fault of the other side. */
const mostPages = 200;

export interface WebexCall {
  readonly operation: Operation;
  readonly method?: HttpRequest['method'];
  /** After the version: `messages/{id}`, escaped by the caller, with its query. */
  readonly path: string;
  readonly body?: Json;
  readonly deadlineMs?: number;
}

export interface WebexApi {
  /** The JSON of a successful answer. @throws DeliveryError */
  call(connection: Connection, call: WebexCall): Promise<Json>;
  /** Deletes. @throws DeliveryError; `gone` where there is nothing, or nothing that the relay person may see */
  drop(connection: Connection, path: string): Promise<void>;
  /** The items of a list, page by page, as far as the caller reads. @throws DeliveryError */
  pages(connection: Connection, call: WebexCall, paced?: Paced): AsyncGenerator<readonly Json[]>;
}

export function createWebexApi(parts: WireParts, tokens: WebexTokens, health: HealthBook): WebexApi {
  function attempt(call: WebexCall, token: string): Promise<HttpResponse> {
    const effect: Effect = call.operation === 'post' ? 'post' : 'repeatable';
    const request: HttpRequest = {
      method: call.method ?? 'GET',
      url: `${base}${call.path}`,
      headers: { authorization: `Bearer ${token}`, ...(call.body && { 'content-type': 'application/json' }) },
      ...(call.body && { body: JSON.stringify(call.body) }),
      ...(effect === 'post' && { deadlineMs: postDeadlineMs }),
      ...(call.deadlineMs !== undefined && { deadlineMs: call.deadlineMs }),
    };
    return exchange(parts, request, { platform: 'webex', operation: call.operation, effect });
  }

  function send(connection: Connection, call: WebexCall): Promise<HttpResponse> {
    return health.watch(connection.id, async () => {
      const token = await tokens.access(connection);
      const first = await attempt(call, token);
      // 401 says for certain that nothing was done, so that even a post may follow with a new token.
      const response = first.status === 401 ? await attempt(call, await tokens.renew(connection, token)) : first;
      if (response.status >= 200 && response.status < 300) return response;
      throw webexError(call.operation, response, parts.clock.now());
    });
  }

  return {
    async call(connection, call) {
      const response = await send(connection, call);
      const answer = parseObject(response.body.toString('utf8'));
      if (answer) return answer;
      throw unreadable(call.operation);
    },

    async drop(connection, path) {
      await send(connection, { operation: 'remove', method: 'DELETE', path });
    },

    async *pages(connection, call, paced = atOnce) {
      let path: string | undefined = call.path;
      for (let page = 0; path !== undefined; page += 1) {
        if (page === mostPages)
          throw new DeliveryError('busy', 'too_many_pages', { operation: `webex ${call.operation}` });
        const next = { ...call, path };
        const response = await paced(() => send(connection, next));
        const answer = parseObject(response.body.toString('utf8'));
        if (!answer) throw unreadable(call.operation);
        yield objects(answer['items']);
        path = nextPath(response.headers['link'], call);
      }
    },
  };
}

function unreadable(operation: Operation): DeliveryError {
  return new DeliveryError(operation === 'post' ? 'doubt' : 'busy', 'unreadable_answer', {
    operation: `webex ${operation}`,
  });
}

/**
 * The path of `rel="next"` of a `Link` header ("REST API Basics: Pagination"), same origin and same list only.
 * @throws DeliveryError where it leads elsewhere.
 */
export function nextPath(
  header: string | string[] | undefined,
  call: Pick<WebexCall, 'path' | 'operation'>,
): string | undefined {
  const links = (Array.isArray(header) ? header.join(',') : (header ?? '')).matchAll(/<([^<>]*)>([^<]*)/g);
  const next = [...links].find(([, , rest]) => /;\s*rel="?next"?/i.test(rest ?? ''))?.[1];
  if (next === undefined) return undefined;
  const list = new URL(call.path, base);
  const url = URL.canParse(next, list.href) ? new URL(next, list.href) : undefined;
  if (url?.origin !== list.origin || url.pathname !== list.pathname) {
    throw new DeliveryError('refused', 'foreign_link', { operation: `webex ${call.operation}` });
  }
  return `${url.pathname.slice(version.length)}${url.search}`;
}
