/** F6: the store is stalled. What can't be kept is not taken: the platforms are told to come back, and do. */
import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { storeFile } from '../../src/storage/sqlite/database.ts';
import { openWorld, type World } from '../support/world.ts';

describe('a store that can’t commit', () => {
  let world: World;
  before(async () => {
    world = await openWorld({ speed: 1 });
  });
  after(() => world.close());

  it('F6 webhooks get 503 within a second, and nothing is lost when it can again', async () => {
    const other = new DatabaseSync(storeFile(world.data));
    other.exec('BEGIN IMMEDIATE');
    const asked = performance.now();
    const answered = new Promise<void>((resolve) => {
      // Slack tells of the second attempt what came of the first.
      const check = setInterval(async () => {
        if ((await world.metric('mio_webhooks_total', { route: '/webhooks/slack/events', status: '503' })) === 0) return;
        clearInterval(check);
        resolve();
      }, 20);
    });
    await world.as('eva').on('slack').post('while the disk is stuck');
    await answered;
    assert.ok(performance.now() - asked < 1_500, `it took ${performance.now() - asked} ms`);
    assert.deepEqual(world.shown('teams'), []);
    other.exec('ROLLBACK');
    other.close();
    await world.sees('teams', [{ from: 'Eva Lindqvist (Slack)', text: 'while the disk is stuck' }]);
    await world.sees('webex', [{ from: 'Eva Lindqvist (Slack)', text: 'while the disk is stuck' }]);
  });
});
