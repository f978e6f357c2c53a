/** Where platforms reach a connector under test: real HTTP on loopback, every request kept with what became of it. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Connector, InboundEvent, Receipt, WebhookRequest } from '../../src/core/connector.ts';
import { readBody } from '../../src/http/body.ts';
import { webhookRoutes } from '../../src/http/webhooks.ts';

export interface Arrival {
  readonly request: WebhookRequest;
  readonly receipt: Receipt;
}

export interface ArrivedEvent extends Arrival {
  readonly event: InboundEvent;
}

export interface Front {
  readonly url: string;
  /** Whose webhooks arrive here. */
  connect(connector: Connector): void;
  /** The next event, among those not yet taken, that matches; waits for it. */
  event(match: (event: InboundEvent) => boolean): Promise<ArrivedEvent>;
  /** Every event so far, taken or not. */
  seen(): readonly ArrivedEvent[];
  /** The query with which a browser came to this path; waits for it. */
  visit(path: string): Promise<URLSearchParams>;
  close(): Promise<void>;
}

export async function openFront(): Promise<Front> {
  let connector: Connector | undefined;
  const seen: ArrivedEvent[] = [];
  const untaken: ArrivedEvent[] = [];
  const visits = new Map<string, URLSearchParams>();
  const waiting = new Set<() => void>();

  async function until<Found>(find: () => Found | undefined): Promise<Found> {
    for (;;) {
      const found = find();
      if (found) return found;
      await new Promise<void>((resolve) => waiting.add(resolve));
    }
  }

  function wake(): void {
    for (const resolve of waiting) resolve();
    waiting.clear();
  }

  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://front');
    const row = webhookRoutes.find(
      ({ path, platform }) => platform === connector?.platform && isRoute(path, url.pathname),
    );
    if (!row || !connector) {
      visits.set(url.pathname, url.searchParams);
      wake();
      response.end('thank you');
      return;
    }
    const asked: WebhookRequest = {
      route: row.route,
      ...(row.path.includes(':') && { connection: url.pathname.split('/').at(-1) ?? '' }),
      query: url.searchParams,
      headers: request.headers,
      body: (await readBody(request, row.cap)) ?? Buffer.alloc(row.cap + 1),
    };
    const receipt = await connector.receive(asked);
    const events = (receipt.events ?? []).map((event) => ({ request: asked, receipt, event }));
    seen.push(...events);
    untaken.push(...events);
    wake();
    response.writeHead(receipt.reply.status, receipt.reply.headers);
    response.end(receipt.reply.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    connect(one) {
      connector = one;
    },
    event: (match) =>
      until(() => {
        const at = untaken.findIndex(({ event }) => match(event));
        return at < 0 ? undefined : untaken.splice(at, 1)[0];
      }),
    seen: () => seen,
    visit: (path) => until(() => visits.get(path)),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const isRoute = (pattern: string, path: string): boolean =>
  pattern.includes(':') ? path.startsWith(pattern.slice(0, pattern.indexOf(':'))) : path === pattern;
