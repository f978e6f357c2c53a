/**
 * The only way out. Requests name the platforms' real addresses in every mode; in sandbox mode, and only here, real
 * origins become the sandbox's, so that allow-lists and token binding run exactly as in production.
 */
import { type Dispatcher, Pool } from 'undici';
import { type Egress, EgressError, type HttpRequest, type HttpResponse } from '../core/ports.ts';

/** Every origin that Mio talks to, with the prefix that stands for it in the sandbox. */
export const platformOrigins: Readonly<Record<string, string>> = {
  'https://login.microsoftonline.com': '/entra',
  'https://graph.microsoft.com': '/graph',
  'https://smba.trafficmanager.net': '/bot',
  'https://login.botframework.com': '/bot',
  'https://slack.com': '/slack',
  'https://webexapis.com': '/webex',
};

export interface EgressOptions {
  /** Where each real origin really is; an origin that is missing here is refused. */
  readonly origins: ReadonlyMap<string, string>;
  readonly deadlineMs?: number;
  readonly connectionsPerOrigin?: number;
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

interface Target {
  readonly pool: Pool;
  readonly prefix: string;
}

export function createEgress({
  origins,
  deadlineMs = 10_000,
  connectionsPerOrigin = 32,
}: EgressOptions): Egress & { close(): Promise<void> } {
  const targets = new Map<string, Target>();

  function locate(url: string): { target: Target; path: string } {
    const slash = url.indexOf('/', 8);
    const origin = slash < 0 ? url : url.slice(0, slash);
    let target = targets.get(origin);
    if (!target) {
      const mapped = origins.get(origin);
      if (!mapped) throw new EgressError('refused_origin', false, `Mio does not talk to ${originOf(url)}`);
      const address = new URL(mapped);
      const pool = new Pool(address.origin, {
        connections: connectionsPerOrigin,
        pipelining: 1,
        connect: { timeout: 3_000 },
        keepAliveTimeout: 30_000,
      });
      target = { pool, prefix: address.pathname === '/' ? '' : address.pathname };
      targets.set(origin, target);
    }
    return { target, path: target.prefix + (slash < 0 ? '/' : url.slice(slash)) };
  }

  function request({ method, url, headers, body, deadlineMs: own }: HttpRequest): Promise<HttpResponse> {
    return new Promise((resolve, reject) => {
      const { target, path } = locate(url);
      const timeout = Math.min(own ?? deadlineMs, deadlineMs);
      const timeouts = { headersTimeout: timeout, bodyTimeout: timeout };
      const options = { method, path, headers: headers ?? null, body: body ?? null, ...timeouts };
      dispatch(target.pool, options, resolve, (error) => reject(asEgressError(error, url)));
    });
  }

  const mappedFetch: typeof fetch = (input, init) => {
    const url = typeof input === 'string' ? input : input instanceof URL ? input.href : input.url;
    const { path } = locate(url);
    const mapped = new URL(origins.get(originOf(url))!).origin + path;
    const wrapped = input instanceof Request ? new Request(mapped, input) : mapped;
    return fetch(wrapped, { redirect: 'manual', signal: AbortSignal.timeout(deadlineMs), ...init });
  };

  return {
    request,
    fetch: mappedFetch,
    browserUrl(url) {
      const origin = originOf(url);
      const mapped = origins.get(origin);
      if (!mapped) throw new EgressError('refused_origin', false, `Mio does not send browsers to ${origin}`);
      return mapped + url.slice(origin.length);
    },
    async close() {
      await Promise.all([...targets.values()].map(({ pool }) => pool.destroy()));
    },
  };
}

/**
 * One request and its whole answer. undici's own `request` makes a stream of every answer, which for the short ones of
 * chat platforms costs more than all the rest of the call.
 */
function dispatch(
  pool: Pool,
  options: Dispatcher.DispatchOptions,
  answered: (response: HttpResponse) => void,
  failed: (error: Error) => void,
): void {
  let status = 0;
  let headers: HttpResponse['headers'] = {};
  const chunks: Buffer[] = [];
  pool.dispatch(options, {
    // Tells undici which of its two forms of handler this is.
    onRequestStart() {},
    onResponseStart(_controller, statusCode, received) {
      status = statusCode;
      headers = received;
    },
    onResponseData(_controller, chunk) {
      chunks.push(chunk);
    },
    onResponseEnd() {
      answered({ status, headers, body: chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks) });
    },
    onResponseError(_controller, error) {
      failed(error);
    },
  });
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
