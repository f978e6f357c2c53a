/** A message that its author brings back comes back everywhere, with the thread that it was in. */
import { openWorld, type World } from '../support/world.ts';

describe('a message that is brought back', () => {
  let world: World;
  before(async () => {
    world = await openWorld({ deadlineMs: 300 });
  });
  beforeEach(() => world.begin());
  after(() => world.close());

  const sides = ['slack', 'webex'] as const;

  it('is posted again on the other sides, and goes on being edited there', async () => {
    const message = await world.as('ada').on('teams').post('Not so fast');
    for (const side of sides) await world.sees(side, [{ from: 'Ada Nowak (Teams)', text: 'Not so fast' }]);
    await world.as('ada').on('teams').remove(message);
    for (const side of sides) await world.sees(side, []);
    await world.as('ada').on('teams').restore(message);
    for (const side of sides) await world.sees(side, [{ from: 'Ada Nowak (Teams)', text: 'Not so fast' }]);
    await world.as('ada').on('teams').edit(message, 'Slowly');
    for (const side of sides) await world.sees(side, [{ from: 'Ada Nowak (Teams)', text: 'Slowly' }]);
    await world.as('ada').on('teams').remove(message);
    for (const side of sides) await world.sees(side, []);
  });

  it('stands in its thread again where it was an answer', async () => {
    const root = await world.as('ada').on('teams').post('Who is on call?');
    const answer = await world.as('ben').on('teams').reply(root, 'I am');
    for (const side of sides)
      await world.sees(side, [
        { from: 'Ada Nowak (Teams)', text: 'Who is on call?' },
        { from: 'Ben Ito (Teams)', text: 'I am', answers: 'Who is on call?' },
      ]);
    await world.as('ben').on('teams').remove(answer);
    for (const side of sides) await world.sees(side, [{ from: 'Ada Nowak (Teams)', text: 'Who is on call?' }]);
    await world.as('ben').on('teams').restore(answer);
    for (const side of sides)
      await world.sees(side, [
        { from: 'Ada Nowak (Teams)', text: 'Who is on call?' },
        { from: 'Ben Ito (Teams)', text: 'I am', answers: 'Who is on call?' },
      ]);
  });

  it('comes back also where a platform never said that it had removed the copy', async function () {
    this.timeout(60_000);
    const message = await world.as('ada').on('teams').post('On second thought');
    for (const side of sides) await world.sees(side, [{ from: 'Ada Nowak (Teams)', text: 'On second thought' }]);
    await world.settled();
    world.fault({ platform: 'slack', kind: 'lose-answer', count: 1, route: 'POST /api/chat.delete' });
    world.fault({ platform: 'webex', kind: 'lose-answer', count: 1, route: 'DELETE /v1/messages' });
    await world.as('ada').on('teams').remove(message);
    for (const side of sides) await world.sees(side, []);
    await world.quiet(60_000);
    await world.as('ada').on('teams').restore(message);
    for (const side of sides) await world.sees(side, [{ from: 'Ada Nowak (Teams)', text: 'On second thought' }]);
  });

  it('stays away where somebody had taken the copy away before', async () => {
    const message = await world.as('ada').on('teams').post('Not here');
    for (const side of sides) await world.sees(side, [{ from: 'Ada Nowak (Teams)', text: 'Not here' }]);
    await world.settled();
    await world.as('mio-relay').on('webex').remove(world.copy('webex', 'Not here'));
    await world.settled();
    await world.as('ada').on('teams').remove(message);
    await world.sees('slack', []);
    await world.as('ada').on('teams').restore(message);
    await world.sees('slack', [{ from: 'Ada Nowak (Teams)', text: 'Not here' }]);
    await world.settled();
    await world.sees('webex', []);
  });
});
