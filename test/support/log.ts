/** A log that a test can read. */
import type { Log } from '../../src/core/ports.ts';

export interface TestLog extends Log {
  /** Everything from warnings up, a line each, with the errors' messages. */
  text(): string;
  /** Everything, for what must never be in a log. */
  all(): string;
}

export function createTestLog(): TestLog {
  const lines: { level: string; line: string }[] = [];
  const write = (level: string) => (fields: object, message: string) =>
    void lines.push({ level, line: `${level}: ${message} ${JSON.stringify(fields, shown)}` });
  return {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    text: () =>
      lines
        .filter(({ level }) => level === 'warn' || level === 'error')
        .map(({ line }) => line)
        .join('\n'),
    all: () => lines.map(({ line }) => line).join('\n'),
  };
}

const shown = (_key: string, value: unknown): unknown =>
  value instanceof Error
    ? { name: value.name, message: value.message, ...(value.cause !== undefined && { cause: value.cause }) }
    : value;
