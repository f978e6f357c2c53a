/** Two ways to load a server: as fast as it answers, and at a steady rate. */

import type { ServerProcess } from './process.ts';
import { Client } from './raw-http.ts';
import type { Targets } from './targets.ts';

export interface Throughput {
  readonly perSecond: number;
  readonly cpuMsPerMessage: number;
}

const connections = 64;

/** From the first request to the last copy's arrival; every request must be answered 2xx. */
export async function throughput(
  server: ServerProcess,
  targets: Targets,
  requests: readonly Buffer[],
  first: number,
  copies: number,
): Promise<Throughput> {
  const all = targets.expect(first, requests.length, copies);
  return await measured(server, requests, all);
}

/** From the first request to the last answer; every request must be answered 2xx. */
export const answers = (server: ServerProcess, requests: readonly Buffer[]): Promise<Throughput> =>
  measured(server, requests, Promise.resolve());

async function measured(
  server: ServerProcess,
  requests: readonly Buffer[],
  arrived: Promise<void>,
): Promise<Throughput> {
  const clients = await Promise.all(Array.from({ length: connections }, () => Client.open(server.port)));
  const cpu = server.cpu();
  const begun = performance.now();
  let next = 0;
  await Promise.all(
    clients.map(async (client) => {
      while (next < requests.length) {
        const status = await client.send(requests[next++]!);
        if (status < 200 || status > 299) throw new Error(`the server under test answered ${status}`);
      }
    }),
  );
  await arrived;
  const seconds = (performance.now() - begun) / 1000;
  for (const client of clients) client.close();
  return { perSecond: requests.length / seconds, cpuMsPerMessage: (server.cpu() - cpu) / requests.length };
}

/** Milliseconds from sending to the last copy's arrival, one per message, at `rate` messages a second. */
export async function latencies(
  server: ServerProcess,
  targets: Targets,
  requests: readonly Buffer[],
  first: number,
  copies: number,
  rate: number,
): Promise<number[]> {
  const idle = await Promise.all(Array.from({ length: connections }, () => Client.open(server.port)));
  const all = targets.expect(first, requests.length, copies);
  const begun = performance.now();
  const sent: number[] = [];
  await new Promise<void>((resolve, reject) => {
    const tick = () => {
      const due = Math.min(requests.length, Math.floor(((performance.now() - begun) / 1000) * rate));
      while (sent.length < due) {
        const client = idle.pop();
        if (!client) break;
        const request = requests[sent.length]!;
        sent.push(performance.now());
        client
          .send(request)
          .then((status) =>
            status >= 200 && status < 300 ? idle.push(client) : reject(new Error(`answered ${status}`)),
          );
      }
      if (sent.length === requests.length) resolve();
      else setTimeout(tick, 1);
    };
    tick();
  });
  await all;
  for (const client of idle) client.close();
  return sent.map((at, index) => targets.arrival(first + index) - at);
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export const median = (values: readonly number[]): number => percentile(values, 0.5);
