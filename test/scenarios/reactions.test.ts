/** Reactions: everybody sees those of the other side, gathered in one place that is kept up to date. */
import { openWorld, type World } from '../support/world.ts';

describe('reactions', () => {
  let world: World;
  before(async () => {
    world = await openWorld();
  });
  beforeEach(() => world.begin());
  after(() => world.close());

  const ada = 'Ada Nowak (Teams)';

  it('to a copy stand in one answer below the message, in a line of the other copy, and go when they are taken back', async () => {
    await world.as('ada').on('teams').post('Done.');
    await world.sees('slack', [{ from: ada, text: 'Done.' }]);
    await world.sees('webex', [{ from: ada, text: 'Done.' }]);
    const copy = world.copy('slack', 'Done.');
    await world.as('eva').on('slack').react(copy, '👍');
    await world.sees('teams', [
      { from: 'Ada Nowak', text: 'Done.' },
      { from: 'Mio', text: '👍 Eva Lindqvist', answers: 'Done.' },
    ]);
    await world.sees('webex', [
      { from: ada, text: 'Done.' },
      { from: 'Mio', text: '👍 Eva Lindqvist', answers: 'Done.' },
    ]);
    await world.sees('slack', [{ from: ada, text: 'Done.' }]);
    await world.as('eva').on('slack').unreact(copy, '👍');
    await world.sees('teams', [{ from: 'Ada Nowak', text: 'Done.' }]);
    await world.sees('webex', [{ from: ada, text: 'Done.' }]);
  });

  it('to the message itself stand in a line of the copy on Slack, and in one answer below the copy on Webex', async () => {
    const message = await world.as('ada').on('teams').post('Coffee?');
    await world.sees('webex', [{ from: ada, text: 'Coffee?' }]);
    await world.as('ben').on('teams').react(message, '❤️');
    await world.as('chidi').on('teams').react(message, '❤️');
    await world.sees('slack', [{ from: ada, text: 'Coffee?\n\n❤️ Ben Ito, Chidi Okafor' }]);
    await world.sees('webex', [
      { from: ada, text: 'Coffee?' },
      { from: 'Mio', text: '❤️ Ben Ito, Chidi Okafor', answers: 'Coffee?' },
    ]);
    await world.sees('teams', [{ from: 'Ada Nowak', text: 'Coffee?' }]);
  });

  it('stay when the message is edited, and go with it', async () => {
    const message = await world.as('eva').on('slack').post('Tomorow');
    await world.sees('teams', [{ from: 'Eva Lindqvist (Slack)', text: 'Tomorow' }]);
    await world.as('ben').on('teams').react(world.copy('teams', 'Tomorow'), '👀');
    await world.sees('slack', [
      { from: 'Eva Lindqvist', text: 'Tomorow' },
      { from: 'Mio', text: '👀 Ben Ito', answers: 'Tomorow' },
    ]);
    await world.as('farid').on('slack').react(message, '👍');
    await world.as('eva').on('slack').edit(message, 'Tomorrow');
    await world.sees('teams', [{ from: 'Eva Lindqvist (Slack)', text: 'Tomorrow\n👍 Farid Haddad' }]);
    await world.sees('webex', [
      { from: 'Eva Lindqvist (Slack)', text: 'Tomorrow' },
      { from: 'Mio', text: '👀 Ben Ito  👍 Farid Haddad', answers: 'Tomorrow' },
    ]);
    await world.as('eva').on('slack').remove(message);
    for (const side of ['teams', 'slack', 'webex'] as const) await world.sees(side, []);
  });

  it('are not lost with an event: the sweep finds them', async () => {
    const message = await world.as('eva').on('slack').post('Deployed');
    await world.sees('webex', [{ from: 'Eva Lindqvist (Slack)', text: 'Deployed' }]);
    world.fault({ platform: 'slack', kind: 'withhold' });
    await world.as('farid').on('slack').react(message, '🎉');
    await world.sees('teams', [{ from: 'Eva Lindqvist (Slack)', text: 'Deployed\n🎉 Farid Haddad' }]);
    world.sandbox.faults.clear();
  });

  it('CI-09 in a storm end as they were left, with one change every two seconds at most', async () => {
    const message = await world.as('eva').on('slack').post('Vote!');
    await world.sees('teams', [{ from: 'Eva Lindqvist (Slack)', text: 'Vote!' }]);
    const began = world.clock.now();
    const before = await world.metric('mio_platform_calls_total', { platform: 'teams', operation: 'edit' });
    const emoji = ['👍', '👎', '🎉', '👀', '🔥', '✅', '🙏', '🚀'];
    for (const one of emoji) {
      await world.as('farid').on('slack').react(message, one);
      await world.as('farid').on('slack').unreact(message, one);
    }
    await world.as('farid').on('slack').react(message, '✅');
    await world.sees('teams', [{ from: 'Eva Lindqvist (Slack)', text: 'Vote!\n✅ Farid Haddad' }]);
    await world.quiet();
    const edits = (await world.metric('mio_platform_calls_total', { platform: 'teams', operation: 'edit' })) - before;
    const seconds = (world.clock.now() - began) / 1000;
    if (edits > 1 + seconds / 2) throw new Error(`${edits} changes in ${seconds} s`);
  });
});
