/** F12: a platform takes eight seconds for each answer. Whoever writes to the others does not notice. */
import assert from 'node:assert/strict';
import { postRoutes } from '../support/post-routes.ts';
import { openWorld, type World } from '../support/world.ts';

describe('a platform that is slow', () => {
  let world: World;
  before(async () => {
    world = await openWorld({ speed: 1 });
  });
  after(() => world.close());

  it('F12 holds up nobody but itself, and loses nothing', async () => {
    world.fault({ platform: 'slack', route: postRoutes.slack, kind: 'delay', ms: 8_000 });
    const lines = Array.from({ length: 20 }, (_, number) => ({ from: 'Ada Nowak (Teams)', text: `slow ${number}.` }));
    const began = world.clock.now();
    for (const { text } of lines) await world.as('ada').on('teams').post(text);
    await world.sees('webex', lines);
    assert.ok(world.clock.now() - began < 8_000, `it took ${world.clock.now() - began} ms`);
    assert.deepEqual(world.shown('slack'), []);
    world.sandbox.faults.clear('slack');
    world.clock.advance(8_000);
    await world.sees('slack', lines);
  });
});
