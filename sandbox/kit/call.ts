/** Between node:http and the router's values: a request becomes a Call, an Answer becomes bytes. */
import type { IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { parseMultipart } from './multipart.ts';
import type { Answer, Call } from './router.ts';

/** Above the largest upload that a platform takes (100 MB). */
const largestBody = 110 * 1024 * 1024;

/** The whole body; undefined after answering 413, or where the client went away. */
export async function readBody(request: IncomingMessage, response: ServerResponse): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > largestBody) {
        response.writeHead(413, { connection: 'close' });
        response.end();
        return undefined;
      }
      chunks.push(chunk);
    }
  } catch {
    return undefined;
  }
  return Buffer.concat(chunks);
}

const parseJson = (body: Buffer): unknown => {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
};

/** @param target path and query, still percent-encoded. */
export function callOf(method: string, target: string, headers: IncomingHttpHeaders, body: Buffer): Call {
  const flat = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  );
  const [path = '/', query = ''] = target.split(/\?(.*)/s);
  return {
    method,
    path,
    query: new URLSearchParams(query),
    headers: flat,
    body,
    params: {},
    json: () => parseJson(body),
    form: () => new URLSearchParams(body.toString('utf8')),
    multipart: () => parseMultipart(flat['content-type'] ?? '', body),
  };
}

/** @param now what the service's own clock says: every HTTP server that has one sends it (RFC 9110, "Date"). */
export function encodeAnswer(
  { headers = {}, body }: Answer,
  now: number,
): {
  readonly headers: OutgoingHttpHeaders & Record<string, string | string[]>;
  readonly body: Buffer;
} {
  const [bytes, type] = Buffer.isBuffer(body)
    ? [body, 'application/octet-stream']
    : typeof body === 'string'
      ? [Buffer.from(body), 'text/plain; charset=utf-8']
      : body === undefined
        ? [Buffer.alloc(0), undefined]
        : [Buffer.from(JSON.stringify(body)), 'application/json; charset=utf-8'];
  const given: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(headers))
    given[name.toLowerCase()] = typeof value === 'string' ? value : [...value];
  const typed = type === undefined ? {} : { 'content-type': type };
  const said = { date: new Date(now).toUTCString(), 'content-length': String(bytes.length) };
  return { headers: { ...said, ...typed, ...given }, body: bytes };
}
