/** The log: one JSON object a line. Errors are written by name, message and code: never with what was sent. */
import pino from 'pino';
import type { Log } from './core/ports.ts';

export function createLog(level: string): Log {
  return pino({
    level,
    base: null,
    serializers: { err: describe },
    formatters: { level: (label) => ({ level: label }) },
    timestamp: pino.stdTimeFunctions.isoTime,
  });
}

interface Described {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
  readonly at?: string;
  readonly cause?: Described;
}

/** Messages of our own errors hold no secret; of others' only the first line is kept, without control characters. */
function describe(error: unknown): Described {
  if (!(error instanceof Error)) return { name: 'Error', message: typeof error };
  const code = (error as { code?: unknown }).code;
  const at = error.stack
    ?.split('\n')
    .find((line) => line.includes('/src/'))
    ?.trim();
  return {
    name: error.name,
    message: (error.message.split('\n', 1)[0] ?? '').replace(/\p{Cc}/gu, ' ').slice(0, 300),
    ...(typeof code === 'string' && { code }),
    ...(at !== undefined && { at }),
    ...(error.cause instanceof Error && { cause: describe(error.cause) }),
  };
}
