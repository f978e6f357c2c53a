/** Sandbox and Mio as processes of their own, on free ports, for scripts that end one of them in the middle. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { nodeEnvironment, nodeFlags } from './node-flags.ts';

export interface Child {
  readonly process: ChildProcess;
  /** What it wrote to both its outputs. */
  readonly output: () => string;
  /** Resolves with the exit code, null where a signal ended it. */
  readonly exited: Promise<number | null>;
  /** Resolves when it has ended. */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

export interface Pair {
  readonly mioUrl: string;
  readonly sandboxUrl: string;
  readonly folder: string;
  startSandbox(...parameters: readonly string[]): Promise<Child>;
  /** Resolves when it is ready to relay. */
  startMio(...parameters: readonly string[]): Promise<Child>;
  /** Resolves as soon as it runs. */
  spawnMio(): Child;
  /** Ends the Mio that was started last. */
  endMio(signal: NodeJS.Signals): Promise<void>;
  /** Ends whatever still runs. */
  end(): Promise<void>;
}

const script = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** @param folder holds the state of both. */
export async function createPair(folder: string): Promise<Pair> {
  const [port, sandboxPort] = await freePorts(2);
  const mioUrl = `http://127.0.0.1:${port}`;
  const sandboxUrl = `http://127.0.0.1:${sandboxPort}`;
  const { PATH, HOME } = process.env;
  const places = { PORT: String(port), SANDBOX_PORT: String(sandboxPort), MIO_DATA: folder };
  const env = { PATH, HOME, ...places, ...nodeEnvironment };
  const children = new Set<Child>();

  const start = (...command: readonly string[]): Child => {
    // The channel is there to break: a child whose parent is gone ends by itself.
    const started = spawn(process.execPath, command, { env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
    let output = '';
    for (const stream of [started.stdout, started.stderr])
      stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const exited = once(started, 'exit').then(([code]) => code as number | null);
    const child: Child = {
      process: started,
      output: () => output,
      exited,
      end(signal) {
        started.kill(signal);
        return exited;
      },
    };
    children.add(child);
    exited.finally(() => children.delete(child));
    return child;
  };

  let lastMio: Child | undefined;
  const spawnMio = (...parameters: readonly string[]): Child => {
    lastMio = start(...nodeFlags, script('./mio.ts'), ...parameters);
    return lastMio;
  };

  return {
    mioUrl,
    sandboxUrl,
    folder,
    async startSandbox(...parameters) {
      const sandbox = start(script('../sandbox/cli.ts'), ...parameters);
      await answers(`${sandboxUrl}/_sandbox/app`, sandbox);
      return sandbox;
    },
    async startMio(...parameters) {
      const mio = spawnMio(...parameters);
      await answers(`${mioUrl}/healthz`, mio);
      return mio;
    },
    spawnMio: () => spawnMio(),
    async endMio(signal) {
      await lastMio?.end(signal);
    },
    async end() {
      await Promise.all([...children].map((child) => child.end('SIGKILL')));
    },
  };
}

/** Asks until the answer is 200. @throws Error with its output where the process ended before */
export async function answers(url: string, child: Child): Promise<void> {
  let ended = false;
  child.exited.then(() => {
    ended = true;
  });
  for (;;) {
    const ok = await fetch(url).then(
      (answer) => answer.ok,
      () => false,
    );
    if (ok) return;
    if (ended) throw new Error(`a process ended instead of answering:\n${child.output()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function freePorts(count: number): Promise<readonly number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  return ports;
}
