/** A Webex organization on loopback, a product that listens, and a client that speaks to it as any integration would. */
import { createHash, createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createManualClock, type SandboxClock } from '../../../../sandbox/kit/clock.ts';
import { type BuiltKit, createKit } from '../../../../sandbox/kit/kit.ts';
import type { PlatformSimulator } from '../../../../sandbox/kit/platform.ts';
import { createSeededRandom } from '../../../../sandbox/kit/random.ts';
import { demo } from '../../../../sandbox/seed.ts';
import { createWebex } from '../../../../sandbox/webex/index.ts';

export type Json = Readonly<Record<string, unknown>>;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Json;
  readonly items: readonly Json[];
}

export interface Received {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly raw: string;
  readonly body: Json;
}

export type CallApi = (method: string, path: string, body?: unknown) => Promise<Answer>;

export interface TestWorld {
  readonly built: BuiltKit;
  readonly clock: SandboxClock;
  readonly webex: PlatformSimulator;
  readonly received: Received[];
  /** What the product answers from now on. */
  answerWith(status: number): void;
  readonly redirectUri: string;
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /** Signs in over HTTP. */
  signIn(person: string, scopes?: string): Promise<string>;
  /** The same, and gives a client for the API. */
  connect(person: string, scopes?: string): Promise<CallApi>;
  close(): Promise<void>;
}

export const wireId = (type: string, uuid: string | undefined): string =>
  Buffer.from(`ciscospark://us/${type}/${uuid}`).toString('base64url');
export const incidents = { place: demo.webex.spaces[0]?.id ?? '', id: wireId('ROOM', demo.webex.spaces[0]?.id) };
export const opsRoom = { place: demo.webex.spaces[1]?.id ?? '', id: wireId('ROOM', demo.webex.spaces[1]?.id) };
export const personId = (person: string): string => wireId('PEOPLE', demo.webex.users[person]);
export const sign = (secret: string, raw: string): string => createHmac('sha1', secret).update(raw).digest('hex');
export const allScopes =
  'spark:kms spark:people_read spark:rooms_read spark:memberships_read spark:memberships_write spark:messages_read spark:messages_write';
export const challengeOf = (verifier: string): string => createHash('sha256').update(verifier).digest('base64url');

export async function createTestWorld(limits = 1000, record?: string): Promise<TestWorld> {
  const received: Received[] = [];
  let status = 200;
  const product = createServer(async (request, response) => {
    let raw = '';
    for await (const chunk of request) raw += chunk;
    received.push({ headers: request.headers, raw, body: JSON.parse(raw) });
    response.writeHead(status);
    response.end();
  });
  product.listen(0, '127.0.0.1');
  await once(product, 'listening');
  const clock = createManualClock(Date.parse('2026-03-02T09:00:00.000Z'));
  const url = `http://127.0.0.1:${(product.address() as AddressInfo).port}`;
  const built = createKit({
    product: { publicUrl: 'https://mio.example', url },
    clock,
    limits,
    random: createSeededRandom('webex'),
    ...(record === undefined ? {} : { record }),
  });
  await built.listen();
  const webex = createWebex(built.kit, [...allScopes.split(' '), 'spark:rooms_write', 'spark:all']);
  webex.mount(built.router);
  const redirectUri = 'https://mio.example/oauth/webex/callback';
  const send = (path: string, init?: RequestInit) =>
    fetch(`${built.kit.url}/webex${path}`, { redirect: 'manual', ...init });

  const signIn = async (person: string, scopes = allScopes): Promise<string> => {
    const { webexClientId = '', webexClientSecret = '' } = webex.app();
    const mail = demo.people.find(({ id }) => id === person)?.mail ?? '';
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: webexClientId,
      redirect_uri: redirectUri,
      scope: scopes,
      state: 's',
      account: mail,
      decision: 'accept',
    });
    const back = new URL((await send(`/v1/authorize?${query}`)).headers.get('location') ?? '');
    const form = new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: webexClientId,
      client_secret: webexClientSecret,
      code: back.searchParams.get('code') ?? '',
      redirect_uri: redirectUri,
    });
    const { access_token } = (await (await send('/v1/access_token', { method: 'POST', body: form })).json()) as {
      access_token: string;
    };
    return access_token;
  };
  const connect = async (person: string, scopes = allScopes): Promise<CallApi> => {
    const token = await signIn(person, scopes);
    return async (method, path, body) => {
      const isForm = body instanceof FormData;
      const answer = await send(`/v1${path}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body === undefined || isForm ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
      });
      const isJson = method !== 'HEAD' && answer.headers.get('content-type')?.includes('json');
      const parsed = (isJson ? await answer.json() : { raw: await answer.text() }) as Json;
      return {
        status: answer.status,
        headers: answer.headers,
        body: parsed,
        items: (parsed['items'] ?? []) as readonly Json[],
      };
    };
  };

  return {
    built,
    clock,
    webex,
    received,
    answerWith(next) {
      status = next;
    },
    redirectUri,
    fetch: send,
    signIn,
    connect,
    async close() {
      await built.close();
      product.closeAllConnections();
      product.close();
    },
  };
}
