import assert from 'node:assert/strict';
import { coverage } from '../../../../sandbox/webex/coverage.ts';
import { type CallApi, createTestWorld, incidents, opsRoom, personId, type TestWorld } from './world.ts';

describe('Webex: rooms and people', () => {
  let world: TestWorld;
  let relay: CallApi;
  beforeEach(async () => {
    world = await createTestWorld();
    relay = await world.connect('mio-relay');
  });
  afterEach(() => world.close());

  it('exist for their members alone', async () => {
    assert.deepEqual(
      (await relay('GET', '/rooms')).items.map(({ title }) => title),
      ['Incidents'],
    );
    assert.equal((await relay('GET', `/rooms/${incidents.id}`)).body['type'], 'group');
    assert.equal((await relay('GET', `/rooms/${opsRoom.id}`)).status, 404);
    assert.equal((await relay('GET', `/memberships?roomId=${opsRoom.id}`)).status, 404);
  });

  it('take people in and let them go', async () => {
    const grace = await world.connect('grace');
    const added = await grace('POST', '/memberships', { roomId: opsRoom.id, personEmail: 'mio@fabrikam.example' });
    assert.deepEqual(
      [added.status, added.body['personDisplayName'], added.body['personId']],
      [200, 'Mio Relay', personId('mio-relay')],
    );
    assert.equal(
      (await grace('POST', '/memberships', { roomId: opsRoom.id, personId: personId('mio-relay') })).status,
      409,
    );
    assert.equal(
      (await grace('POST', '/memberships', { roomId: opsRoom.id, personEmail: 'nobody@fabrikam.example' })).status,
      404,
    );
    assert.deepEqual((await relay('GET', '/rooms')).items.length, 2);
    const { items } = await relay('GET', `/memberships?roomId=${opsRoom.id}&max=1000`);
    assert.deepEqual(items.map(({ personEmail }) => personEmail).sort(), [
      'eva@fabrikam.example',
      'grace@fabrikam.example',
      'hugo@fabrikam.example',
      'mio@fabrikam.example',
    ]);
    assert.equal((await grace('DELETE', `/memberships/${added.body['id']}`)).status, 204);
    assert.equal((await relay('GET', `/rooms/${opsRoom.id}`)).status, 404);
    assert.deepEqual(
      world.built.kit.ledger.after(0).map(({ kind, author }) => [kind, author]),
      [
        ['joined', 'Mio Relay'],
        ['left', 'Mio Relay'],
      ],
    );
  });

  it('page through members with a link to the next', async () => {
    const first = await relay('GET', `/memberships?roomId=${incidents.id}&max=3`);
    const next = /<https:\/\/webexapis\.com\/v1([^>]*)>/.exec(first.headers.get('link') ?? '')?.[1] ?? '';
    const second = await relay('GET', next);
    assert.deepEqual([first.items.length, second.items.length, second.headers.get('link')], [3, 1, null]);
  });

  it('find people by address, name and id, with a photo', async () => {
    const found = await relay('GET', '/people?email=hugo@fabrikam.example');
    assert.deepEqual(
      [found.items[0]?.['displayName'], found.items[0]?.['avatar']],
      ['Hugo Marín', 'https://avatars.example/hugo.svg'],
    );
    assert.deepEqual(
      (await relay('GET', '/people?displayName=gra')).items.map(({ nickName }) => nickName),
      ['Grace'],
    );
    assert.deepEqual((await relay('GET', `/people?id=${personId('eva')},${personId('hugo')}`)).items.length, 2);
    assert.deepEqual((await relay('GET', '/people?email=ada@contoso.example')).items, []);
    assert.equal((await relay('GET', `/people/${personId('eva')}`)).body['displayName'], 'Eva Lindqvist');
    assert.equal((await relay('GET', '/people')).status, 400);
    assert.equal((await relay('GET', '/people/nonsense')).status, 404);
  });

  it('are covered as the list says', () => {
    const registered = world.built.router.routes('/webex').map(({ method, pattern }) => `${method} ${pattern}`);
    assert.deepEqual(registered.sort(), [...coverage].sort());
  });
});

