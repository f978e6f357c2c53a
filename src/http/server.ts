/** restify's routes: webhooks, the API, the pages of connecting, pictures, health and metrics. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import restify, { type Request, type Response } from 'restify';
import type { SignInPages } from '../core/bot/sign-in.ts';
import type { Connections } from '../core/channels/connections.ts';
import { StoreUnavailableError, UserError } from '../core/errors.ts';
import { platforms } from '../core/model.ts';
import type { Log } from '../core/ports.ts';
import { type ApiParts, apiRoutes, serveApi } from './api.ts';
import { askerOf } from './asker.ts';
import { assetHeaders, invitationScript, signInScripts } from './assets.ts';
import { BrokenOffError, readBody } from './body.ts';
import type { ErrorAnswer, HealthAnswer } from './contract.ts';
import type { Files } from './files.ts';
import { homePage } from './home.ts';
import type { InvitationPages } from './invitation.ts';
import { legalPage, legalPages } from './legal.ts';
import type { MetricsRegistry } from './metrics.ts';
import { callbackPage, type PageAnswer, startPage } from './oauth.ts';
import type { PictureSource } from './pictures.ts';
import { signInReturnPage, signInStartPage } from './sign-in.ts';
import { broughtBack, type Visit } from './visit.ts';
import { serveWebhook, type WebhookParts, webhookAt } from './webhooks.ts';

declare module 'restify' {
  interface Server {
    /** Missing from its types: handlers that come before anything else; `false` ends the request there ("Server API"). */
    first(handler: (request: IncomingMessage, response: ServerResponse) => boolean): this;
  }
}

export interface ServerParts extends WebhookParts {
  readonly api: ApiParts;
  readonly connections: Connections;
  readonly signIn: SignInPages;
  readonly invitation: InvitationPages;
  readonly pictures: PictureSource;
  readonly files: Pick<Files, 'answer' | 'send' | 'knows' | 'returned'>;
  readonly metrics: MetricsRegistry;
  readonly health: () => HealthAnswer;
  /** Brings gauges up to date before they are read. */
  readonly gauges: () => void;
  readonly log: Log;
  /** Cookies are sent over https alone; false only where the sandbox's browser speaks http to loopback. */
  readonly secure: boolean;
  /** The origin of a page that stands for Teams: the sandbox's. In production Teams itself is the only host. */
  readonly teamsHost?: string;
}

/** Slow clients are cut off; so are crowds. Node looks every half a minute otherwise, and keeps its promises that late. */
const limits = {
  headersTimeout: 10_000,
  requestTimeout: 15_000,
  keepAliveTimeout: 65_000,
  connectionsCheckingInterval: 1_000,
  maxConnections: 2_000,
} as const;
const apiBodyCap = 256 * 1024;
/** A code, and what is to be done with it. */
const lookBodyCap = 1_024;

export interface HttpServer {
  listen(port: number, host: string): Promise<number>;
  close(): Promise<void>;
}

