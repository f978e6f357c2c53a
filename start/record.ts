/**
 * `npm run record -- --out FILE.har`: a scripted day of use against the sandbox, recorded as an HTTP Archive, so that
 * whoever likes can hold the traffic against what the platforms publish.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { createPair } from './children.ts';
import { day } from './day.ts';
import { SandboxClient } from './sandbox-client.ts';

function outFile(): string {
  const { values } = parseArgs({ options: { out: { type: 'string' } } });
  if (values.out) return resolve(values.out);
  throw new Error('Say where to write the recording: npm run record -- --out traffic.har');
}

async function record(file: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'mio-record-'));
  const pair = await createPair(folder);
  try {
    const recorder = await pair.startSandbox('--record', file);
    const mio = await pair.startMio();
    const sandbox = await SandboxClient.open(pair.sandboxUrl);
    const today = { pair, sandbox, mio };
    for (const { name, run } of day) {
      const startedAt = performance.now();
      await run(today);
      process.stdout.write(`  ✔ ${name} (${((performance.now() - startedAt) / 1000).toFixed(1)} s)\n`);
    }
    sandbox.close();
    await today.mio.end('SIGTERM');
    await recorder.end('SIGTERM');
    process.stdout.write(`\n  ${sandbox.entries.length} changes that people saw; the traffic is in ${file}\n`);
  } finally {
    await pair.end();
    rmSync(folder, { recursive: true, force: true });
  }
}

try {
  await record(outFile());
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
