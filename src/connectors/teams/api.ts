/**
 * Calls to Microsoft Graph with somebody's token: the service user's of a connection, or a person's own. The token goes
 * to Graph's origin and nowhere else; a link to the next page is followed only there. A token that Graph no longer takes
 * is renewed once.
 */
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { Paced } from '../../core/connector.ts';
import { DeliveryError } from '../../core/errors.ts';
import type { HttpRequest, HttpResponse, StreamResponse } from '../../core/ports.ts';
import type { Connection } from '../../core/records.ts';
import { seconds } from '../../core/time.ts';
import { type Effect, exchange, exchangeStream, type WireParts } from '../support/http.ts';
import { atOnce } from '../support/paced.ts';
import { graphFailure } from './errors.ts';
import type { Age } from './held-token.ts';

export const graphOrigin = 'https://graph.microsoft.com';
const version = '/v1.0';

export interface GraphCall {
  readonly method?: HttpRequest['method'];
  /** After the version: `/me`. */
  readonly path: string;
  /** Sent as JSON, unless it is bytes. */
  readonly body?: object | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
  /** A status that is as good as success: what was asked for is so already. */
  readonly alsoFine?: number;
  /** Where it is not what the method says: a POST that may be repeated freely. */
  readonly effect?: Effect;
  /** As of `HttpRequest`. */
  readonly deadlineMs?: number;
  /** For errors and metrics: a few words from a closed list. */
  readonly operation: string;
}

/** `Owner` is whose token is used: the service user of a connection where it is missing. */
export interface Graph<Owner = Connection> {
  /** Any answer that is neither success nor `alsoFine` throws. @throws DeliveryError; `gone` on 404. */
  call(owner: Owner, call: GraphCall): Promise<HttpResponse>;
  /** The JSON of a successful answer. */
  read<Answer>(owner: Owner, call: GraphCall): Promise<Answer>;
  /** A GET whose answer is a file: never held as a whole. @throws DeliveryError; `gone` on 404. */
  stream(owner: Owner, call: Pick<GraphCall, 'path' | 'operation'>, limit: number): Promise<StreamResponse>;
  /** A PUT of more bytes than other calls hold, which takes its time. @throws DeliveryError; `gone` on 404. */
  put(owner: Owner, call: Pick<GraphCall, 'path' | 'operation'>, bytes: Uint8Array): Promise<void>;
  /** The items of a collection, page by page, as far as the caller reads. @throws DeliveryError */
  pages<Item>(owner: Owner, call: GraphCall, paced?: Paced): AsyncGenerator<readonly Item[]>;
}

export interface GraphAccess<Owner> {
  take(owner: Owner, age: Age): Promise<string>;
  /** Whether the token in memory is old enough that renewing it may help. */
  spent(owner: Owner): boolean;
  /** Notes how a call went. */
  watch?<Result>(owner: Owner, call: () => Promise<Result>): Promise<Result>;
}

interface Page<Item> {
  readonly value?: readonly Item[];
  readonly '@odata.nextLink'?: unknown;
}

/** A collection that never ends is a fault of the other side, not a reason to read for ever. */
const mostPages = 400;
/** SharePoint answers once it has stored what was sent. */
const putDeadlineMs = seconds(30);
const longestPutAnswer = 64 * 1024;
const nothing = Buffer.alloc(0);

