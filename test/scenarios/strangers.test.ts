/** What was said elsewhere or before stays there, also where somebody touches it later. */
import { openWorld, platformNames, type World } from '../support/world.ts';

describe('words that were not meant for the channel', () => {
  let world: World;
  before(async () => {
    world = await openWorld({ prepared: false });
  });
  after(() => world.close());

  it('CI-08 stay where they are when they are edited, answered or taken back', async () => {
    const earlier = await world.as('ada').on('teams').post('before anybody else listened');
    await world.prepare();
    await world.begin();
    const elsewhere = world.as('eva').on('slack').in('fabrikam #random');
    const secret = await elsewhere.post('between us');
    await elsewhere.edit(secret, 'between the two of us');
    await elsewhere.reply(secret, 'agreed');
    await world.as('ada').on('teams').edit(earlier, 'before anybody listened');
    await world.as('ada').on('teams').remove(earlier);
    await world.quiet();
    for (const side of platformNames) await world.sees(side, []);
  });
});
