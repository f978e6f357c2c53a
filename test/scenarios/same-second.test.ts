/** Teams tells in whole seconds when a message was written, where it sends the message along: many are of one second. */
import assert from 'node:assert/strict';
import { openWorld, type World } from '../support/world.ts';

describe('messages of one second', () => {
  let world: World;
  before(async () => {
    world = await openWorld();
  });
  after(() => world.close());

  it('arrive in the order in which they were written, whichever Teams tells of first', async () => {
    // While Mio posts into the channel, all that comes from it waits: it could be that post.
    world.fault({ platform: 'teams', route: 'POST', kind: 'delay', ms: 20_000, count: 1 });
    world.fault({ platform: 'teams', route: '/webhooks/graph', kind: 'shuffle', ms: 6_000 });
    await world.as('eva').on('slack').post('count, please');
    await world.until('it to be told', () => world.shown('webex').length === 1);
    const numbers = Array.from({ length: 15 }, (_, index) => String(index));
    for (const number of numbers) await world.as('ada').on('teams').post(number);
    await world.until('all of them', () => world.shown('slack').length === numbers.length + 1);
    const [, ...counted] = world.shown('slack').map(({ text }) => text);
    assert.deepEqual(counted, numbers);
  });
});
