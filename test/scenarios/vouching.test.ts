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

  it('is not believed without a token: an operator is told, and what was written is found all the same', async () => {
    world.sandbox.kit.policies.set('entra.validationTokens', 'none');
    await world.as('ada').on('teams').post('hello');
    await world.as('eva').on('slack').post('hello to you');
    await world.until('both', () =>
      ['hello', 'hello to you'].every((text) => world.shown('webex').some((line) => line.text === text)),
    );
    assert.ok((await alarms()) > 0);
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
