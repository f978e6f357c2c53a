/** Copies are not messages: nothing goes round, nothing comes back, and what is not joined stays where it is. */
import assert from 'node:assert/strict';
import { openWorld, platformNames, type World } from '../support/world.ts';

describe('loops and leaks', () => {
  let world: World;
  before(async () => {
    world = await openWorld();
  });
  beforeEach(() => world.begin());
  after(() => world.close());

  it('after a burst from every side there is quiet: each message once on each side, and nothing moves', async () => {
    assert.deepEqual(await world.burst({ name: 'loop', count: 30 }), []);
    const changes = () => world.sandbox.ledger.after(0).length;
    const before = changes();
    // Long enough for every look, sweep and renewal there is.
    world.clock.advance(30 * 60_000);
    await world.quiet(60_000);
    assert.equal(changes(), before);
  });

  it('an edit and a deletion make one change on each side, and no echo', async () => {
    const message = await world.as('ada').on('teams').post('once');
    await world.settled();
    const before = world.sandbox.ledger.after(0).length;
    await world.as('ada').on('teams').edit(message, 'twice');
    await world.quiet();
    assert.equal(world.sandbox.ledger.after(before).length, 3);
    await world.as('ada').on('teams').remove(message);
    await world.quiet();
    assert.equal(world.sandbox.ledger.after(before).length, 6);
  });

  it('a copy that somebody takes away over there is not put back', async () => {
    const message = await world.as('ada').on('teams').post('unwanted in Slack');
    await world.sees('slack', [{ from: 'Ada Nowak (Teams)', text: 'unwanted in Slack' }]);
    await world.as('eva').on('slack').remove(world.copy('slack', 'unwanted in Slack'));
    await world.quiet();
    await world.as('ada').on('teams').edit(message, 'unwanted in Slack, really');
    await world.sees('webex', [{ from: 'Ada Nowak (Teams)', text: 'unwanted in Slack, really' }]);
    await world.quiet();
    await world.sees('slack', []);
    await world.sees('teams', [{ from: 'Ada Nowak', text: 'unwanted in Slack, really' }]);
  });

  it('what is written where nothing was joined stays there, and is counted', async () => {
    const unlinked = await world.metric('mio_events_total', { outcome: 'unlinked' });
    await world.as('eva').on('slack').in('fabrikam #random').post('between us');
    await world.as('ada').on('teams').in('Operations / Launch').post('among ourselves');
    await world.as('ada').on('slack').in('contoso #incidents').post('nobody connected this workspace');
    await world.quiet();
    for (const side of platformNames) await world.sees(side, []);
    assert.ok((await world.metric('mio_events_total', { outcome: 'unlinked' })) >= unlinked);
  });
});
