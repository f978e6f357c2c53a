/**
 * `npm test`: types, lint, then every test. Ends with mocha's totals and with `N passed, N failed` alone on a line; a
 * failed check of types or lint counts as one failed test.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface Outcome {
  readonly passed: number;
  readonly failed: number;
}

const mochasReport = join(tmpdir(), `mio-test-${process.pid}.json`);

const checks: readonly (readonly [string, readonly string[]])[] = [
  ['types', ['tsc', '-p', '.']],
  ['types of the pages', ['tsc', '-p', 'sandbox/ui']],
  ['lint and format', ['biome', 'check', '.']],
];

function run(command: string, parameters: readonly string[]): Promise<number> {
  return ended(spawn(command, [...parameters], { stdio: 'inherit' }));
}

function ended(child: ChildProcess): Promise<number> {
  return new Promise((resolve) => {
    child.on('error', () => resolve(1));
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

/** Beside the tests, which leave a core to spare; what they say comes after, in one piece. */
async function check(): Promise<Outcome & { readonly report: string }> {
  let passed = 0;
  let failed = 0;
  let report = '';
  for (const [name, [command, ...parameters]] of checks) {
    const child = spawn(command!, parameters, { stdio: ['ignore', 'pipe', 'pipe'] });
    const said: Buffer[] = [];
    for (const output of [child.stdout, child.stderr]) output.on('data', (chunk: Buffer) => said.push(chunk));
    const ok = (await ended(child)) === 0;
    report += `${ok ? '✔' : '✖'} ${name}\n${ok ? '' : Buffer.concat(said).toString()}`;
    if (ok) passed += 1;
    else failed += 1;
  }
  return { passed, failed, report };
}

async function mocha(only: readonly string[]): Promise<Outcome> {
  const code = await run('mocha', [
    '--reporter',
    'test/support/reporter.cjs',
    '--reporter-option',
    `file=${mochasReport}`,
    ...(only.length > 0 ? only : ['test/**/*.test.ts']),
  ]);
  try {
    const { passed, failed } = JSON.parse(readFileSync(mochasReport, 'utf8')) as Outcome;
    return { passed, failed: failed || (code === 0 ? 0 : 1) };
  } catch {
    return { passed: 0, failed: 1 };
  } finally {
    rmSync(mochasReport, { force: true });
  }
}

const only = process.argv.slice(2);
const [checked, tested] = await Promise.all([
  only.length > 0 ? { passed: 0, failed: 0, report: '' } : check(),
  mocha(only),
]);
const failed = checked.failed + tested.failed;
process.stdout.write(`\n${checked.report}\n${checked.passed + tested.passed} passed, ${failed} failed\n`);
process.exit(failed === 0 ? 0 : 1);
