/** The little OData that the simulated operations understand: $top, $select, $filter, and links to the next page. */
import { badRequest } from './errors.ts';
import type { GraphRequest } from './operation.ts';

type Entity = Readonly<Record<string, unknown>>;

/** `$top`, between 1 and `max`. @throws GraphError 400 */
export function topOf(query: URLSearchParams, standard: number, max: number): number {
  const given = query.get('$top');
  if (given === null) return standard;
  const top = Number(given);
  if (!Number.isInteger(top) || top < 1) throw badRequest(`Invalid value '${given}' for $top query option found.`);
  if (top <= max) return top;
  throw badRequest(
    `The limit of '${max}' for Top query has been exceeded. The value from the incoming request is '${top}'.`,
  );
}

/** The `$select`ed properties, and always the annotations; everything where nothing is selected. */
export function select(query: URLSearchParams, entity: Entity, standard?: readonly string[]): Entity {
  const names =
    query
      .get('$select')
      ?.split(',')
      .map((name) => name.trim()) ?? standard;
  if (names === undefined) return entity;
  return Object.fromEntries(Object.entries(entity).filter(([name]) => name.startsWith('@') || names.includes(name)));
}

export const expands = (query: URLSearchParams, name: string): boolean =>
  (query.get('$expand') ?? '').split(/,(?![^(]*\))/).some((part) => part.trim().replace(/\(.*$/, '') === name);

const comparison = /^([\w/]+) (eq|ne) (?:'((?:[^']|'')*)'|(true|false|null))$/;
const affix = /^(startswith|endswith)\(([\w/]+),\s*'((?:[^']|'')*)'\)$/i;
const any = /^([\w/]+)\/any\((\w+):\s*\2 eq '((?:[^']|'')*)'\)$/i;

const unquoted = (text: string): string => text.replaceAll("''", "'");
const same = (a: unknown, b: string): boolean => typeof a === 'string' && a.toLowerCase() === b.toLowerCase();
const read = (entity: Entity, path: string): unknown =>
  path.split('/').reduce<unknown>((value, name) => (value as Entity | undefined)?.[name], entity);

function term(text: string): (entity: Entity) => boolean {
  const compared = comparison.exec(text);
  if (compared !== null) {
    const [, path = '', operator, literal, word] = compared;
    const equal = (entity: Entity): boolean => {
      const value = read(entity, path);
      return literal === undefined ? String(value ?? null) === word : same(value, unquoted(literal));
    };
    return operator === 'eq' ? equal : (entity) => !equal(entity);
  }
  const affixed = affix.exec(text);
  if (affixed !== null) {
    const [, where = '', path = '', wanted = ''] = affixed;
    const method = where.toLowerCase() === 'startswith' ? 'startsWith' : 'endsWith';
    return (entity) =>
      String(read(entity, path) ?? '')
        .toLowerCase()
        [method](unquoted(wanted).toLowerCase());
  }
  const within = any.exec(text);
  if (within !== null) {
    const [, path = '', , wanted = ''] = within;
    return (entity) => {
      const values = read(entity, path);
      return Array.isArray(values) && values.some((value) => same(value, unquoted(wanted)));
    };
  }
  throw badRequest('Unsupported Query.', 'Request_UnsupportedQuery');
}

/**
 * What only the advanced queries of the directory can: `ne` and `endswith` want the header and `$count=true` besides.
 * Page "Advanced query capabilities on Microsoft Entra ID objects". @throws GraphError 400
 */
export function demandAdvanced({ query, headers }: GraphRequest): void {
  const advanced = / ne |endswith\(/i.test(query.get('$filter') ?? '');
  if (advanced && !asksForCount({ query, headers })) throw badRequest('Unsupported Query.', 'Request_UnsupportedQuery');
}

const asksForCount = ({ query, headers }: Pick<GraphRequest, 'query' | 'headers'>): boolean =>
  headers['consistencylevel'] === 'eventual' && query.get('$count') === 'true';

/** `eq`, `ne`, `startswith`, `endswith` and `any(x:x eq '…')`, joined by `and` and `or`. @throws GraphError 400 for anything else */
export function filterOf(query: URLSearchParams): (entity: Entity) => boolean {
  const given = query.get('$filter');
  if (given === null) return () => true;
  const alternatives = given
    .split(/ or (?=(?:[^']*'[^']*')*[^']*$)/)
    .map((alternative) =>
      alternative
        .split(/ and (?=(?:[^']*'[^']*')*[^']*$)/)
        .map((text) => term(text.trim().replace(/^\((.*)\)$/, '$1'))),
    );
  return (entity) => alternatives.some((terms) => terms.every((holds) => holds(entity)));
}

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Reads an opaque token that `link` wrote; undefined where the request carries none. @throws GraphError 400 */
export function tokenOf<T extends object>(query: URLSearchParams, name: '$skiptoken' | '$deltatoken'): T | undefined {
  const given = query.get(name);
  if (given === null) return undefined;
  try {
    return JSON.parse(Buffer.from(given, 'base64url').toString()) as T;
  } catch {
    throw badRequest(`Badly formed token in ${name}.`);
  }
}

/** The request's own address with a token; other options are kept, so that the link is complete by itself. */
export function link(request: GraphRequest, name: '$skiptoken' | '$deltatoken', token: object): string {
  const query = new URLSearchParams(request.query);
  query.delete('$skiptoken');
  query.delete('$deltatoken');
  const options = [...query].map(([key, value]) => `${key}=${encodeURIComponent(value)}`);
  return `${request.address}?${[...options, `${name}=${encode(token)}`].join('&')}`;
}

interface PageSizes {
  readonly standard: number;
  readonly max: number;
}
interface Page {
  readonly value: readonly Entity[];
  /** Where the next page is, and on the first one how many rows there are in all, where that was asked. */
  readonly links: Readonly<Record<string, string | number>>;
}

/** Cuts one page out of a directory collection: `$filter`, `$top` and `$skiptoken` (an offset). */
export const page = (request: GraphRequest, all: readonly Entity[], sizes: PageSizes): Page =>
  pageOf(request, all.filter(filterOf(request.query)), sizes, (one) => one);

/** As `page` without its filter; only the rows of the page are written. */
export function pageOf<T>(
  request: GraphRequest,
  rows: readonly T[],
  sizes: PageSizes,
  write: (row: T) => Entity,
): Page {
  const top = topOf(request.query, sizes.standard, sizes.max);
  const from = tokenOf<{ from: number }>(request.query, '$skiptoken')?.from ?? 0;
  const more = rows.length > from + top;
  return {
    value: rows.slice(from, from + top).map(write),
    links: {
      ...(from === 0 && asksForCount(request) && { '@odata.count': rows.length }),
      ...(more && { '@odata.nextLink': link(request, '$skiptoken', { from: from + top }) }),
    },
  };
}
