/** The server under test: a process on a core of its own, with what it costs. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';

const canPin = spawnSync('taskset', ['-p', String(process.pid)]).status === 0;

/** Puts this process (load and targets) on its own core, so that the server has the other one to itself. */
export function pinSelf(): void {
  if (canPin) spawnSync('taskset', ['-a', '-p', '-c', '1', String(process.pid)]);
}

export const machine = (): string =>
  `${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores${canPin ? ', server and load pinned to one each' : ', not pinned (no taskset)'}, Node ${process.version}`;

export interface ServerProcess {
  readonly port: number;
  /** Milliseconds of processor time so far, user and system. */
  cpu(): number;
  /** Resident memory in MiB. */
  memory(): number;
  /** Asks the server a question of its own (such as: how long is your queue). */
  ask(question: string): Promise<unknown>;
  stop(): Promise<void>;
}

/** `flags` are Node’s. Starts a script that sends `{port}` by IPC when it listens. */
export function startServer(
  script: string,
  parameters: readonly string[] = [],
  flags: readonly string[] = [],
  environment: Readonly<Record<string, string>> = {},
): Promise<ServerProcess> {
  const node = [process.execPath, ...flags];
  const command = canPin ? ['taskset', '-c', '0', ...node] : node;
  const child = spawn(command[0]!, [...command.slice(1), script, ...parameters], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`${script} ended with ${code}`)));
    child.once('message', (message) => {
      child.removeAllListeners('exit');
      resolve(asServer(child, (message as { port: number }).port));
    });
  });
}

function asServer(child: ChildProcess, port: number): ServerProcess {
  const stat = (): string[] => readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
  return {
    port,
    // Fields 14 and 15 of proc(5), in ticks of 10 ms.
    cpu: () => (Number(stat()[11]) + Number(stat()[12])) * 10,
    memory: () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? 0) / 1024,
    ask: (question) =>
      new Promise((resolve) => {
        child.once('message', resolve);
        child.send(question);
      }),
    stop: () =>
      new Promise((resolve) => {
        child.once('exit', () => resolve());
        child.kill('SIGTERM');
      }),
  };
}
