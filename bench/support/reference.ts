/**
 * The references, as small as such a server can be: no store, no order, no retry, no rendering. Started with the address
 * of the targets; `one` does one fetch per webhook before it answers, `two` two pooled posts.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Pool } from 'undici';
import { signingSecret } from './slack-load.ts';

const [kind, targets = ''] = process.argv.slice(2);
const pool = new Pool(targets, { connections: 32 });
const headers = { 'content-type': 'application/json; charset=utf-8', authorization: 'Bearer benchmark' };

interface SlackEvent {
  readonly event: { readonly text: string };
}

const deliver: Record<string, (event: SlackEvent) => Promise<unknown>> = {
  one: async ({ event }) =>
    (
      await fetch(`${targets}/v1/messages`, {
        method: 'POST',
        headers,
        body: JSON.stringify({ roomId: 'room', markdown: event.text }),
      })
    ).text(),
  two: ({ event }) =>
    Promise.all([
      post('/teams/v3/conversations/channel/activities', { type: 'message', text: event.text }),
      post('/v1/messages', { roomId: 'room', markdown: event.text }),
    ]),
};

async function post(path: string, body: unknown): Promise<unknown> {
  const answer = await pool.request({ method: 'POST', path, headers, body: JSON.stringify(body) });
  return await answer.body.json();
}

function isSigned(body: Buffer, timestamp: string, signature: string): boolean {
  const expected = `v0=${createHmac('sha256', signingSecret).update(`v0:${timestamp}:`).update(body).digest('hex')}`;
  return signature.length === expected.length && timingSafeEqual(Buffer.from(signature), Buffer.from(expected));
}

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', async () => {
    const body = Buffer.concat(chunks);
    if (
      !isSigned(
        body,
        String(request.headers['x-slack-request-timestamp']),
        String(request.headers['x-slack-signature']),
      )
    ) {
      response.writeHead(401).end();
      return;
    }
    await deliver[kind ?? '']!(JSON.parse(body.toString()) as SlackEvent);
    response.writeHead(200).end();
  });
});
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
process.on('SIGTERM', () => process.exit(0));
