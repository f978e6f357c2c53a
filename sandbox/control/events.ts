/** The ledger as server-sent events: what keeps the page live. */
import type { ServerResponse } from 'node:http';
import type { LedgerEntry } from '../kit/ledger.ts';
import type { ControlledWorld } from './world.ts';

/** Tells proxies and browsers that the line is alive. */
const heartbeatMs = 15_000;

const format = (entry: LedgerEntry) => `id: ${entry.number}\nevent: ledger\ndata: ${JSON.stringify(entry)}\n\n`;

/** @param after goes on after this entry; only what is new where undefined. */
export function streamLedger(world: ControlledWorld, response: ServerResponse, after: number | undefined): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  response.write('retry: 500\n\n');
  if (after !== undefined) for (const entry of world.kit.ledger.after(after)) response.write(format(entry));
  const heartbeat = setInterval(() => response.write(':\n\n'), heartbeatMs).unref();
  const stops = [
    world.kit.ledger.watch((entry) => response.write(format(entry))),
    world.onReset(() => response.write('id: 0\nevent: reset\ndata: {}\n\n')),
    world.companion.onMeet(() => response.write('event: companion\ndata: {}\n\n')),
    () => clearInterval(heartbeat),
  ];
  response.on('close', () => {
    for (const stop of stops) stop();
  });
}
