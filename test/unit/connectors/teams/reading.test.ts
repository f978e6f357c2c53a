/** Looking at a channel, and posting into it, over HTTP. */
import assert from 'node:assert/strict';
import type { ListedMessage, Paced } from '../../../../src/core/connector.ts';
import type { MessageId, MessageRef } from '../../../../src/core/model.ts';
import { message, type TestMessage } from './support/graph.ts';
import { appId, channelId, teamId } from './support/microsoft.ts';
import { connectedTeams, place, type Teams } from './support/teams.ts';

const base = 1789374682417;
const at = (offset: number) => String(base + offset);
const ref = (id: string): MessageRef => ({ ...place, message: id as MessageId });
const ours = { user: null, application: { id: appId, displayName: 'Mio' } };
const nextLink = (page: number) =>
  `https://graph.microsoft.com/v1.0/teams/${teamId}/channels/${channelId}/messages?$top=50&$expand=replies&$skiptoken=${page}`;

describe('reading a Teams channel', () => {
  let world: Teams;
  beforeEach(async () => {
    world = await connectedTeams();
  });
  afterEach(() => world.close());

  const page = (pattern: RegExp, value: readonly object[], more: object = {}) =>
    world.microsoft.on('GET', pattern, () => ({ json: { value, ...more } }));
  const firstPage = /messages\?\$top=50&\$expand=replies$/;
  const listed = async (since: number) => {
    const found: ListedMessage[] = [];
    for await (const one of world.teams.list(place, since)) found.push(one);
    return found;
  };

  it('fetches a root and a reply as they are now, with the service user’s token', async () => {
    world.microsoft.on('GET', /\/messages\/1789374682417$/, () => ({ json: message(at(0)) }));
    world.microsoft.on('GET', /\/messages\/1789374682417\/replies\/1789374682418$/, () => ({
      json: message(at(1), { replyToId: at(0) }),
    }));
    const root = await world.teams.fetch(ref(at(0)), null);
    assert.deepEqual([root?.is, root?.version], ['present', base]);
    const reply = await world.teams.fetch(ref(`${at(0)}/${at(1)}`), at(0) as MessageId);
    assert.equal(reply?.is === 'present' && reply.root, at(0));
    const [call] = world.microsoft.calls('GET', /\/messages\//);
    assert.equal(call!.url, `/graph/v1.0/teams/${teamId}/channels/${channelId}/messages/${at(0)}`);
    assert.match(call!.headers.authorization!, /^Bearer graph-token-/);
  });

  it('knows what was removed, what never was, and what nobody wrote', async () => {
    world.microsoft.on('GET', /\/messages\/1$/, () => ({
      json: message('1', { deletedDateTime: '2026-09-14T08:41:40Z' }),
    }));
    world.microsoft.on('GET', /\/messages\/2$/, () => ({
      status: 404,
      json: { error: { code: 'NotFound', message: '' } },
    }));
    world.microsoft.on('GET', /\/messages\/3$/, () => ({
      json: message('3', { messageType: 'systemEventMessage', from: null }),
    }));
    assert.deepEqual(await world.teams.fetch(ref('1'), null), {
      is: 'removed',
      version: Date.UTC(2026, 8, 14, 8, 41, 40),
    });
    assert.equal(await world.teams.fetch(ref('2'), null), undefined);
    assert.equal(await world.teams.fetch(ref('3'), null), undefined);
  });

  it('tells lists from looks at one thread, which Teams allows more seldom', async () => {
    const long = message(at(0), {
      'replies@odata.nextLink': `https://graph.microsoft.com/v1.0/teams/${teamId}/channels/${channelId}/messages/${at(0)}/replies?$skiptoken=r`,
    });
    page(firstPage, [long]);
    page(/replies\?\$skiptoken=r$/, [message(at(1), { replyToId: at(0) })]);
    const kinds: string[] = [];
    const paced: Paced = (call, kind = 'read') => {
      kinds.push(kind);
      return call();
    };
    for await (const _ of world.teams.list(place, base, paced));
    assert.deepEqual(kinds, ['read', 'look']);
  });

  it('lists what changed since, oldest first, each root before its replies, over all pages', async () => {
    const old = message(at(-900_000));
    const revived: TestMessage = {
      ...message(at(-800_000)),
      replies: [message(at(30), { replyToId: at(-800_000) }), message(at(-700_000), { replyToId: at(-800_000) })],
    };
    const fresh = message(at(10), {
      replies: [message(at(12), { replyToId: at(10) })],
      'replies@odata.nextLink': `https://graph.microsoft.com/v1.0/teams/${teamId}/channels/${channelId}/messages/${at(10)}/replies?$skiptoken=r`,
    });
    const system = message(at(11), { messageType: 'systemEventMessage', from: null });
    page(firstPage, [revived, system], { '@odata.nextLink': nextLink(2) });
    page(/skiptoken=2$/, [fresh, old], { '@odata.nextLink': nextLink(3) });
    page(/replies\?\$skiptoken=r$/, [message(at(11), { replyToId: at(10) })]);
    const found = await listed(base);
    assert.deepEqual(
      found.map((one) => one.message),
      [at(10), `${at(10)}/${at(11)}`, `${at(10)}/${at(12)}`, `${at(-800_000)}/${at(30)}`],
    );
    assert.equal(world.microsoft.calls('GET', /skiptoken=3/).length, 0, 'what is older is not read');
  });

  describe('with a long thread in front, whose first reply was changed', () => {
    const hour = 3_600_000;
    const thread = at(-48 * hour);
    /** What Graph gives along with the root is the latest of them. */
    const long = message(thread, {
      replies: Array.from({ length: 200 }, (_, n) => message(at(-40 * hour - n), { replyToId: thread })),
      'replies@odata.nextLink': `https://graph.microsoft.com/v1.0/teams/${teamId}/channels/${channelId}/messages/${thread}/replies?$skiptoken=r`,
    });
    const changed = message(at(-47 * hour), {
      replyToId: thread,
      lastModifiedDateTime: new Date(base + 60_000).toISOString(),
      etag: at(60_000),
    });

    it('lists the change, and what lies behind the thread', async () => {
      page(firstPage, [long, message(at(10))]);
      page(/replies\?\$skiptoken=r$/, [changed]);
      const found = await listed(base - 24 * hour);
      assert.deepEqual(
        found.map((one) => one.message),
        [`${thread}/${changed.id}`, at(10)],
      );
    });

    it('finds our own posts behind it', async () => {
      page(firstPage, [long, message(at(20), { from: ours })]);
      page(/replies\?\$skiptoken=r$/, [changed]);
      const found = await world.teams.find(place, null, base);
      assert.deepEqual(
        found.map((one) => one.message),
        [at(20)],
      );
    });

    it('reads no further where none of its replies was', async () => {
      page(firstPage, [long, message(at(-50 * hour))], { '@odata.nextLink': nextLink(2) });
      page(/replies\?\$skiptoken=r$/, [message(changed.id, { replyToId: thread })]);
      assert.deepEqual(await listed(base - 24 * hour), []);
      assert.equal(world.microsoft.calls('GET', /skiptoken=2/).length, 0);
    });
  });

  it('finds a removal and an edit of an old message by their time', async () => {
    page(firstPage, [
      message(at(-10), {
        deletedDateTime: new Date(base + 5).toISOString(),
        lastModifiedDateTime: new Date(base + 5).toISOString(),
      }),
      message(at(-20), { lastModifiedDateTime: new Date(base + 4).toISOString(), etag: at(4) }),
    ]);
    const found = await listed(base);
    assert.deepEqual(
      found.map(({ message: id, state }) => [id, state?.is, state?.version]),
      [
        [at(-20), 'present', base + 4],
        [at(-10), 'removed', base + 5],
      ],
    );
  });

  it('follows a next link to Graph alone, and takes its token nowhere else', async () => {
    for (const link of [
      'https://evil.example/v1.0/x',
      'http://graph.microsoft.com/v1.0/x',
      'https://graph.microsoft.com@evil.example/v1.0/',
      'https://graph.microsoft.com/beta/x',
      'x',
      7,
    ]) {
      page(firstPage, [message(at(1))], { '@odata.nextLink': link });
      await assert.rejects(listed(base), { code: 'foreign_next_link' });
    }
  });

  it('finds our own posts, as the eye sees them, and neither cards of the bot’s nor anybody else’s', async () => {
    const body = { contentType: 'html', content: '<p><strong>Eva</strong> (Slack)</p><p>Ship <em>it</em></p>' };
    page(firstPage, [
      message(at(5), { from: ours, body }),
      message(at(4)),
      message(at(2), {
        from: ours,
        body: { contentType: 'html', content: '<attachment id="1"></attachment>' },
        attachments: [{ id: '1', contentType: 'application/vnd.microsoft.card.adaptive', content: '{}' }],
      }),
      message(at(3), { from: ours, deletedDateTime: new Date(base + 9).toISOString() }),
      message(at(-5), { from: ours, body, replies: [message(at(6), { from: ours, replyToId: at(-5) })] }),
    ]);
    assert.deepEqual(await world.teams.find(place, null, base), [
      { message: at(5), root: null, at: base + 5, text: 'Ship it' },
    ]);

    const replies = [message(at(8), { from: ours, body }), message(at(7)), message(at(-1), { from: ours })];
    page(/\/replies\?\$top=50$/, replies, {
      '@odata.nextLink': `https://graph.microsoft.com/v1.0/teams/${teamId}/channels/${channelId}/messages/${at(-5)}/replies?$skiptoken=2`,
    });
    page(/skiptoken=2$/, [message(at(-2), { from: ours })]);
    const found = await world.teams.find(place, at(-5) as MessageId, base);
    assert.deepEqual(found, [{ message: `${at(-5)}/${at(8)}`, root: at(-5), at: base + 8, text: 'Ship it' }]);
  });

  it('renews a token that Graph no longer takes, once', async () => {
    world.microsoft.on('GET', /\/messages\/1$/, ({ headers }) =>
      headers.authorization === 'Bearer graph-token-2'
        ? { status: 401, json: { error: { code: 'InvalidAuthenticationToken', message: '' } } }
        : { json: message('1') },
    );
    world.microsoft.on('GET', /\/messages\/2$/, () => ({ json: message('2') }));
    await world.teams.fetch(ref('2'), null);
    await world.clock.advance(60_000);
    assert.equal((await world.teams.fetch(ref('1'), null))?.is, 'present');
    assert.equal(world.teams.health(place.connection).state, 'connected');

    world.microsoft.on('GET', /\/messages\/3$/, () => ({
      status: 401,
      json: { error: { code: 'InvalidAuthenticationToken', message: '' } },
    }));
    await world.clock.advance(60_000);
    await assert.rejects(world.teams.fetch(ref('3'), null), { failure: 'unauthorized' });
    assert.equal(world.microsoft.calls('GET', /\/messages\/3$/).length, 2);
    assert.equal(world.teams.health(place.connection).state, 'bad_credentials');
  });

  it('asks for one token, however many calls wait for it, and for the next shortly before it ends', async () => {
    world.microsoft.on('GET', /\/messages\/\d+$/, (_request, [path]) => ({ json: message(path.split('/').at(-1)!) }));
    const tokens = () => world.microsoft.calls('POST', /token/).length;
    const before = tokens();
    await Promise.all(['1', '2', '3', '4'].map((id) => world.teams.fetch(ref(id), null)));
    assert.equal(tokens() - before, 1);
    await world.clock.advance(54 * 60_000);
    await world.teams.fetch(ref('5'), null);
    assert.equal(tokens() - before, 1);
    await world.clock.advance(2 * 60_000);
    await world.teams.fetch(ref('6'), null);
    assert.equal(tokens() - before, 2);
  });

  it('tells names and pictures of people, and remembers names', async () => {
    const ada = 'a1a7e2f4-58b3-4d0e-8f96-2b6d41e9a701';
    world.microsoft.on('GET', /\/users\/[^/]+\?\$select=id,displayName$/, () => ({
      json: { id: ada, displayName: 'Ada Nowak' },
    }));
    world.microsoft.on('GET', /\/photo\/\$value$/, () => ({
      headers: { 'content-type': 'image/jpeg' },
      bytes: Buffer.from('jpeg'),
    }));
    for (let n = 0; n < 3; n += 1) {
      assert.deepEqual(await world.teams.person(place.connection, ada as never), {
        id: ada,
        name: 'Ada Nowak',
        kind: 'person',
      });
    }
    assert.equal(world.microsoft.calls('GET', /\/users\//).length, 1);
    assert.deepEqual(await world.teams.picture!(place.connection, ada as never), {
      type: 'image/jpeg',
      bytes: Buffer.from('jpeg'),
    });
    assert.equal(await world.teams.person(place.connection, `28:${appId}` as never), undefined);
    assert.equal(await world.teams.picture!(place.connection, '../me' as never), undefined);

    world.microsoft.on('GET', /\/photo\/\$value$/, () => ({
      headers: { 'content-type': 'text/html' },
      bytes: Buffer.from('<script>'),
    }));
    assert.equal(await world.teams.picture!(place.connection, ada as never), undefined);
    world.microsoft.on('GET', /\/photo\/\$value$/, () => ({ status: 404, json: {} }));
    assert.equal(await world.teams.picture!(place.connection, ada as never), undefined);
  });
});
