/** `npm start`: the sandbox and Mio as two children of one process, so that either can die and be looked at alone. */
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { isSandboxMode } from '../src/settings/settings.ts';
import { nodeFlags } from './node-flags.ts';

const sandbox = () => run([], '../sandbox/cli.ts');
const mio = () => run(nodeFlags, './mio.ts');

/** The channel to the child is there to break: a child whose parent is gone ends by itself. */
function run(flags: readonly string[], script: string): ChildProcess {
  const path = fileURLToPath(new URL(script, import.meta.url));
  return spawn(process.execPath, [...flags, path], { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
}

const children = isSandboxMode(process.env) ? [sandbox(), mio()] : [mio()];
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

for (const child of children) {
  child.on('exit', (code) => {
    running -= 1;
    if (running === 0) process.exit();
    if (!code) return;
    // One that refused to start said why. One that was killed leaves the other up.
    process.exitCode = code;
    stop('SIGTERM');
  });
}
