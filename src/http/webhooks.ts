/** The addresses that platforms call. An answer of success is given only after the events are durable. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Connector, InboundEvent, PlaceChange, WebhookReply, WebhookRequest } from '../core/connector.ts';
import { StoreUnavailableError } from '../core/errors.ts';
import type { Platform } from '../core/model.ts';
import type { Log, Metrics } from '../core/ports.ts';
import { BrokenOffError, readBody } from './body.ts';

export interface WebhookParts {
  readonly connectors: Readonly<Record<Platform, Connector>>;
  /** Makes events durable. @throws StoreUnavailableError within a second */
  readonly accept: (events: readonly InboundEvent[]) => Promise<void>;
  /** Makes what became of a conversation durable. @throws StoreUnavailableError within a second */
  readonly takeChange: (change: PlaceChange) => Promise<void>;
  readonly metrics: Metrics;
  readonly log: Log;
}

export interface WebhookRoute {
  readonly path: string;
  readonly platform: Platform;
  readonly route: WebhookRequest['route'];
  /** Bytes. */
  readonly cap: number;
}

const mebibyte = 1024 * 1024;
const onlyPost: WebhookReply = { status: 405, headers: { allow: 'POST' } };

/** Stable: administrators enter these at the platforms. */
export const webhookRoutes: readonly WebhookRoute[] = [
  { path: '/api/messages', platform: 'teams', route: 'messages', cap: mebibyte },
  { path: '/webhooks/graph', platform: 'teams', route: 'notifications', cap: 4 * mebibyte },
  { path: '/webhooks/graph/lifecycle', platform: 'teams', route: 'lifecycle', cap: mebibyte },
  { path: '/webhooks/slack/events', platform: 'slack', route: 'events', cap: mebibyte },
  { path: '/webhooks/slack/interactions', platform: 'slack', route: 'interactions', cap: mebibyte },
  { path: '/webhooks/slack/commands', platform: 'slack', route: 'commands', cap: mebibyte },
  { path: '/webhooks/webex/:connection', platform: 'webex', route: 'webhook', cap: mebibyte },
];

/** A route that was called, with the connection that its address names. */
export interface CalledWebhook {
  readonly row: WebhookRoute;
  readonly connection?: string;
}

const parameter = ':connection';
const plain = new Map(webhookRoutes.filter(({ path }) => !path.includes(parameter)).map((row) => [row.path, { row }]));
const named = webhookRoutes
  .filter(({ path }) => path.endsWith(parameter))
  .map((row) => ({ row, prefix: row.path.slice(0, -parameter.length) }));

/** The webhook at an address; undefined where something else is there. */
export function webhookAt(url: string): CalledWebhook | undefined {
  const mark = url.indexOf('?');
  const path = mark < 0 ? url : url.slice(0, mark);
  const found = plain.get(path);
  if (found) return found;
  for (const { row, prefix } of named) {
    const connection = path.startsWith(prefix) ? path.slice(prefix.length) : '';
    if (/^[\w-]{1,100}$/.test(connection)) return { row, connection };
  }
  return undefined;
}

/** Serves one webhook. Never throws. */
export async function serveWebhook(
  parts: WebhookParts,
  { row, connection }: CalledWebhook,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const reply = request.method === 'POST' ? await answer(parts, row, request, connection) : onlyPost;
  parts.metrics.count('mio_webhooks_total', { route: row.path, status: String(reply.status) });
  response.writeHead(reply.status, { ...reply.headers, 'content-length': Buffer.byteLength(reply.body ?? '') });
  response.end(reply.body);
}

async function answer(
  parts: WebhookParts,
  row: WebhookRoute,
  request: IncomingMessage,
  connection?: string,
): Promise<WebhookReply> {
  try {
    const body = await readBody(request, row.cap);
    if (!body) {
      parts.metrics.count('mio_webhook_refusals_total', { route: row.path, reason: 'too_large' });
      return { status: 413, headers: { connection: 'close' } };
    }
    const mark = request.url?.indexOf('?') ?? -1;
    const receipt = await parts.connectors[row.platform].receive({
      route: row.route,
      ...(connection !== undefined && { connection }),
      query: mark < 0 ? noQuery : new URLSearchParams(request.url!.slice(mark + 1)),
      headers: strictHeaders(request),
      body,
    });
    for (const reason of receipt.refused ?? [])
      parts.metrics.count('mio_webhook_refusals_total', { route: row.path, reason });
    if (receipt.events?.length) await parts.accept(receipt.events);
    if (receipt.changes) for (const change of receipt.changes) await parts.takeChange(change);
    return receipt.reply;
  } catch (error) {
    if (error instanceof BrokenOffError) return { status: 400 };
    if (error instanceof StoreUnavailableError) return { status: 503, headers: { 'retry-after': '1' } };
    parts.log.error({ route: row.path, err: error }, 'a webhook could not be processed');
    return { status: 500 };
  }
}

const noQuery = new URLSearchParams();

/**
 * Of an Authorization header that came twice Node keeps the first: whoever checks it must see that there were two. Other
 * headers that came twice are joined, which no signature survives.
 */
function strictHeaders({ headers, rawHeaders }: IncomingMessage): WebhookRequest['headers'] {
  if (headers.authorization === undefined) return headers;
  const given = rawHeaders.filter(
    (_, index) => index % 2 === 1 && rawHeaders[index - 1]!.toLowerCase() === 'authorization',
  );
  return given.length > 1 ? { ...headers, authorization: given } : headers;
}
