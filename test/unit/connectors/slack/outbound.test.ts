/** What Mio says to Slack, and what it makes of the answers. Over real HTTP, with Slack scripted. */
import assert from 'node:assert/strict';
import type { Draft, Rendered } from '../../../../src/core/connector.ts';
import { DeliveryError } from '../../../../src/core/errors.ts';
import type { MessageId } from '../../../../src/core/model.ts';
import type { Answer } from '../../../support/platform.ts';
import { noFiles, openSlackWorld, type SlackWorld } from './support.ts';

const draft: Draft = {
  author: { name: 'Ada Nowak', platform: 'teams', picture: 'https://mio.example/pictures/1' },
  content: [{ type: 'paragraph', children: [{ type: 'text', text: 'hello' }] }],
};
const ts = '1712345999.000300';
const root = '1712345678.000100' as MessageId;
const ok = (more: object = {}): Answer => ({ json: { ok: true, ...more } });
const no = (error: string, more: object = {}): Answer => ({ json: { ok: false, error, ...more } });
const own = { bot_id: 'B0RELAY01', app_id: 'A0RELAY01', subtype: 'bot_message', username: 'Ada Nowak (Teams)' };

describe('Slack, outbound', () => {
  let world: SlackWorld;
  let rendered: Rendered;
  before(async () => {
    world = await openSlackWorld();
    rendered = world.connector.render(draft)[0]!;
  });
  after(() => world.close());

  const post = (options = { root: null as MessageId | null, key: 'delivery-1' }) =>
    world.connector.post(world.place, rendered, { ...options, open: noFiles });
  const operations = {
    post: () => post(),
    edit: () => world.connector.edit(world.ref(ts), rendered, null),
    remove: () => world.connector.remove(world.ref(ts), null),
    read: () => world.connector.find(world.place, null, 0),
  };

  describe('a post', () => {
    it('goes out under the author’s name and picture, with its key', async () => {
      world.slack.respond(() => ok({ channel: 'C0GENERAL', ts }));
      assert.deepEqual(await post(), { message: ts, at: 1712345999000 });
      const [asked] = world.slack.asked;
      assert.equal(asked?.path, '/api/chat.postMessage');
      assert.equal(asked?.headers['authorization'], 'Bearer xoxb-made-up');
      const body = JSON.parse(asked?.body ?? '') as Record<string, unknown>;
      assert.deepEqual(
        { ...body, blocks: null },
        {
          channel: 'C0GENERAL',
          text: 'hello',
          blocks: null,
          username: 'Ada Nowak (Teams)',
          icon_url: 'https://mio.example/pictures/1',
          metadata: { event_type: 'mio_relay', event_payload: { key: 'delivery-1' } },
          unfurl_links: true,
          unfurl_media: true,
        },
      );
    });

    it('answers a root in its thread', async () => {
      world.slack.respond(() => ok({ ts }));
      await post({ root, key: 'delivery-2' });
      assert.equal((JSON.parse(world.slack.asked[0]?.body ?? '') as Record<string, unknown>)['thread_ts'], root);
    });

    it('keeps the platform in sight behind a long name, and takes no picture that is not public', () => {
      const author = { name: 'n'.repeat(200), platform: 'webex', picture: 'http://127.0.0.1/p' } as const;
      const payload = world.connector.render({ ...draft, author })[0]?.payload as Record<string, unknown>;
      assert.match(String(payload['username']), /^n+… \(Webex\)$/);
      assert.equal(String(payload['username']).length, 80);
      assert.equal(payload['icon_url'], undefined);
    });

    it('of Mio’s own has the app’s name', () => {
      const payload = world.connector.render({ ...draft, author: null })[0]?.payload as Record<string, unknown>;
      assert.equal('username' in payload, false);
    });

    it('is in doubt where the answer names no message', async () => {
      world.slack.respond(() => ok());
      await assert.rejects(post(), { name: 'DeliveryError', failure: 'doubt' });
    });
  });

  it('an edit sends text and blocks, and no name', async () => {
    world.slack.respond(() => ok({ ts }));
    await operations.edit();
    const body = JSON.parse(world.slack.asked[0]?.body ?? '') as Record<string, unknown>;
    assert.equal(world.slack.asked[0]?.path, '/api/chat.update');
    assert.deepEqual(Object.keys(body).sort(), ['blocks', 'channel', 'text', 'ts']);
  });

  describe('a table that Slack does not take', () => {
    const table: Draft = {
      author: draft.author,
      content: [{ type: 'table', header: true, rows: [[[{ type: 'text', text: 'a' }]]] }],
    };
    const kinds = () =>
      world.slack.asked.map(({ body }) => {
        const { blocks, plainBlocks } = JSON.parse(body) as { blocks: { type: string }[]; plainBlocks?: unknown };
        assert.equal(plainBlocks, undefined);
        return blocks.map(({ type }) => type).join();
      });
    const refusals = [
      ['post', 'invalid_blocks'],
      ['edit', 'block_mismatch'],
    ] as const;
    for (const [operation, code] of refusals) {
      it(`goes out as text: ${operation}, ${code}`, async () => {
        rendered = world.connector.render(table)[0]!;
        world.slack.respond(() => (world.slack.asked.length === 1 ? no(code) : ok({ ts })));
        await operations[operation]();
        assert.deepEqual(kinds(), ['table', 'rich_text']);
      });
    }

    it('is not tried again for any other reason, or without a table', async () => {
      world.slack.respond(() => no('restricted_action'));
      await assert.rejects(operations.post(), { code: 'restricted_action' });
      assert.deepEqual(kinds(), ['table']);
      rendered = world.connector.render(draft)[0]!;
      world.slack.respond(() => no('invalid_blocks'));
      await assert.rejects(operations.edit(), { code: 'invalid_blocks' });
      assert.deepEqual(kinds(), ['rich_text']);
    });
  });

  it('a removal of what is gone succeeds', async () => {
    world.slack.respond(() => no('message_not_found'));
    await operations.remove();
    assert.equal(world.slack.asked.at(-1)?.path, '/api/chat.delete');
  });

  it('a removal takes the files along that Mio brought, and no others', async () => {
    const files = [
      { id: 'F0OURS', user: 'U0RELAYBOT' },
      { id: 'F0GONE', user: 'U0RELAYBOT', mode: 'tombstone' },
      { id: 'F0HERS', user: 'U0ALICE01' },
    ];
    const calls = () => world.slack.asked.map(({ path, body }) => `${path.slice(5)} ${body}`).slice(1);
    const slackHas = (answer: Answer) =>
      world.slack.respond(({ path }) => {
        if (path === '/api/conversations.replies') return ok({ messages: [{ ts: root }, { ...own, ts, files }] });
        return path === '/api/files.delete' ? answer : ok({ ts });
      });
    for (const answer of [ok(), no('file_deleted'), no('file_deleting_disabled')]) {
      slackHas(answer);
      await operations.remove();
      assert.deepEqual(calls(), ['files.delete {"file":"F0OURS"}', `chat.delete {"channel":"C0GENERAL","ts":"${ts}"}`]);
    }
    slackHas({ status: 503 });
    await assert.rejects(operations.remove(), { failure: 'busy' });
    assert.deepEqual(calls(), ['files.delete {"file":"F0OURS"}']);
  });

  describe('an answer that is no yes', () => {
    const table: readonly [
      why: string,
      answer: Answer,
      operation: keyof typeof operations,
      failure: string,
      retryAfterMs?: number,
    ][] = [
      ['not in the channel', no('not_in_channel'), 'post', 'refused'],
      ['a code that nobody knows', no('something_new'), 'post', 'refused'],
      ['a revoked token', no('token_revoked'), 'post', 'unauthorized'],
      ['a wrong token', no('invalid_auth'), 'edit', 'unauthorized'],
      ['a message that is gone', no('message_not_found'), 'edit', 'gone'],
      ['a closed edit window', no('edit_window_closed'), 'edit', 'spent'],
      ['not ours to delete', no('cant_delete_message'), 'remove', 'refused'],
      ['Slack broke over a post', no('fatal_error'), 'post', 'doubt'],
      ['Slack broke over an edit', no('fatal_error'), 'edit', 'busy', 15_000],
      ['Slack is out of service', no('service_unavailable'), 'post', 'busy', 15_000],
      ['a flood, in words', no('rate_limited'), 'post', 'busy', 15_000],
      [
        'a flood',
        { ...(no('ratelimited') as object), status: 429, headers: { 'retry-after': '7' } },
        'post',
        'busy',
        7_000,
      ],
      ['a flood without a time', { status: 429, body: '' }, 'edit', 'busy', 15_000],
      ['a flood with an absurd time', { status: 429, headers: { 'retry-after': '86400' } }, 'read', 'busy', 900_000],
      ['a flood with no number', { status: 429, headers: { 'retry-after': 'soon' } }, 'post', 'busy', 15_000],
      ['500 to a post', { status: 500, body: '<html>' }, 'post', 'doubt'],
      ['503 to an edit', { status: 503, body: '' }, 'edit', 'busy'],
      ['502 to a read', { status: 502, body: '' }, 'read', 'busy'],
      ['403 from something in between', { status: 403, body: '<html>' }, 'post', 'busy'],
      ['a page instead of an answer to a post', { body: '<html>' }, 'post', 'doubt'],
      ['a page instead of an answer to a read', { body: '<html>' }, 'read', 'busy'],
      ['silence after a post', 'cut', 'post', 'doubt'],
      ['silence after an edit', 'cut', 'edit', 'busy'],
      ['silence after a removal', 'cut', 'remove', 'busy'],
    ];
    for (const [why, answer, operation, failure, retryAfterMs] of table) {
      it(`${why}: ${operation} is ${failure}`, async () => {
        world.slack.respond(() => answer);
        const error = await operations[operation]().then(
          () => assert.fail('it succeeded'),
          (thrown: unknown) => thrown,
        );
        assert.ok(error instanceof DeliveryError, String(error));
        assert.equal(error.failure, failure);
        if (retryAfterMs !== undefined) assert.equal(error.retryAfterMs, retryAfterMs);
        const paths = world.slack.asked.map(({ path }) => path);
        assert.equal(new Set(paths).size, paths.length, 'nothing is repeated inside the connector');
        assert.doesNotMatch(`${error.message} ${error.advice}`, /xoxb|hello/);
      });
    }

    it('says so in the connection’s health, until it works again', async () => {
      const health = () => world.connector.health(world.connection.id).state;
      world.slack.respond(() => no('token_revoked'));
      await assert.rejects(post());
      assert.equal(health(), 'bad_credentials');
      world.slack.respond(() => ({ status: 503 }));
      await assert.rejects(post());
      assert.equal(health(), 'retrying');
      world.slack.respond(() => ok({ ts }));
      await post();
      assert.equal(health(), 'connected');
    });
  });

  it('a post to a platform that is not there certainly did not happen', async () => {
    const down = await openSlackWorld();
    await down.slack.close();
    await assert.rejects(down.connector.post(down.place, rendered, { root: null, key: 'k', open: noFiles }), {
      failure: 'busy',
    });
    await down.close();
  });

  it('a place of a connection that does not exist reaches nobody', async () => {
    world.slack.respond(() => ok({ ts }));
    const nowhere = { ...world.place, connection: 'other' as typeof world.place.connection };
    await assert.rejects(world.connector.post(nowhere, rendered, { root: null, key: 'k', open: noFiles }), {
      failure: 'refused',
    });
    assert.equal(world.slack.asked.length, 0);
  });

  describe('finding a post in doubt', () => {
    const mine = {
      ...own,
      type: 'message',
      text: 'hello',
      ts,
      metadata: { event_type: 'mio_relay', event_payload: { key: 'delivery-1' } },
    };
    const messages = [
      mine,
      { ...own, type: 'message', text: 'in a thread', ts: '1712345999.000400', thread_ts: root },
      { type: 'message', user: 'U0ALICE01', text: 'hello', ts: '1712345999.000500' },
      {
        ...own,
        type: 'message',
        text: 'no key',
        ts: '1712345999.000600',
        metadata: { event_type: 'other', event_payload: { key: 'x' } },
      },
    ];

    it('looks at our own posts in the channel, with their keys', async () => {
      world.slack.respond(() => ok({ messages, has_more: false }));
      const found = await world.connector.find(world.place, null, 1712345990000);
      assert.deepEqual(found, [
        { message: ts, root: null, at: 1712345999000, text: 'hello', key: 'delivery-1' },
        { message: '1712345999.000600', root: null, at: 1712345999000, text: 'no key' },
      ]);
      const [asked] = world.slack.asked;
      assert.equal(asked?.path, '/api/conversations.history');
      assert.equal(asked?.query.get('oldest'), '1712345990.000000');
      assert.equal(asked?.query.get('include_all_metadata'), 'true');
    });

    it('looks into the thread for an answer, page by page', async () => {
      world.slack.respond(({ query }) =>
        query.get('cursor') === 'more='
          ? ok({ messages: messages.slice(1, 2) })
          : ok({ messages: [], response_metadata: { next_cursor: 'more=' } }),
      );
      const found = await world.connector.find(world.place, root, 1712345990000);
      assert.deepEqual(
        found.map(({ text }) => text),
        ['in a thread'],
      );
      assert.deepEqual(
        world.slack.asked.map(({ path, query }) => [path, query.get('ts')]),
        [
          ['/api/conversations.replies', root],
          ['/api/conversations.replies', root],
        ],
      );
    });

    it('does not go round in circles', async () => {
      world.slack.respond(() => ok({ messages: [], response_metadata: { next_cursor: 'again=' } }));
      await assert.rejects(world.connector.find(world.place, null, 0), { name: 'DeliveryError' });
      assert.equal(world.slack.asked.length, 2);
    });

    it('does not read for ever', async () => {
      const next = () => `after ${world.slack.asked.length}`;
      world.slack.respond(() => ok({ messages: [], response_metadata: { next_cursor: next() } }));
      await assert.rejects(world.connector.find(world.place, null, 0), { code: 'too_many_pages' });
      assert.equal(world.slack.asked.length, 400);
    });
  });
});
