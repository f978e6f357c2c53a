/** The sandbox's HTTP: routes with `{parameters}`, bodies parsed on demand, answers as values. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { callOf, encodeAnswer, readBody } from './call.ts';
import type { SandboxClock } from './clock.ts';
import type { FaultRule, Faults } from './faults.ts';
import { compilePattern, matchPattern, type Pattern } from './match.ts';
import type { Recorder } from './record.ts';

export interface Call {
  readonly method: string;
  /** Path below the platform's prefix, still percent-encoded: what the real service would see. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
  /** Decoded `{parameters}` of the matched route. */
  readonly params: Readonly<Record<string, string>>;
  /** Parsed JSON body; undefined where it is not JSON. */
  json(): unknown;
  form(): URLSearchParams;
  multipart(): readonly {
    readonly name: string;
    readonly filename?: string;
    readonly type?: string;
    readonly bytes: Buffer;
  }[];
}

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  /** Objects go out as JSON; strings and Buffers as they are. */
  readonly body?: unknown;
}

export interface RouteInfo {
  readonly method: string;
  /** `/teams/{team}/channels/{channel}/messages`; a parameter matches one path segment; `{rest*}` matches the rest. */
  readonly pattern: string;
}

export interface PrefixOptions {
  /** `/graph`, `/slack`… */
  readonly prefix: string;
  readonly platform: FaultRule['platform'];
  /** `_platform` of recorded entries: graph, slack, webex, or any other word for what the contracts do not cover. */
  readonly recordAs: string;
  /** `_path` of a recorded entry, as the real service would see it; the path below the prefix where missing. */
  readonly recordPath?: (path: string) => string;
  /** `_scopes` of a recorded entry: of the token used. */
  readonly scopes?: (call: Call) => readonly string[] | undefined;
  /** A 429 in the platform's own form. */
  readonly throttled: (retryAfterSeconds: number) => Answer;
  /** A 500-class answer in the platform's own form. */
  readonly failed: (status: number) => Answer;
  /** What an unknown path gets. */
  readonly notFound: (call: Call) => Answer;
}

export interface Section {
  on(method: string, pattern: string, handler: (call: Call) => Answer | Promise<Answer>): void;
}

export interface Router {
  /** Everything below a prefix: faults, recording and unknown paths are handled here, once for all platforms. */
  section(options: PrefixOptions): Section;
  /** For coverage lists. */
  routes(prefix: string): readonly RouteInfo[];
}

/** What the router needs from the world around it. */
export interface RouterParts {
  readonly clock: SandboxClock;
  readonly faults: Pick<Faults, 'strike'>;
  readonly recorder?: Recorder | undefined;
}

interface Route extends RouteInfo {
  readonly compiled: Pattern;
  readonly handler: (call: Call) => Answer | Promise<Answer>;
}

interface Mounted {
  readonly options: PrefixOptions;
  /** Most literal pattern first. */
  readonly routes: Route[];
}

const callFaults = [
  'delay',
  'throttle',
  'error',
  'down',
  'reset-before',
  'reset-after',
  'lose-answer',
  'garble',
] as const;
const lostAnswerMs = 30_000;
/** `garble`: what a proxy or a captive portal says in the service's place, as if all were well. */
const somebodyElsesPage: Answer = {
  status: 200,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body: '<!doctype html><html><head><title>Sign in to the network</title></head><body><p>Please wait…</p></body></html>',
};

/** Answers whatever is below a mounted prefix; `dispatch` says false where nothing is. */
export function createRouter(parts: RouterParts): Router & {
  dispatch(request: IncomingMessage, response: ServerResponse): Promise<boolean>;
} {
  const mounted = new Map<string, Mounted>();
  return {
    section(options) {
      if (mounted.has(options.prefix)) throw new Error(`The prefix ${options.prefix} is mounted already.`);
      const routes: Route[] = [];
      mounted.set(options.prefix, { options, routes });
      return {
        on(method, pattern, handler) {
          routes.push({ method, pattern, compiled: compilePattern(pattern), handler });
          routes.sort((a, b) => (a.compiled.rank < b.compiled.rank ? -1 : 1));
        },
      };
    },
    routes: (prefix) => (mounted.get(prefix)?.routes ?? []).map(({ method, pattern }) => ({ method, pattern })),
    async dispatch(request, response) {
      const url = request.url ?? '/';
      const section = mounted.get(/^\/[^/?]*/.exec(url)?.[0] ?? '');
      if (!section) return false;
      await answer(parts, section, url.slice(section.options.prefix.length) || '/', request, response);
      return true;
    },
  };
}

async function answer(
  parts: RouterParts,
  section: Mounted,
  target: string,
  request: IncomingMessage,
  response: ServerResponse,
) {
  const { options } = section;
  const startedAt = parts.clock.now();
  const [path = '/'] = target.split('?');
  const method = request.method ?? 'GET';
  const struck = parts.faults.strike(options.platform, `${method} ${path}`, callFaults);
  const fault = (kind: FaultRule['kind']) => struck.find((rule) => rule.kind === kind);

  if (fault('down') || fault('reset-before')) return void request.socket.destroy();
  const body = await readBody(request, response);
  if (!body) return;
  const slow = fault('delay');
  if (slow) await new Promise<void>((resolve) => void parts.clock.after(slow.ms ?? 1000, resolve));

  const call = callOf(method, target, request.headers, body);
  const throttle = fault('throttle');
  const instead =
    (throttle && options.throttled(throttle.retryAfter ?? 1)) ??
    (fault('error') && options.failed(500)) ??
    (fault('garble') && somebodyElsesPage);
  const result = instead ?? (await handle(section, call));
  const written = encodeAnswer(result, parts.clock.now());

  parts.recorder?.add({
    platform: options.recordAs,
    path: options.recordPath?.(target) ?? target,
    scopes: options.scopes?.(call),
    startedAt,
    method,
    url: `http://${request.headers.host ?? '127.0.0.1'}${options.prefix}${target}`,
    requestHeaders: call.headers,
    requestBody: body,
    status: result.status,
    responseHeaders: written.headers,
    responseBody: written.body,
  });

  if (fault('reset-after')) request.socket.destroy();
  else if (fault('lose-answer')) setTimeout(() => request.socket.destroy(), lostAnswerMs).unref();
  else if (!response.destroyed) {
    response.writeHead(result.status, written.headers);
    response.end(method === 'HEAD' ? undefined : written.body);
  }
}

async function handle({ options, routes }: Mounted, call: Call): Promise<Answer> {
  const [path = '/'] = call.path.split('?');
  // As HTTP has it: what answers GET answers HEAD; the body is left out when it is sent.
  const methods = call.method === 'HEAD' ? ['HEAD', 'GET'] : [call.method];
  for (const method of methods) {
    for (const route of routes) {
      const params = route.method === method ? matchPattern(route.compiled, path) : undefined;
      if (!params) continue;
      try {
        return await route.handler({ ...call, params });
      } catch (cause) {
        console.error(`sandbox: ${options.prefix}${route.pattern} failed`, cause);
        return options.failed(500);
      }
    }
  }
  return options.notFound(call);
}
