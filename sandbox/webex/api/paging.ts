/** Lists in pages: `max`, and a `Link` header with the next one ("REST API Basics: Pagination", RFC 8288). */
import type { Answer, Call } from '../../kit/router.ts';
import { badRequest } from '../errors.ts';
import { apiBase } from '../wire.ts';

export interface PageRules<T> {
  readonly defaultMax: number;
  readonly mostMax: number;
  /** The cursor that goes on after this row; `next` is the index after it. */
  readonly cursorAfter: (row: T, next: number) => string;
  /** Where the page of a cursor begins. */
  readonly startOf: (cursor: string, rows: readonly T[]) => number;
  /** Null leaves the row out: a page may come short, or empty, and still have a next one. */
  readonly shape: (row: T) => Record<string, unknown> | null;
}

/** For lists whose rows stay where they are. */
export const byOffset = {
  cursorAfter: (_row: unknown, next: number) => String(next),
  startOf: (cursor: string) => Number(cursor) || 0,
};

/** @throws WebexError for a `max` out of range */
export function answerPage<T>(call: Call, rows: readonly T[], rules: PageRules<T>): Answer {
  const max = call.query.has('max') ? Number(call.query.get('max')) : rules.defaultMax;
  if (!Number.isInteger(max) || max < 1 || max > rules.mostMax)
    throw badRequest(`max must be between 1 and ${rules.mostMax}`);
  const cursor = call.query.get('cursor');
  const start = cursor === null ? 0 : rules.startOf(Buffer.from(cursor, 'base64url').toString(), rows);
  const page = rows.slice(start, start + max);
  const last = page.at(-1);
  const items = page.map(rules.shape).filter((item) => item !== null);
  if (last === undefined || start + max >= rows.length) return { status: 200, body: { items } };

  const query = new URLSearchParams(call.query);
  query.set('cursor', Buffer.from(rules.cursorAfter(last, start + page.length)).toString('base64url'));
  const [path] = call.path.split('?');
  return {
    status: 200,
    headers: { link: `<${apiBase}${path?.replace(/^\/v1/, '')}?${query}>; rel="next"` },
    body: { items },
  };
}