describe('Webex: people in their client', () => {
  let world: TestWorld;
  beforeEach(async () => {
    world = await createTestWorld();
  });
  afterEach(() => world.close());
  const act = async (deed: Parameters<TestWorld['webex']['act']>[0]) => (await world.webex.act(deed)).message;
  const grace = { platform: 'webex', as: 'grace', place: incidents.place } as const;

  it('mention each other by name', async () => {
    await act({ ...grace, do: 'mention', text: '@Hugo Marín and @all: look' });
    const [shown] = world.webex.view(incidents.place);
    assert.deepEqual([shown?.text, shown?.mentions], ['Hugo Marín and All: look', ['Hugo Marín', 'All']]);
    assert.match(shown?.html ?? '', /<span class="mention">Hugo Marín<\/span>/);
  });

  it('mention whom they name at the start of a word, and nobody else', async () => {
    for (const [text, mentions] of [
      ['(@hugo@fabrikam.example) knows', ['Hugo Marín']],
      ['@all', ['All']],
      ['@allan and @hugolino', []],
      ['x@all <@all> @Nobody Here', []],
      ['a & b', []],
    ] as const) {
      const message = await act({ ...grace, do: 'post', text });
      const shown = world.webex.view(incidents.place).find((one) => one.message === message);
      assert.deepEqual(shown?.mentions, mentions, text);
      if (mentions.length === 0) assert.equal(shown?.text, text);
    }
  });

  it('react, which only clients show', async () => {
    const message = await act({ ...grace, do: 'post', text: 'done' });
    await act({ ...grace, as: 'hugo', do: 'react', message, emoji: '🎉' });
    await act({ ...grace, do: 'react', message, emoji: '🎉' });
    await act({ ...grace, do: 'unreact', message, emoji: '🎉' });
    assert.deepEqual(world.webex.view(incidents.place)[0]?.reactions, [{ emoji: '🎉', by: ['Hugo Marín'] }]);
  });

  it('send several files as several messages', async () => {
    const base64 = Buffer.from('x').toString('base64');
    await act({
      ...grace,
      do: 'upload',
      text: 'two',
      files: [
        { name: 'a.png', type: 'image/png', base64 },
        { name: 'b.png', type: 'image/png', base64 },
      ],
    });
    assert.deepEqual(
      world.webex.view(incidents.place).map(({ text, files }) => [text, files[0]?.name]),
      [
        ['two', 'a.png'],
        ['', 'b.png'],
      ],
    );
  });

  it('send HTML only as their client would', async () => {
    await act({
      ...grace,
      do: 'post',
      html: '<p onclick="x()">hi <script>alert(1)</script><a href="javascript:x()">there</a></p>',
    });
    assert.deepEqual(world.webex.view(incidents.place)[0]?.rich, '<p>hi <a>there</a></p>');
  });

  it('write to one another', async () => {
    await act({ ...grace, do: 'dm', place: 'hugo', text: 'hi' });
    const room = world.webex.places().at(-1);
    assert.deepEqual([room?.title, room?.members], ['Grace Kim, Hugo Marín', ['grace', 'hugo']]);
    assert.throws(() => world.webex.view(room?.place ?? '', 'eva'), { code: 'not_a_member' });
  });

  it('can’t do what the client would not let them', async () => {
    const message = await act({ ...grace, do: 'post', text: 'mine' });
    for (const [deed, code] of [
      [{ ...grace, as: 'hugo', do: 'edit', message, text: 'his' }, 'not_yours'],
      [{ ...grace, as: 'hugo', do: 'remove', message }, 'not_yours'],
      [{ ...grace, do: 'restore', message }, 'not_supported'],
      [{ ...grace, as: 'ada', do: 'post', text: 'x' }, 'unknown_person'],
      [{ ...grace, place: 'nowhere', do: 'post', text: 'x' }, 'unknown_place'],
      [{ ...grace, as: 'mio-relay', place: opsRoom.place, do: 'post', text: 'x' }, 'not_a_member'],
      [{ ...grace, do: 'reply', message: 'nonsense', text: 'x' }, 'unknown_message'],
      [{ ...grace, do: 'post' }, 'empty'],
      [{ ...grace, do: 'post', text: 'x'.repeat(7440) }, 'too_long'],
    ] as const) {
      await assert.rejects(world.webex.act(deed), { name: 'ActError', code });
    }
  });

  it('find an empty room after a reset, with everybody still in it', async () => {
    await act({ ...grace, do: 'post', text: 'mine' });
    world.webex.reset();
    assert.deepEqual(world.webex.view(incidents.place), []);
    assert.deepEqual(world.webex.places()[0]?.members, ['eva', 'grace', 'hugo', 'mio-relay']);
  });
});
