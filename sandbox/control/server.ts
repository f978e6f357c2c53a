/**
 * Serves the control API and the page. Whoever reaches it may do anything in this world, so it answers only on loopback,
 * under a loopback name (a rebound DNS name is refused), and never to another site's page.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody } from '../kit/call.ts';
import type { PlainHandler } from '../kit/kit.ts';
import { compilePattern, matchPattern } from '../kit/match.ts';
import { ControlError } from './errors.ts';
import { streamLedger } from './events.ts';
import { describeControl } from './openapi.ts';
import { readPage } from './page.ts';
import { type ControlAnswer, controlRoutes, describeFailure } from './routes.ts';
import type { ControlledWorld } from './world.ts';

const compiled = controlRoutes.map((route) => ({
  route,
  pattern: compilePattern(route.path),
}));

function refuseStrangers({ headers }: IncomingMessage): void {
  const host = headers.host ?? '';
  if (!/^(127\.0\.0\.1|localhost)(:\d+)?$/.test(host)) {
    throw new ControlError(403, 'forbidden_host', 'The sandbox is reached as 127.0.0.1 or localhost.');
  }
  if (headers.origin !== undefined && headers.origin !== `http://${host}`) {
    throw new ControlError(403, 'forbidden_origin', 'Pages of other sites may not use the sandbox.');
  }
}

const parse = (text: string): unknown => {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw new ControlError(400, 'bad_json', 'The body is not JSON.');
  }
};

async function answerControl(world: ControlledWorld, url: URL, method: string, text: string): Promise<ControlAnswer> {
  const there = compiled.flatMap(({ route, pattern }) => {
    const params = matchPattern(pattern, url.pathname);
    return params ? [{ route, params }] : [];
  });
  const found = there.find(({ route }) => route.method === method);
  if (found) return found.route.answer(world, { query: url.searchParams, params: found.params, body: parse(text) });
  if (there.length > 0)
    throw new ControlError(405, 'method_not_allowed', `Use ${there.map(({ route }) => route.method).join(' or ')}.`);
  throw new ControlError(404, 'not_found', 'No such call; /_sandbox/openapi.json describes those there are.');
}

/** @param pageFolder where the built page lies. */
export function createControl(world: ControlledWorld, pageFolder: string): PlainHandler {
  const send = (response: ServerResponse, { status, type, body }: ControlAnswer) => {
    response.writeHead(status, {
      'content-type': type,
      'cache-control': 'no-store',
      'content-length': Buffer.byteLength(body),
    });
    response.end(body);
  };
  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    refuseStrangers(request);
    const url = URL.parse(request.url ?? '/', world.kit.url);
    if (!url) throw new ControlError(400, 'bad_address', 'That is not an address.');
    const method = request.method === 'HEAD' ? 'GET' : (request.method ?? 'GET');
    if (method === 'GET' && url.pathname === '/_sandbox/events') {
      const after = request.headers['last-event-id'] ?? url.searchParams.get('after') ?? undefined;
      return streamLedger(world, response, after === undefined ? undefined : Number(after) || 0);
    }
    if (method === 'GET' && url.pathname === '/_sandbox/openapi.json') {
      const description = JSON.stringify(describeControl(controlRoutes, world.kit.url));
      return send(response, { status: 200, type: 'application/json; charset=utf-8', body: description });
    }
    if (method === 'GET' && !url.pathname.startsWith('/_sandbox/')) {
      const file = await readPage(pageFolder, url.pathname);
      if (!file) throw new ControlError(404, 'not_found', 'Nothing is here. The page is at /.');
      response.writeHead(file.status, file.headers);
      response.end(file.body);
      return;
    }
    const body = await readBody(request, response);
    if (body) send(response, await answerControl(world, url, method, body.toString('utf8')));
  };
  return (request, response) => {
    handle(request, response).catch((cause: unknown) => send(response, describeFailure(cause)));
  };
}
