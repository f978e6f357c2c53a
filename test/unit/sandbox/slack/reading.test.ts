import assert from 'node:assert/strict';
import { WebAPIRateLimitedError } from '@slack/web-api';
import { type Installed, incidents, openWorld, refusal, type SlackWorld } from './world.ts';

describe('Slack: reading and arranging', () => {
  let world: SlackWorld;
  let mio: Installed;
  beforeEach(async () => {
    world = await openWorld();
    mio = await world.install();
  });
  afterEach(() => world.close());

  const post = async (text: string, more: Record<string, unknown> = {}) =>
    (await mio.client.chat.postMessage({ channel: incidents, text, ...more })).ts!;

  describe('reading', () => {
    it('shows history newest first, in pages whose cursors end in "="', async () => {
      for (const text of ['1', '2', '3', '4', '5']) await post(text);
      const seen: string[] = [];
      for await (const page of mio.client.paginate('conversations.history', { channel: incidents, limit: 2 })) {
        const { messages, response_metadata } = page as unknown as {
          messages: { text: string }[];
          response_metadata?: { next_cursor?: string };
        };
        seen.push(messages.map(({ text }) => text).join());
        if (response_metadata?.next_cursor) assert.match(response_metadata.next_cursor, /=$/);
      }
      assert.deepEqual(seen, ['5,4', '3,2', `1,<@${mio.botUser}> has joined the channel`]);
      assert.equal(
        await refusal(mio.client.conversations.history({ channel: incidents, cursor: 'x' })),
        'invalid_cursor',
      );
    });

    it('finds one message by its ts', async () => {
      const [, second] = [await post('1'), await post('2'), await post('3')];
      const one = { channel: incidents, latest: second, inclusive: true, limit: 1 };
      const { messages } = await mio.client.conversations.history(one);
      assert.deepEqual(
        messages?.map(({ text }) => text),
        ['2'],
      );
      const exclusive = await mio.client.conversations.history({ ...one, inclusive: false });
      assert.deepEqual(
        exclusive.messages?.map(({ text }) => text),
        ['1'],
      );
    });

    it('keeps replies out of history, and gives threads oldest first with the parent leading', async () => {
      const root = await post('root');
      const [, second] = [await post('r1', { thread_ts: root }), await post('r2', { thread_ts: root })];
      const { messages } = await mio.client.conversations.history({ channel: incidents, limit: 1 });
      const [parent] = messages ?? [];
      assert.deepEqual(
        [parent?.text, parent?.thread_ts, parent?.reply_count, parent?.latest_reply],
        ['root', root, 2, second],
      );
      const thread = await mio.client.conversations.replies({ channel: incidents, ts: root });
      assert.deepEqual(
        thread.messages?.map(({ text }) => text),
        ['root', 'r1', 'r2'],
      );
      const one = await mio.client.conversations.replies({
        channel: incidents,
        ts: root,
        oldest: second,
        inclusive: true,
        limit: 1,
      });
      assert.deepEqual(
        one.messages?.map(({ text }) => text),
        ['root', 'r2'],
      );
      assert.equal(
        await refusal(mio.client.conversations.replies({ channel: incidents, ts: '1.2' })),
        'thread_not_found',
      );
    });

    it('shows a broadcast reply in both places', async () => {
      const root = await post('root');
      await post('also here', { thread_ts: root, reply_broadcast: true });
      const { messages } = await mio.client.conversations.history({ channel: incidents, limit: 1 });
      const [first] = messages as unknown as { text: string; subtype: string; root: { text: string } }[];
      assert.deepEqual([first?.text, first?.subtype, first?.root.text], ['also here', 'thread_broadcast', 'root']);
    });

    it('gives metadata only to those who ask', async () => {
      await post('x', { metadata: { event_type: 'relay', event_payload: { id: 'm-1' } } });
      const read = async (include_all_metadata: boolean) =>
        (await mio.client.conversations.history({ channel: incidents, limit: 1, include_all_metadata })).messages?.[0]
          ?.metadata;
      assert.equal(await read(false), undefined);
      assert.deepEqual(await read(true), { event_type: 'relay', event_payload: { id: 'm-1' } });
    });

    it('leaves a tombstone where a message with replies was deleted', async () => {
      const root = await post('root');
      await post('reply', { thread_ts: root });
      await mio.client.chat.delete({ channel: incidents, ts: root });
      const { messages } = await mio.client.conversations.replies({ channel: incidents, ts: root });
      assert.deepEqual(
        messages?.map((one) => [(one as { subtype?: string }).subtype, one.text, one.user]),
        [
          ['tombstone', 'This message was deleted.', 'USLACKBOT'],
          [undefined, 'reply', mio.botUser],
        ],
      );
      assert.deepEqual(
        world.slack.view(incidents).map(({ removed }) => removed),
        [true, false],
      );
    });

    it('needs the bot to be in the channel', async () => {
      assert.equal(await refusal(mio.client.conversations.history({ channel: 'C0RANDOM01' })), 'not_in_channel');
    });
  });

  describe('people and channels', () => {
    it('lists people, with e-mail addresses only where the scope says so', async () => {
      const { members } = await mio.client.users.list({ limit: 200 });
      assert.deepEqual(
        members?.map(({ name, is_bot }) => [name, is_bot]),
        [
          ['eva', false],
          ['farid', false],
          ['slackbot', false],
          ['mio', true],
        ],
      );
      const { user } = await mio.client.users.lookupByEmail({ email: 'EVA@fabrikam.example' });
      assert.deepEqual(
        [user?.id, user?.is_admin, user?.profile?.image_192],
        ['U0EVA00001', true, 'https://avatars.example/eva.svg'],
      );
      const narrow = await world.install({ team: 'T0CONTOSO1', scopes: ['users:read'] });
      const ada = await narrow.client.users.info({ user: 'U0ADA00001' });
      assert.equal('email' in (ada.user?.profile ?? {}), false);
      assert.equal(await refusal(mio.client.users.info({ user: 'U0ADA00001' })), 'user_not_found');
      assert.equal(await refusal(mio.client.users.lookupByEmail({ email: 'nobody@x.example' })), 'users_not_found');
    });

    it('lists channels, and says where the bot is', async () => {
      const { channels } = await mio.client.conversations.list({ limit: 1 });
      assert.deepEqual(
        channels?.map(({ name, is_member, num_members }) => [name, is_member, num_members]),
        [['contoso-incidents', true, 3]],
      );
      const mine = await mio.client.users.conversations({});
      assert.deepEqual(
        mine.channels?.map(({ id }) => id),
        [incidents],
      );
      const { members } = await mio.client.conversations.members({ channel: incidents });
      assert.deepEqual(members, ['U0EVA00001', 'U0FARID001', mio.botUser]);
    });

    it('creates a channel, invites and removes people', async () => {
      const { channel } = await mio.client.conversations.create({ name: 'new-launch' });
      const id = channel!.id!;
      assert.equal(channel?.is_member, true);
      await mio.client.conversations.invite({ channel: id, users: 'U0EVA00001,U0FARID001' });
      assert.equal(
        await refusal(mio.client.conversations.invite({ channel: id, users: 'U0EVA00001' })),
        'already_in_channel',
      );
      assert.equal(
        await refusal(mio.client.conversations.invite({ channel: id, users: mio.botUser })),
        'cant_invite_self',
      );
      await mio.client.conversations.kick({ channel: id, user: 'U0FARID001' });
      const place = world.slack.places().find((one) => one.place === id);
      assert.deepEqual([place?.title, place?.members], ['fabrikam #new-launch', ['eva']]);
      assert.equal(await refusal(mio.client.conversations.create({ name: 'new-launch' })), 'name_taken');
      assert.equal(
        await refusal(mio.client.conversations.create({ name: 'Capital Letters' })),
        'invalid_name_specials',
      );
    });

    it('reacts once for each emoji', async () => {
      const ts = await post('x');
      const item = { channel: incidents, timestamp: ts, name: 'thumbsup' };
      await mio.client.reactions.add(item);
      assert.equal(await refusal(mio.client.reactions.add(item)), 'already_reacted');
      assert.deepEqual(world.slack.view(incidents)[0]?.reactions, [{ emoji: '👍', by: ['Mio'] }]);
      await mio.client.reactions.remove(item);
      assert.equal(await refusal(mio.client.reactions.remove(item)), 'no_reaction');
      assert.equal(await refusal(mio.client.reactions.add({ ...item, name: 'Not A Name' })), 'invalid_name');
    });

    it('makes permalinks', async () => {
      const root = await post('root');
      const reply = await post('reply', { thread_ts: root });
      const { permalink } = await mio.client.chat.getPermalink({ channel: incidents, message_ts: reply });
      assert.equal(
        permalink,
        `https://fabrikam.slack.com/archives/${incidents}/p${reply.replace('.', '')}?thread_ts=${root}&cid=${incidents}`,
      );
    });
  });
});

describe('Slack: limits as published', () => {
  it('takes one message a second and channel, and says how long to wait', async () => {
    const world = await openWorld({ limits: 1 });
    try {
      const { client } = await world.install();
      const post = () => client.chat.postMessage({ channel: incidents, text: 'x' });
      await post();
      const error = await post().catch((cause: unknown) => cause);
      assert.ok(error instanceof WebAPIRateLimitedError);
      assert.equal(error.retryAfter, 1);
      world.built.kit.clock.advance(1000);
      assert.equal((await post()).ok, true);
    } finally {
      await world.close();
    }
  });

  it('counts each method by its tier', async () => {
    const world = await openWorld({ limits: 1 });
    try {
      const { client } = await world.install();
      for (let call = 0; call < 20; call++) await client.users.list({ limit: 200 });
      const error = await client.users.list({ limit: 200 }).catch((cause: unknown) => cause);
      assert.ok(error instanceof WebAPIRateLimitedError);
      assert.equal(error.retryAfter, 60);
      assert.equal((await client.users.info({ user: 'U0EVA00001' })).ok, true);
    } finally {
      await world.close();
    }
  });
});
