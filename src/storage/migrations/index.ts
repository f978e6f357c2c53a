/** The embedded engine's schema, as numbered steps. A step that was released is never changed; the next one is added. */
import { sql as first } from './0001-first.ts';
import { sql as reactions } from './0002-reactions.ts';
import { sql as fresh } from './0003-fresh.ts';
import { sql as noCounts } from './0004-no-counts.ts';

export interface Migration {
  /** From 1, without gaps. */
  readonly number: number;
  readonly name: string;
  readonly sql: string;
}

export const migrations: readonly Migration[] = [
  { number: 1, name: 'first', sql: first },
  { number: 2, name: 'reactions', sql: reactions },
  { number: 3, name: 'fresh', sql: fresh },
  { number: 4, name: 'no counts', sql: noCounts },
];
