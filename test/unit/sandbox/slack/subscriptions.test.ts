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
    await assert.rejects(world.act({ as: 'farid', do: 'deleteForever', place }), /Only administrators/);
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

  it('a channel goes on under another id with its files, and nothing new takes the place of something old', async () => {
    world = await openWorld();
    const { client } = await world.install();
    const file = { name: 'plan.txt', type: 'text/plain', base64: btoa('hi') };
    await world.act({ as: 'eva', do: 'upload', text: 'one', files: [file] });
    for (const text of ['two', 'three']) await world.act({ as: 'eva', do: 'post', text });
    await eva('changeId');
    const place = String((await world.events('channel_id_changed'))[0]?.['new_channel_id']);
    for (const text of ['four', 'five']) await world.act({ as: 'eva', do: 'post', place, text });
    assert.deepEqual(
      world.slack.view(place).map(({ text }) => text),
      ['one', 'two', 'three', 'four', 'five'],
    );
    const { messages } = await client.conversations.history({ channel: place });
    assert.deepEqual(
      messages?.flatMap(({ files = [] }) => files.map(({ channels }) => channels)),
      [[place]],
    );
  });
});
