/** F6 and GR-14: the store is stalled. Whoever asks for something that is to be kept is told to come again, soon. */
import assert from 'node:assert/strict';
import diagnostics from 'node:diagnostics_channel';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { DatabaseSync } from 'node:sqlite';
import { storeFile } from '../../../src/storage/sqlite/database.ts';
import { openWorld, type World } from '../../support/world.ts';

interface Answered {
  readonly path: string;
  readonly status: number;
  readonly ms: number;
}

/** What a server in this process answered at that port. */
function answersAt(port: string) {
  const began = new Map<IncomingMessage, number>();
  const answered: Answered[] = [];
  const waiting = new Set<() => void>();
  const started = (message: unknown) => {
    const { request } = message as { request: IncomingMessage };
    if (request.headers.host?.endsWith(`:${port}`)) began.set(request, performance.now());
  };
  const finished = (message: unknown) => {
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
    const at = began.get(request);
    if (at === undefined) return;
    answered.push({ path: request.url ?? '', status: response.statusCode, ms: performance.now() - at });
    for (const wake of waiting) wake();
    waiting.clear();
  };
  diagnostics.subscribe('http.server.request.start', started);
  diagnostics.subscribe('http.server.response.finish', finished);
  return {
    async next(path: string): Promise<Answered> {
      for (;;) {
        const at = answered.findIndex((answer) => answer.path.startsWith(path));
        const [found] = at < 0 ? [] : answered.splice(at, 1);
        if (found) return found;
        await new Promise<void>((resolve) => waiting.add(resolve));
      }
    },
    forget() {
      answered.length = 0;
    },
    close() {
      diagnostics.unsubscribe('http.server.request.start', started);
      diagnostics.unsubscribe('http.server.response.finish', finished);
    },
  };
}

describe('a store that can’t commit', () => {
  let world: World;
  let answers: ReturnType<typeof answersAt>;
  let channel: string;
  before(async () => {
    world = await openWorld({ speed: 1 });
    channel = String(((await world.api('contoso', 'GET', '/channels')).body as unknown as { id: string }[])[0]?.id);
    answers = answersAt(new URL(world.url).port);
    // The bot is loaded with the first word to it: that takes its time on any disk.
    await tellBot('help');
    assert.equal((await answers.next('/api/messages')).status, 200);
    await world.settled();
  });
  after(async () => {
    answers.close();
    await world.close();
  });

  const tellBot = (text: string) => world.sandbox.act({ platform: 'teams', as: 'ada', do: 'dm', place: '', text });

  async function whileStalled(act: () => Promise<void>): Promise<void> {
    const other = new DatabaseSync(storeFile(world.data), { timeout: 5_000 });
    other.exec('BEGIN IMMEDIATE');
    answers.forget();
    try {
      await act();
    } finally {
      other.exec('ROLLBACK');
      other.close();
      await world.settled();
    }
  }

  const isSoon = ({ status, ms }: Answered) => {
    assert.equal(status, 503);
    assert.ok(ms < 1_500, `it took ${ms} ms`);
  };

  it('GR-14 Graph is told to come again within a second, and what it told is taken once', async () => {
    await world.begin();
    await whileStalled(async () => {
      await world.as('ada').on('teams').post('while the disk is stuck');
      isSoon(await answers.next('/webhooks/graph'));
    });
    world.clock.advance(120_000);
    await world.sees('slack', [{ from: 'Ada Nowak (Teams)', text: 'while the disk is stuck' }]);
  });

  it('F6 Teams is told to come again with a word to the bot', () =>
    whileStalled(async () => {
      await tellBot('create');
      isSoon(await answers.next('/api/messages'));
    }));

  it('F6 the API says so, with a sentence for whoever called', () =>
    whileStalled(async () => {
      const { status, body } = await world.api('operator', 'POST', '/organizations', { name: 'Northwind' });
      isSoon(await answers.next('/api/v1/organizations'));
      const { code, advice } = body['error'] as { code: string; advice: string };
      assert.deepEqual([status, code], [503, 'unavailable']);
      assert.match(advice, /Try again/);
      assert.equal((await world.api('contoso', 'POST', `/channels/${channel}/pause`)).status, 503);
    }));

  it('F6 a page that has to keep something does', async () => {
    const { body } = await world.api('contoso', 'POST', '/connections', { platform: 'slack' });
    const ticket = new URL(String(body['start'])).searchParams.get('ticket');
    await whileStalled(async () => {
      const answer = await fetch(`${world.url}/oauth/slack/start?ticket=${ticket}`, { redirect: 'manual' });
      isSoon(await answers.next('/oauth/slack/start'));
      assert.equal(answer.headers.get('retry-after'), '1');
    });
    assert.doesNotMatch(world.log.text(), /a request failed/);
  });
});
