import assert from 'node:assert/strict';
import { allScopes, type CallApi, createTestWorld, incidents, type TestWorld } from './world.ts';

describe('Webex: spaces made and renamed', () => {
  let world: TestWorld;
  let relay: CallApi;
  beforeEach(async () => {
    world = await createTestWorld();
    relay = await world.connect('mio-relay', `${allScopes} spark:rooms_write`);
  });
  afterEach(() => world.close());

  it('have their maker as the only member, and their own place in lists', async () => {
    const made = await relay('POST', '/rooms', { title: 'Contoso and Fabrikam' });
    assert.deepEqual([made.status, made.body['title'], made.body['type']], [200, 'Contoso and Fabrikam', 'group']);
    const { items } = await relay('GET', `/memberships?roomId=${made.body['id']}`);
    assert.deepEqual(
      items.map(({ personEmail }) => personEmail),
      ['mio@fabrikam.example'],
    );
    assert.equal((await relay('GET', '/rooms')).items.length, 2);
  });

  it('take another name, of which webhooks tell', async () => {
    const hook = { name: 'rooms', targetUrl: 'https://mio.example/webhooks/webex/1', resource: 'rooms', event: 'all' };
    await relay('POST', '/webhooks', hook);
    const made = await relay('POST', '/rooms', { title: 'Before' });
    const renamed = await relay('PUT', `/rooms/${made.body['id']}`, { title: 'After' });
    assert.equal(renamed.body['title'], 'After');
    assert.equal((await relay('GET', `/rooms/${made.body['id']}`)).body['title'], 'After');
    await world.built.kit.deliver.idle();
    assert.deepEqual(
      world.received.map(({ body }) => [body['event'], (body['data'] as { title: string }).title]),
      [
        ['created', 'Before'],
        ['updated', 'After'],
      ],
    );
  });

  it('where only moderators may post, and say so', async () => {
    const grace = await world.connect('grace');
    await world.webex.act({ platform: 'webex', as: 'grace', do: 'announceOnly', place: incidents.id });
    const room = await relay('GET', `/rooms/${incidents.id}`);
    assert.deepEqual([room.body['isAnnouncementOnly'], room.body['isLocked']], [true, true]);
    const { items } = await relay('GET', `/memberships?roomId=${incidents.id}`);
    assert.deepEqual(
      items.filter(({ isModerator }) => isModerator).map(({ personDisplayName }) => personDisplayName),
      ['Grace Kim'],
    );
    const message = { roomId: incidents.id, text: 'hello' };
    assert.equal((await relay('POST', '/messages', message)).status, 403);
    assert.equal((await grace('POST', '/messages', message)).status, 200);
    const act = { platform: 'webex', do: 'post', place: incidents.id, text: 'hello' } as const;
    await assert.rejects(async () => world.webex.act({ ...act, as: 'hugo' }), /Only moderators/);
  });

  it('need a title, the scope, and to be one’s own', async () => {
    assert.equal((await relay('POST', '/rooms', {})).status, 400);
    assert.equal((await relay('POST', '/rooms', { title: ' ' })).status, 400);
    const reader = await world.connect('grace', allScopes);
    assert.equal((await reader('POST', '/rooms', { title: 'No' })).status, 403);
    assert.equal((await reader('PUT', `/rooms/${incidents.id}`, { title: 'No' })).status, 403);
    const outsider = await world.connect('mio-relay', `${allScopes} spark:rooms_write`);
    const unknown = Buffer.from('ciscospark://us/ROOM/0a1b2c3d-1002-4e5f-8a6b-7c8d9e0f1a02').toString('base64url');
    assert.equal((await outsider('PUT', `/rooms/${unknown}`, { title: 'No' })).status, 404);
  });
});
