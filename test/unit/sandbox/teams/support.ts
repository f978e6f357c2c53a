/** The whole Teams sandbox on loopback, driven by Microsoft's own Graph client, and a product that hears webhooks. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Client, type Context, HTTPMessageHandler, type Middleware } from '@microsoft/microsoft-graph-client';
import { password } from '../../../../sandbox/entra/registration.ts';
import { createManualClock, type SandboxClock } from '../../../../sandbox/kit/clock.ts';
import { type BuiltKit, createKit } from '../../../../sandbox/kit/kit.ts';
import type { Act, PlatformSimulator } from '../../../../sandbox/kit/platform.ts';
import { createTeams } from '../../../../sandbox/teams/index.ts';

export const publicUrl = 'https://mio.example';
export const operations = '2a7c3d0e-5f94-48b6-81e2-8d6f0b4a3c22';
export const incidents = '19:OpsIncidents00000000000000000000000000000003@thread.tacv2';
export const launch = '19:OpsLaunch00000000000000000000000000000000004@thread.tacv2';
export const people = {
  ada: 'a1a7e2f4-58b3-4d0e-8f96-2b6d41e9a701',
  ben: 'b2d4f6b0-1c5e-4937-9d28-6fe0b7a3c902',
  service: 'd4f0c8a6-9b31-4e5d-8c27-1a6e40f7d204',
};
export const messagesOf = (channel: string): string => `/teams/${operations}/channels/${channel}/messages`;

const mails: Readonly<Record<string, string>> = {
  'mio-service': 'mio@contoso.example',
  powerless: 'noroles@contoso.example',
};
const serviceScopes =
  'AppCatalog.ReadWrite.All Chat.Read Group.Read.All Group.ReadWrite.All Files.Read.All Sites.Read.All Team.ReadBasic.All ' +
  'ChannelMessage.Read.All Directory.Read.All Channel.ReadBasic.All offline_access User.ReadBasic.All ' +
  'TeamsAppInstallation.ReadWriteForUser TeamsAppInstallation.ReadWriteForTeam User.Read User.ReadWrite.All';
export const accountSyncScopes = `${serviceScopes} ChatMessage.Send ChannelMessage.Send Chat.ReadWrite ChannelMessage.ReadWrite`;

export interface Heard {
  readonly path: string;
  readonly body: string;
}

export interface TeamsSandbox {
  readonly built: BuiltKit;
  readonly teams: PlatformSimulator;
  readonly clock: SandboxClock;
  /** Everything that reached the product except handshakes. */
  readonly heard: Heard[];
  /** Answers what the product says to a webhook; replace it to misbehave. */
  product: (request: IncomingMessage, response: ServerResponse, body: string) => void;
  /** Consents (an administrator, for all) to `scopes` and signs that person in. */
  token(person: string, scopes?: string): Promise<string>;
  /** A Graph client with a token of that person. */
  graph(person: string, scopes?: string): Promise<Client>;
  act(act: Omit<Act, 'platform' | 'place'> & { readonly place?: string }): Promise<string>;
  /** The JSON bodies of what the product has heard on a path, once nothing is on its way. */
  bodies<T>(path: string): Promise<readonly T[]>;
  close(): Promise<void>;
}

interface SandboxOptions {
  readonly folder?: string;
  readonly limits?: number;
}

/** As Graph wants it: the validation token, decoded, as plain text. */
export const echo: TeamsSandbox['product'] = (request, response) => {
  const token = new URL(request.url ?? '/', publicUrl).searchParams.get('validationToken');
  response.writeHead(token === null ? 202 : 200, { 'content-type': 'text/plain' });
  response.end(token ?? '');
};

