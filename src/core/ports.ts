/** What the core and the connectors ask of the world besides platforms and storage. Passed in, so that tests own them. */

import type { Readable } from 'node:stream';

export interface Clock {
  /** UTC milliseconds. */
  now(): number;
  /** Runs `action` once, `ms` from now; the answer cancels it. Never keeps the process alive by itself. */
  after(ms: number, action: () => void): () => void;
}

/** Cryptographically strong bytes. */
export type Random = (bytes: number) => Buffer;

export interface HttpRequest {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** The platform's real address, in every mode. Never holds a secret. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** From the first byte out to the last byte in; 10 s where missing. */
  readonly deadlineMs?: number;
}

export interface HttpResponse {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

/** A request whose body or answer is too large to be held: a file on its way through. */
export interface StreamRequest extends Omit<HttpRequest, 'body'> {
  /** Sent as it comes; its length must then be in `content-length`, or it goes in chunks. */
  readonly body?: Readable;
  /** The most bytes, after decoding, that are taken from the answer. */
  readonly limit: number;
}

export interface StreamResponse {
  readonly status: number;
  readonly headers: HttpResponse['headers'];
  /** Ends with an EgressError where the connection breaks, stands still for 15 s, or goes past the limit. */
  readonly body: Readable;
}

/**
 * The only way out. Maps real origins to the sandbox's where there is one, refuses origins that are not on the list of
 * the platforms, follows no redirect.
 */
export interface Egress {
  /** @throws EgressError whose `sent` says whether the request may have reached the platform. */
  request(request: HttpRequest): Promise<HttpResponse>;
  /**
   * The same for files: nothing is held but what is on its way. Answers when the headers are there; whoever asked reads
   * the body to its end, or destroys it. Redirects are answers, to be followed by asking again: a token goes to the
   * origin it was made for and to no other.
   * @throws EgressError as `request` does
   */
  stream(request: StreamRequest): Promise<StreamResponse>;
  /** The same way out for vendors' clients that take a `fetch`. */
  readonly fetch: typeof fetch;
  /** The address a browser must be sent to for one of the platform's pages. */
  browserUrl(url: string): string;
}

/** No answer came. `sent` is false only where it is certain that the platform did not get the whole request. */
export class EgressError extends Error {
  override readonly name = 'EgressError';
  readonly code: 'refused_origin' | 'unreachable' | 'deadline' | 'cut' | 'too_large';
  readonly sent: boolean;

  constructor(code: EgressError['code'], sent: boolean, message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
    this.sent = sent;
  }
}

/** Seals secrets at rest. The context (organization, connection, field, version) is authenticated with the secret. */
export interface Vault {
  seal(secret: string, context: string): string;
  /** @throws Error when the key, the context or the sealed text is not the one it was sealed with. */
  open(sealed: string, context: string): string;
}

export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** Names end in _total for counters and _seconds for durations. Labels come from closed lists, never from a payload. */
export interface Metrics {
  count(name: MetricName, labels?: Readonly<Record<string, string>>, by?: number): void;
  observe(name: MetricName, seconds: number, labels?: Readonly<Record<string, string>>): void;
  set(name: MetricName, value: number, labels?: Readonly<Record<string, string>>): void;
}

export type MetricName =
  | 'mio_webhooks_total'
  | 'mio_webhook_refusals_total'
  | 'mio_events_total'
  | 'mio_deliveries_total'
  | 'mio_own_reactions_total'
  | 'mio_files_scanned_total'
  | 'mio_delivery_seconds'
  | 'mio_platform_calls_total'
  | 'mio_platform_call_seconds'
  | 'mio_queue_length'
  | 'mio_connection_health'
  | 'mio_repairs_total'
  | 'mio_alarms_total'
  | 'mio_sealed_with_old_keys';
