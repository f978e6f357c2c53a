/**
 * The only way out. Requests name the platforms' real addresses in every mode; in sandbox mode, and only here, real
 * origins become the sandbox's, so that allow-lists and token binding run exactly as in production.
 */
import { Agent, type Dispatcher, Pool } from 'undici';
import { type Egress, EgressError, type HttpRequest, type HttpResponse, type StreamRequest } from '../core/ports.ts';
import { publicLookup, type Resolve } from './addresses.ts';
import type { ClockCheck, ClockWatch } from './clock-check.ts';
import { call } from './egress-call.ts';
import { streamThrough } from './egress-stream.ts';

/**
 * Every tenant's own host, `contoso.sharepoint.com` or `contoso-my.sharepoint.com`: Graph answers downloads with a
 * redirect to it, and takes large uploads there. No other part of the list is a pattern.
 */
const everySharePoint = 'https://*.sharepoint.com';
const sharePoint = /^https:\/\/[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.sharepoint\.com$/;

/** Every origin that Mio talks to, with the prefix that stands for it in the sandbox. */
export const platformOrigins: Readonly<Record<string, string>> = {
  'https://login.microsoftonline.com': '/entra',
  'https://graph.microsoft.com': '/graph',
  'https://smba.trafficmanager.net': '/bot',
  'https://login.botframework.com': '/bot',
  [everySharePoint]: '/sharepoint',
  'https://slack.com': '/slack',
  // Its paths, /files-pri and /upload, are nowhere on slack.com: both live below one prefix.
  'https://files.slack.com': '/slack',
  'https://webexapis.com': '/webex',
};

export interface EgressOptions {
  /** Where each real origin really is; an origin that is missing here is refused. */
  readonly origins: ReadonlyMap<string, string>;
  /** How long a call waits that does not say so itself; 10 s where missing. */
  readonly usualMs?: number;
  /** No call waits longer, whatever it says. */
  readonly deadlineMs?: number;
  readonly connectionsPerOrigin?: number;
  /** How long a streamed body may stand still, and take altogether. */
  readonly idleMs?: number;
  readonly totalMs?: number;
  /** Asks the name server; the system's where missing. */
  readonly resolve?: Resolve;
  /** Compares this machine's time with what the answers say. */
  readonly clockCheck?: ClockCheck;
}

export const realOrigins = (): Map<string, string> =>
  new Map(Object.keys(platformOrigins).map((origin) => [origin, origin]));

export const sandboxOrigins = (sandboxUrl: string): Map<string, string> =>
  new Map(Object.entries(platformOrigins).map(([origin, prefix]) => [origin, `${sandboxUrl}${prefix}`]));

/** Failures of which it is certain that the request did not get there. */
const neverSent = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_DESTROYED',
  'UND_ERR_CLOSED',
]);
const timeoutCodes = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT']);

/** Many times what a page of the longest messages takes; what is larger is no answer of a platform. */
const largestAnswer = 16 * 1024 * 1024;

/** Files have connections of their own: the text of a message never waits for them. */
const streamsPerOrigin = 64;

interface Target {
  readonly origin: string;
  readonly prefix: string;
  readonly calls: Dispatcher;
  readonly streams: Dispatcher;
  readonly watchClock?: ClockWatch | undefined;
}