export async function startTeams(options: SandboxOptions = {}): Promise<TeamsSandbox> {
  const heard: Heard[] = [];
  const server: Server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    if (!request.url?.includes('validationToken')) heard.push({ path: request.url ?? '', body });
    sandbox.product(request, response, body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const clock = createManualClock(Date.parse('2026-11-22T06:00:00Z'));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const built = createKit({ product: { publicUrl, url }, clock, ...options });
  const teams = createTeams(built.kit);
  teams.mount(built.router);
  await built.listen();
  const { teamsAppId = '', teamsClientSecret = '', teamsTenantId = '' } = teams.app();
  const login = `${built.kit.url}/entra/${teamsTenantId}`;

  const consent = async (scope: string): Promise<void> => {
    const form = {
      client_id: teamsAppId,
      redirect_uri: `${publicUrl}/oauth/teams/callback`,
      scope,
      account: people.service,
    };
    const body = new URLSearchParams({ ...form, decision: 'accept' });
    const answer = await fetch(`${login}/v2.0/adminconsent`, { method: 'POST', body, redirect: 'manual' });
    if (answer.status !== 302) throw new Error(`consent was answered ${answer.status}: ${await answer.text()}`);
  };
  const token: TeamsSandbox['token'] = async (person, scopes = serviceScopes) => {
    await consent(scopes);
    const username = mails[person] ?? `${person}@contoso.example`;
    const form = {
      grant_type: 'password',
      client_id: teamsAppId,
      client_secret: teamsClientSecret,
      username,
      password,
    };
    const body = new URLSearchParams({ ...form, scope: 'User.Read' });
    const answer = await fetch(`${login}/oauth2/v2.0/token`, { method: 'POST', body });
    const json = (await answer.json()) as { readonly access_token?: string };
    if (json.access_token === undefined) throw new Error(`no token: ${JSON.stringify(json)}`);
    return json.access_token;
  };

  const sandbox: TeamsSandbox = {
    built,
    teams,
    clock,
    heard,
    product: echo,
    token,
    graph: async (person, scopes) => graphClient(built.kit.url, await token(person, scopes)),
    act: async (act) => (await teams.act({ platform: 'teams', place: incidents, ...act })).message,
    async bodies<T>(path: string) {
      await built.kit.deliver.idle();
      return heard.filter((one) => one.path.split('?')[0] === path).map(({ body }) => JSON.parse(body) as T);
    },
    async close() {
      await teams.close();
      await built.close();
      server.closeAllConnections();
      server.close();
    },
  };
  return sandbox;
}

/** Microsoft's client, unchanged: only its last step goes to the sandbox in the place of Graph, and of SharePoint without a token. */
function graphClient(sandboxUrl: string, token: string): Client {
  const toSandbox: Middleware & { next?: Middleware } = {
    async execute(context: Context) {
      const asked = String(context.request);
      const isGraph = asked.startsWith('https://graph.microsoft.com/');
      context.request = asked
        .replace('https://graph.microsoft.com', `${sandboxUrl}/graph`)
        .replace('https://contoso.sharepoint.com', `${sandboxUrl}/sharepoint`);
      const authorization: Record<string, string> = isGraph ? { authorization: `Bearer ${token}` } : {};
      context.options = { ...context.options, headers: { ...headersOf(context), ...authorization } };
      await toSandbox.next?.execute(context);
    },
    setNext(next) {
      toSandbox.next = next;
    },
  };
  toSandbox.setNext?.(new HTTPMessageHandler());
  return Client.initWithMiddleware({ middleware: toSandbox });
}

const headersOf = ({ options }: Context): Record<string, string> =>
  Object.fromEntries(new Headers(options?.headers as Record<string, string> | undefined));

/** What a Graph error looks like through the client. */
export const graphError =
  (status: number, code: string, message = /./) =>
  (error: { readonly statusCode?: number; readonly code?: string; readonly message?: string }): boolean => {
    if (error.statusCode === status && error.code === code && message.test(error.message ?? '')) return true;
    throw new Error(`expected ${status} ${code}, was ${error.statusCode} ${error.code}: ${error.message}`);
  };
