/** Reactions of whoever linked their accounts: on every side their own, given and taken back on either. */
import assert from 'node:assert/strict';
import { openWorld, type World } from '../support/world.ts';

/** Of the world's time, which runs thirty times as fast. */
const quietMinutes = process.env['MIO_LONG'] === '1' ? 10 : 2;

describe('reactions of people who linked their accounts', () => {
  let world: World;
  before(async () => {
    world = await openWorld();
    await world.link('ada');
  });
  beforeEach(() => world.begin());
  after(() => world.close());

  const eva = 'Eva Lindqvist (Slack)';
  const reactions = (platform: 'teams' | 'slack', text: string): string =>
    world.sandbox
      .view(platform, world.placeOf(platform))
      .findLast((message) => message.text.includes(text))
      ?.reactions.map(({ emoji, by }) => `${emoji} ${by.join(', ')}`)
      .join('  ') ?? 'no message';
  const stand = (platform: 'teams' | 'slack', text: string, expected: string): Promise<void> =>
    world.until(
      () => `${platform}: ${expected || 'nothing'} (now ${reactions(platform, text) || 'nothing'})`,
      () => reactions(platform, text) === expected,
    );

  it('cross both ways, and go on both sides when they are taken back where they were given', async () => {
    const message = await world.as('eva').on('slack').post('Shipped.');
    await world.sees('teams', [{ from: eva, text: 'Shipped.' }]);
    await world.as('ada').on('slack').react(message, '🎉');
    await stand('teams', 'Shipped.', '🎉 Ada Nowak');
    await world.as('ada').on('slack').unreact(message, '🎉');
    await stand('teams', 'Shipped.', '');

    const copy = world.copy('teams', 'Shipped.');
    await world.as('ada').on('teams').react(copy, '🚀');
    await stand('slack', 'Shipped.', '🚀 Ada Nowak');
    await world.as('ada').on('teams').unreact(copy, '🚀');
    await stand('slack', 'Shipped.', '');
  });

  it('go where they were given when they are taken back on the other side', async () => {
    const message = await world.as('eva').on('slack').post('Lunch?');
    await world.sees('teams', [{ from: eva, text: 'Lunch?' }]);
    await world.as('ada').on('slack').react(message, '👍');
    await stand('teams', 'Lunch?', '👍 Ada Nowak');
    await world.settled();
    await world.as('ada').on('teams').unreact(world.copy('teams', 'Lunch?'), '👍');
    await stand('slack', 'Lunch?', '');
    await world.sees('webex', [{ from: eva, text: 'Lunch?' }]);
  });

  it('are told once on a third side, and leave the line to those who linked nothing', async () => {
    const message = await world.as('eva').on('slack').post('Done');
    await world.sees('webex', [{ from: eva, text: 'Done' }]);
    await world.as('ada').on('slack').react(message, '👍');
    await world.as('farid').on('slack').react(message, '👍');
    await stand('teams', 'Done', '👍 Ada Nowak');
    await world.sees('teams', [{ from: eva, text: 'Done\n👍 Farid Haddad' }]);
    await world.sees('webex', [
      { from: eva, text: 'Done' },
      { from: 'Mio', text: '👍 Ada Nowak, Farid Haddad', answers: 'Done' },
    ]);
    await world.sees('slack', [{ from: 'Eva Lindqvist', text: 'Done' }]);
  });

  it('stand in the line where the platform has no such emoji', async () => {
    const message = await world.as('eva').on('slack').post('Sail');
    await world.sees('teams', [{ from: eva, text: 'Sail' }]);
    await world.as('ada').on('slack').react(message, ':shipit:');
    await world.until('the line', () => world.shown('teams').some(({ text }) => text.includes('Ada Nowak')));
    assert.equal(reactions('teams', 'Sail'), '');
  });

  it('cross once when every event comes twice and Mio is started again in between', async () => {
    const message = await world.as('eva').on('slack').post('Twice');
    await world.sees('teams', [{ from: eva, text: 'Twice' }]);
    world.fault({ platform: 'slack', kind: 'duplicate' });
    await world.as('ada').on('slack').react(message, '🔥');
    await world.restart();
    await stand('teams', 'Twice', '🔥 Ada Nowak');
    world.sandbox.faults.clear();
    await world.settled();
    assert.equal(reactions('slack', 'Twice'), '🔥 Ada Nowak');
    await world.sees('teams', [{ from: eva, text: 'Twice' }]);
  });

  it('CI-09 do not go round: put and taken back on two sides, they end as they were left and stay so', async () => {
    const message = await world.as('eva').on('slack').post('Ping');
    await world.sees('teams', [{ from: eva, text: 'Ping' }]);
    const copy = world.copy('teams', 'Ping');
    for (let round = 0; round < 5; round += 1) {
      await world.as('ada').on('slack').react(message, '👍');
      await world.as('ada').on('teams').react(copy, '👀');
      await world.as('ada').on('slack').unreact(message, '👍');
      await world.as('ada').on('teams').unreact(copy, '👀');
    }
    await world.as('ada').on('slack').react(message, '🎉');
    await stand('teams', 'Ping', '🎉 Ada Nowak');
    await stand('slack', 'Ping', '🎉 Ada Nowak');
    await world.settled();
    const calls = () => world.metric('mio_own_reactions_total', { outcome: 'taken' });
    const before = await calls();
    await world.quiet(quietMinutes * 60_000);
    assert.equal(await calls(), before);
    await stand('slack', 'Ping', '🎉 Ada Nowak');
  });
});
