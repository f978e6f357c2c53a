/** A conversation leaves while its platform is down: what waited for it is forgotten, text and all. */
import assert from 'node:assert/strict';
import type { ChannelView } from '../../src/core/channels/access.ts';
import { openReading } from '../../src/storage/sqlite/database.ts';
import { openWorld, type World } from '../support/world.ts';

describe('a leg that leaves', () => {
  let world: World;
  before(async () => {
    world = await openWorld();
  });
  after(() => world.close());

  it('TI-02 takes what waited for it along: the inbox keeps none of its text', async () => {
    const ada = world.as('ada').on('teams');
    const first = await ada.post('crosses everywhere');
    await world.until('it everywhere', () => world.shown('slack').length + world.shown('webex').length === 2);
    world.fault({ platform: 'webex', kind: 'down' });
    await ada.edit(first, 'crosses everywhere else');
    for (const text of ['confidential words', 'and some more']) await ada.post(text);
    await world.until('them in Slack', () => world.shown('slack').length === 3);
    assert.notEqual(await world.metric('mio_queue_length'), 0, 'they wait for Webex');

    const [channel] = (await world.api('fabrikam', 'GET', '/channels')).body as unknown as readonly ChannelView[];
    const webex = channel!.legs.find(({ platform }) => platform === 'webex')!;
    await world.api('fabrikam', 'POST', `/channels/${channel!.id}/leave`, { leg: webex.id });
    world.sandbox.faults.clear();
    await world.settled();
    await world.quiet();
    const store = openReading(world.data);
    assert.deepEqual(store.prepare('SELECT sequence, payload FROM event WHERE payload IS NOT NULL').all(), []);
    store.close();
    const said = world.shown('teams').map(({ text }) => text);
    assert.ok(!said.some((text) => text.includes('could not be delivered')), said.join('\n'));
    assert.deepEqual(
      world.shown('webex').map(({ text }) => text),
      ['crosses everywhere'],
    );
    await ada.post('the others go on');
    await world.until('it in Slack', () => world.shown('slack').at(-1)?.text === 'the others go on');
  });
});
