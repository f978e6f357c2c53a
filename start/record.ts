/**
 * `npm run record -- --out FILE.har`: a new customer's first hour and a day of use, scripted, against the sandbox, and
 * recorded as an HTTP Archive, so that whoever likes can hold the traffic against what the platforms publish.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { createPair, type Pair } from './children.ts';
import { day } from './day.ts';
import { onboarding } from './onboarding.ts';
import { SandboxClient } from './sandbox-client.ts';
import type { Step } from './step.ts';

interface Archive {
  readonly log: { readonly version: string; readonly creator: object; readonly entries: readonly object[] };
}

/** Something that is recorded, in a world of its own. */
interface Chapter {
  readonly name: string;
  /** What Mio is started with. */
  readonly parameters: readonly string[];
  readonly steps: (pair: Pair, sandbox: SandboxClient) => readonly Step[] | Promise<readonly Step[]>;
}

const chapters: readonly Chapter[] = [
  { name: 'A new customer', parameters: ['--empty'], steps: onboarding },
  { name: 'A day of use', parameters: [], steps: day },
];

function outFile(): string {
  const { values } = parseArgs({ options: { out: { type: 'string' } } });
  if (values.out) return resolve(values.out);
  throw new Error('Say where to write the recording: npm run record -- --out traffic.har');
}

async function record({ name, parameters, steps }: Chapter): Promise<Archive> {
  const folder = mkdtempSync(join(tmpdir(), 'mio-record-'));
  const file = join(folder, 'traffic.har');
  const pair = await createPair(folder);
  try {
    const recorder = await pair.startSandbox('--record', file);
    await pair.startMio(...parameters);
    const sandbox = await SandboxClient.open(pair.sandboxUrl);
    process.stdout.write(`\n  ${name}\n`);
    for (const step of await steps(pair, sandbox)) {
      const startedAt = performance.now();
      await step.run();
      process.stdout.write(`  ✔ ${step.name} (${((performance.now() - startedAt) / 1000).toFixed(1)} s)\n`);
    }
    sandbox.close();
    await pair.endMio('SIGTERM');
    await recorder.end('SIGTERM');
    process.stdout.write(`  ${sandbox.entries.length} changes that people saw\n`);
    return JSON.parse(readFileSync(file, 'utf8')) as Archive;
  } finally {
    await pair.end();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function recordAll(file: string): Promise<void> {
  const archives: Archive[] = [];
  for (const chapter of chapters) archives.push(await record(chapter));
  const entries = archives.flatMap(({ log }) => log.entries);
  writeFileSync(file, JSON.stringify({ log: { ...archives[0]?.log, entries } }));
  process.stdout.write(`\n  ${entries.length} exchanges are in ${file}\n`);
}

try {
  await recordAll(outFile());
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
