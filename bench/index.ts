/**
 * `npm run bench`: Mio against what a server that does as little as possible costs, in one run, interleaved. The server
 * under test has one core, load and targets the other.
 *
 *   --quick      fewer messages and links, under a minute
 *   --json FILE  the same figures as JSON
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeEnvironment, nodeFlags } from '../start/node-flags.ts';
import { measureContent } from './support/content.ts';
import { measureFiles } from './support/files.ts';
import { latencies, median, percentile, type Throughput, throughput } from './support/load.ts';
import { type BenchStore, makeStore } from './support/mio.ts';
import { machine, pinSelf, type ServerProcess, startServer } from './support/process.ts';
import { authors, slackRequest } from './support/slack-load.ts';
import { print, type Row, row, spread } from './support/table.ts';
import { startTargets, type Targets } from './support/targets.ts';
import { createEntra, type Entra, graphRequest } from './support/teams-load.ts';
import { measureTenants } from './support/tenants.ts';
import { createBotConnector } from './support/turn-load.ts';
import { measureTurns } from './support/turns.ts';

const quick = process.argv.includes('--quick');
const jsonAt = process.argv.indexOf('--json');
const jsonFile = jsonAt > 0 ? process.argv[jsonAt + 1] : undefined;

const sizes = quick
  ? { rounds: 3, messages: 3_000, graph: 1_000, latency: 300, warm: 4_000, memory: 20_000, links: 200_000, turns: 600 }
  : {
      rounds: 3,
      messages: 10_000,
      graph: 4_000,
      latency: 1_000,
      warm: 20_000,
      memory: 20_000,
      links: 2_000_000,
      turns: 3_000,
    };
const rate = 200;

const script = (name: string): string => new URL(`./support/${name}.ts`, import.meta.url).pathname;
const folders: string[] = [];
const servers: ServerProcess[] = [];

interface Bench {
  readonly targets: Targets;
  readonly entra: Entra;
  /** The next run's first message number. */
  next: number;
}

function slackLoad(bench: Bench, store: BenchStore, count: number): { first: number; requests: Buffer[] } {
  const first = bench.next;
  bench.next += count;
  const now = Date.now();
  const requests = Array.from({ length: count }, (_, n) =>
    slackRequest(first + n, store.slack[(first + n) % store.slack.length]!, now),
  );
  return { first, requests };
}

function graphLoad(bench: Bench, store: BenchStore, count: number): { first: number; requests: Buffer[] } {
  const first = bench.next;
  bench.next += count;
  const now = Date.now();
  const requests = Array.from({ length: count }, (_, n) =>
    graphRequest(first + n, store.teams[(first + n) % store.teams.length]!, store, bench.entra, now),
  );
  return { first, requests };
}

async function startMio(bench: Bench, links: number): Promise<{ server: ServerProcess; store: BenchStore }> {
  const folder = mkdtempSync(join(tmpdir(), 'mio-bench-'));
  folders.push(folder);
  const store = await makeStore(folder, links);
  const server = await startServer(
    script('mio-server'),
    [folder, `http://127.0.0.1:${bench.targets.port}`],
    nodeFlags,
    nodeEnvironment,
  );
  servers.push(server);
  return { server, store };
}

/** A first start makes what later ones find (`start/compile-cache.mjs`); an installation has that behind it. */
async function startOnce(address: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'mio-bench-'));
  folders.push(folder);
  await makeStore(folder, 0);
  await (await startServer(script('mio-server'), [folder, address], nodeFlags, nodeEnvironment)).stop();
}

