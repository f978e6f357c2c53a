/** What Mio says to Webex, and what it makes of the answers. Over real HTTP, with Webex scripted. */
import assert from 'node:assert/strict';
import type { Draft, Rendered } from '../../../../src/core/connector.ts';
import { plainText } from '../../../../src/core/content/plain.ts';
import { DeliveryError } from '../../../../src/core/errors.ts';
import type { MessageId, PersonId, SourceState } from '../../../../src/core/model.ts';
import type { Answer } from '../../../support/platform.ts';
import { noFiles, openWebexWorld, type WebexWorld } from './support.ts';

const draft: Draft = {
  author: { name: 'Ada Nowak', platform: 'teams', picture: 'https://mio.example/pictures/1' },
  content: [{ type: 'paragraph', children: [{ type: 'text', text: 'hello' }] }],
};
const item = (id: string, created: string, more: object = {}) => ({
  id,
  roomId: 'Y2lz-room1',
  roomType: 'group',
  text: 'hello',
  personId: 'Y2lz-relay',
  personEmail: 'mio@acme.example',
  created,
  ...more,
});
const error = (status: number, headers: Record<string, string> = {}): Answer => ({
  status,
  headers,
  json: { message: 'no', errors: [{ description: 'no' }], trackingId: 'ROUTER_1' },
});
/** The space can be read; nothing of it is there. */
const nothingIn = ({ path }: { readonly path: string }): Answer =>
  path === '/v1/rooms/Y2lz-room1' ? { json: { id: 'Y2lz-room1', title: 'Incidents' } } : error(404);
const root = 'Y2lz-message0' as MessageId;
const said = (state: SourceState | undefined) => (state?.is === 'present' ? plainText(state.content) : state?.is);

