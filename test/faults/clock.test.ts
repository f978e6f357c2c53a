/** F14: Mio's clock is wrong. What it refuses because of that is followed by an alarm that says why, and nothing is lost. */
import assert from 'node:assert/strict';
import { minutes } from '../../src/core/time.ts';
import { openWorld, type World } from '../support/world.ts';

describe('Mio’s clock', () => {
  let world: World;
  /** How far Mio's clock is behind, in milliseconds. */
  let behind = 0;
  before(async () => {
    world = await openWorld({ ahead: () => behind });
  });
  after(() => world.close());

  const alarms = () => world.metric('mio_alarms_total', { kind: 'clock' });
  const refused = () => world.metric('mio_webhooks_total', { route: '/webhooks/slack/events', status: '401' });
  const status = async () => ((await (await fetch(`${world.url}/healthz`)).json()) as { status: string }).status;
  /** By way of Webex, whose webhooks bear no time. */
  const crosses = async (text: string) => {
    await world.as('grace').on('webex').post(text);
    await world.until(`“${text}” in Slack`, () => world.shown('slack').some((line) => line.text === text));
    await world.settled();
  };

  it('F14 ten minutes behind: what Slack tells is refused, an alarm says why, and ends when it is right again', async () => {
    await crosses('all is well');
    assert.deepEqual([await alarms(), await refused(), await status()], [0, 0, 'ready']);

    behind = minutes(10);
    await world.as('eva').on('slack').post('told too early');
    await world.settled();
    assert.ok((await refused()) > 0);
    world.clock.advance(minutes(1));
    await crosses('on we go');
    const raised = await alarms();
    assert.ok(raised > 0);
    assert.equal(await status(), 'degraded');
    assert.match(world.log.text(), /this machine’s clock is \d+ s behind that of https:\/\/slack\.com.*NTP/);

    behind = 0;
    world.clock.advance(minutes(1));
    await crosses('set by NTP');
    await world.until('what was refused', () => world.shown('teams').some(({ text }) => text === 'told too early'));
    assert.deepEqual([await alarms(), await status()], [raised, 'ready']);
    assert.match(world.log.all(), /agree again.*https:\/\/slack\.com/);
  });
});
