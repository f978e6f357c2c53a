/** A method's arguments, however they came: query, form or JSON. Only the published ones are read. */
import type { Call } from '../../kit/router.ts';
import type { MethodRow } from '../methods.ts';

/** Answered with HTTP 200 and `{"ok":false,"error":code}`, as Slack does. */
export class SlackError extends Error {
  override readonly name = 'SlackError';
  readonly code: string;
  readonly extra: Readonly<Record<string, unknown>>;
  constructor(code: string, extra: Readonly<Record<string, unknown>> = {}) {
    super(code);
    this.code = code;
    this.extra = extra;
  }
}

/** `invalid_arguments`, with a line for the caller that says which. */
export const invalidArguments = (...messages: string[]): SlackError =>
  new SlackError('invalid_arguments', { response_metadata: { messages: messages.map((one) => `[ERROR] ${one}`) } });

export class Arguments {
  readonly #values: ReadonlyMap<string, unknown>;
  constructor(values: ReadonlyMap<string, unknown>) {
    this.#values = values;
  }

  has(name: string): boolean {
    return this.#values.has(name);
  }

  text(name: string): string | undefined {
    const value = this.#values.get(name);
    if (value === undefined || value === null) return undefined;
    if (typeof value === 'object') throw invalidArguments(`must be a string [json-pointer:/${name}]`);
    return String(value);
  }

  /** @throws SlackError where it is missing. */
  required(name: string): string {
    const text = this.text(name);
    if (text === undefined) throw invalidArguments(`missing required field: ${name}`);
    return text;
  }

  flag(name: string, otherwise = false): boolean {
    const text = this.text(name);
    return text === undefined ? otherwise : text === 'true' || text === '1';
  }

  /** Comma lists, or arrays. */
  list(name: string): readonly string[] {
    const value = this.#values.get(name);
    const parts = Array.isArray(value) ? value.map(String) : (this.text(name)?.split(',') ?? []);
    return parts.map((part) => part.trim()).filter((part) => part !== '');
  }

  /** A nested value: as it is in JSON, as JSON text in a form. Undefined where missing or unreadable. */
  nested(name: string): unknown {
    const value = this.#values.get(name);
    if (typeof value !== 'string') return value;
    try {
      return JSON.parse(value);
    } catch {
      return undefined;
    }
  }
}

export interface ReadCall {
  readonly args: Arguments;
  /** The token of a form or query; in JSON it counts only in the header. */
  readonly token: string | undefined;
  readonly warnings: readonly string[];
}

/**
 * "Web API", POST bodies: forms for every method, JSON for those that take it.
 * @throws SlackError `invalid_post_type`, `missing_post_type`, `invalid_json`, `json_not_object`
 */
export function readCall(call: Call, row: MethodRow): ReadCall {
  const [type = '', ...parameters] = (call.headers['content-type'] ?? '').split(';').map((part) => part.trim());
  const hasCharset = parameters.some((parameter) => parameter.toLowerCase().startsWith('charset='));
  const values = new Map<string, unknown>(call.query);
  const warnings: string[] = [];
  if (call.method === 'POST' && call.body.length > 0) {
    for (const [name, value] of bodyOf(call, type, row)) values.set(name, value);
    if (type === 'application/json' && !hasCharset) warnings.push('missing_charset');
  }
  const fromForm = type === 'application/json' ? call.query.get('token') : values.get('token');
  return {
    args: new Arguments(new Map([...values].filter(([name]) => row.args.includes(name)))),
    token: typeof fromForm === 'string' ? fromForm : undefined,
    warnings,
  };
}

function bodyOf(call: Call, type: string, row: MethodRow): Iterable<[string, unknown]> {
  if (type === '') throw new SlackError('missing_post_type');
  if (type === 'application/x-www-form-urlencoded') return call.form();
  if (type === 'multipart/form-data') {
    return call.multipart().map(({ name, bytes }): [string, unknown] => [name, bytes.toString('utf8')]);
  }
  if (type !== 'application/json' || !row.json) throw new SlackError('invalid_post_type');
  const body = call.json();
  if (body === undefined) throw new SlackError('invalid_json');
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw new SlackError('json_not_object');
  return Object.entries(body);
}