describe('Webex, outbound', () => {
  let world: WebexWorld;
  let rendered: Rendered;
  before(async () => {
    world = await openWebexWorld();
    rendered = world.connector.render(draft)[0]!;
  });
  after(() => world.close());

  const operations = {
    post: () => world.connector.post(world.place, rendered, { root: null, key: 'delivery-1', open: noFiles }),
    edit: () => world.connector.edit(world.ref('Y2lz-a/b='), rendered, null),
    remove: () => world.connector.remove(world.ref('Y2lz-a/b='), null),
    read: () => world.connector.find(world.place, null, 0),
    fetch: () => world.connector.fetch(world.ref('Y2lz-a/b='), null),
  };

  it('a post says its author in the text', async () => {
    world.webex.respond(() => ({ json: item('Y2lz-new', '2026-01-12T09:00:00.000Z') }));
    assert.deepEqual(await operations.post(), { message: 'Y2lz-new', at: Date.parse('2026-01-12T09:00:00.000Z') });
    const [asked] = world.webex.asked;
    assert.equal(`${asked?.method} ${asked?.path}`, 'POST /v1/messages');
    assert.equal(asked?.headers['authorization'], 'Bearer access-1');
    const { roomId, markdown, ...rest } = JSON.parse(asked?.body ?? '') as Record<string, string>;
    assert.equal(roomId, 'Y2lz-room1');
    assert.match(markdown ?? '', /^\*\*Ada Nowak .*Teams.*\*\*\n\nhello$/);
    assert.deepEqual(rest, {});
  });

  it('an answer goes into its thread', async () => {
    world.webex.respond(() => ({ json: item('Y2lz-new', '2026-01-12T09:00:00.000Z') }));
    await world.connector.post(world.place, rendered, { root, key: 'delivery-1', open: noFiles });
    assert.equal((JSON.parse(world.webex.asked[0]?.body ?? '') as Record<string, string>)['parentId'], root);
  });

  describe('an answer that Webex does not take', () => {
    const found: Answer = { json: item(root, '2026-01-12T09:00:00.000Z') };
    const room: Answer = { json: { id: 'Y2lz-room1', title: 'Incidents' } };
    const table: readonly [why: string, refusal: Answer, its: Answer, space: Answer, expected: string][] = [
      ['its root is gone', error(404), error(404), room, 'gone 404'],
      ['its root is gone, which Webex puts otherwise', error(400), error(404), room, 'gone 404'],
      ['its root is there: for what it should say', error(400), found, room, 'refused 400'],
      ['only moderators post there', error(403), found, room, 'refused not_allowed'],
      ['the relay person is not in the space', error(404), error(404), error(404), 'refused not_found'],
      ['Webex does not say whether its root is there: not yet', error(404), error(503), room, 'busy 503'],
    ];
    for (const [why, refusal, its, space, expected] of table) {
      it(`${why} (${expected})`, async () => {
        world.webex.respond(({ method, path }) => {
          if (method === 'POST') return refusal;
          return path.startsWith('/v1/rooms/') ? space : its;
        });
        await assert.rejects(
          world.connector.post(world.place, rendered, { root, key: 'delivery-1', open: noFiles }),
          (thrown: DeliveryError) => {
            assert.equal(`${thrown.failure} ${thrown.code}`, expected);
            return true;
          },
        );
      });
    }
  });

  it('an edit and a removal name the message, escaped', async () => {
    world.webex.respond(({ method }) =>
      method === 'DELETE' ? { status: 204 } : { json: item('Y2lz-a/b=', '2026-01-12T09:00:00.000Z') },
    );
    await operations.edit();
    await operations.remove();
    assert.deepEqual(
      world.webex.asked.map(({ method, path }) => `${method} ${path}`),
      ['PUT /v1/messages/Y2lz-a%2Fb%3D', 'DELETE /v1/messages/Y2lz-a%2Fb%3D'],
    );
  });

  describe('of what Webex does not show', () => {
    const table: readonly [why: string, room: Answer, expected: Readonly<Record<string, string>>][] = [
      [
        'in a space that can be read: it is gone',
        nothingIn({ path: '/v1/rooms/Y2lz-room1' }),
        { fetch: 'undefined', edit: 'gone 404', remove: 'undefined' },
      ],
      [
        'without a view of the space: nobody knows',
        error(404),
        { fetch: 'busy not_a_member', edit: 'busy not_a_member', remove: 'busy not_a_member' },
      ],
      [
        'in a space that may not be read: nobody knows',
        error(403),
        { fetch: 'busy not_a_member', edit: 'busy not_a_member', remove: 'busy not_a_member' },
      ],
      [
        'while Webex does not say: nobody knows yet',
        error(503),
        { fetch: 'busy 503', edit: 'busy 503', remove: 'busy 503' },
      ],
    ];
    for (const [why, room, expected] of table) {
      for (const operation of ['fetch', 'edit', 'remove'] as const) {
        it(`${operation}, ${why}`, async () => {
          world.webex.respond(({ path }) => (path.startsWith('/v1/rooms/') ? room : error(404)));
          const outcome = await operations[operation]().then(String, (thrown: DeliveryError) => thrown);
          const words = outcome instanceof DeliveryError ? `${outcome.failure} ${outcome.code}` : outcome;
          assert.equal(words, expected[operation]);
        });
      }
    }
  });

  describe('an answer that is no yes', () => {
    const table: readonly [
      why: string,
      answer: Answer,
      operation: keyof typeof operations,
      expected: string,
      retryAfterMs?: number,
    ][] = [
      ['an edit of another’s', error(403), 'edit', 'refused not_ours'],
      ['a removal of another’s', error(403), 'remove', 'refused not_ours'],
      ['a post that is too long', error(400), 'post', 'refused 400'],
      ['a space that only moderators post in', error(403), 'post', 'refused not_allowed'],
      ['a space without the relay person', error(404), 'post', 'refused not_found'],
      ['500 to a post', error(500), 'post', 'doubt 500'],
      ['504 to a post', error(504), 'post', 'doubt 504'],
      ['503 to an edit', error(503), 'edit', 'busy 503', 15_000],
      ['a flood', error(429, { 'retry-after': '30' }), 'post', 'busy 429', 30_000],
      [
        'a flood until a date',
        error(429, { 'retry-after': 'Mon, 12 Jan 2026 09:11:00 GMT' }),
        'post',
        'busy 429',
        60_000,
      ],
      [
        'a flood until a date gone by',
        error(429, { 'retry-after': 'Mon, 12 Jan 2026 09:00:00 GMT' }),
        'post',
        'busy 429',
        15_000,
      ],
      [
        'a flood for an hour, as a page',
        { status: 429, headers: { 'retry-after': '3600' }, body: '<html>' },
        'post',
        'busy 429',
        900_000,
      ],
      ['a flood for no time', error(429, { 'retry-after': '0' }), 'post', 'busy 429', 1_000],
      ['silence after a post', 'cut', 'post', 'doubt cut'],
      ['silence after a removal', 'cut', 'remove', 'busy cut'],
      ['silence while reading', 'cut', 'fetch', 'busy cut'],
      ['a page instead of an answer to a post', { body: '<html>' }, 'post', 'doubt unreadable_answer'],
      ['an answer that names no message', { json: {} }, 'post', 'doubt no_id'],
      ['a space that can’t be read', error(403), 'read', 'refused not_a_member'],
    ];
    for (const [why, answer, operation, expected, retryAfterMs] of table) {
      it(`${why}: ${operation} is ${expected}`, async () => {
        world.webex.respond(() => answer);
        const thrown = await operations[operation]().then(
          () => assert.fail('it succeeded'),
          (reason: unknown) => reason,
        );
        assert.ok(thrown instanceof DeliveryError, String(thrown));
        assert.equal(`${thrown.failure} ${thrown.code}`, expected);
        if (retryAfterMs !== undefined) assert.equal(thrown.retryAfterMs, retryAfterMs);
        assert.equal(world.webex.asked.length, 1, 'nothing is repeated inside the connector');
        assert.doesNotMatch(`${thrown.message} ${thrown.advice}`, /access-1|hello/);
      });
    }
  });

  describe('an edit that is refused', () => {
    const table: readonly [why: string, now: Answer, expected: string][] = [
      [
        'of what was edited before: no more are taken',
        { json: item('Y2lz-a/b=', '2026-01-12T09:00:00.000Z', { updated: '2026-01-12T09:01:00.000Z' }) },
        'spent edits_spent',
      ],
      [
        'of a message with files',
        { json: item('Y2lz-a/b=', '2026-01-12T09:00:00.000Z', { files: ['https://webexapis.com/v1/contents/c'] }) },
        'spent holds_files',
      ],
      [
        'of a message with a card',
        { json: item('Y2lz-a/b=', '2026-01-12T09:00:00.000Z', { attachments: [{ contentType: 'x' }] }) },
        'spent holds_files',
      ],
      [
        'of what nobody has ever edited: for what it should say',
        { json: item('Y2lz-a/b=', '2026-01-12T09:00:00.000Z') },
        'refused edit_refused',
      ],
      ['while Webex is down: to be tried again', error(503), 'busy 503'],
    ];
    for (const [why, now, expected] of table) {
      it(`${why} (${expected})`, async () => {
        world.webex.respond(({ method }) => (method === 'PUT' ? error(400) : now));
        await assert.rejects(operations.edit(), (thrown: DeliveryError) => {
          assert.equal(`${thrown.failure} ${thrown.code}`, expected);
          return true;
        });
        assert.equal(world.webex.asked.length, 2);
      });
    }

    it('of what is gone by now (gone 404)', async () => {
      world.webex.respond((asked) => (asked.method === 'PUT' ? error(400) : nothingIn(asked)));
      await assert.rejects(operations.edit(), { failure: 'gone', code: '404' });
    });
  });

  describe('reading', () => {
    const page = (items: unknown[], next?: string): Answer => ({
      json: { items },
      ...(next && { headers: { link: next } }),
    });
    const link = (query: string) => `<https://webexapis.com/v1/messages?${query}>; rel="next"`;

    it('fetches a message with its version, its root and its text', async () => {
      const more = {
        personId: 'Y2lz-ana',
        html: '<p><strong>now</strong></p>',
        updated: '2026-01-12T09:05:00.000Z',
        parentId: root,
      };
      world.webex.respond(() => ({ json: item('Y2lz-a/b=', '2026-01-12T09:00:00.000Z', more) }));
      assert.deepEqual(await operations.fetch(), {
        is: 'present',
        version: Date.parse('2026-01-12T09:05:00.000Z'),
        at: Date.parse('2026-01-12T09:00:00.000Z'),
        author: { id: 'Y2lz-ana', kind: 'person' },
        root,
        content: [{ type: 'paragraph', children: [{ type: 'text', text: 'now', bold: true }] }],
      });
    });

    it('finds nothing where there is nothing, or where the message is in another room', async () => {
      world.webex.respond(nothingIn);
      assert.equal(await operations.fetch(), undefined);
      world.webex.respond(() => ({ json: item('Y2lz-a/b=', '2026-01-12T09:00:00.000Z', { roomId: 'Y2lz-other' }) }));
      assert.equal(await operations.fetch(), undefined);
    });

    it('lists what was written since, oldest first, over pages of which one is empty', async () => {
      world.webex.respond(({ query }) => {
        if (query.get('cursor') === '1') return page([], link('roomId=Y2lz-room1&cursor=2'));
        if (query.get('cursor') === '2') {
          return page(
            [item('Y2lz-1', '2026-01-12T08:00:00.000Z', { text: 'one' }), item('Y2lz-0', '2026-01-12T07:00:00.000Z')],
            link('cursor=3'),
          );
        }
        return page(
          [item('Y2lz-2', '2026-01-12T09:00:00.000Z', { text: 'two', parentId: 'Y2lz-1' })],
          link('roomId=Y2lz-room1&cursor=1'),
        );
      });
      const seen: string[] = [];
      for await (const { message, state } of world.connector.list(
        world.place,
        Date.parse('2026-01-12T08:00:00.000Z'),
      )) {
        seen.push(`${message} ${said(state)}`);
      }
      assert.deepEqual(seen, ['Y2lz-1 one', 'Y2lz-2 two']);
      assert.equal(world.webex.asked.length, 3);
    });

    for (const [why, next] of [
      ['another origin', '<https://attacker.example/v1/messages?cursor=1>; rel="next"'],
      ['another list', '<https://webexapis.com/v1/people?cursor=1>; rel="next"'],
    ] as const) {
      it(`takes the token to no next page at ${why}`, async () => {
        world.webex.respond(() => page([item('Y2lz-1', '2026-01-12T08:00:00.000Z')], next));
        await assert.rejects(operations.read(), { name: 'DeliveryError', code: 'foreign_link' });
        assert.equal(world.webex.asked.length, 1);
      });
    }

    it('looks for a post in doubt among the relay person’s own, below the author line', async () => {
      const html = '<p><strong>Ada Nowak (Teams):</strong></p><p>hello</p>';
      world.webex.respond(() =>
        page([
          item('Y2lz-mine', '2026-01-12T09:00:00.000Z', { html, text: 'Ada Nowak (Teams): hello' }),
          item('Y2lz-hers', '2026-01-12T09:00:00.000Z', { personId: 'Y2lz-ana' }),
          item('Y2lz-thread', '2026-01-12T09:00:00.000Z', { parentId: root }),
          item('Y2lz-notice', '2026-01-12T08:59:00.000Z', { text: 'Mio joined' }),
        ]),
      );
      const found = await world.connector.find(world.place, null, Date.parse('2026-01-12T08:00:00.000Z'));
      assert.deepEqual(
        found.map(({ message, root: inThread, text }) => [message, inThread, text]),
        [
          ['Y2lz-mine', null, 'hello'],
          ['Y2lz-notice', null, 'Mio joined'],
        ],
      );
    });

    it('looks into the thread for an answer', async () => {
      world.webex.respond(() => page([item('Y2lz-thread', '2026-01-12T09:00:00.000Z', { parentId: root })]));
      const found = await world.connector.find(world.place, root, 0);
      assert.deepEqual(
        found.map(({ message }) => message),
        ['Y2lz-thread'],
      );
      assert.equal(world.webex.asked[0]?.query.get('parentId'), root);
    });

    const id = 'Y2lz-ana' as PersonId;
    const avatar = 'https://avatar.example/ana~1600';
    const ana = { id, displayName: 'Ana Ruiz', avatar, type: 'person', emails: ['Ana@acme.example'] };

    it('knows people by name, picture and mail address, asked for once', async () => {
      world.webex.respond(() => ({ json: ana }));
      const author = { id, kind: 'person', name: 'Ana Ruiz', picture: avatar };
      assert.deepEqual(await world.connector.person(world.connection.id, id), author);
      assert.equal(await world.connector.mail(world.connection.id, id), 'Ana@acme.example');
      assert.equal(world.webex.asked.length, 1);
    });

    for (const [why, items, expected] of [
      ['whoever has it, however it is written', [ana], id],
      ['nobody where nobody has it', [], undefined],
      ['nobody who has another', [{ ...ana, emails: ['ana@other.example'] }], undefined],
      ['nobody by what is no id', [{ ...ana, id: 'x|y>' }], undefined],
    ] as const) {
      it(`finds by mail address ${why}`, async () => {
        world.webex.respond(() => ({ json: { items } }));
        assert.equal(await world.connector.byMail(world.connection.id, 'ana@acme.example'), expected);
        const [asked] = world.webex.asked;
        assert.deepEqual([asked?.path, asked?.query.get('email')], ['/v1/people', 'ana@acme.example']);
      });
    }
  });
});