export function createEgress({
  origins,
  usualMs = 10_000,
  deadlineMs = Number.POSITIVE_INFINITY,
  connectionsPerOrigin = 32,
  idleMs = 15_000,
  totalMs = 30 * 60_000,
  resolve,
  clockCheck,
}: EgressOptions): Egress & { close(): Promise<void> } {
  const common = { pipelining: 1, keepAliveTimeout: 30_000 };
  const places = {
    anywhere: { timeout: 3_000 },
    /** For platforms that are where they say: at addresses of the internet, and nowhere near. */
    outside: { timeout: 3_000, lookup: publicLookup(resolve) },
  };
  const agents = {
    anywhere: new Agent({ ...common, connections: streamsPerOrigin, connect: places.anywhere }),
    outside: new Agent({ ...common, connections: streamsPerOrigin, connect: places.outside }),
  };
  const targets = new Map<string, Target>();
  const pools: Pool[] = [];

  const within = (own = usualMs): number => Math.min(own, deadlineMs);

  /** Where an origin really is. What stands for a platform was put there by whoever started Mio. */
  function placeOf(origin: string): { address: string; where: keyof typeof places } {
    const isTenant = sharePoint.test(origin);
    const mapped = origin === everySharePoint ? undefined : origins.get(isTenant ? everySharePoint : origin);
    if (!mapped) throw new EgressError('refused_origin', false, `Mio does not talk to ${origin}`);
    const isItself = mapped === origin || mapped === everySharePoint;
    return isItself ? { address: origin, where: 'outside' } : { address: mapped, where: 'anywhere' };
  }

  function targetOf(name: string): Target {
    const { address, where } = placeOf(name);
    const { origin, pathname } = new URL(address);
    const target = { origin, prefix: pathname === '/' ? '' : pathname, streams: agents[where] };
    // Tenants are many, and each is asked for a while only: nothing of them stays.
    if (!origins.has(name)) return { ...target, calls: target.streams };
    const calls = new Pool(origin, { ...common, connections: connectionsPerOrigin, connect: places[where] });
    pools.push(calls);
    const known = { ...target, calls, watchClock: clockCheck?.watch(name) };
    targets.set(name, known);
    return known;
  }

  function locate(url: string): { target: Target; path: string } {
    const slash = url.indexOf('/', 8);
    const name = slash < 0 ? url : url.slice(0, slash);
    const target = targets.get(name) ?? targetOf(name);
    return { target, path: target.prefix + (slash < 0 ? '/' : url.slice(slash)) };
  }

  function request({ method, url, headers, body, deadlineMs: own }: HttpRequest): Promise<HttpResponse> {
    const failed = (error: unknown) => asEgressError(error, url);
    try {
      const { target, path } = locate(url);
      const to = { dispatcher: target.calls, name: () => originOf(url), asEgressError: failed };
      const asked = { origin: target.origin, method, path, headers: headers ?? null, body: body ?? null };
      const answer = call(to, asked, { deadlineMs: within(own), most: largestAnswer });
      target.watchClock?.(answer);
      return answer;
    } catch (error) {
      return Promise.reject(failed(error));
    }
  }

  async function stream(asked: StreamRequest) {
    const { url } = asked;
    const { target, path } = locate(url);
    const to = { dispatcher: target.streams, origin: target.origin, path, name: originOf(url) };
    const limits = { idleMs, totalMs, headersMs: within(asked.deadlineMs) };
    return streamThrough(to, asked, limits, (error) => asEgressError(error, url));
  }

  const mappedFetch: typeof fetch = (input, init) => {
    const url = typeof input === 'string' ? input : input instanceof URL ? input.href : input.url;
    const { target, path } = locate(url);
    const mapped = target.origin + path;
    const wrapped = input instanceof Request ? new Request(mapped, input) : mapped;
    // The runtime's types know the undici inside it only, which takes this one all the same.
    const wired: object = { dispatcher: target.streams };
    // A client may name a signal and give none: the deadline holds all the same.
    const deadline = AbortSignal.timeout(within());
    const signal = init?.signal ? AbortSignal.any([init.signal, deadline]) : deadline;
    return fetch(wrapped, { redirect: 'manual', ...init, signal, ...wired });
  };

  return {
    request,
    stream,
    fetch: mappedFetch,
    browserUrl(url) {
      const origin = originOf(url);
      return placeOf(origin).address + url.slice(origin.length);
    },
    async close() {
      await Promise.all([...pools, ...Object.values(agents)].map((dispatcher) => dispatcher.destroy()));
    },
  };
}

const originOf = (url: string): string => {
  const slash = url.indexOf('/', 8);
  return slash < 0 ? url : url.slice(0, slash);
};

function asEgressError(error: unknown, url: string): EgressError {
  if (error instanceof EgressError) return error;
  const code = (error as { code?: string }).code ?? 'unknown';
  const where = originOf(url);
  if (neverSent.has(code)) return new EgressError('unreachable', false, `${where} can’t be reached (${code})`, error);
  if (timeoutCodes.has(code)) return new EgressError('deadline', true, `${where} did not answer in time`, error);
  return new EgressError('cut', true, `${where} broke the connection off (${code})`, error);
}
