/** Graph's errors in Graph's envelope. Page "Microsoft Graph error responses and resource types". */
import type { Answer } from '../../kit/router.ts';

export class GraphError extends Error {
  override readonly name = 'GraphError';
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, code: string, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

export const badRequest = (message: string, code = 'BadRequest'): GraphError => new GraphError(400, code, message);
export const forbidden = (message: string, code = 'Forbidden'): GraphError => new GraphError(403, code, message);
export const notFound = (message: string, code = 'NotFound'): GraphError => new GraphError(404, code, message);
export const conflict = (message: string): GraphError => new GraphError(409, 'Conflict', message);

/** The directory's own words for a missing object. */
export const noSuchObject = (id: string): GraphError =>
  notFound(
    `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
    'Request_ResourceNotFound',
  );

export const notPrivileged = (): GraphError =>
  forbidden('Insufficient privileges to complete the operation.', 'Authorization_RequestDenied');

/** Ids of one exchange, as `innerError` and the headers repeat them. */
export interface Trace {
  readonly now: number;
  readonly requestId: string;
  readonly clientRequestId: string;
}

export function errorAnswer(error: GraphError, trace: Trace): Answer {
  const date = new Date(trace.now).toISOString().slice(0, 19);
  const ids = { date, 'request-id': trace.requestId, 'client-request-id': trace.clientRequestId };
  const innerError = error.status === 429 ? { code: '429', message: 'Please retry after', status: '429', ...ids } : ids;
  const body = { error: { code: error.code, message: error.message, innerError } };
  return { status: error.status, headers: error.headers, body };
}

/** Page "Microsoft Graph throttling guidance". */
export const throttled = (seconds: number): GraphError =>
  new GraphError(429, 'TooManyRequests', 'Please retry again later.', { 'Retry-After': String(seconds) });
