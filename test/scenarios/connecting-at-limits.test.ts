/** People connect platforms that are as strict as they are published, and wait a moment rather than for nothing. */
import { openWorld, type World } from '../support/world.ts';

describe('at published limits', () => {
  let world: World;
  beforeEach(async () => {
    world = await openWorld({ speed: 1, pace: 1, prepared: false });
    world.sandbox.kit.limits.scale(1);
  });
  afterEach(() => world.close());

  it('platforms are connected, their channels listed, and a universal channel is made', async () => {
    await world.prepare();
    await world.as('ada').on('teams').post('hello');
    await world.sees('slack', [{ from: 'Ada Nowak (Teams)', text: 'hello' }]);
  });
});
