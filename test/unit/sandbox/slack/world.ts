/**
 * A world with Slack alone in it, over real HTTP: the vendor's client on one side, a receiver of events on the other.
 * Time stands still until a test moves it.
 */
import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Logger, LogLevel, WebClient } from '@slack/web-api';
import { createManualClock } from '../../../../sandbox/kit/clock.ts';
import { type BuiltKit, createKit } from '../../../../sandbox/kit/kit.ts';
import type { Act, PlatformSimulator } from '../../../../sandbox/kit/platform.ts';
import { createSeededRandom } from '../../../../sandbox/kit/random.ts';
import { createSlack } from '../../../../sandbox/slack/index.ts';
import { subscribedEvents } from '../../../../sandbox/slack/subscriptions.ts';

export const publicUrl = 'https://mio.example';
export const redirectUri = `${publicUrl}/oauth/slack/callback`;
export const startedAt = Date.parse('2026-08-20T09:00:00Z');

export const botScopes = [
  'channels:history',
  'groups:history',
  'im:history',
  'mpim:history',
  'channels:read',
  'groups:read',
  'im:read',
  'mpim:read',
  'chat:write',
  'chat:write.customize',
  'channels:join',
  'channels:manage',
  'groups:write',
  'im:write',
  'mpim:write',
  'files:read',
  'files:write',
  'reactions:read',
  'reactions:write',
  'users:read',
  'users:read.email',
  'team:read',
  'emoji:read',
];

export interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly json: Record<string, unknown>;
  /** The inner event; empty where there is none. */
  readonly event: Record<string, unknown>;
}

/** Refusals are asserted, not logged. */
const silent: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  setLevel: () => undefined,
  getLevel: () => LogLevel.ERROR,
  setName: () => undefined,
};

type Reply = { readonly status: number; readonly headers?: Record<string, string> } | 'hang up';

/** A product that only listens: it proves its address, and answers events as told. */
async function openReceiver() {
  const received: Received[] = [];
  let reply: (received: Received) => Reply = () => ({ status: 200 });
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      const json = JSON.parse(body) as Record<string, unknown>;
      const event = (json['event'] ?? {}) as Record<string, unknown>;
      const one: Received = { path: request.url ?? '', headers: request.headers, body, json, event };
      received.push(one);
      if (json['type'] === 'url_verification') {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ challenge: json['challenge'] }));
        return;
      }
      const answer = reply(one);
      if (answer === 'hang up') {
        request.socket.destroy();
        return;
      }
      response.writeHead(answer.status, answer.headers);
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    answering(how: (received: Received) => Reply) {
      reply = how;
    },
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

export interface SlackWorld {
  readonly built: BuiltKit;
  readonly slack: PlatformSimulator;
  readonly app: Readonly<Record<string, string>>;
  readonly url: string;
  readonly receiver: Awaited<ReturnType<typeof openReceiver>>;
  /** The vendor's client, unchanged: it reaches slack.com's paths below the sandbox's prefix. */
  client(token?: string): WebClient;
  /** Follows the authorize page as a browser without scripts would, and exchanges the code. */
  install(options?: InstallOptions): Promise<Installed>;
  act(act: Omit<Act, 'platform' | 'place'> & { readonly place?: string }): Promise<string>;
  /** Inner events that have arrived, once nothing is on its way. */
  events(type?: string, subtype?: string): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
}

export interface InstallOptions {
  readonly team?: string;
  readonly scopes?: readonly string[];
  readonly userScopes?: readonly string[];
  /** Puts the bot into the channel under test. */
  readonly join?: boolean;
}

export interface Installed {
  readonly token: string;
  readonly botUser: string;
  readonly botId: string;
  readonly client: WebClient;
  readonly answer: Record<string, unknown>;
}

export const fabrikam = 'T0FABRIKAM';
export const incidents = 'C0CONTOSOI';

const everything = [
  ...subscribedEvents,
  ...['channel_created', 'file_shared', 'member_joined_channel', 'member_left_channel', 'message.im', 'message.mpim'],
];

export interface WorldOptions {
  readonly limits?: number;
  readonly tokenRotation?: boolean;
  readonly pkce?: boolean;
  /** What the app is subscribed to: nearly everything where missing. */
  readonly events?: readonly string[];
  /** Where the world outlives a restart. */
  readonly folder?: string;
}

