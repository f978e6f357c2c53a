/** Writes traffic as HTTP Archive 1.2, so that a third party can hold it against what the platforms publish. */
import { writeFileSync } from 'node:fs';
import { parseMultipart } from './multipart.ts';

export interface Exchange {
  /** graph, slack, webex…; `delivery` for a webhook to the product. */
  readonly platform: string;
  /** Path and query as the real service would see them. */
  readonly path: string;
  /** Of the token used, where known. */
  readonly scopes?: readonly string[] | undefined;
  readonly startedAt: number;
  readonly method: string;
  readonly url: string;
  readonly requestHeaders: Readonly<Record<string, string | undefined>>;
  readonly requestBody: Buffer;
  readonly status: number;
  readonly responseHeaders: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly responseBody: Buffer;
}

export interface Recorder {
  add(exchange: Exchange): void;
  /** Writes everything recorded until now. */
  flush(): void;
}

const nameValues = (headers: Exchange['responseHeaders']) =>
  Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [value].flat().map((one) => ({ name, value: String(one) })),
  );

const isText = (type: string): boolean => /^text\/|json|xml|x-www-form-urlencoded|javascript/.test(type);

function postData(type: string, body: Buffer): object {
  if (body.length === 0) return {};
  const params = parseMultipart(type, body).map(({ name, filename, type: contentType, bytes }) =>
    filename === undefined
      ? { name, value: bytes.toString('utf8') }
      : { name, fileName: filename, contentType: contentType ?? '' },
  );
  return { postData: params.length > 0 ? { mimeType: type, params } : { mimeType: type, text: body.toString('utf8') } };
}

const content = (type: string, body: Buffer): object => ({
  size: body.length,
  mimeType: type,
  ...(isText(type) || body.length === 0
    ? { text: body.toString('utf8') }
    : { text: body.toString('base64'), encoding: 'base64' }),
});

function entryOf(exchange: Exchange): object {
  const url = new URL(exchange.url);
  const requestType = exchange.requestHeaders['content-type'] ?? '';
  const responseType =
    nameValues(exchange.responseHeaders).find(({ name }) => name.toLowerCase() === 'content-type')?.value ?? '';
  return {
    startedDateTime: new Date(exchange.startedAt).toISOString(),
    time: 0,
    _platform: exchange.platform,
    _path: exchange.path,
    ...(exchange.scopes === undefined ? {} : { _scopes: exchange.scopes }),
    request: {
      method: exchange.method,
      url: exchange.url,
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: nameValues(exchange.requestHeaders),
      queryString: [...url.searchParams].map(([name, value]) => ({ name, value })),
      ...postData(requestType, exchange.requestBody),
      headersSize: -1,
      bodySize: exchange.requestBody.length,
    },
    response: {
      status: exchange.status,
      statusText: '',
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: nameValues(exchange.responseHeaders),
      content: content(responseType, exchange.responseBody),
      redirectURL: '',
      headersSize: -1,
      bodySize: exchange.responseBody.length,
    },
    cache: {},
    timings: { send: 0, wait: 0, receive: 0 },
  };
}

/** @param file is written anew. */
export function createRecorder(file: string): Recorder {
  const entries: object[] = [];
  return {
    add(exchange) {
      entries.push(entryOf(exchange));
    },
    flush() {
      const log = { version: '1.2', creator: { name: 'Mio sandbox', version: '1' }, entries };
      writeFileSync(file, JSON.stringify({ log }));
    },
  };
}