export function createServer(parts: ServerParts): HttpServer {
  const server = restify.createServer({ name: 'mio', ignoreTrailingSlash: false });
  Object.assign(server.server, limits);
  // restify's own listener takes such a connection out of Node's hands, and so out of every limit, and answers nothing.
  server.server.removeAllListeners('upgrade');
  type Handler = (request: Request, response: Response) => Promise<void>;
  const guarded = (handler: Handler) => (request: Request, response: Response, next: (error?: unknown) => void) => {
    handler(request, response)
      .catch((err) => {
        const stalled = err instanceof StoreUnavailableError;
        const route = request.getRoute()?.path;
        if (stalled) parts.log.warn({ route, err }, 'a request has to come again');
        // Anybody can go away as often as they like: that is nothing to look into.
        else if (!(err instanceof BrokenOffError)) parts.log.error({ route, err }, 'a request failed');
        if (!response.headersSent) response.writeHead(stalled ? 503 : 500, stalled ? { 'retry-after': '1' } : {});
        response.end();
      })
      .finally(() => next(false));
  };

  // Nearly every request is a webhook: they are served before restify does any work of its own on a request.
  server.first((request, response) => {
    const hook = webhookAt(request.url ?? '');
    if (hook) void serveWebhook(parts, hook, request, response);
    return hook === undefined;
  });

  for (const route of apiRoutes) {
    const handler = guarded(async (request, response) => {
      const key = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1];
      const call = { parameters: request.params ?? {}, key, body: () => jsonOf(request) };
      const { status, body, headers } = await serveApi(parts.api, route, call);
      sendJson(response, status, body, headers);
    });
    if (route.method === 'GET') server.get(route.path, handler);
    else if (route.method === 'POST') server.post(route.path, handler);
    else if (route.method === 'PUT') server.put(route.path, handler);
    else server.del(route.path, handler);
  }

  for (const platform of platforms) {
    server.get(
      `/oauth/${platform}/start`,
      guarded(async (request, response) =>
        sendPage(response, await startPage(parts.connections, platform, visitOf(request))),
      ),
    );
    server.get(
      `/oauth/${platform}/callback`,
      guarded(async (request, response) => {
        const visit = visitOf(request);
        const state = visit.query.get('state') ?? '';
        // A platform knows one way back, for connections and for people; Microsoft's leads to their files too.
        if (platform === 'teams' && parts.files.knows(state)) {
          return sendPage(response, await parts.files.returned(broughtBack(visit), visit.languages));
        }
        if (await parts.invitation.knows(platform, state)) {
          return sendPage(response, await parts.invitation.returned(platform, broughtBack(visit), visit.languages));
        }
        const answer = (await parts.signIn.knows(platform, state))
          ? signInReturnPage(parts.signIn, visit)
          : callbackPage(parts.connections, platform, visit);
        sendPage(response, await answer);
      }),
    );
  }

  server.get(
    '/sign-in/start',
    guarded(async (request, response) => sendPage(response, await signInStartPage(parts.signIn, visitOf(request)))),
  );

  server.get(
    '/invitation',
    guarded(async (request, response) => sendPage(response, parts.invitation.page(request.headers['accept-language']))),
  );

  for (const question of ['look', 'prove'] as const) {
    server.post(
      `/invitation/${question}`,
      guarded(async (request, response) => {
        if (!isJson(request)) return sendJson(response, 403, notOurPage);
        const bytes = await readBody(request, lookBodyCap);
        const asked = bytes && parseJson(bytes)?.value;
        const { status, headers, body } = await parts.invitation[question](askerOf(request), asked);
        sendJson(response, status, body, headers);
      }),
    );
  }

  server.get(
    '/',
    guarded(async (request, response) => sendPage(response, homePage(request.headers['accept-language']))),
  );

  for (const name of legalPages) {
    server.get(
      `/${name}`,
      guarded(async (request, response) => sendPage(response, legalPage(name, request.headers['accept-language']))),
    );
  }

  for (const { path, bytes } of [...signInScripts, invitationScript]) {
    server.get(
      path,
      guarded(async (_, response) => sendBytes(response, 200, assetHeaders, bytes)),
    );
  }

  // A wildcard, because the router cuts parameters off at 100 characters.
  server.get(
    '/pictures/*',
    guarded(async (request, response) => {
      const picture = await parts.pictures(String(request.params?.['*'] ?? ''));
      if (picture === 'none') return sendBytes(response, 404, {}, '');
      if (picture === 'later')
        return sendBytes(response, 503, { 'retry-after': '60', 'cache-control': 'no-store' }, '');
      const headers = {
        'content-type': picture.type,
        'cache-control': 'public, max-age=86400',
        'x-content-type-options': 'nosniff',
        'content-security-policy': "default-src 'none'; sandbox",
      };
      sendBytes(response, 200, headers, picture.bytes);
    }),
  );

  server.get(
    '/files/*',
    guarded(async (request, response) => {
      const { query, cookies, languages } = visitOf(request);
      const token = String(request.params?.['*'] ?? '');
      const answer = await parts.files.answer({ token, query, cookies, languages, address: askerOf(request) });
      if ('file' in answer) await parts.files.send(response, answer);
      else sendPage(response, answer);
    }),
  );

  server.get(
    '/healthz',
    guarded(async (_, response) => {
      const health = parts.health();
      sendJson(response, health.status === 'ready' || health.status === 'degraded' ? 200 : 503, health);
    }),
  );

  server.get(
    '/metrics',
    guarded(async (_, response) => {
      parts.gauges();
      sendBytes(response, 200, { 'content-type': parts.metrics.contentType }, await parts.metrics.text());
    }),
  );

  function visitOf(request: Request): Visit {
    const { cookie, 'accept-language': languages } = request.headers;
    const { secure, teamsHost } = parts;
    const visit = { query: queryOf(request), cookies: cookie, languages, secure };
    return teamsHost === undefined ? visit : { ...visit, teamsHost };
  }

  return {
    listen: (port, host) =>
      new Promise((resolve, reject) => {
        server.server.once('error', reject);
        server.server.listen(port, host, () => resolve((server.server.address() as AddressInfo).port));
      }),
    close: () =>
      new Promise((resolve) => {
        // Connections that were busy a moment ago are idle the next, and would be kept alive for their owners' sake.
        const idle = setInterval(() => server.server.closeIdleConnections(), 50);
        server.server.close(() => {
          clearInterval(idle);
          resolve();
        });
      }),
  };
}

const queryOf = (request: Request): URLSearchParams => new URLSearchParams((request.url ?? '').split('?', 2)[1] ?? '');

/** @throws UserError where it is no JSON, or too much of it; BrokenOffError */
async function jsonOf(request: Request): Promise<unknown> {
  const body = await readBody(request, apiBodyCap);
  const parsed = body && parseJson(body);
  if (!parsed) {
    const advice = 'Send a JSON object of at most 256 KiB.';
    throw new UserError('bad_request', 'body is not JSON, or too large', advice);
  }
  return parsed.value;
}

/**
 * A form on somebody else's page sends no JSON, and a script there only after it was allowed to ("CORS", preflight),
 * which nobody is: what says that it is JSON came from Mio's own page, or from no browser.
 */
const isJson = ({ headers }: IncomingMessage): boolean =>
  /^application\/json *(;|$)/i.test(headers['content-type'] ?? '');

const notOurPage: ErrorAnswer = {
  error: {
    code: 'forbidden',
    message: 'not asked by Mio’s own page',
    advice: 'Open the link of the invitation. A program sends “Content-Type: application/json”.',
  },
};

/** An empty body is no value; undefined means that it is not JSON. */
function parseJson(body: Buffer): { value: unknown } | undefined {
  if (body.length === 0) return { value: undefined };
  try {
    return { value: JSON.parse(body.toString('utf8')) };
  } catch {
    return undefined;
  }
}

function sendJson(
  response: Response,
  status: number,
  body: unknown,
  more: Readonly<Record<string, string>> = {},
): void {
  sendBytes(
    response,
    status,
    {
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      ...more,
    },
    JSON.stringify(body),
  );
}

const sendPage = (response: Response, { status, headers, body }: PageAnswer): void =>
  sendBytes(response, status, headers, body);

/** restify's writeHead answers nothing, unlike node's: it can't be chained. */
function sendBytes(
  response: Response,
  status: number,
  headers: Readonly<Record<string, string>>,
  body: string | Buffer,
): void {
  response.writeHead(status, headers);
  response.end(body);
}
