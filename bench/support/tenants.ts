/**
 * FL-10: two tenants share many large files at once, and one of them talks meanwhile. Mio itself, in a process of its
 * own; Slack and Webex are bare HTTP.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeEnvironment, nodeFlags } from '../../start/node-flags.ts';
import { percentile } from './load.ts';
import { type ServerProcess, startServer } from './process.ts';
import { Client } from './raw-http.ts';
import { slackRequest } from './slack-load.ts';
import { type Row, row } from './table.ts';
import { makeTenants, placeOf, type Tenant } from './tenants-store.ts';
import { type FileWorld, fileOf, openFileWorld } from './tenants-world.ts';

export interface TenantsLoad {
  /** Of both together, each in a channel of its own. */
  readonly files: number;
  /** Bytes of each. */
  readonly size: number;
}

export interface TenantsOutcome {
  /** The most resident memory, MiB. */
  readonly memory: number;
  /** From the webhook to Webex, of every text that tenant B wrote while files were under way. */
  readonly textMs: readonly number[];
  readonly seconds: number;
  /** How many of the files arrived. */
  readonly files: number;
}

const sampleMs = 20;
const textEveryMs = 40;
const textChannels = 8;

export async function shareFiles(load: TenantsLoad): Promise<TenantsOutcome> {
  const folder = mkdtempSync(join(tmpdir(), 'mio-tenants-'));
  const world = await openFileWorld(load.size);
  await makeTenants(folder, load.files / 2 + textChannels);
  const script = new URL('./mio-server.ts', import.meta.url).pathname;
  const mio = await startServer(script, [folder, world.url], nodeFlags, nodeEnvironment);
  const slack = await openSlack(mio.port, load.size);
  try {
    return await measured(load, { mio, slack, world });
  } finally {
    slack.close();
    await mio.stop();
    await world.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Scene {
  readonly mio: ServerProcess;
  readonly slack: Slack;
  readonly world: FileWorld;
}

async function measured({ files }: TenantsLoad, { mio, slack, world }: Scene): Promise<TenantsOutcome> {
  const perTenant = files / 2;
  const until = (holds: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      const look = () => void (holds() && resolve());
      world.onArrival(look);
      look();
    });
  const isThere = (number: number): boolean => world.arrival(number) !== undefined;
  const textChannel = (number: number): number => perTenant + (number % textChannels);

  // Code and connections are there before anything counts.
  const known = await Promise.all(Array.from({ length: textChannels }, (_, n) => slack.say('B', textChannel(n))));
  await slack.share('A', perTenant);
  await until(() => world.files() === 1 && known.every(isThere));

  let memory = 0;
  const sampling = setInterval(() => {
    memory = Math.max(memory, mio.memory());
  }, sampleMs);
  const startedAt = performance.now();
  const channels = [...Array(perTenant).keys()];
  await Promise.all(channels.flatMap((at) => [slack.share('A', at), slack.share('B', at)]));
  const sent = new Map<number, number>();
  const talking = setInterval(() => {
    const at = performance.now();
    void slack.say('B', textChannel(sent.size), (number) => sent.set(number, at));
  }, textEveryMs);
  await until(() => world.files() === files + 1);
  const seconds = (performance.now() - startedAt) / 1_000;
  clearInterval(talking);
  await until(() => [...sent.keys()].every(isThere));
  clearInterval(sampling);
  const textMs = [...sent].map(([number, at]) => world.arrival(number)! - at);
  return { memory, textMs, seconds, files: world.files() - 1 };
}

/** Slack, as far as it tells of messages. */
interface Slack {
  /** Answers the number of the message; `begun` is told it before it is sent. */
  say(tenant: Tenant, channel: number, begun?: (number: number) => void): Promise<number>;
  share(tenant: Tenant, channel: number): Promise<number>;
  close(): void;
}

async function openSlack(port: number, size: number): Promise<Slack> {
  const clients = await Promise.all(Array.from({ length: 8 }, () => Client.open(port)));
  let next = 1_000_000;
  async function send(number: number, tenant: Tenant, channel: number, more: object): Promise<number> {
    const client = clients.pop() ?? (await Client.open(port));
    const status = await client.send(slackRequest(number, placeOf(tenant, channel), Date.now(), more));
    clients.push(client);
    if (status !== 200) throw new Error(`Mio answered ${status}`);
    return number;
  }
  return {
    say(tenant, channel, begun) {
      const number = next++;
      begun?.(number);
      return send(number, tenant, channel, {});
    },
    share(tenant, channel) {
      const number = next++;
      return send(number, tenant, channel, { subtype: 'file_share', files: [fileOf(number, size)] });
    },
    close() {
      for (const client of clients) client.close();
    },
  };
}

export async function measureTenants(quick: boolean): Promise<Row[]> {
  const load = { files: quick ? 20 : 50, size: 25_000_000 };
  const { memory, textMs, seconds } = await shareFiles(load);
  const name = `${load.files} files of 25 MB of two tenants at once`;
  const speed = `${Math.round((load.files * load.size) / 1_000_000 / seconds)} MB/s`;
  return [
    row(`memory, ${name}`, memory, 'MiB', { atMost: 400, detail: speed }),
    row(`a text of one of them meanwhile, p99`, percentile(textMs, 0.99), 'ms', {
      atMost: 2_000,
      detail: `${textMs.length} texts`,
    }),
  ];
}
