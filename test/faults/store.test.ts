/** F6: the store is stalled. What can't be kept is not taken: the platforms are told to come back, and do. */
import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import type { Worker } from 'node:worker_threads';
import { storeFile } from '../../src/storage/sqlite/database.ts';
import { slackEvent, slackSignature } from '../support/slack-webhook.ts';
import { workersOf } from '../support/workers.ts';
import { openWorld, type World } from '../support/world.ts';

describe('a store that can’t commit', () => {
  let world: World;
  before(async () => {
    world = await openWorld({ speed: 1 });
  });
  after(() => world.close());

  it('F6 webhooks get 503 within a second, and nothing is lost when it can again', async () => {
    // It waits its turn: Mio may be writing just now.
    const other = new DatabaseSync(storeFile(world.data), { timeout: 5_000 });
    other.exec('BEGIN IMMEDIATE');
    await world.as('eva').on('slack').post('while the disk is stuck');
    const body = slackEvent(world, 'told again by nobody');
    const asked = performance.now();
    const { status } = await fetch(`${world.url}/webhooks/slack/events`, {
      method: 'POST',
      body,
      headers: slackSignature(world, body),
    });
    assert.equal(status, 503);
    assert.ok(performance.now() - asked < 1_500, `it took ${performance.now() - asked} ms`);
    assert.deepEqual(world.shown('teams'), []);
    other.exec('ROLLBACK');
    other.close();
    // Slack comes back after a minute.
    await world.settled();
    world.clock.advance(65_000);
    for (const side of ['teams', 'webex'] as const) {
      await world.sees(side, [{ from: 'Eva Lindqvist (Slack)', text: 'while the disk is stuck' }]);
    }
  });

  it('F5 is not healthy any more once its writer has ended; after a new start all goes on', async () => {
    const [writer] = await workersOf(() => world.restart());
    const health = async () => (await fetch(`${world.url}/healthz`)).status;
    assert.equal(await health(), 200);
    await world.begin();
    await writer!.terminate();
    assert.equal(await health(), 503);
    await world.as('eva').on('slack').post('nobody could keep this');
    await world.restart();
    assert.equal(await health(), 200);
    await world.sees('teams', [{ from: 'Eva Lindqvist (Slack)', text: 'nobody could keep this' }]);
  });
});

describe('a store that commits late', () => {
  let world: World;
  before(async () => {
    world = await openWorld({ speed: 1 });
  });
  after(() => world.close());

  it('F6 what is kept too late for whoever told of it is brought as soon as it is kept', async () => {
    const [writer] = await workersOf(() => world.restart());
    const release = holdAccepting(writer!);
    await world.as('eva').on('slack').post('on a slow disk');
    await world.settled();
    assert.ok((await world.metric('mio_webhooks_total', { route: '/webhooks/slack/events', status: '503' })) > 0);
    assert.deepEqual(world.shown('teams'), []);
    release();
    // Told again, after a minute, it is a repeat; and no sweep is due for half a minute.
    for (const side of ['teams', 'webex'] as const)
      await world.sees(side, [{ from: 'Eva Lindqvist (Slack)', text: 'on a slow disk' }]);
  });
});

/** Keeps to itself that new events are committed, until what it answers is called. */
function holdAccepting(writer: Worker): () => void {
  const { postMessage, emit } = writer;
  let isHeld = false;
  let told = (): void => {};
  writer.postMessage = (order: unknown) => {
    isHeld ||= Array.isArray(order) && order.some(([is]) => is === 'accept');
    postMessage.call(writer, order);
  };
  writer.emit = (name: string, ...report: unknown[]) => {
    const tell = () => emit.call(writer, name, ...report);
    if (name !== 'message' || !isHeld) return tell();
    told = tell;
    return true;
  };
  return () => {
    Object.assign(writer, { postMessage, emit });
    told();
  };
}

describe('a store that can’t commit what became of a conversation', () => {
  let world: World;
  before(async () => {
    world = await openWorld({ speed: 1 });
  });
  after(() => world.close());

  it('F6 has its platform tell of it again, and it is followed then', async () => {
    const refused = () => world.metric('mio_webhooks_total', { route: '/webhooks/slack/events', status: '503' });
    const other = new DatabaseSync(storeFile(world.data), { timeout: 5_000 });
    other.exec('BEGIN IMMEDIATE');
    await world.sandbox.act({ platform: 'slack', as: 'eva', do: 'archive', place: world.placeOf('slack') });
    await world.settled();
    assert.ok((await refused()) > 0);
    other.exec('ROLLBACK');
    other.close();
    // Slack comes back after a minute.
    await world.settled();
    world.clock.advance(65_000);
    const isTold = () => world.shown('teams').some(({ text }) => text.startsWith('Fabrikam on Slack is archived.'));
    await world.until('the notice', isTold);
  });
});
