/** What Webex's address answers, and what becomes of each kind of webhook: WX-01, WX-02. */
import assert from 'node:assert/strict';
import type { InboundEvent, Receipt, WebhookRequest } from '../../../../src/core/connector.ts';
import fixtures from '../../../fixtures/webex/webhooks.json' with { type: 'json' };
import { now, openWebexWorld, signedRequest, type WebexWorld } from './support.ts';

type Fixture = keyof typeof fixtures;

const signed = (fixture: Fixture) => signedRequest(JSON.stringify(fixtures[fixture]));
const outcome = ({ reply, events, refused }: Receipt) =>
  [reply.status, ...(events ?? []).map(({ kind }) => kind), ...(refused ?? [])].join(' ');

describe('Webex’s webhook', () => {
  let world: WebexWorld;
  before(async () => {
    world = await openWebexWorld();
    world.webex.respond(() => ({ status: 500 }));
  });
  after(() => world.close());

  const table: readonly [why: string, request: () => WebhookRequest, expected: string][] = [
    ['a genuine one', () => signed('created'), '200 posted'],
    ['WX-01 no signature', () => ({ ...signed('created'), headers: {} }), '401 bad_signature'],
    [
      'WX-01 another connection’s secret',
      () => signedRequest(JSON.stringify(fixtures.created), 'another'),
      '401 bad_signature',
    ],
    [
      'WX-01 a connection that does not exist',
      () => ({ ...signed('created'), connection: 'webex-2' }),
      '401 unknown_connection',
    ],
    ['WX-01 no connection at all', () => ({ ...signed('created'), connection: '' }), '401 unknown_connection'],
    ['WX-02 another organization’s', () => signed('otherOrganization'), '200 wrong_tenant'],
    ['about memberships', () => signed('membership'), '200'],
    ['signed, but without a room', () => signed('noRoom'), '400 malformed'],
    ['signed, but no JSON', () => signedRequest('{'), '400 malformed'],
    ['signed, but too deep', () => signedRequest(`{"data":${'['.repeat(64)}${']'.repeat(64)}}`), '400 too_deep'],
    ['signed, but too large', () => signedRequest(Buffer.alloc(1024 * 1024 + 1, 0x20)), '413 too_large'],
    [
      'signed, with an event named like a method',
      () => signedRequest(JSON.stringify({ ...fixtures.created, event: 'constructor' })),
      '200',
    ],
  ];
  for (const [why, request, expected] of table) {
    it(`${why}: ${expected}`, async () => assert.equal(outcome(await world.connector.receive(request())), expected));
  }

  it('asks Webex nothing', () => assert.equal(world.webex.asked.length, 0));

  describe('as a hint', () => {
    const event = async (fixture: Fixture): Promise<InboundEvent> =>
      (await world.connector.receive(signed(fixture))).events?.[0] ?? assert.fail(`nothing came of ${fixture}`);
    const common = { connection: 'webex-1', conversation: 'Y2lz-room1', message: 'Y2lz-message1', by: 'unknown' };
    const created = Date.parse('2026-01-12T09:00:00.000Z');

    it('of a post', async () => {
      assert.deepEqual(await event('created'), {
        ...common,
        kind: 'posted',
        key: 'messages:created:Y2lz-message1',
        at: created,
      });
    });

    it('of an edit, named by its time', async () => {
      const key = 'messages:updated:Y2lz-message1:2026-01-12T09:05:00.000Z';
      assert.deepEqual(await event('updated'), { ...common, kind: 'edited', key, at: created + 300_000 });
      assert.notEqual((await event('updatedAgain')).key, key);
    });

    it('of an edit without a time, which no other edit may hide', async () => {
      const { key } = await event('updatedUndated');
      await world.parts.clock.advance(1);
      assert.notEqual((await event('updatedUndated')).key, key);
      await world.parts.clock.advance(-1);
    });

    it('of a deletion, which carries all there is to know', async () => {
      const inline = { is: 'removed', version: now };
      assert.deepEqual(await event('deleted'), {
        ...common,
        kind: 'removed',
        key: 'messages:deleted:Y2lz-message1',
        at: now,
        inline,
      });
    });

    it('has the same key when it comes twice', async () => {
      for (const fixture of ['created', 'updated', 'deleted'] as const) {
        assert.equal((await event(fixture)).key, (await event(fixture)).key);
      }
    });
  });
});
