/** The whole sandbox, people acting in it by its control API, and a bot that is Microsoft's own adapter on loopback. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Activity, CloudAdapter, InvokeResponse, TurnContext } from 'botbuilder';
import { createSandbox, type Sandbox } from '../../../../sandbox/index.ts';
import type { Act, Made, ViewedMessage } from '../../../../sandbox/kit/platform.ts';
import { createAdapter } from './adapter.ts';

export const operations = '2a7c3d0e-5f94-48b6-81e2-8d6f0b4a3c22';
export const general = '19:OpsGeneral0000000000000000000000000000000002@thread.tacv2';
export const incidents = '19:OpsIncidents00000000000000000000000000000003@thread.tacv2';
export const mioTeam = '1f6b2c9d-4e83-47a5-b0d1-7c5e9a3f2b11';
export const ada = 'a1a7e2f4-58b3-4d0e-8f96-2b6d41e9a701';
export const ben = 'b2d4f6b0-1c5e-4937-9d28-6fe0b7a3c902';

export interface Answered<T> {
  readonly status: number;
  readonly body: T;
}
interface ConnectorBody {
  readonly id: string;
  readonly error: { readonly code: string };
  readonly members: readonly { readonly name: string }[];
  readonly continuationToken?: string;
}

export interface Company {
  readonly sandbox: Sandbox;
  readonly botId: string;
  /** What the adapter has verified and taken, in order. */
  readonly turns: Activity[];
  /** What the bot does with a turn; nothing unless a test says so. An invoke's answer is the status given. */
  bot: (turn: TurnContext) => Promise<number | undefined>;
  /** `POST /_sandbox/act`, once the bot has been told all about it. @throws Error `code: message` where it is refused */
  act(act: Omit<Act, 'platform' | 'place'> & { readonly place?: string }): Promise<Made>;
  /** `GET /_sandbox/view` */
  view(place: string): Promise<{ readonly messages: readonly ViewedMessage[]; readonly typing: readonly string[] }>;
  /** A call of the connector as the bot makes it. */
  call(method: string, path: string, body?: unknown): Promise<Answered<ConnectorBody>>;
  /** Sends a message into a conversation, and answers what came of it. */
  send(conversation: string, message: object): Promise<Answered<ConnectorBody>>;
  /** What the bot was told since the last look, in short. */
  told(): readonly (readonly [type: string, what: unknown, conversation: string])[];
  close(): Promise<void>;
}

export async function startCompany(): Promise<Company> {
  const turns: Activity[] = [];
  let adapter: CloudAdapter | undefined;
  const server = createServer(async (request, response) => {
    if (request.url === '/openidconfiguration')
      return void response.end(JSON.stringify({ jwks_uri: `${sandbox.url}/bot/v1/.well-known/keys` }));
    let text = '';
    for await (const chunk of request) text += chunk;
    const answer = {
      socket: response.socket,
      header: (name: string, value: unknown) => response.setHeader(name, String(value)),
      status(code: number) {
        response.statusCode = code;
      },
      send: (body: unknown) => response.write(typeof body === 'string' ? body : JSON.stringify(body)),
      end: () => response.end(),
    };
    const { headers, method = '' } = request;
    await adapter?.process({ headers, method, body: JSON.parse(text) }, answer as never, async (turn) => {
      turns.push(turn.activity);
      const status = (await company.bot(turn)) ?? 200;
      const value = { status } satisfies Partial<InvokeResponse>;
      if (turn.activity.type === 'invoke') await turn.sendActivity({ type: 'invokeResponse', value });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const sandbox = await createSandbox({ product: { publicUrl: 'https://mio.example', url } });
  const { teamsAppId: botId = '', teamsClientSecret = '', teamsTenantId = '' } = sandbox.app();

  const granted = await fetch(`${sandbox.url}/entra/${teamsTenantId}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: botId,
      client_secret: teamsClientSecret,
      scope: 'https://api.botframework.com/.default',
    }),
  });
  const authorization = `Bearer ${((await granted.json()) as { access_token: string }).access_token}`;
  adapter = createAdapter({ url: sandbox.url, botId, authorization, metadata: `${url}/openidconfiguration` });

  const json = async <T>(path: string, init: RequestInit = {}): Promise<Answered<T>> => {
    const answer = await fetch(sandbox.url + path, init);
    const text = await answer.text();
    return { status: answer.status, body: (text === '' ? {} : JSON.parse(text)) as T };
  };
  let looked = 0;
  const company: Company = {
    sandbox,
    botId,
    turns,
    bot: async () => undefined,
    async act(act) {
      const body = JSON.stringify({ platform: 'teams', ...act });
      const made = await json<Made & { error?: { code: string; message: string } }>('/_sandbox/act', {
        method: 'POST',
        body,
      });
      await sandbox.kit.deliver.idle();
      const { error } = made.body;
      if (error !== undefined) throw new Error(`${error.code}: ${error.message}`);
      return made.body;
    },
    view: async (place) =>
      (
        await json<Awaited<ReturnType<Company['view']>>>(
          `/_sandbox/view?${new URLSearchParams({ platform: 'teams', place })}`,
        )
      ).body,
    call: (method, path, body) =>
      json(`/bot/teams/v3/${path}`, {
        method,
        headers: { authorization, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    send: (conversation, message) =>
      company.call('POST', `conversations/${encodeURIComponent(conversation)}/activities`, {
        type: 'message',
        ...message,
      }),
    told() {
      const since = turns.slice(looked);
      looked = turns.length;
      return since.map(({ type, action, conversation, channelData, text, name }) => [
        type,
        action ?? (channelData as { eventType?: string }).eventType ?? name ?? text,
        conversation.id,
      ]);
    },
    async close() {
      await sandbox.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return company;
}
