/**
 * `npm test`: types, lint, then every test. Ends with mocha's totals and with `N passed, N failed` alone on a line; a
 * failed check of types or lint counts as one failed test.
 */
import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface Outcome {
  readonly passed: number;
  readonly failed: number;
}

const report = join(tmpdir(), `mio-test-${process.pid}.json`);

const checks: readonly (readonly [string, readonly string[]])[] = [
  ['types', ['tsc', '-p', '.']],
  ['types of the pages', ['tsc', '-p', 'sandbox/ui']],
  ['lint and format', ['biome', 'check', '.']],
];

function run(command: string, parameters: readonly string[]): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(command, [...parameters], { stdio: 'inherit' });
    child.on('error', () => resolve(1));
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

async function check(): Promise<Outcome> {
  let passed = 0;
  let failed = 0;
  for (const [name, [command, ...parameters]] of checks) {
    const ok = (await run(command!, parameters)) === 0;
    process.stdout.write(`${ok ? '✔' : '✖'} ${name}\n`);
    if (ok) passed += 1;
    else failed += 1;
  }
  return { passed, failed };
}

async function mocha(only: readonly string[]): Promise<Outcome> {
  const code = await run('mocha', [
    '--reporter',
    'test/support/reporter.cjs',
    '--reporter-option',
    `file=${report}`,
    ...(only.length > 0 ? only : ['test/**/*.test.ts']),
  ]);
  try {
    const { passed, failed } = JSON.parse(readFileSync(report, 'utf8')) as Outcome;
    return { passed, failed: failed || (code === 0 ? 0 : 1) };
  } catch {
    return { passed: 0, failed: 1 };
  } finally {
    rmSync(report, { force: true });
  }
}

const only = process.argv.slice(2);
const checked = only.length > 0 ? { passed: 0, failed: 0 } : await check();
const tested = await mocha(only);
const failed = checked.failed + tested.failed;
process.stdout.write(`\n${checked.passed + tested.passed} passed, ${failed} failed\n`);
process.exit(failed === 0 ? 0 : 1);
