/**
 * Builds the sandbox's page where its source is newer than what is there, so that what is tested is what is there. Before
 * any test, once: suites that run beside each other serve the same files.
 */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';

const root = join(import.meta.dirname, '../../..');
const source = join(root, 'sandbox/ui');

const changedAt = (path: string): number => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

function newest(folder: string): number {
  const entries = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return Math.max(...entries.map((entry) => changedAt(join(folder, entry))));
}

/** Called by mocha ("Global fixtures"). */
export async function mochaGlobalSetup(): Promise<void> {
  if (newest(source) > changedAt(join(root, 'dist/sandbox/index.html')))
    await build({ root: source, logLevel: 'error' });
}
