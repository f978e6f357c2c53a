/**
 * Microsoft's own playground for bots. Its licence is Microsoft's own, so it is no dependency: it is fetched into a folder
 * of the machine when somebody asks for this suite, and never kept in the project.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';

const version = '0.2.28';
const cache = join(tmpdir(), `mio-playground-${version}`);
const cli = join(cache, 'node_modules', '@microsoft', 'm365agentsplayground', 'cli.js');

interface PlaygroundPerson {
  readonly id: string;
  readonly name: string;
  readonly mail: string;
}

interface PlaygroundSetup {
  readonly tenant: string;
  readonly bot: { readonly id: string; readonly name: string };
  readonly user: PlaygroundPerson;
  readonly team: { readonly id: string; readonly group: string; readonly name: string };
  readonly channel: { readonly id: string; readonly name: string };
  /** Where it sends activities, and where it says that it listens for answers. */
  readonly proxy: string;
  readonly port: number;
}

export interface Playground {
  readonly url: string;
  stop(): Promise<void>;
}

/** Fetches the playground once. Answers why it can't be had; undefined where it is there. */
export function fetchPlayground(): string | undefined {
  if (existsSync(cli)) return undefined;
  mkdirSync(cache, { recursive: true });
  const wanted = `@microsoft/m365agentsplayground@${version}`;
  const { status } = spawnSync('npm', ['install', '--no-save', '--ignore-scripts', '--prefix', cache, wanted]);
  return status === 0 && existsSync(cli) ? undefined : `the playground could not be fetched (npm ended with ${status})`;
}

/** The playground takes exactly five other people. */
const bystanders = ['Ben', 'Cara', 'Dev', 'Elin', 'Femi'].map((name, index) => ({
  id: `bystander-${index}`,
  name,
  mail: `${name.toLowerCase()}@contoso.example`,
}));

const asUser = ({ id, name, mail }: PlaygroundPerson) => ({
  id: `29:${id}`,
  name,
  userPrincipleName: mail,
  aadObjectId: id,
  givenName: name.split(' ')[0],
  surname: name.split(' ')[1] ?? name,
  email: mail,
});

const configurationOf = ({ tenant, bot, user, team, channel }: PlaygroundSetup) => ({
  version: '0.1.1',
  tenantId: tenant,
  bot,
  currentUser: asUser(user),
  users: bystanders.map(asUser),
  personalChat: { id: 'a:playground-chat' },
  groupChat: { id: '19:playground-group@thread.v2', name: 'Group' },
  team: { id: team.id, name: team.name, aadGroupId: team.group, channels: [channel] },
});

/** A free port of this machine. The playground takes a port of its own choice where this one is taken meanwhile. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address ? address.port : 0;
}

export async function startPlayground(setup: PlaygroundSetup): Promise<Playground> {
  const folder = mkdtempSync(join(tmpdir(), 'mio-playground-run-'));
  writeFileSync(join(folder, '.m365agentsplayground.yml'), stringify(configurationOf(setup)));
  const child = spawn(
    process.execPath,
    [
      cli,
      'start',
      ...['-e', `${setup.proxy}/api/messages`],
      ...['-c', 'msteams'],
      ...['--su', `${setup.proxy}/_connector`],
      ...['-p', String(setup.port)],
      '--disable-telemetry',
    ],
    { cwd: folder, env: { ...process.env, TEAMSAPPTESTER_BROWSER: 'none' }, stdio: 'ignore' },
  );
  const url = `http://127.0.0.1:${setup.port}`;
  await answering(url, child);
  return {
    url,
    async stop() {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** It says "Listening" before it has read its configuration: only an answer proves that it runs. */
async function answering(url: string, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    if (child.exitCode !== null) throw new Error(`the playground ended with ${child.exitCode}`);
    const there = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    if (there) return;
    await new Promise((resolve) => {
      setTimeout(resolve, 100);
    });
  }
  throw new Error('the playground does not answer');
}
