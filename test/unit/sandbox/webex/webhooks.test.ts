import assert from 'node:assert/strict';
import { type CallApi, createTestWorld, incidents, opsRoom, personId, sign, type TestWorld } from './world.ts';

const secret = 'a-long-random-secret';

describe('Webex: webhooks', () => {
  let world: TestWorld;
  let relay: CallApi;
  beforeEach(async () => {
    world = await createTestWorld();
    relay = await world.connect('mio-relay');
  });
  afterEach(() => world.close());

  const hook = (more: Record<string, unknown> = {}) => ({
    name: 'relay',
    targetUrl: 'https://mio.example/webhooks/webex/1',
    resource: 'messages',
    event: 'created',
    secret,
    ...more,
  });
  const subscribe = async (more: Record<string, unknown> = {}) =>
    String((await relay('POST', '/webhooks', hook(more))).body['id']);
  const act = async (
    as: string,
    deed: 'post' | 'reply' | 'edit' | 'remove' | 'react' | 'join' | 'leave' | 'rename',
    more: Record<string, string> = {},
  ) => {
    const made = await world.webex.act({ platform: 'webex', as, do: deed, place: incidents.place, ...more });
    await world.built.kit.deliver.idle();
    return made.message;
  };
  const heard = () => world.received.map(({ body }) => `${body['resource']} ${body['event']}`);

  it('tell of a message, signed, without its words', async () => {
    const id = await subscribe();
    const message = await act('grace', 'post', { text: 'the secret plan' });
    const [first] = world.received;
    assert.equal(first?.headers['x-spark-signature'], sign(secret, first?.raw ?? ''));
    assert.doesNotMatch(first?.raw ?? '', /secret/);
    const { secret: _, ...head } = (await relay('GET', `/webhooks/${id}`)).body;
    assert.deepEqual(first?.body, {
      ...head,
      actorId: personId('grace'),
      data: {
        id: message,
        roomId: incidents.id,
        roomType: 'group',
        personId: personId('grace'),
        personEmail: 'grace@fabrikam.example',
        created: '2026-03-02T09:00:00.000Z',
      },
    });
  });

  it('tell of a new title, by whoever gave it', async () => {
    await subscribe({ resource: 'rooms', event: 'updated' });
    await act('grace', 'rename', { name: ' Lobby ' });
    const [{ body } = assert.fail('nothing was told')] = world.received;
    assert.deepEqual(heard(), ['rooms updated']);
    assert.equal(body['actorId'], personId('grace'));
    assert.equal((body['data'] as { title?: unknown }).title, 'Lobby');
    await assert.rejects(act('grace', 'rename'), { code: 'no_name' });
    await assert.rejects(act('mio-relay', 'rename', { name: 'x', place: opsRoom.place }), { code: 'not_a_member' });
  });

  it('tell of edits, removals, comings and goings, and of one’s own posts; never of reactions', async () => {
    for (const event of ['created', 'updated', 'deleted']) await subscribe({ event });
    for (const event of ['created', 'deleted']) await subscribe({ resource: 'memberships', event });
    const message = await act('grace', 'post', { text: 'one' });
    await act('grace', 'edit', { message, text: 'two' });
    await act('hugo', 'react', { message, emoji: '👍' });
    await act('grace', 'remove', { message });
    await act('hugo', 'leave');
    await act('hugo', 'join');
    await relay('POST', '/messages', { roomId: incidents.id, text: 'mine' });
    await world.built.kit.deliver.idle();
    assert.deepEqual(heard(), [
      'messages created',
      'messages updated',
      'messages deleted',
      'memberships deleted',
      'memberships created',
      'messages created',
    ]);
    assert.equal(world.received.at(-1)?.body['actorId'], personId('mio-relay'));
  });

  it('are silent about rooms that their owner is not in, and about what the filter leaves out', async () => {
    await subscribe({ filter: `roomId=${incidents.id}&personEmail=hugo@fabrikam.example` });
    await world.webex.act({ platform: 'webex', as: 'hugo', do: 'post', place: opsRoom.place, text: 'elsewhere' });
    await act('grace', 'post', { text: 'somebody else' });
    await act('hugo', 'post', { text: 'heard' });
    assert.equal(world.received.length, 1);
  });

  it('need the scope that reads their resource, a public address, and an event that exists', async () => {
    const narrow = await world.connect('mio-relay', 'spark:rooms_read');
    assert.equal((await narrow('POST', '/webhooks', hook())).status, 403);
    assert.equal((await relay('POST', '/webhooks', hook({ resource: 'all', event: 'all' }))).status, 403);
    assert.equal((await relay('POST', '/webhooks', hook({ targetUrl: 'http://mio.example/x' }))).status, 400);
    assert.equal((await relay('POST', '/webhooks', hook({ event: 'reacted' }))).status, 400);
    assert.equal((await relay('POST', '/webhooks', hook({ filter: 'colour=red' }))).status, 400);
    assert.equal((await relay('POST', '/webhooks', { name: 'nothing else' })).status, 400);
  });

  it('are listed, renamed and deleted by their owner alone', async () => {
    const id = await subscribe();
    const grace = await world.connect('grace');
    assert.deepEqual((await grace('GET', '/webhooks')).items, []);
    assert.equal((await grace('DELETE', `/webhooks/${id}`)).status, 404);
    const renamed = await relay('PUT', `/webhooks/${id}`, {
      name: 'renamed',
      targetUrl: 'https://mio.example/webhooks/webex/2',
    });
    assert.deepEqual(
      [renamed.body['name'], renamed.body['event'], renamed.body['secret']],
      ['renamed', 'created', secret],
    );
    assert.deepEqual((await relay('GET', '/webhooks')).items, [renamed.body]);
    assert.equal((await relay('DELETE', `/webhooks/${id}`)).status, 204);
    await act('grace', 'post', { text: 'unheard' });
    assert.deepEqual(world.received, []);
  });

  it('are switched off after 100 failures in five minutes, and fall back at once when switched on too early', async () => {
    const id = await subscribe();
    const status = async () => (await relay('GET', `/webhooks/${id}`)).body['status'];
    const activate = () =>
      relay('PUT', `/webhooks/${id}`, {
        name: 'relay',
        targetUrl: 'https://mio.example/webhooks/webex/1',
        status: 'active',
      });
    world.answerWith(503);
    for (let n = 0; n < 99; n++) await act('grace', 'post', { text: 'x' });
    assert.equal(await status(), 'active');
    await act('grace', 'post', { text: 'x' });
    assert.equal(await status(), 'inactive');
    assert.equal(world.received.length, 100);

    world.answerWith(200);
    await act('grace', 'post', { text: 'unheard' });
    assert.equal(world.received.length, 100);

    await activate();
    world.answerWith(503);
    await act('grace', 'post', { text: 'x' });
    assert.equal(await status(), 'inactive');

    world.clock.advance(5 * 60_000);
    await activate();
    await act('grace', 'post', { text: 'x' });
    assert.equal(await status(), 'active');
  });

  it('of a secretless hook are not signed', async () => {
    await subscribe({ secret: undefined });
    await act('grace', 'post', { text: 'x' });
    assert.equal(world.received[0]?.headers['x-spark-signature'], undefined);
  });
});
