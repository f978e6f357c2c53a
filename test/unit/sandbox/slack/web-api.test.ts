import assert from 'node:assert/strict';
import { botScopes, type Installed, incidents, openWorld, refusal, type SlackWorld } from './world.ts';

describe('Slack: Web API', () => {
  let world: SlackWorld;
  let mio: Installed;
  beforeEach(async () => {
    world = await openWorld();
    mio = await world.install();
  });
  afterEach(() => world.close());

  const post = async (text: string, more: Record<string, unknown> = {}) =>
    (await mio.client.chat.postMessage({ channel: incidents, text, ...more })).ts!;
  const raw = async (method: string, init: RequestInit) => {
    const answer = await fetch(`${world.url}/api/${method}`, { method: 'POST', ...init });
    return { answer, body: (await answer.json()) as Record<string, unknown> };
  };
  const bearer = () => ({ authorization: `Bearer ${mio.token}` });

  describe('a call', () => {
    it('is told who it is', async () => {
      const me = await mio.client.auth.test();
      assert.deepEqual([me.team, me.team_id, me.url], ['Fabrikam', 'T0FABRIKAM', 'https://fabrikam.slack.com/']);
      assert.deepEqual([me.user_id, me.bot_id], [mio.botUser, mio.botId]);
      assert.deepEqual(me.response_metadata?.scopes, botScopes);
    });

    it('without a good token is refused with HTTP 200', async () => {
      assert.equal(await refusal(world.client().auth.test()), 'not_authed');
      assert.equal(await refusal(world.client('xoxb-made-up').auth.test()), 'invalid_auth');
    });

    it('says which scope is missing, and which there are', async () => {
      const { client } = await openSecond(['chat:write']);
      const error = await client.users.list({}).catch((cause: { data: unknown }) => cause.data);
      const { ok, error: code, needed, provided } = error as Record<string, unknown>;
      assert.deepEqual(
        { ok, code, needed, provided },
        { ok: false, code: 'missing_scope', needed: 'users:read', provided: 'chat:write' },
      );
    });

    it('needs the scope of the kind of conversation', async () => {
      const { client } = await openSecond(['channels:read']);
      assert.equal((await client.conversations.list({})).channels?.length, 2);
      assert.equal(await refusal(client.conversations.list({ types: 'private_channel' })), 'missing_scope');
    });

    it('takes JSON only where the method does', async () => {
      const json = (body: unknown, type = 'application/json; charset=utf-8') => ({
        headers: { ...bearer(), 'content-type': type },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      });
      const posted = await raw('chat.postMessage', json({ channel: incidents, text: 'as JSON' }));
      assert.equal(posted.body['ok'], true);
      const bare = await raw('chat.postMessage', json({ channel: incidents, text: 'no charset' }, 'application/json'));
      assert.equal(bare.body['warning'], 'missing_charset');
      assert.equal((await raw('users.info', json({ user: 'U0EVA00001' }))).body['error'], 'invalid_post_type');
      assert.equal((await raw('chat.postMessage', json('{'))).body['error'], 'invalid_json');
      assert.equal((await raw('chat.postMessage', json([]))).body['error'], 'json_not_object');
      const untyped = { headers: bearer(), body: Buffer.from('channel=C1') };
      assert.equal((await raw('chat.postMessage', untyped)).body['error'], 'missing_post_type');
    });

    it('of an unknown method, or without a required argument, says so', async () => {
      assert.equal((await raw('chat.shout', { headers: bearer() })).body['error'], 'unknown_method');
      const { body } = await raw('chat.postMessage', { headers: bearer(), body: new URLSearchParams({ text: 'x' }) });
      assert.equal(body['error'], 'invalid_arguments');
      assert.deepEqual(body['response_metadata'], { messages: ['[ERROR] missing required field: channel'] });
    });

    /** The app in the other workspace, with fewer scopes. */
    const openSecond = (scopes: string[]) => world.install({ team: 'T0CONTOSO1', scopes });
  });

  describe('posting', () => {
    it('under a name of its own is a bot_message without a user', async () => {
      const { message, ts } = await mio.client.chat.postMessage({
        channel: incidents,
        text: 'a < b & c',
        username: 'Ada Nowak',
        icon_url: 'https://avatars.example/ada.svg',
      });
      assert.deepEqual(message, {
        type: 'message',
        subtype: 'bot_message',
        text: 'a &lt; b &amp; c',
        ts,
        bot_id: mio.botId,
        username: 'Ada Nowak',
        icons: { image_48: 'https://avatars.example/ada.svg' },
      });
      const [shown] = world.slack.view(incidents);
      assert.deepEqual([shown?.author.name, shown?.author.kind, shown?.text], ['Ada Nowak', 'app-as', 'a < b & c']);
      assert.equal(shown?.author.picture, '/_sandbox/people/ada.svg');
    });

    it('under the app’s name has the bot as user', async () => {
      const { message } = await mio.client.chat.postMessage({ channel: incidents, text: 'plain' });
      assert.deepEqual([message?.subtype, message?.user, message?.bot_profile?.name], [undefined, mio.botUser, 'Mio']);
      assert.equal(world.slack.view(incidents)[0]?.author.kind, 'app');
    });

    it('leaves out a name that the token may not choose', async () => {
      const narrow = botScopes.filter((scope) => scope !== 'chat:write.customize');
      const second = await world.install({ team: 'T0CONTOSO1', scopes: narrow });
      await second.client.conversations.join({ channel: 'C0CGENERAL' });
      const { message } = await second.client.chat.postMessage({ channel: 'C0CGENERAL', text: 'x', username: 'Ada' });
      assert.equal(message?.username, undefined);
      assert.equal(message?.user, second.botUser);
    });

    it('gives every message of a channel its own, growing ts, though time stands still', async () => {
      const stamps = [await post('1'), await post('2'), await post('3')];
      assert.deepEqual(stamps.toSorted(), stamps);
      assert.equal(new Set(stamps).size, 3);
      for (const ts of stamps) assert.match(ts, /^\d{10}\.\d{6}$/);
    });

    it('makes links of bare addresses in text, and leaves tags and code alone', async () => {
      const { message } = await mio.client.chat.postMessage({
        channel: incidents,
        text: 'see https://mio.example/a?b=1&c=2, <https://x.example|this> and `https://code.example`.',
      });
      assert.equal(
        message?.text,
        'see <https://mio.example/a?b=1&amp;c=2>, <https://x.example|this> and `https://code.example`.',
      );
    });

    it('goes to a person’s direct message by their id', async () => {
      const { channel } = await mio.client.chat.postMessage({ channel: 'U0EVA00001', text: 'hello' });
      const opened = await mio.client.conversations.open({ users: 'U0EVA00001' });
      assert.match(channel!, /^D/);
      assert.equal(opened.channel?.id, channel);
      assert.equal(world.slack.view(channel!, 'eva').length, 1);
      assert.throws(() => world.slack.view(channel!, 'farid'), { code: 'unknown_place' });
    });

    it('puts a reply whose parent is gone into the channel, as the real service does', async () => {
      const root = await post('root');
      await mio.client.chat.delete({ channel: incidents, ts: root });
      const { message } = await mio.client.chat.postMessage({ channel: incidents, text: 'late', thread_ts: root });
      assert.equal(message?.thread_ts, undefined);
    });

    const empty = {
      type: 'rich_text',
      elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: '' }] }],
    };
    const divider = { type: 'divider' };
    const tableOf = (rows: number) => ({ type: 'table', rows: Array.from({ length: rows }, () => [null]) });
    const refusals: [string, Record<string, unknown>, string][] = [
      ['nothing', {}, 'no_text'],
      ['an unknown channel', { channel: 'C0NOWHERE1', text: 'x' }, 'channel_not_found'],
      ['a channel of another workspace', { channel: 'C0CGENERAL', text: 'x' }, 'channel_not_found'],
      ['a channel that the bot is not in', { channel: 'C0RANDOM01', text: 'x' }, 'not_in_channel'],
      ['an empty text element', { blocks: [empty] }, 'invalid_blocks'],
      ['an unknown block', { blocks: [{ type: 'marquee' }] }, 'invalid_blocks'],
      ['an unpublished property', { blocks: [{ type: 'divider', colour: 'red' }] }, 'invalid_blocks'],
      ['51 blocks', { blocks: Array.from({ length: 51 }, () => divider) }, 'invalid_blocks'],
      ['two tables', { blocks: [tableOf(1), tableOf(1)] }, 'invalid_blocks'],
      ['101 rows', { blocks: [tableOf(101)] }, 'invalid_blocks'],
      ['an empty cell', { blocks: [{ type: 'table', rows: [[{ type: 'raw_text', text: '' }]] }] }, 'invalid_blocks'],
      ['a row that is too short', { blocks: [{ type: 'table', rows: [[null, null], [null]] }] }, 'invalid_blocks'],
      ['blocks that are no list', { blocks: 'hello' }, 'invalid_blocks_format'],
      ['markdown beside text', { text: 'x', markdown_text: '**x**' }, 'markdown_text_conflict'],
      ['metadata without a type', { text: 'x', metadata: { event_payload: {} } }, 'invalid_metadata_schema'],
      ['a thread_ts that is none', { text: 'x', thread_ts: '0' }, 'invalid_arguments'],
    ];
    for (const [what, given, error] of refusals) {
      it(`refuses ${what}: ${error}`, async () => {
        const call = mio.client.apiCall('chat.postMessage', { channel: incidents, ...given });
        assert.equal(await refusal(call), error);
        assert.equal(world.slack.view(incidents).length, 0);
      });
    }

    it('points to what is wrong in a block', async () => {
      const call = mio.client.apiCall('chat.postMessage', { channel: incidents, blocks: [empty] });
      const { data } = (await call.catch((cause: unknown) => cause)) as {
        data: { response_metadata: { messages: string[] } };
      };
      assert.match(
        data.response_metadata.messages[0]!,
        /\[json-pointer:\/blocks\/0\/elements\/0\/elements\/0\/text\]$/,
      );
    });
  });

  describe('changing', () => {
    it('edits its own message, and marks it', async () => {
      const ts = await post('before', { metadata: { event_type: 'relay', event_payload: { id: 'm-1' } } });
      const { message, text } = await mio.client.chat.update({ channel: incidents, ts, text: 'after' });
      assert.equal(text, 'after');
      const { edited, metadata } = message as unknown as {
        edited: { user: string };
        metadata: { event_payload: unknown };
      };
      assert.equal(edited.user, mio.botUser);
      assert.deepEqual(metadata.event_payload, { id: 'm-1' });
      assert.deepEqual(
        world.slack.view(incidents).map((one) => [one.text, one.edited]),
        [['after', true]],
      );
    });

    it('refuses more than 4,000 characters in an edit, and other blocks for rich text', async () => {
      const rich = {
        type: 'rich_text',
        elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'x' }] }],
      };
      const ts = await post('x', { blocks: [rich] });
      const edit = (more: Record<string, unknown>) =>
        refusal(mio.client.apiCall('chat.update', { channel: incidents, ts, ...more }));
      assert.equal(await edit({ text: 'x'.repeat(4000) }), 'no error');
      assert.equal(await edit({ text: 'x'.repeat(4001) }), 'msg_too_long');
      assert.equal(await edit({ text: 'x', blocks: [rich] }), 'no error');
      assert.equal(await edit({ text: 'x', blocks: [{ type: 'divider' }] }), 'block_mismatch');
    });

    it('touches nobody else’s messages', async () => {
      const id = await world.act({ as: 'eva', do: 'post', text: 'mine' });
      const at = { channel: incidents, ts: id.split(':')[1]! };
      assert.equal(await refusal(mio.client.chat.update({ ...at, text: 'yours' })), 'cant_update_message');
      assert.equal(await refusal(mio.client.chat.delete(at)), 'cant_delete_message');
      assert.equal(world.slack.view(incidents)[0]?.text, 'mine');
    });

    it('deletes once', async () => {
      const ts = await post('short-lived');
      await mio.client.chat.delete({ channel: incidents, ts });
      assert.equal(await refusal(mio.client.chat.delete({ channel: incidents, ts })), 'message_not_found');
      assert.deepEqual(world.slack.view(incidents), []);
    });
  });
});
