/** Builds the sandbox's page from its source, so that what is tested is what is there. Once for all suites. */
import { join } from 'node:path';
import { build } from 'vite';

let built: Promise<unknown> | undefined;

export async function buildPage(): Promise<void> {
  built ??= build({ root: join(import.meta.dirname, '../../../sandbox/ui'), logLevel: 'error' });
  await built;
}
