/** What an app is told of is what was ticked in its settings; what becomes of channels is among it. */
import assert from 'node:assert/strict';
import type { Deed } from '../../../../sandbox/kit/platform.ts';
import { incidents, openWorld, type SlackWorld } from './world.ts';

describe('the events that the app is subscribed to', () => {
  let world: SlackWorld;
  afterEach(() => world.close());
  const eva = (deed: Deed, place = incidents) => world.act({ as: 'eva', do: deed, text: 'hello', emoji: '👍', place });

  it('are all that it is sent, whatever its scopes would let it hear', async () => {
    world = await openWorld({ events: ['reaction_added'] });
    await world.install();
    const message = await eva('post');
    await world.act({ as: 'eva', do: 'react', message, emoji: '👍' });
    assert.deepEqual(
      (await world.events()).map(({ type }) => type).filter((type) => type !== undefined),
      ['reaction_added'],
    );
  });

  it('tell what becomes of a channel', async () => {
    world = await openWorld();
    await world.install();
    await eva('archive');
    await eva('unarchive');
    await eva('changeId');
    const [moved] = await world.events('channel_id_changed');
    assert.equal(moved?.['old_channel_id'], incidents);
    const place = String(moved?.['new_channel_id']);
    await eva('removeApp', place);
    await eva('deleteForever', place);
    for (const [type, channel] of [
      ['channel_archive', incidents],
      ['channel_unarchive', incidents],
      ['channel_left', place],
      ['channel_deleted', place],
    ] as const)
      assert.equal((await world.events(type))[0]?.['channel'], channel, type);
    await assert.rejects(eva('post', place), /no such channel/);
  });
});
