/**
 * One request and its whole answer. undici's own `request` makes a stream of every answer, which for the short ones of
 * chat platforms costs more than all the rest of the call; its timeouts begin on the wire, and again with every byte,
 * where this one counts from the moment of asking to the last byte.
 */
import type { Dispatcher } from 'undici';
import { EgressError, type HttpResponse } from '../core/ports.ts';

export interface CallLimits {
  readonly deadlineMs: number;
  /** The most bytes that are taken from an answer. */
  readonly most: number;
}

export interface CallTarget {
  readonly dispatcher: Dispatcher;
  /** What it is called in errors. */
  readonly name: () => string;
  readonly asEgressError: (error: unknown) => EgressError;
}

/** By the deadline alone. */
const unlimited = { headersTimeout: 0, bodyTimeout: 0 };

/** @throws EgressError whose `sent` says whether the request may have reached the platform */
export function call(
  { dispatcher, name, asEgressError }: CallTarget,
  options: Dispatcher.DispatchOptions,
  { deadlineMs, most }: CallLimits,
): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    let controller: Dispatcher.DispatchController | undefined;
    let over: EgressError | undefined;
    let status = 0;
    let headers: HttpResponse['headers'] = {};
    let bytes = 0;
    const chunks: Buffer[] = [];
    const end = (error: EgressError): void => {
      over = error;
      reject(error);
      controller?.abort(error);
    };
    // A request that still waits for a connection was never sent.
    const late = (): void =>
      end(new EgressError('deadline', controller !== undefined, `${name()} did not answer in time`));
    const timer = setTimeout(late, deadlineMs);
    dispatcher.dispatch(
      { ...options, ...unlimited },
      {
        onRequestStart(started) {
          if (over) started.abort(over);
          controller = started;
        },
        onResponseStart(_controller, statusCode, received) {
          status = statusCode;
          headers = received;
        },
        onResponseData(_controller, chunk) {
          bytes += chunk.length;
          if (bytes > most) end(new EgressError('too_large', true, `${name()} answers with more than ${most} bytes`));
          else chunks.push(chunk);
        },
        onResponseEnd() {
          clearTimeout(timer);
          resolve({ status, headers, body: chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks) });
        },
        onResponseError(_controller, error) {
          clearTimeout(timer);
          reject(over ?? asEgressError(error));
        },
      },
    );
  });
}