async function main(): Promise<boolean> {
  pinSelf();
  const entra = await createEntra();
  const people = slackPerson;
  let address = '';
  const connector = await createBotConnector(() => address);
  const targets = await startTargets((_, path) => connector.fixed(path) ?? entra.fixed(path) ?? people(path));
  const bench: Bench = { targets, entra, next: 1_000_000 };
  address = `http://127.0.0.1:${targets.port}`;

  const one = await startServer(script('reference'), ['one', address]);
  const two = await startServer(script('reference'), ['two', address]);
  servers.push(one, two);
  await startOnce(address);
  const mio = await startMio(bench, 0);
  const store = mio.store;

  const results: Record<'one' | 'two' | 'mio' | 'graph', Throughput[]> = { one: [], two: [], mio: [], graph: [] };
  const run = async (server: ServerProcess, copies: number, load: { first: number; requests: Buffer[] }) =>
    throughput(server, targets, load.requests, load.first, copies);
  // Warm: compiled code, open connections, known names. Mio's is the run after which its memory is read.
  await run(one, 1, slackLoad(bench, store, sizes.warm));
  await run(two, 2, slackLoad(bench, store, sizes.warm));
  await run(mio.server, 2, slackLoad(bench, store, sizes.memory));
  const memory = mio.server.memory();
  // Then both directions in turns, as they are measured: what was compiled for one of them is compiled anew for both.
  for (let turn = 0; turn < 2; turn += 1) {
    await run(mio.server, 2, graphLoad(bench, store, sizes.graph));
    await run(mio.server, 2, slackLoad(bench, store, sizes.messages));
  }
  for (let round = 0; round < sizes.rounds; round += 1) {
    results.one.push(await run(one, 1, slackLoad(bench, store, sizes.messages)));
    results.mio.push(await run(mio.server, 2, slackLoad(bench, store, sizes.messages)));
    results.two.push(await run(two, 2, slackLoad(bench, store, sizes.messages)));
    results.graph.push(await run(mio.server, 2, graphLoad(bench, store, sizes.graph)));
  }

  const late = { two: [] as number[], mio: [] as number[] };
  for (let round = 0; round < sizes.rounds; round += 1) {
    for (const [name, server] of [
      ['two', two],
      ['mio', mio.server],
    ] as const) {
      const { first, requests } = slackLoad(bench, store, sizes.latency);
      late[name].push(...(await latencies(server, targets, requests, first, 2, rate)));
    }
  }
  const full = await startMio(bench, sizes.links);
  const [empty, filled]: [number[], number[]] = [[], []];
  await run(full.server, 2, slackLoad(bench, full.store, sizes.memory));
  for (let round = 0; round < sizes.rounds; round += 1) {
    empty.push((await run(mio.server, 2, slackLoad(bench, store, sizes.messages))).perSecond);
    filled.push((await run(full.server, 2, slackLoad(bench, full.store, sizes.messages))).perSecond);
  }
  const memoryFull = full.server.memory();
  // Last, because the first turn loads the Bot Framework, which relaying does without.
  const reference = await startServer(script('turn-reference'), [address]);
  servers.push(reference);
  const turns = await measureTurns({ mio: mio.server, reference, address }, connector, sizes);

  const speed = (list: readonly Throughput[]) => list.map(({ perSecond }) => perSecond);
  const mioSpeed = median(speed(results.mio));
  const cpuMs = median(results.mio.map(({ cpuMsPerMessage }) => cpuMsPerMessage));
  const added = (share: number) => percentile(late.mio, share) - percentile(late.two, share);
  const rows: Row[] = [
    row('R1: one fetch, nothing stored', median(speed(results.one)), 'messages/s', {
      detail: spread(speed(results.one)),
    }),
    row('R2: two pooled posts, nothing stored', median(speed(results.two)), 'messages/s', {
      detail: spread(speed(results.two)),
    }),
    row('Mio: Slack in, Teams and Webex out', mioSpeed, 'messages/s', { detail: spread(speed(results.mio)) }),
    row('ratio to R1', mioSpeed / median(speed(results.one)), '×', { atLeast: 1 }),
    row('ratio to R2', mioSpeed / median(speed(results.two)), '×', { atLeast: 0.4 }),
    row('CPU per message', cpuMs, 'ms', { atMost: 0.4 }),
    row('CPU per message, R2', median(results.two.map(({ cpuMsPerMessage }) => cpuMsPerMessage)), 'ms'),
    row(`added latency at ${rate} messages/s, p50`, added(0.5), 'ms', { atMost: 3 }),
    row(`added latency at ${rate} messages/s, p99`, added(0.99), 'ms', { atMost: 15 }),
    row('Mio: Teams in, Slack and Webex out', median(speed(results.graph)), 'messages/s', {
      detail: spread(speed(results.graph)),
    }),
    row('CPU per message, Teams in', median(results.graph.map(({ cpuMsPerMessage }) => cpuMsPerMessage)), 'ms'),
    row(`memory after ${sizes.memory.toLocaleString('en')} messages`, memory, 'MiB', { atMost: 300 }),
    row(`with ${sizes.links.toLocaleString('en')} links stored`, median(filled), 'messages/s', {
      detail: spread(filled),
    }),
    row('ratio to the empty store, same minutes', median(filled) / median(empty), '×', { atLeast: 0.8 }),
    row(`memory with ${sizes.links.toLocaleString('en')} links`, memoryFull, 'MiB', { atMost: 300 }),
    ...turns,
    ...measureContent(cpuMs),
    ...(await measureFiles(quick)),
    ...(await measureTenants(quick)),
  ];
  print(machine(), rows);
  if (jsonFile)
    writeFileSync(
      jsonFile,
      JSON.stringify(
        {
          machine: machine(),
          rows: rows.map(({ name, value, unit, bar, holds }) => ({ name, value, unit, bar, holds })),
        },
        null,
        2,
      ),
    );
  return rows.every(({ holds }) => holds !== false);
}

/** `users.info`, which Mio asks once per author. */
function slackPerson(path: string): string | undefined {
  const user = /users\.info\?.*user=(U0AUTHOR\d)/.exec(path)?.[1];
  if (!user || Number(user.at(-1)) >= authors) return undefined;
  return JSON.stringify({
    ok: true,
    user: {
      id: user,
      name: user,
      real_name: `Author ${user.at(-1)}`,
      profile: { real_name: `Author ${user.at(-1)}`, image_72: 'https://avatars.example/1.png' },
    },
  });
}

let good = false;
try {
  good = await main();
} finally {
  await Promise.all(servers.map((server) => server.stop()));
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
}
process.exit(good ? 0 : 1);
