/**
 * Which permissions suffice for which operation: Microsoft's published permission map of 2026-08-07, cut to what is
 * simulated. Within a scheme the least privileged comes first and any one suffices; a scheme that is missing is refused.
 */
import { apps } from './published/apps.ts';
import { directory } from './published/directory.ts';
import { files } from './published/files.ts';
import { messages } from './published/messages.ts';
import { teams } from './published/teams.ts';

export interface OperationPermissions {
  /** Directory operations and Teams operations word a refusal differently. */
  readonly family: 'directory' | 'teams';
  readonly delegated: readonly string[];
  readonly application: readonly string[];
}

/** One operation; permissions parted by white space. */
interface Row {
  readonly family: 'directory' | 'teams';
  readonly delegated?: string;
  readonly application?: string;
}

export type Rows = Readonly<Record<string, Row>>;

const words = (list: string | undefined): string[] => list?.trim().split(/\s+/) ?? [];

export const permissions: ReadonlyMap<string, OperationPermissions> = new Map(
  Object.entries({ ...directory, ...teams, ...apps, ...messages, ...files }).map(([operation, row]) => [
    operation,
    { family: row.family, delegated: words(row.delegated), application: words(row.application) },
  ]),
);
