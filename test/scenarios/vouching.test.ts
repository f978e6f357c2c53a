/** The tokens with which Graph vouches for what it sends along: of either version, or none at all. */
import assert from 'node:assert/strict';
import { openWorld, type World } from '../support/world.ts';

describe('what Graph sends along', () => {
  let world: World;
  beforeEach(async () => {
    world = await openWorld();
  });
  afterEach(() => world.close());

  const alarms = () => world.metric('mio_alarms_total', { kind: 'graph_notification_forged' });

  it('is believed with a token of version 1', async () => {
    world.sandbox.kit.policies.set('entra.validationTokens', 'v1');
    await world.as('ada').on('teams').post('hello');
    await world.sees('slack', [{ from: 'Ada Nowak (Teams)', text: 'hello' }]);
    assert.deepEqual([await alarms(), await world.metric('mio_repairs_total')], [0, 0]);
  });

  it('is not believed without a token: Graph is asked what was written, and an operator is told why', async () => {
    world.sandbox.kit.policies.set('entra.validationTokens', 'none');
    const hello = await world.as('ada').on('teams').post('hello');
    await world.sees('webex', [{ from: 'Ada Nowak (Teams)', text: 'hello' }]);
    await world.as('ben').on('teams').reply(hello, 'hello to you');
    await world.as('ada').on('teams').edit(hello, 'hello all');
    await world.sees('webex', [
      { from: 'Ada Nowak (Teams)', text: 'hello all' },
      { from: 'Ben Ito (Teams)', text: 'hello to you', answers: 'hello all' },
    ]);
    // By what Graph told, and not by a look for what was lost.
    assert.equal(await world.metric('mio_repairs_total'), 0);
    assert.equal(await alarms(), 0);
    assert.ok((await world.metric('mio_alarms_total', { kind: 'graph_unvouched' })) >= 3);
    assert.match(world.log.text(), /Graph does not vouch.*Assignment required/);
  });

  it('is taken in one piece where many messages come together', async () => {
    const texts = Array.from({ length: 12 }, (_, number) => `message ${number}`);
    await Promise.all(texts.map((text) => world.as('ada').on('teams').post(text)));
    await world.sees(
      'slack',
      texts.map((text) => ({ from: 'Ada Nowak (Teams)', text })),
    );
    assert.equal(await world.metric('mio_repairs_total'), 0);
  });
});
