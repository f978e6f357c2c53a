/** A request that is right, spoilt in every way that one thing about it can be: the same ways for the same seed. */
import { pick, type Random } from '../faults/soak/random.ts';
import type { RecordedWebhook } from './recorded-webhooks.ts';

export interface Mutant {
  readonly what: string;
  /** Several of one name are sent as several. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: Buffer;
  /** Of the header that was spoilt; missing where it was the body. */
  readonly header?: string;
}

type Path = readonly (string | number)[];

/** What a field may turn into. Undefined takes it away. */
const values: readonly unknown[] = [
  undefined,
  null,
  '',
  0,
  -1,
  1e308,
  true,
  [],
  {},
  [null],
  { id: {} },
  'x'.repeat(70_000),
  '../../me/messages',
  '\u0000\ud800"<script>',
];

/** Of the connection, not of the request: see the tests of raw sockets. */
const ofTransport = new Set(['host', 'connection', 'content-length', 'transfer-encoding']);

/** Every header, by itself: left out, emptied, twice, of another case, and with one character changed. */
export function spoiltHeaders({ headers, body }: RecordedWebhook, random: Random): readonly Mutant[] {
  const mutants: Mutant[] = [];
  for (const [name, value] of Object.entries(headers)) {
    if (ofTransport.has(name)) continue;
    const at = Math.floor(random() * value.length);
    const changed = value.slice(0, at) + (value[at] === '0' ? '1' : '0') + value.slice(at + 1);
    const spoilt: Readonly<Record<string, string | readonly string[] | undefined>> = {
      'left out': undefined,
      empty: '',
      twice: [value, value],
      'twice, first wrong': [changed, value],
      'cut short': value.slice(0, -1),
      longer: `${value}0`,
      [`with another character at ${at}`]: changed,
    };
    for (const [how, given] of Object.entries(spoilt)) {
      const { [name]: _, ...others } = headers;
      const all = given === undefined ? others : { ...others, [name]: given };
      mutants.push({ what: `${name} ${how}`, header: name, headers: all, body: Buffer.from(body) });
    }
  }
  return mutants;
}

/** Every field at any depth with every value that it should not have, and twice. */
export function spoiltFields({ headers, body }: RecordedWebhook): readonly Mutant[] {
  const whole: unknown = JSON.parse(body);
  const mutants: Mutant[] = [];
  for (const path of pathsIn(whole)) {
    const name = path.join('.');
    for (const value of values) {
      const spoilt = JSON.stringify(replaced(whole, path, value));
      mutants.push({
        what: `${name} = ${String(JSON.stringify(value)).slice(0, 20)}`,
        headers,
        body: Buffer.from(spoilt),
      });
    }
    const last = path.at(-1);
    if (typeof last === 'string') {
      const doubled = body.replace(`${JSON.stringify(last)}:`, (key) => `${key}"first",${key}`);
      mutants.push({ what: `${name} twice`, headers, body: Buffer.from(doubled) });
    }
  }
  return mutants;
}

/** So many times: one bit turned, the end cut off, a byte put in. */
export function spoiltBytes({ headers, body }: RecordedWebhook, random: Random, times: number): readonly Mutant[] {
  const bytes = Buffer.from(body);
  return Array.from({ length: times }, () => {
    const at = Math.floor(random() * bytes.length);
    const turned = Buffer.from(bytes);
    turned[at]! ^= 1 << Math.floor(random() * 8);
    const [what, spoilt] = pick(random, [
      ['a bit turned', turned],
      ['cut off', bytes.subarray(0, at)],
      ['a byte more', Buffer.concat([bytes.subarray(0, at), Buffer.from([random() * 256]), bytes.subarray(at)])],
    ] as const);
    return { what: `${what} at ${at}`, headers, body: spoilt };
  });
}

/** So many of them, in their order. */
export const some = (random: Random, mutants: readonly Mutant[], most: number): readonly Mutant[] =>
  mutants.filter(() => random() * mutants.length < most);

function pathsIn(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const at = [...path, Array.isArray(value) ? Number(key) : key];
    return [at, ...pathsIn(inner, at)];
  });
}

function replaced(whole: unknown, [key, ...rest]: Path, by: unknown): unknown {
  if (key === undefined) return by;
  if (Array.isArray(whole)) return whole.map((item, index) => (index === key ? replaced(item, rest, by) : item));
  const fields = whole as Readonly<Record<string, unknown>>;
  return { ...fields, [key]: replaced(fields[key], rest, by) };
}
