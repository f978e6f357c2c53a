/** A Teams tenant with the bot's app in its catalog, and a bot on loopback that keeps what it is sent once it has verified it. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { JWK } from 'jose';
import { createLocalJWKSet, jwtVerify } from 'jose';
import type { BotConnector } from '../../../../sandbox/bot/index.ts';
import { createBot } from '../../../../sandbox/bot/index.ts';
import { createEntra } from '../../../../sandbox/entra/index.ts';
import type { SandboxClock } from '../../../../sandbox/kit/clock.ts';
import { createManualClock } from '../../../../sandbox/kit/clock.ts';
import { createKit } from '../../../../sandbox/kit/kit.ts';
import type { Kit } from '../../../../sandbox/kit/platform.ts';
import type { TeamsTenant } from '../../../../sandbox/teams/tenant.ts';
import { createTeamsWorld } from '../../../../sandbox/teams/tenant.ts';
import type { TeamsApp } from '../../../../sandbox/teams/world.ts';

export const operations = '2a7c3d0e-5f94-48b6-81e2-8d6f0b4a3c22';
export const general = '19:OpsGeneral0000000000000000000000000000000002@thread.tacv2';
export const incidents = '19:OpsIncidents00000000000000000000000000000003@thread.tacv2';
export const ada = 'a1a7e2f4-58b3-4d0e-8f96-2b6d41e9a701';
export const ben = 'b2d4f6b0-1c5e-4937-9d28-6fe0b7a3c902';

export interface Received {
  readonly type: string;
  readonly id: string;
  readonly serviceUrl: string;
  readonly channelId: string;
  readonly conversation: { readonly id: string; readonly conversationType: string; readonly tenantId: string };
  readonly from: { readonly id: string; readonly aadObjectId: string; readonly name: string };
  readonly recipient: { readonly id: string; readonly name: string };
  readonly channelData: Readonly<Record<string, unknown>>;
  readonly text?: string;
  readonly entities?: readonly {
    readonly type: string;
    readonly text?: string;
    readonly mentioned?: { readonly id: string };
  }[];
  readonly [other: string]: unknown;
}

export interface BotSandbox {
  readonly kit: Kit;
  readonly clock: SandboxClock;
  readonly world: TeamsTenant;
  readonly bot: BotConnector;
  readonly botId: string;
  readonly tenant: string;
  /** What the bot was sent, all of it well signed, in order. */
  readonly received: Received[];
  /** The `Authorization` header that came with each of these, the newest last. */
  readonly signatures: string[];
  /** The bot's answers to come; 200 with an empty body once they are used up. */
  readonly answers: { readonly status: number; readonly body?: unknown }[];
  /** `Bearer …`, as the bot gets it from Entra. */
  readonly authorization: string;
  /** Adds the app to the catalog and to the team; what the bot is told of it is not kept. */
  install(): Promise<TeamsApp>;
  /** A call of the connector as the bot makes it: the path below `https://smba.trafficmanager.net/teams/`. */
  call(
    method: string,
    path: string,
    body?: unknown,
    authorization?: string,
  ): Promise<{ status: number; body: Body; headers: Headers }>;
  close(): Promise<void>;
}

export interface Body {
  readonly id: string;
  readonly activityId: string;
  readonly error: { readonly code: string; readonly message: string };
  readonly [other: string]: unknown;
}

export async function startBot(
  options: { readonly limits?: number; readonly start?: number } = {},
): Promise<BotSandbox> {
  const received: Received[] = [];
  const signatures: string[] = [];
  const answers: { status: number; body?: unknown }[] = [];
  const clock = createManualClock(options.start ?? Date.parse('2026-11-22T06:00:00Z'));
  const endpoint = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', async () => {
      const activity = JSON.parse(body) as Received;
      const verified = await isFromTeams(request.headers.authorization, activity);
      if (verified) {
        received.push(activity);
        signatures.push(request.headers.authorization ?? '');
      }
      const answer = verified ? (answers.shift() ?? { status: 200 }) : { status: 401 };
      response.writeHead(answer.status);
      response.end(answer.body === undefined ? '' : JSON.stringify(answer.body));
    });
  });
  await new Promise<void>((resolve) => endpoint.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(endpoint.address() as AddressInfo).port}`;

  const built = createKit({
    product: { publicUrl: 'https://mio.example', url },
    clock,
    limits: options.limits ?? 1000,
  });
  const { kit } = built;
  const world = createTeamsWorld(kit);
  const entra = createEntra(kit, world);
  const bot = createBot(kit, entra, world);
  entra.mount(built.router);
  bot.mount(built.router);
  await built.listen();

  const { teamsAppId: botId = '', teamsClientSecret = '', teamsTenantId: tenant = '' } = entra.app();
  /** As a bot must check it: signature, issuer, audience, endorsement, and the service URL twice the same. */
  async function isFromTeams(authorization: string | undefined, activity: Received): Promise<boolean> {
    const configuration = (await (await fetch(`${kit.url}/bot/v1/.well-known/openidconfiguration`)).json()) as {
      jwks_uri: string;
    };
    const keysUrl = configuration.jwks_uri.replace('https://login.botframework.com', `${kit.url}/bot`);
    const keys = (await (await fetch(keysUrl)).json()) as { keys: (JWK & { endorsements: string[] })[] };
    const { payload, protectedHeader } = await jwtVerify(
      authorization?.replace(/^Bearer /, '') ?? '',
      createLocalJWKSet(keys),
      {
        algorithms: ['RS256'],
        issuer: 'https://api.botframework.com',
        audience: botId,
        requiredClaims: ['exp', 'serviceurl'],
        currentDate: new Date(clock.now()),
      },
    );
    const key = keys.keys.find(({ kid }) => kid === protectedHeader.kid);
    return payload['serviceurl'] === activity.serviceUrl && key?.endorsements.includes(activity.channelId) === true;
  }

  const tokenAnswer = await fetch(`${kit.url}/entra/${tenant}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: botId,
      client_secret: teamsClientSecret,
      scope: 'https://api.botframework.com/.default',
    }),
  });
  const authorization = `Bearer ${((await tokenAnswer.json()) as { access_token: string }).access_token}`;

  return {
    kit,
    clock,
    world,
    bot,
    botId,
    tenant,
    received,
    signatures,
    answers,
    authorization,
    async install() {
      const manifest = {
        externalId: botId,
        botId,
        displayName: 'Mio',
        version: '1.0.0',
        shortDescription: '',
        description: '',
      };
      const app = world.publish(manifest, 'published');
      world.install(app, operations, ada);
      await kit.deliver.idle();
      received.length = 0;
      return app;
    },
    async call(method, path, body, bearer = authorization) {
      const response = await fetch(`${kit.url}/bot/teams/${path}`, {
        method,
        headers: { authorization: bearer, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      return {
        status: response.status,
        headers: response.headers,
        body: (text === '' ? {} : JSON.parse(text)) as Body,
      };
    },
    async close() {
      await built.close();
      endpoint.closeAllConnections();
      await new Promise((resolve) => endpoint.close(resolve));
    },
  };
}
