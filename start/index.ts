/** `npm start`: the sandbox and Mio as two children of one process, so that either can die and be looked at alone. */
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { isSandboxMode } from '../src/settings/settings.ts';

const script = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const scripts = isSandboxMode(process.env) ? [script('../sandbox/cli.ts'), script('./mio.ts')] : [script('./mio.ts')];

const children: ChildProcess[] = scripts.map((path) => spawn(process.execPath, [path], { stdio: 'inherit' }));
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
    if (code) process.exitCode = code;
    if (running === 0) process.exit();
    // Mio without the sandbox is of no use when it did not even start; a Mio that dies leaves the sandbox up.
    if (!stopping && child === children[0] && children.length > 1) stop('SIGTERM');
  });
}

// A parent that is killed outright must not leave children behind.
process.on('exit', () => {
  for (const child of children) child.kill('SIGKILL');
});
