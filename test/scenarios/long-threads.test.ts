/** A thread in Teams that is longer than what Graph gives along with its root: what lies behind it is seen all the same. */
import { openWorld, type World, type Written } from '../support/world.ts';

describe('behind a long thread', () => {
  let world: World;
  let first: Written;
  before(async () => {
    world = await openWorld({ prepared: false });
    const root = await world.as('ada').on('teams').post('a long thread');
    first = await world.as('ada').on('teams').reply(root, '0');
    for (let n = 1; n <= 200; n += 1) await world.as('ada').on('teams').reply(root, String(n));
    await world.prepare();
  });
  after(() => world.close());

  it('a message is found that nobody told of, though the first reply has just got a reaction', async () => {
    await world.quiet();
    world.fault({ platform: 'teams', kind: 'withhold', count: 1 });
    await world.as('ada').on('teams').post('was lost');
    await world.as('ben').on('teams').react(first, '👍');
    // Sweeps follow activity.
    await world.as('eva').on('slack').post('go on');
    await world.until(
      () => `the message instead of ${JSON.stringify(world.shown('slack'))}`,
      () => world.shown('slack').some(({ text }) => text === 'was lost'),
    );
  });
});