export function createGraph<Owner = Connection>(parts: WireParts, access: GraphAccess<Owner>): Graph<Owner> {
  async function attempt(owner: Owner, call: GraphCall, age: Age): Promise<HttpResponse> {
    const method = call.method ?? 'GET';
    const effect: Effect = call.effect ?? (method === 'POST' ? 'post' : 'repeatable');
    const token = await access.take(owner, age);
    const bytes = call.body instanceof Uint8Array;
    const request: HttpRequest = {
      method,
      url: `${graphOrigin}${version}${call.path}`,
      headers: {
        authorization: `Bearer ${token}`,
        ...(call.body && !bytes ? { 'content-type': 'application/json' } : {}),
        ...call.headers,
      },
      ...(call.body === undefined
        ? {}
        : { body: call.body instanceof Uint8Array ? call.body : JSON.stringify(call.body) }),
      ...(call.deadlineMs === undefined ? {} : { deadlineMs: call.deadlineMs }),
    };
    const response = await exchange(parts, request, { platform: 'teams', operation: call.operation, effect });
    if ((response.status >= 200 && response.status < 300) || response.status === call.alsoFine) return response;
    throw graphFailure(response, call.operation, effect, parts.clock.now());
  }

  /** With a new token where the one in memory is no longer taken. */
  async function renewing<Response>(owner: Owner, tried: (age: Age) => Promise<Response>): Promise<Response> {
    const attempted = async () => {
      try {
        return await tried({});
      } catch (error) {
        const expired = error instanceof DeliveryError && error.failure === 'unauthorized' && access.spent(owner);
        if (!expired) throw error;
        return tried({ youngerThanMs: 0 });
      }
    };
    return access.watch ? access.watch(owner, attempted) : attempted();
  }

  const call = (owner: Owner, wanted: GraphCall): Promise<HttpResponse> =>
    renewing(owner, (age) => attempt(owner, wanted, age));

  const stream: Graph<Owner>['stream'] = (owner, { path, operation }, limit) =>
    renewing(owner, async (age) => {
      const headers = { authorization: `Bearer ${await access.take(owner, age)}` };
      const request = { method: 'GET', url: `${graphOrigin}${version}${path}`, headers, limit } as const;
      const response = await exchangeStream(parts, request, { platform: 'teams', operation, effect: 'repeatable' });
      if (response.status === 200) return response;
      response.body.destroy();
      throw graphFailure({ ...response, body: nothing }, operation, 'repeatable', parts.clock.now());
    });

  const put: Graph<Owner>['put'] = (owner, { path, operation }, bytes) =>
    renewing(owner, async (age) => {
      const headers = {
        authorization: `Bearer ${await access.take(owner, age)}`,
        'content-type': 'application/octet-stream',
        'content-length': String(bytes.length),
      };
      const sent = { headers, body: Readable.from([bytes]), deadlineMs: putDeadlineMs, limit: longestPutAnswer };
      const request = { method: 'PUT', url: `${graphOrigin}${version}${path}`, ...sent } as const;
      const response = await exchangeStream(parts, request, { platform: 'teams', operation, effect: 'repeatable' });
      // A file is answered with what is known of it, an error with its code.
      const body = await buffer(response.body).catch(() => nothing);
      if (response.status >= 200 && response.status < 300) return;
      throw graphFailure({ ...response, body }, operation, 'repeatable', parts.clock.now());
    });

  async function read<Answer>(owner: Owner, wanted: GraphCall): Promise<Answer> {
    const response = await call(owner, wanted);
    try {
      return JSON.parse(response.body.toString('utf8')) as Answer;
    } catch (cause) {
      throw new DeliveryError('busy', 'unreadable_answer', { operation: wanted.operation, cause });
    }
  }

  async function* pages<Item>(owner: Owner, first: GraphCall, paced: Paced = atOnce): AsyncGenerator<readonly Item[]> {
    let path: string | undefined = first.path;
    for (let page = 0; path !== undefined; page += 1) {
      if (page === mostPages) throw new DeliveryError('refused', 'too_many_pages', { operation: first.operation });
      const call = { ...first, path };
      const answer = await paced(() => read<Page<Item>>(owner, call));
      yield answer.value ?? [];
      path = nextPath(answer['@odata.nextLink'], first.operation);
    }
  }

  return { call, read, stream, put, pages };
}

/** The path of a link that Graph gave, if it leads to Graph. @throws DeliveryError where it leads elsewhere. */
export function nextPath(link: unknown, operation: string): string | undefined {
  if (link === undefined || link === null) return undefined;
  const url = typeof link === 'string' && URL.canParse(link) ? new URL(link) : undefined;
  if (url?.origin !== graphOrigin || url.username || url.password || !url.pathname.startsWith(`${version}/`)) {
    throw new DeliveryError('refused', 'foreign_next_link', { operation });
  }
  return `${url.pathname.slice(version.length)}${url.search}`;
}
