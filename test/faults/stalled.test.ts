/** F6, GR-14: while the store is stalled, whoever waits for something to be kept is told to come back within a second. */
import assert from 'node:assert/strict';
import diagnostics from 'node:diagnostics_channel';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { DatabaseSync } from 'node:sqlite';
import { storeFile } from '../../src/storage/sqlite/database.ts';
import { type BotChat, botChatIn } from '../support/bot-chat.ts';
import { openWorld, type World } from '../support/world.ts';

/** Machine time; what is asked must be answered within a second, on a machine that is busy. */
const atMost = 1_800;

/** Resolves with what is answered at an address, and how long that took. */
async function answered(url: string, path: string, work: () => Promise<unknown>) {
  const { promise, resolve } = Promise.withResolvers<{ status: number; ms: number }>();
  const began = new Map<IncomingMessage, number>();
  const start = (message: unknown) => {
    const { request } = message as { request: IncomingMessage };
    if (request.url === path && url.endsWith(request.headers.host ?? '-')) began.set(request, performance.now());
  };
  const finish = (message: unknown) => {
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
    const from = began.get(request);
    if (from !== undefined) resolve({ status: response.statusCode, ms: performance.now() - from });
  };
  diagnostics.subscribe('http.server.request.start', start);
  diagnostics.subscribe('http.server.response.finish', finish);
  try {
    await work();
    return await promise;
  } finally {
    diagnostics.unsubscribe('http.server.request.start', start);
    diagnostics.unsubscribe('http.server.response.finish', finish);
  }
}

describe('a store that is stalled', () => {
  let world: World;
  let chat: BotChat;
  before(async () => {
    world = await openWorld({ speed: 1 });
    chat = botChatIn(world);
    // The bot is loaded by the first word that is said to it.
    await chat.act('ada', { do: 'dm', text: 'help' });
    await chat.hears('direct:ada', 'This is what I can do');
  });
  after(() => world.close());

  async function stalled<Result>(work: () => Promise<Result>): Promise<Result> {
    await world.settled();
    const other = new DatabaseSync(storeFile(world.data), { timeout: 5_000 });
    other.exec('BEGIN IMMEDIATE');
    try {
      return await work();
    } finally {
      other.exec('ROLLBACK');
      other.close();
    }
  }

  const doors: readonly [what: string, path: string, knock: () => Promise<unknown>][] = [
    ['Graph', '/webhooks/graph', () => world.as('ada').on('teams').post('while the disk is stuck')],
    ['the bot', '/api/messages', () => chat.act('ada', { do: 'dm', text: 'create' })],
    ['an installation', '/api/messages', () => chat.act('ben', { do: 'installApp', place: 'direct:ben' })],
    ['the API', '/api/v1/organizations', () => world.api('operator', 'POST', '/organizations', { name: 'Tailspin' })],
  ];
  for (const [what, path, knock] of doors) {
    it(`F6 GR-14 ${what} is answered 503 within a second`, async () => {
      const { status, ms } = await stalled(() => answered(world.url, path, knock));
      assert.equal(status, 503);
      assert.ok(ms < atMost, `it took ${ms} ms`);
    });
  }

  it('whoever calls the API is told what to do', async () => {
    const { status, body } = await stalled(() => world.api('operator', 'POST', '/organizations', { name: 'Wingtip' }));
    assert.equal(status, 503);
    assert.match(JSON.stringify(body), /unavailable.*Try again/);
  });
});
