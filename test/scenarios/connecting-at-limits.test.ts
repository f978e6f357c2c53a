/** People connect platforms that are as strict as they are published, and wait a moment rather than for nothing. */
import assert from 'node:assert/strict';
import { openWorld, type World } from '../support/world.ts';

describe('at published limits', () => {
  let world: World;
  beforeEach(async () => {
    world = await openWorld({ speed: 1, pace: 1, prepared: false });
    world.sandbox.kit.limits.scale(1);
  });
  afterEach(() => world.close());

  const refusals = () => world.metric('mio_platform_calls_total', { outcome: '429' });

  it('platforms are connected, their channels listed, and a universal channel is made', async () => {
    await world.prepare();
    await world.as('ada').on('teams').post('hello');
    await world.sees('slack', [{ from: 'Ada Nowak (Teams)', text: 'hello' }]);
  });

  it('a burst is brought without a word of “too many”, right after the start as well', async () => {
    await world.prepare();
    const before = await refusals();
    const texts = Array.from({ length: 12 }, (_, number) => `message ${number}`);
    for (const text of texts) await world.as('eva').on('slack').post(text);
    const lines = texts.map((text) => ({ from: 'Eva Lindqvist (Slack)', text }));
    await world.sees('webex', lines);
    await world.sees('teams', lines);
    assert.equal((await refusals()) - before, 0);
  });
});
