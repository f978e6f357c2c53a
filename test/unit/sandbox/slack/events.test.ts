import assert from 'node:assert/strict';
import {
  at,
  botScopes,
  type Installed,
  incidents,
  openWorld,
  type Received,
  type SlackWorld,
  signatureOf,
  startedAt,
} from './world.ts';

describe('Slack: Events API', () => {
  let world: SlackWorld;
  let mio: Installed;
  beforeEach(async () => {
    world = await openWorld();
    mio = await world.install();
    world.receiver.received.length = 0;
  });
  afterEach(() => world.close());

  const arrivals = async (): Promise<Received[]> => {
    await world.built.kit.deliver.idle();
    return world.receiver.received;
  };
  const post = (text: string) => world.act({ as: 'eva', do: 'post', text });
  const tsOf = (message: string) => message.split(':')[1]!;

  it('carries a person’s message in a signed envelope', async () => {
    const message = await post('hi *now* & then');
    const [{ path, headers, body, json, event } = assert.fail('nothing arrived')] = await arrivals();
    assert.equal(path, '/webhooks/slack/events');
    const timestamp = String(headers['x-slack-request-timestamp']);
    assert.equal(Number(timestamp), startedAt / 1000);
    assert.equal(headers['x-slack-signature'], signatureOf(world.app['slackSigningSecret']!, timestamp, body));
    assert.equal(headers['x-slack-retry-num'], undefined);
    const { type, team_id, api_app_id, authorizations, event_time } = json;
    assert.deepEqual(
      { type, team_id, api_app_id, event_time },
      {
        type: 'event_callback',
        team_id: 'T0FABRIKAM',
        api_app_id: world.app['slackAppId'],
        event_time: startedAt / 1000,
      },
    );
    assert.deepEqual(authorizations, [
      { enterprise_id: null, team_id: 'T0FABRIKAM', user_id: mio.botUser, is_bot: true, is_enterprise_install: false },
    ]);
    assert.match(String(json['event_id']), /^Ev/);
    const { client_msg_id, blocks, ...rest } = event;
    assert.match(String(client_msg_id), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    assert.deepEqual(rest, {
      type: 'message',
      channel: incidents,
      channel_type: 'channel',
      user: 'U0EVA00001',
      team: 'T0FABRIKAM',
      text: 'hi *now* &amp; then',
      ts: tsOf(message),
      event_ts: tsOf(message),
    });
    assert.deepEqual((blocks as { elements: unknown }[])[0]?.elements, [
      {
        type: 'rich_text_section',
        elements: [
          { type: 'text', text: 'hi ' },
          { type: 'text', text: 'now', style: { bold: true } },
          { type: 'text', text: ' & then' },
        ],
      },
    ]);
  });

  it('tells of the bot’s own posts too, with its bot_id and without metadata', async () => {
    const metadata = { event_type: 'relay', event_payload: { id: 'm-1' } };
    await mio.client.chat.postMessage({ channel: incidents, text: 'copy', username: 'Ada Nowak', metadata });
    const [event] = await world.events('message', 'bot_message');
    assert.deepEqual(
      [event?.['bot_id'], event?.['username'], event?.['user'], event?.['metadata']],
      [mio.botId, 'Ada Nowak', undefined, undefined],
    );
    await mio.client.chat.postMessage({ channel: incidents, text: 'plain' });
    const [plain] = await world.events('message');
    assert.deepEqual(
      [plain?.['bot_id'], plain?.['user'], plain?.['app_id']],
      [mio.botId, mio.botUser, world.app['slackAppId']],
    );
  });

  it('says nothing of channels that the bot is not in', async () => {
    await world.act({ as: 'eva', do: 'post', place: 'C0RANDOM01', text: 'among ourselves' });
    assert.deepEqual(await arrivals(), []);
  });

  it('says nothing that the scopes do not cover', async () => {
    const narrow = botScopes.filter((scope) => scope !== 'reactions:read');
    const second = await world.install({ team: 'T0CONTOSO1', scopes: narrow });
    await second.client.conversations.join({ channel: 'C0CGENERAL' });
    const message = await world.act({ as: 'ada', do: 'post', place: 'C0CGENERAL', text: 'x' });
    await world.act({ as: 'ada', do: 'react', place: 'C0CGENERAL', message, emoji: '👍' });
    assert.equal((await world.events('message')).length, 1);
    assert.deepEqual(await world.events('reaction_added'), []);
  });

  it('tells of edits and deletes as hidden messages of their own', async () => {
    const message = await post('before');
    await world.act({ as: 'eva', do: 'edit', message, text: 'after' });
    await world.act({ as: 'eva', do: 'remove', message });
    const [changed] = await world.events('message', 'message_changed');
    const {
      message: now,
      previous_message: before,
      ts,
      hidden,
      channel,
    } = changed as Record<string, Record<string, unknown>>;
    assert.deepEqual([hidden, channel], [true, incidents]);
    assert.deepEqual([now?.['text'], now?.['ts'], before?.['text']], ['after', tsOf(message), 'before']);
    assert.notEqual(ts, tsOf(message));
    const edited = now?.['edited'] as { user: string; ts: string };
    assert.equal(edited.user, 'U0EVA00001');
    assert.ok(edited.ts > tsOf(message));
    const [deleted] = await world.events('message', 'message_deleted');
    assert.equal(deleted?.['deleted_ts'], tsOf(message));
    assert.equal(at(deleted, 'previous_message', 'text'), 'after');
  });

  it('tells of replies with their parent, and makes noise about the parent’s counters', async () => {
    const root = await post('root');
    await world.act({ as: 'farid', do: 'reply', message: root, text: 'one' });
    await world.act({ as: 'eva', do: 'reply', message: root, text: 'two' });
    const replies = (await world.events('message')).slice(1);
    for (const reply of replies) {
      assert.deepEqual([reply['thread_ts'], reply['parent_user_id']], [tsOf(root), 'U0EVA00001']);
    }
    const [noise] = await world.events('message', 'message_changed');
    const parent = noise?.['message'] as Record<string, unknown>;
    assert.deepEqual([parent['ts'], parent['edited'], parent['reply_count']], [tsOf(root), undefined, 1]);
    const [counted] = await world.events('message', 'message_replied');
    assert.deepEqual([counted?.['hidden'], at(counted, 'message', 'reply_count')], [true, 2]);
  });

  it('turns a deleted parent into a tombstone', async () => {
    const root = await post('root');
    await world.act({ as: 'farid', do: 'reply', message: root, text: 'one' });
    await arrivals();
    world.receiver.received.length = 0;
    await world.act({ as: 'eva', do: 'remove', message: root });
    const [changed] = await world.events('message', 'message_changed');
    const now = changed?.['message'] as Record<string, unknown>;
    assert.deepEqual(
      [now['subtype'], now['ts'], now['user'], now['hidden']],
      ['tombstone', tsOf(root), 'USLACKBOT', true],
    );
    assert.equal(at(changed, 'previous_message', 'text'), 'root');
    assert.deepEqual(await world.events('message', 'message_deleted'), []);
  });

  it('unfurls links of people a moment later: a change that nobody made', async () => {
    const message = await post('see https://mio.example/plan');
    const [changed] = await world.events('message', 'message_changed');
    const now = changed?.['message'] as Record<string, unknown>;
    assert.deepEqual(
      [now['ts'], now['edited'], now['text']],
      [tsOf(message), undefined, 'see <https://mio.example/plan>'],
    );
    assert.equal((now['attachments'] as { from_url: string }[])[0]?.from_url, 'https://mio.example/plan');
    assert.equal(world.built.kit.ledger.after(0).filter(({ kind }) => kind === 'edited').length, 0);
  });

  it('tells of reactions and members', async () => {
    const message = await post('x');
    await world.act({ as: 'farid', do: 'react', message, emoji: '🎉' });
    await world.act({ as: 'farid', do: 'unreact', message, emoji: ':tada:' });
    await world.act({ as: 'farid', do: 'leave' });
    await world.act({ as: 'farid', do: 'join' });
    const about = {
      user: 'U0FARID001',
      reaction: 'tada',
      item_user: 'U0EVA00001',
      item: { type: 'message', channel: incidents, ts: tsOf(message) },
    };
    for (const type of ['reaction_added', 'reaction_removed']) {
      const [{ type: _, event_ts: __, ...event } = assert.fail(type)] = await world.events(type);
      assert.deepEqual(event, about);
    }
    for (const type of ['member_left_channel', 'member_joined_channel']) {
      const [event] = await world.events(type);
      assert.deepEqual([event?.['user'], event?.['channel'], event?.['channel_type']], ['U0FARID001', incidents, 'C']);
    }
    assert.equal((await world.events('message', 'channel_join')).length, 1);
    const [note] = await world.events('message', 'channel_leave');
    assert.deepEqual([note?.['user'], note?.['text']], ['U0FARID001', '<@U0FARID001> has left the channel']);
  });

  it('tells of a new name twice: as an event, and in the channel', async () => {
    await world.act({ as: 'eva', do: 'rename', name: 'Ops Europe' });
    const [event] = await world.events('channel_rename');
    assert.equal((event?.['channel'] as { name?: unknown } | undefined)?.name, 'ops-europe');
    const [note] = await world.events('message', 'channel_name');
    assert.deepEqual(
      [note?.['user'], note?.['old_name'], note?.['name'], note?.['text']],
      [
        'U0EVA00001',
        'contoso-incidents',
        'ops-europe',
        '<@U0EVA00001> has renamed the channel from "contoso-incidents" to "ops-europe"',
      ],
    );
    await assert.rejects(world.act({ as: 'eva', do: 'rename', name: 'random' }), { code: 'name_taken' });
    await assert.rejects(world.act({ as: 'eva', do: 'rename', name: ' ' }), { code: 'no_name' });
  });

  it('tries again at once, after a minute and after five, signed afresh each time', async () => {
    world.receiver.answering(() => ({ status: 503 }));
    await post('x');
    assert.equal((await arrivals()).length, 2);
    for (const [wait, total] of [
      [59_999, 2],
      [1, 3],
      [299_999, 3],
      [1, 4],
      [3_600_000, 4],
    ] as const) {
      world.built.kit.clock.advance(wait);
      assert.equal((await arrivals()).length, total, `after ${wait} ms more`);
    }
    const tries = world.receiver.received;
    assert.deepEqual(
      tries.map(({ headers }) => headers['x-slack-retry-num']),
      [undefined, '1', '2', '3'],
    );
    assert.deepEqual(
      tries.map(({ headers }) => headers['x-slack-retry-reason']),
      [undefined, 'http_error', 'http_error', 'http_error'],
    );
    assert.equal(new Set(tries.map(({ json }) => json['event_id'])).size, 1);
    for (const { headers, body } of tries) {
      const timestamp = String(headers['x-slack-request-timestamp']);
      assert.equal(headers['x-slack-signature'], signatureOf(world.app['slackSigningSecret']!, timestamp, body));
    }
    assert.equal(Number(tries[3]?.headers['x-slack-request-timestamp']), startedAt / 1000 + 360);
  });

  it('takes silence for a timeout, and stops once it is answered', async () => {
    world.receiver.answering(({ headers }) =>
      headers['x-slack-retry-num'] === undefined ? 'hang up' : { status: 200 },
    );
    await post('x');
    assert.deepEqual(
      (await arrivals()).map(({ headers }) => headers['x-slack-retry-reason']),
      [undefined, 'http_timeout'],
    );
    world.built.kit.clock.advance(3_600_000);
    assert.equal((await arrivals()).length, 2);
  });

  it('stops when asked to with x-slack-no-retry', async () => {
    world.receiver.answering(() => ({ status: 500, headers: { 'x-slack-no-retry': '1' } }));
    await post('x');
    world.built.kit.clock.advance(3_600_000);
    assert.equal((await arrivals()).length, 1);
  });

  it('suffers the faults that are set', async () => {
    world.built.kit.faults.add({ platform: 'slack', route: '/webhooks/slack/events', kind: 'duplicate', count: 1 });
    await post('twice');
    world.built.kit.faults.add({ platform: 'slack', kind: 'withhold', count: 1 });
    await post('never');
    const texts = (await world.events('message')).map((event) => event['text']);
    assert.deepEqual(texts, ['twice', 'twice']);
    world.built.kit.faults.add({ platform: 'slack', kind: 'revoke' });
    assert.equal((await world.events('tokens_revoked')).length, 1);
  });
});

describe('Slack: the request URL', () => {
  it('is asked for proof before the first event, signed like any other delivery', async () => {
    const world = await openWorld();
    try {
      await world.install();
      const [first, ...others] = world.receiver.received;
      assert.equal(first?.json['type'], 'url_verification');
      const timestamp = String(first?.headers['x-slack-request-timestamp']);
      assert.equal(
        first?.headers['x-slack-signature'],
        signatureOf(world.app['slackSigningSecret']!, timestamp, first!.body),
      );
      assert.equal(others.filter(({ json }) => json['type'] === 'url_verification').length, 0);
    } finally {
      await world.close();
    }
  });

  it('gets app_rate_limited, once a minute, when there is more than it may have', async () => {
    // Three events in all; two of them tell that the bot has joined.
    const world = await openWorld({ limits: 1 / 10_000 });
    try {
      await world.install();
      const limited = async () => {
        await world.built.kit.deliver.idle();
        return world.receiver.received.filter(({ json }) => json['type'] === 'app_rate_limited');
      };
      for (const text of ['heard', 'dropped', 'dropped too']) await world.act({ as: 'eva', do: 'post', text });
      assert.deepEqual(
        (await limited()).map(({ json }) => json['minute_rate_limited']),
        [startedAt / 1000],
      );
      assert.deepEqual(
        (await world.events('message')).map(({ text }) => text),
        ['heard'],
      );
      world.built.kit.clock.advance(60_000);
      await world.act({ as: 'eva', do: 'post', text: 'still dropped' });
      assert.equal((await limited()).length, 2);
    } finally {
      await world.close();
    }
  });
});
