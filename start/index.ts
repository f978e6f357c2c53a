/**
 * `npm start`: the sandbox and Mio as two children of one process, so that either can die and be looked at alone.
 * `npm run sandbox` and `npm run mio`, which name one: that one alone, run in the same way.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { isSandboxMode } from '../src/settings/settings.ts';
import { nodeEnvironment, nodeFlags } from './node-flags.ts';

const [only, ...parameters] = process.argv.slice(2);
const sandbox = () => run(['../sandbox/cli.ts', ...parameters]);
const mio = () => run(['./mio.ts', ...parameters], nodeFlags, nodeEnvironment);

/** The channel to the child is there to break: a child whose parent is gone ends by itself. */
function run(
  [script = '', ...rest]: readonly string[],
  flags: readonly string[] = [],
  environment: Readonly<Record<string, string>> = {},
): ChildProcess {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const env = { ...environment, ...process.env };
  return spawn(process.execPath, [...flags, path, ...rest], { env, stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
}

const both = () => (isSandboxMode(process.env) ? [sandbox(), mio()] : [mio()]);
const children = only === 'sandbox' ? [sandbox()] : only === 'mio' ? [mio()] : both();
let running = children.length;
let stopping = false;

/** Children that did not end by then are ended: `npm start` promises 10 s. */
const patience = 9_000;

function stop(signal: NodeJS.Signals): void {
  if (stopping) return;
  stopping = true;
  for (const child of children) child.kill(signal);
  setTimeout(() => {
    for (const child of children) child.kill('SIGKILL');
  }, patience).unref();
}

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stop(signal));

// A signal to npm ends the shell between npm and us, and goes no further: whoever is left behind by it ends as well.
const shell = process.ppid;
if (process.env['npm_lifecycle_event'] !== undefined) {
  setInterval(() => {
    if (process.ppid !== shell) stop('SIGTERM');
  }, 250).unref();
}

for (const child of children) {
  child.on('exit', (code, signal) => {
    running -= 1;
    if (code) process.exitCode = code;
    // Whatever starts it again has to see that it was killed, as Node is by itself where memory runs out.
    if (running === 0) process.exit(signal && !stopping ? 1 : undefined);
    // One that refused to start, or could not go on, said why. One that was killed leaves the other up.
    if (code) stop('SIGTERM');
  });
}
