/** What Webex tells of a space itself: which of it is told on, and in which words. */
import assert from 'node:assert/strict';
import type { InboundEvent } from '../../../../src/core/connector.ts';
import { plainText } from '../../../../src/core/content/plain.ts';
import { storeLeg } from '../../../support/connector-parts.ts';
import { now, openWebexWorld, signedRequest, type WebexWorld } from './support.ts';

const began = '2026-01-12T09:00:00.000Z';
const envelope = (resource: string, event: string, data: object, more: object = {}) => ({
  id: 'Y2lz-webhook1',
  resource,
  event,
  orgId: 'Y2lz-org1',
  actorId: 'Y2lz-person-ana',
  data,
  ...more,
});
const membership = (event: string, more: object = {}) =>
  envelope('memberships', event, {
    id: 'Y2lz-membership1',
    roomId: 'Y2lz-room1',
    roomType: 'group',
    personId: 'Y2lz-person-ana',
    personDisplayName: 'Ana Ruiz',
    created: began,
    ...more,
  });
const room = (title: unknown, more: object = {}) =>
  envelope('rooms', 'updated', { id: 'Y2lz-room1', type: 'group', title, ...more });

describe('system events of Webex', () => {
  let world: WebexWorld;
  beforeEach(async () => {
    world = await openWebexWorld();
    world.webex.respond(({ path }) => {
      if (path === '/v1/rooms/Y2lz-room1') return { json: { id: 'Y2lz-room1', title: 'Incidents', type: 'group' } };
      return path === '/v1/memberships' ? { json: { items: [{ id: 'm' }] } } : { json: { items: [] } };
    });
  });
  afterEach(() => world.close());

  async function heard(body: object): Promise<InboundEvent | undefined> {
    const { reply, events } = await world.connector.receive(signedRequest(JSON.stringify(body)));
    assert.equal(reply.status, 200);
    return events?.[0];
  }
  async function words(body: object): Promise<string | undefined> {
    const inline = (await heard(body))?.inline;
    return inline?.is === 'present' && inline.notice ? plainText(inline.content) : undefined;
  }

  const table: readonly [why: string, body: object, words: string | undefined][] = [
    ['a join', membership('created'), 'Ana Ruiz joined'],
    ['a leave', membership('deleted'), 'Ana Ruiz left'],
    ['a join without a name', membership('created', { personDisplayName: '' }), 'Someone joined'],
    ['a new moderator', membership('updated'), undefined],
    ['the relay person', membership('created', { personId: 'Y2lz-relay' }), undefined],
    ['a direct space', membership('created', { roomType: 'direct' }), undefined],
    ['a membership without a time', membership('created', { created: undefined }), undefined],
    ['a membership of nobody', membership('created', { personId: { id: 'x' } }), undefined],
    ['no space', membership('created', { roomId: undefined }), undefined],
    ['a space whose title nobody knew', room('Lobby'), undefined],
    ['a new space', { ...room('Lobby'), event: 'created' }, undefined],
    ['something else', envelope('attachmentActions', 'created', { roomId: 'Y2lz-room1' }), undefined],
    ['nothing at all', envelope('memberships', 'created', {}), undefined],
  ];
  for (const [why, body, expected] of table)
    it(`tell of ${why}: ${expected ?? 'nothing'}`, async () => assert.equal(await words(body), expected));

  it('carry the same name on every delivery, and another one for every stay', async () => {
    const [once, again, later, end] = [
      await heard(membership('created')),
      await heard(membership('created')),
      await heard(membership('created', { created: '2026-01-12T09:05:00.000Z' })),
      await heard(membership('deleted')),
    ];
    assert.deepEqual([once?.key, once?.message], [again?.key, again?.message]);
    assert.equal(new Set([once, later, end].map((event) => event?.key)).size, 3);
    assert.deepEqual([once?.at, end?.at], [Date.parse(began), now]);
  });

  it('name nothing that Webex has: looking for it finds nothing', async () => {
    const event = await heard(membership('created'));
    world.webex.respond(({ path }) => (path.startsWith('/v1/rooms/') ? { json: {} } : { status: 404 }));
    assert.equal(await world.connector.fetch({ ...world.place, message: event!.message }, null), undefined);
  });

  it('tell of a new title, once it is known what the space was called', async () => {
    await world.connector.prepare(world.place);
    assert.equal(await words(room('Incidents')), undefined, 'something else changed');
    assert.equal(await words(room('Lobby')), 'Someone renamed the space to “Lobby”');
    assert.equal(await words(room('Lobby')), undefined, 'told already');
    assert.equal(await words(room('Incidents')), 'Someone renamed the space to “Incidents”');
    assert.equal(await words(room(7)), undefined);
  });

  it('learn the titles of legs while watching, each once', async () => {
    await storeLeg(world.parts, world.place, 'webex');
    await world.connector.start();
    while (world.timers() === 0) await new Promise((resolve) => setImmediate(resolve));
    assert.equal(await words(room('Lobby')), 'Someone renamed the space to “Lobby”');
    const asked = () => world.webex.asked.filter(({ path }) => path.startsWith('/v1/rooms/')).length;
    assert.equal(asked(), 1);
    await world.connector.prepare(world.place);
    assert.equal(asked(), 2, 'only the look that makes it ready');
  });
});
