/** "Optimize your bot with rate limiting in Teams": per bot and conversation, and per app and tenant. */

import type { LimitRow } from '../kit/limits.ts';
import type { Kit } from '../kit/platform.ts';

const second = 1_000;
const hour = 3_600 * second;

/** Shortest window first, so that a refusal by it spends nothing of the longer ones. */
const rows = {
  send: [
    { calls: 7, everyMs: second },
    { calls: 8, everyMs: 2 * second },
    { calls: 60, everyMs: 30 * second },
    { calls: 1_800, everyMs: hour },
  ],
  read: [
    { calls: 14, everyMs: second },
    { calls: 16, everyMs: 2 * second },
    { calls: 120, everyMs: 30 * second },
    { calls: 3_600, everyMs: hour },
  ],
  /** `getMembers` without pages: throttled hard, on its way out. */
  unpaged: [{ calls: 5, everyMs: 60 * second }],
} satisfies Readonly<Record<string, readonly LimitRow[]>>;

const perTenant: LimitRow = { calls: 30, everyMs: second };

export type LimitedCall = keyof typeof rows;

/** Answers 0 when granted, else the whole seconds to wait. */
export function takeAll({ limits }: Kit, call: LimitedCall, conversation: string): number {
  const buckets = [
    { key: 'bot tenant', row: perTenant },
    ...rows[call].map((row) => ({ key: `bot ${call} ${row.everyMs} ${conversation}`, row })),
  ];
  for (const { key, row } of buckets) {
    const wait = limits.take(key, row);
    if (wait > 0) return Math.ceil(wait / second);
  }
  return 0;
}
