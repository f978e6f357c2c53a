/**
 * A bot that a test writes: real HTTP on loopback where the sandbox finds the product, and the Bot Connector to talk
 * back. It takes any activity that comes: who may send one is for the product's own tests.
 */
import { createReadStream } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { createSandbox, type Sandbox } from '../../../sandbox/index.ts';

export interface Heard {
  readonly type: string;
  readonly name?: string;
  readonly text?: string;
  readonly value?: unknown;
  readonly action?: string;
  readonly conversation: { readonly id: string; readonly conversationType?: string };
  readonly from: { readonly id: string; readonly name?: string };
}

export interface Turn {
  readonly heard: Heard;
  say(text: string): Promise<void>;
  show(card: object): Promise<void>;
  type(): Promise<void>;
}

/** What an invoke is answered with; nothing to anything else. */
export type Answer = (turn: Turn) => Promise<object | undefined>;

export interface BotWorld {
  readonly sandbox: Sandbox;
  /** Where the bot's own pages are: `/sign-in?code=…` is one. */
  readonly url: string;
  /** Every activity so far. */
  readonly heard: readonly Heard[];
  /** Waits for an activity that matches. */
  hears(match: (heard: Heard) => boolean): Promise<Heard>;
  close(): Promise<void>;
}

export const adaptiveCard = (body: readonly object[], actions: readonly object[] = []) => ({
  type: 'AdaptiveCard',
  version: '1.5',
  body,
  actions,
});

const teamsLibrary = createRequire(import.meta.url).resolve('@microsoft/teams-js/dist/umd/MicrosoftTeams.min.js');

export async function openBotWorld(answer: Answer): Promise<BotWorld> {
  const heard: Heard[] = [];
  const waiting = new Set<() => void>();
  let sandbox: Sandbox | undefined;
  let token: Promise<string> | undefined;

  const post = async (conversation: string, activity: object): Promise<void> => {
    if (!sandbox) throw new Error('the sandbox has gone');
    token ??= askForToken(sandbox);
    const reply = await fetch(
      `${sandbox.url}/bot/teams/v3/conversations/${encodeURIComponent(conversation)}/activities`,
      {
        method: 'POST',
        headers: { authorization: `Bearer ${await token}`, 'content-type': 'application/json' },
        body: JSON.stringify(activity),
      },
    );
    if (!reply.ok) throw new Error(`the Bot Connector answered ${reply.status}: ${await reply.text()}`);
  };

  async function hear(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const activity = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Heard;
    const { id } = activity.conversation;
    const answered = await answer({
      heard: activity,
      say: (text) => post(id, { type: 'message', text }),
      show: (content) =>
        post(id, {
          type: 'message',
          attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content }],
        }),
      type: () => post(id, { type: 'typing' }),
    });
    heard.push(activity);
    for (const wake of waiting) wake();
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(answered === undefined ? '' : JSON.stringify(answered));
  }

  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://bot');
    if (pathname === '/teams-js.js') {
      response.writeHead(200, { 'content-type': 'text/javascript' });
      createReadStream(teamsLibrary).pipe(response);
    } else if (pathname === '/sign-in') {
      response.writeHead(200, { 'content-type': 'text/html', 'content-security-policy': "connect-src 'none'" });
      response.end(signInPage(sandbox?.url ?? '', searchParams.get('code')));
    } else if (request.method === 'POST') {
      hear(request, response).catch((cause: unknown) => {
        response.writeHead(500);
        response.end(String(cause));
      });
    } else {
      response.writeHead(404);
      response.end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  sandbox = await createSandbox({ product: { publicUrl: 'https://mio.example', url } });

  return {
    sandbox,
    url,
    heard,
    async hears(match) {
      for (;;) {
        const found = heard.find(match);
        if (found) return found;
        await new Promise<void>((resolve) => waiting.add(resolve));
        waiting.clear();
      }
    },
    async close() {
      await sandbox?.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function askForToken(sandbox: Sandbox): Promise<string> {
  const { teamsAppId = '', teamsClientSecret = '', teamsTenantId = '' } = sandbox.app();
  const form = { grant_type: 'client_credentials', client_id: teamsAppId, client_secret: teamsClientSecret };
  const answer = await fetch(`${sandbox.url}/entra/${teamsTenantId}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({ ...form, scope: 'https://api.botframework.com/.default' }),
  });
  return ((await answer.json()) as { access_token: string }).access_token;
}

/** A page as a bot has it at the end of signing in: Microsoft's own library tells Teams the code, or that it failed. */
const signInPage = (host: string, code: string | null): string => `<!doctype html><title>Sign in</title>
<button disabled>Finish</button>
<script src="/teams-js.js"></script>
<script>
  const { app, authentication } = microsoftTeams;
  const button = document.querySelector('button');
  button.onclick = async () => {
    await app.initialize([${JSON.stringify(host)}]);
    ${code === null ? "authentication.notifyFailure('access_denied')" : `authentication.notifySuccess(${JSON.stringify(code)})`};
  };
  button.disabled = false;
</script>`;
