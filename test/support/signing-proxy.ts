/**
 * Stands between Microsoft's playground and the bot, so that authentication stays on in both directions: what the
 * playground sends is signed as Teams signs it, and what the bot sends is let through only with the bot's own token.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRemoteJWKSet, exportJWK, generateKeyPair, jwtVerify, SignJWT } from 'jose';

/** What Mio believes to be Teams' service: its way out leads here instead. */
const serviceUrl = 'https://smba.trafficmanager.net/playground/';
const keyId = 'signing-proxy';

interface SigningProxyOptions {
  readonly appId: string;
  readonly tenant: string;
  /** The sandbox, which stays the world for everything but the playground's own conversations. */
  readonly sandbox: () => string;
  /** Where the bot listens. */
  readonly bot: () => string;
  /** Where the playground listens. */
  readonly playground: () => string;
  /** The time that both sides live in, UTC milliseconds. */
  readonly now: () => number;
}

/** As far as a test looks at it. */
interface SentActivity {
  readonly type?: string;
  readonly summary?: string;
  readonly attachments?: readonly { readonly content?: unknown }[];
}

export interface SigningProxy {
  readonly url: string;
  /** Origins that Mio's way out must map here. */
  readonly origins: ReadonlyMap<string, string>;
  /** Types of what the playground sent and the bot has answered. */
  readonly taken: readonly string[];
  /** What the bot sent, oldest first. */
  readonly sent: readonly SentActivity[];
  /** Calls of the bot that came without its token. */
  readonly refused: () => number;
  close(): Promise<void>;
}

export async function createSigningProxy(options: SigningProxyOptions): Promise<SigningProxy> {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const key = { ...(await exportJWK(publicKey)), kid: keyId, use: 'sig', endorsements: ['msteams'] };
  let botKeys: ReturnType<typeof createRemoteJWKSet> | undefined;
  const taken: string[] = [];
  const sent: SentActivity[] = [];
  let refused = 0;

  const sign = () =>
    new SignJWT({ serviceurl: serviceUrl })
      .setProtectedHeader({ alg: 'RS256', kid: keyId })
      .setIssuer('https://api.botframework.com')
      .setAudience(options.appId)
      .setNotBefore(Math.floor(options.now() / 1000) - 60)
      .setExpirationTime(Math.floor(options.now() / 1000) + 3600)
      .sign(privateKey);

  /** From the playground to the bot: the same activity, from where Teams would send it, signed. */
  async function inward(body: Buffer): Promise<Response> {
    const activity = { ...JSON.parse(body.toString('utf8')), serviceUrl };
    const answer = await fetch(`${options.bot()}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${await sign()}` },
      body: JSON.stringify(activity),
    });
    taken.push(activity.type);
    return answer;
  }

  /** From the bot to the playground, which asks for no token itself. */
  async function outward(request: IncomingMessage, path: string, body: Buffer): Promise<Response> {
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    try {
      botKeys ??= createRemoteJWKSet(new URL(`${options.sandbox()}/entra/common/discovery/v2.0/keys`));
      await jwtVerify(token, botKeys, {
        audience: 'https://api.botframework.com',
        currentDate: new Date(options.now()),
      });
    } catch {
      refused += 1;
      return new Response(null, { status: 401 });
    }
    if (body.length > 0) sent.push(JSON.parse(body.toString('utf8')));
    return fetch(`${options.playground()}/_connector/${path}`, {
      method: request.method ?? 'GET',
      headers: { 'content-type': 'application/json' },
      ...(body.length > 0 && { body: new Uint8Array(body) }),
    });
  }

  /** The sandbox's Teams speaks to the bot as well. */
  async function sandboxKeys(): Promise<readonly object[]> {
    const answer = await fetch(`${options.sandbox()}/bot/v1/.well-known/keys`);
    return ((await answer.json()) as { keys: object[] }).keys;
  }

  async function answer(request: IncomingMessage, body: Buffer): Promise<Response> {
    const url = request.url ?? '/';
    if (url === '/login/v1/.well-known/openidconfiguration')
      return Response.json({
        issuer: 'https://api.botframework.com',
        jwks_uri: 'https://login.botframework.com/v1/.well-known/keys',
        id_token_signing_alg_values_supported: ['RS256'],
      });
    if (url === '/login/v1/.well-known/keys') return Response.json({ keys: [key, ...(await sandboxKeys())] });
    const path = /^\/service\/playground\/(.*)$/.exec(url)?.[1];
    if (path !== undefined) return outward(request, path, body);
    if (url.startsWith('/service/')) return pass(request, `${options.sandbox()}/bot/${url.slice(9)}`, body);
    if (url.startsWith('/api/messages'))
      return request.method === 'POST' ? inward(body) : new Response(null, { status: 200 });
    return new Response(null, { status: 404 });
  }

  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    await send(await answer(request, Buffer.concat(chunks)).catch(() => new Response(null, { status: 502 })), response);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    origins: new Map([
      ['https://login.botframework.com', `${url}/login`],
      ['https://smba.trafficmanager.net', `${url}/service`],
    ]),
    taken,
    sent,
    refused: () => refused,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const pass = (request: IncomingMessage, url: string, body: Buffer): Promise<Response> =>
  fetch(url, {
    method: request.method ?? 'GET',
    headers: {
      'content-type': request.headers['content-type'] ?? 'application/json',
      authorization: request.headers.authorization ?? '',
    },
    ...(body.length > 0 && { body: new Uint8Array(body) }),
  });

async function send(answer: Response, response: ServerResponse): Promise<void> {
  const body = Buffer.from(await answer.arrayBuffer());
  response.statusCode = answer.status;
  response.setHeader('content-type', answer.headers.get('content-type') ?? 'application/json');
  response.end(body);
}
