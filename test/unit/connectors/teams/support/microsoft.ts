/**
 * Just enough of Microsoft for the connector's tests, on loopback: keys and tokens are real, everything else is
 * scripted by the test. Every request is kept for looking at afterwards.
 */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';

export const appId = '6b1f0c2e-7a41-4d5e-9c38-0e2a4b6c8d10';
export const tenantId = '8d0c5c3e-52f4-4a7e-9a10-6d2f1b7c4e01';
export const serviceUserId = 'd4f0c8a6-9b31-4e5d-8c27-1a6e40f7d204';
export const changeTracking = '0bf30f3b-4a52-48df-9a82-234910c4a086';
export const teamId = '2a7c3d0e-5f94-48b6-81e2-8d6f0b4a3c22';
export const channelId = '19:OpsIncidents00000000000000000000000000000003@thread.tacv2';

export interface Seen {
  readonly method: string;
  /** With the prefix of the service: `/graph/v1.0/me`. */
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly bytes?: Buffer;
  /** Cut the connection instead of answering. */
  readonly cut?: true;
}

type Handler = (request: Seen, match: RegExpExecArray) => Answer | Promise<Answer>;

export type Microsoft = Awaited<ReturnType<typeof startMicrosoft>>;

const prefixes = {
  'https://login.microsoftonline.com': '/login',
  'https://graph.microsoft.com': '/graph',
  'https://smba.trafficmanager.net': '/smba',
  'https://login.botframework.com': '/botlogin',
  'https://*.sharepoint.com': '/sharepoint',
};

export async function startMicrosoft() {
  const seen: Seen[] = [];
  const handlers: { method: string; pattern: RegExp; handler: Handler }[] = [];
  const bot = await signer('bot-1');
  const entra = await signer('entra-1');
  const published = {
    bot: [{ ...bot.jwk, endorsements: ['msteams', 'webchat'] }] as object[],
    entra: [entra.jwk] as object[],
  };
  let issued = 0;
  let account = serviceUserId;
  /** Whose a token is, access or refresh. */
  const accounts = new Map<string, string>();

  const on = (method: string, pattern: RegExp, handler: Handler) => void handlers.unshift({ method, pattern, handler });

  on('GET', /^\/botlogin\/v1\/.well-known\/openidconfiguration$/, () => ({
    json: { jwks_uri: 'https://login.botframework.com/v1/.well-known/keys' },
  }));
  on('GET', /^\/botlogin\/v1\/.well-known\/keys$/, () => ({ json: { keys: published.bot } }));
  on('GET', /^\/login\/common\/v2.0\/.well-known\/openid-configuration$/, () => ({
    json: { jwks_uri: 'https://login.microsoftonline.com/common/discovery/v2.0/keys' },
  }));
  on('GET', /^\/login\/common\/discovery\/v2.0\/keys$/, () => ({ json: { keys: published.entra } }));
  on('POST', /^\/login\/[^/]+\/oauth2\/v2.0\/token/, ({ body }) => {
    const form = new URLSearchParams(body.toString());
    issued += 1;
    const whose = accounts.get(form.get('refresh_token') ?? '') ?? account;
    accounts.set(`graph-token-${issued}`, whose).set(`refresh-${issued}`, whose);
    return { json: tokenAnswer(form, issued, whose) };
  });

  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const entry: Seen = {
      method: request.method!,
      url: request.url!,
      headers: request.headers,
      body: Buffer.concat(chunks),
    };
    seen.push(entry);
    let answer: Answer = { status: 404, json: { error: { code: 'NotFound', message: 'no such thing' } } };
    for (const { method, pattern, handler } of handlers) {
      const match = method === entry.method ? pattern.exec(decodeURIComponent(entry.url)) : null;
      if (!match) continue;
      answer = await handler(entry, match);
      break;
    }
    if (answer.cut) return void request.socket.destroy();
    const status = answer.status ?? 200;
    const body =
      answer.bytes ?? (answer.json === undefined ? Buffer.alloc(0) : Buffer.from(JSON.stringify(answer.json)));
    response.writeHead(status, {
      'content-type': 'application/json',
      ...answer.headers,
      ...(status === 204 ? {} : { 'content-length': body.length }),
    });
    response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    base,
    origins: new Map(Object.entries(prefixes).map(([origin, prefix]) => [origin, base + prefix])),
    seen,
    on,
    bot,
    entra,
    published,
    /** Whoever signs in from now on is that account. */
    signIn(objectId: string) {
      account = objectId;
    },
    /** Whose token Graph was called with. */
    callerOf: ({ headers }: Pick<Seen, 'headers'>) => accounts.get(headers.authorization?.replace('Bearer ', '') ?? ''),
    calls: (method: string, pattern: RegExp) =>
      seen.filter((entry) => entry.method === method && pattern.test(decodeURIComponent(entry.url))),
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

export interface Signer {
  readonly jwk: object;
  sign(claims: JWTPayload, header?: object): Promise<string>;
}

export async function signer(kid: string): Promise<Signer> {
  const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid, use: 'sig' };
  return {
    jwk,
    sign: (claims, header = {}) =>
      new SignJWT(claims).setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid, ...header }).sign(privateKey),
  };
}

const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** As Entra's token endpoint answers MSAL. */
function tokenAnswer(form: URLSearchParams, number: number, account: string): object {
  const life = { token_type: 'Bearer', expires_in: 3600, ext_expires_in: 3600 };
  if (form.get('grant_type') === 'client_credentials') return { ...life, access_token: `bot-token-${number}` };
  const idToken = {
    aud: appId,
    iss: `https://login.microsoftonline.com/${tenantId}/v2.0`,
    oid: account,
    tid: tenantId,
    sub: 'x',
    name: 'Mio Service',
    preferred_username: 'mio@contoso.example',
    ver: '2.0',
    iat: 1,
    exp: 9_999_999_999,
  };
  return {
    ...life,
    scope: form.get('scope') ?? '',
    access_token: `graph-token-${number}`,
    refresh_token: `refresh-${number}`,
    id_token: `${encoded({ alg: 'RS256', typ: 'JWT' })}.${encoded(idToken)}.c2ln`,
    client_info: encoded({ uid: account, utid: tenantId }),
  };
}