export async function openWorld({
  limits = 1000,
  tokenRotation = false,
  pkce = false,
  events = everything,
  folder,
}: WorldOptions = {}): Promise<SlackWorld> {
  const receiver = await openReceiver();
  const built = createKit({
    product: { publicUrl, url: receiver.url },
    clock: createManualClock(startedAt),
    limits,
    random: createSeededRandom('slack'),
    ...(folder === undefined ? {} : { folder }),
  });
  const slack = createSlack(built.kit, { tokenRotation, pkce, events });
  slack.mount(built.router);
  await built.listen();
  const url = `${built.kit.url}/slack`;
  const app = slack.app();

  const client = (token?: string): WebClient =>
    new WebClient(token, {
      slackApiUrl: `${url}/api/`,
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
      logger: silent,
      // Only files leave the base address: the real host's name, mapped as the product maps it.
      fetch: (input, init) => fetch(String(input).replace('https://files.slack.com', url), init as RequestInit),
    });

  const install: SlackWorld['install'] = async ({
    team = fabrikam,
    scopes = botScopes,
    userScopes = [],
    join = true,
  } = {}) => {
    const query = new URLSearchParams({
      client_id: app['slackClientId']!,
      scope: scopes.join(','),
      user_scope: userScopes.join(','),
      state: 'opaque-state',
      redirect_uri: redirectUri,
      team,
    });
    const location = await consent(`${url}/oauth/v2/authorize?${query}`, 'allow');
    const answer = await client().oauth.v2.access({
      client_id: app['slackClientId']!,
      client_secret: app['slackClientSecret']!,
      code: location.searchParams.get('code')!,
      redirect_uri: redirectUri,
    });
    const token = answer.access_token!;
    const installed = client(token);
    const { user_id: botUser, bot_id: botId } = await installed.auth.test();
    if (join && team === fabrikam) await installed.conversations.join({ channel: incidents });
    await built.kit.deliver.idle();
    return { token, botUser: botUser!, botId: botId!, client: installed, answer: { ...answer } };
  };

  return {
    built,
    slack,
    app,
    url,
    receiver,
    client,
    install,
    async act(act) {
      return (await slack.act({ platform: 'slack', place: incidents, ...act })).message;
    },
    async events(type, subtype) {
      await built.kit.deliver.idle();
      return receiver.received
        .map(({ event }) => event)
        .filter((event) => type === undefined || event['type'] === type)
        .filter((event) => type === undefined || (event['subtype'] ?? undefined) === subtype);
    },
    async close() {
      await slack.close();
      await built.close();
      await receiver.close();
    },
  };
}

/** Reads a form as it stands, presses one of its buttons, and answers where the browser is sent. */
export async function consent(address: string, decision: 'allow' | 'cancel'): Promise<URL> {
  const page = await (await fetch(address)).text();
  const fields = new URLSearchParams();
  for (const [input] of page.matchAll(/<input [^>]*>/g)) {
    const attribute = (name: string) =>
      new RegExp(` ${name}="([^"]*)"`).exec(input)?.[1]?.replaceAll('&amp;', '&') ?? '';
    if (attribute('type') === 'hidden' || / checked/.test(input)) fields.append(attribute('name'), attribute('value'));
  }
  fields.append('decision', decision);
  const action = /<form [^>]*action="([^"]*)"/.exec(page)?.[1] ?? '';
  const answer = await fetch(new URL(action, address), { method: 'POST', body: fields, redirect: 'manual' });
  return new URL(answer.headers.get('location') ?? 'about:blank');
}

/** "Verifying requests from Slack", written down once more: nothing of the sandbox signs this. */
export const signatureOf = (secret: string, timestamp: string, body: string): string =>
  `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`;

/** What lies at a path into an event: `at(event, 'message', 'text')`; undefined where nothing does. */
export const at = (value: unknown, ...path: (string | number)[]): unknown =>
  path.reduce<unknown>((inner, key) => (inner as Record<string | number, unknown> | undefined)?.[key], value);

/** The error code of a refused call. */
export async function refusal(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    return (error as { data?: { error?: string } }).data?.error ?? String(error);
  }
  return 'no error';
}
