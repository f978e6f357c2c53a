/** One Webex space at a time, made or looked at, and the people in it. */
import assert from 'node:assert/strict';
import { webexTitle } from '../../../../src/connectors/webex/places.ts';
import { UserError } from '../../../../src/core/errors.ts';
import { openWebexWorld, type WebexWorld } from './support.ts';

describe('Webex spaces one by one', () => {
  let world: WebexWorld;
  beforeEach(async () => {
    world = await openWebexWorld();
  });
  afterEach(() => world.close());

  const create = (title: string) => world.connector.create?.(world.connection.id, title) ?? assert.fail('no create');

  it('takes a title as it is, without what can’t be seen', () => {
    assert.equal(webexTitle('  Launch\n party \u202E!'), 'Launch party !');
    for (const none of ['', ' ', '\u200B', 'x'.repeat(129)]) assert.equal(webexTitle(none), undefined);
  });

  it('is made by the relay person, who is in it then', async () => {
    world.webex.respond(() => ({ json: { id: 'Y2lz-new', title: 'Launch party', type: 'group' } }));
    assert.deepEqual(await create(' Launch  party'), { conversation: 'Y2lz-new', title: 'Launch party' });
    const [asked] = world.webex.asked;
    assert.deepEqual([asked?.method, asked?.path, asked?.body], ['POST', '/v1/rooms', '{"title":"Launch party"}']);
  });

  it('says that it may not make any', async () => {
    world.webex.respond(() => ({ status: 403, json: {} }));
    const unsupported = (error: unknown) =>
      error instanceof UserError && error.obstacle?.reason === 'creation_unsupported';
    await assert.rejects(create('x'), unsupported);
  });

  it('is looked at by its id; one that the relay person is not in is not there', async () => {
    world.webex.respond(({ path }) =>
      path === '/v1/rooms/Y2lz-room1'
        ? { json: { id: 'Y2lz-room1', title: 'Incidents', type: 'group', isReadOnly: true } }
        : { status: 404, json: {} },
    );
    const found = await world.connector.look(world.place);
    assert.equal(found?.title, 'Incidents');
    assert.match(found?.obstacle ?? '', /read-only/);
    assert.equal(await world.connector.look({ ...world.place, conversation: 'Y2lz-other' as never }), undefined);
    assert.equal(await world.connector.look({ ...world.place, conversation: '../people' as never }), undefined);
  });

  for (const isModerator of [true, false]) {
    it(`that only moderators post in is ${isModerator ? 'free' : 'no leg'}, where the relay person is ${isModerator ? 'one' : 'none'}`, async () => {
      world.webex.respond(({ path }) =>
        path === '/v1/memberships'
          ? { json: { items: [{ id: 'm', isModerator }] } }
          : { json: { id: 'Y2lz-room1', title: 'News', type: 'group', isAnnouncementOnly: true } },
      );
      const found = await world.connector.look(world.place);
      assert.equal(found?.obstacle === undefined, isModerator);
    });
  }

  it('names some of its people and counts them all, but not Mio', async () => {
    const people = ['relay', '1', '2', '3'].map((id) => ({ personId: `Y2lz-${id}`, personDisplayName: `N ${id}` }));
    world.webex.respond(({ query }) =>
      query.has('after')
        ? { json: { items: people.slice(2) } }
        : {
            headers: { link: '<https://webexapis.com/v1/memberships?after=2>; rel="next"' },
            json: { items: people.slice(0, 2) },
          },
    );
    assert.deepEqual(await world.connector.members(world.place, 2), { count: 3, names: ['N 1', 'N 2'] });
  });

  it('people are found by name, or by address', async () => {
    world.webex.respond(() => ({
      json: {
        items: [
          { displayName: 'Grace', emails: ['grace@fabrikam.example'] },
          { displayName: 'Bot', type: 'bot' },
        ],
      },
    }));
    const find = (text: string) => world.connector.search(world.connection.id, text, 5);
    assert.deepEqual(await find('gra'), [{ name: 'Grace', mail: 'grace@fabrikam.example' }]);
    await find('grace@fabrikam.example');
    const asked = world.webex.asked.map(({ query }) => [query.get('displayName'), query.get('email')]);
    assert.deepEqual(asked, [
      ['gra', null],
      [null, 'grace@fabrikam.example'],
    ]);
  });
});
