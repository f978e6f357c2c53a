/** Graph's notifications: what must come through, and what strangers may try. */
import assert from 'node:assert/strict';
import type { Receipt } from '../../../../src/core/connector.ts';
import {
  encrypt,
  graphWithChannel,
  type HeldSubscription,
  item,
  message,
  resourceOf,
  validationToken,
} from './support/graph.ts';
import { appId, changeTracking, channelId, signer, teamId } from './support/microsoft.ts';
import { connectedTeams, place, type Teams } from './support/teams.ts';

const otherTenant = '11111111-2222-4333-8444-555555555555';

describe('Graph’s notifications', () => {
  let world: Teams;
  let subscription: HeldSubscription;
  let token: string;

  before(async () => {
    world = await connectedTeams();
    const graph = graphWithChannel(world.microsoft);
    await world.teams.prepare(place);
    subscription = graph.only();
    token = await validationToken(world.microsoft.entra, world.clock.now());
  });
  after(() => world.close());

  const notify = (value: unknown, validationTokens: unknown = [token]) =>
    world.receive('notifications', { value, validationTokens });

  /** Answered as if nothing were wrong, nothing taken, and counted once for each reason. */
  function assertDropped({ reply, events, refused }: Receipt, ...reasons: string[]) {
    assert.deepEqual([reply, events ?? [], refused], [{ status: 202 }, [], reasons]);
  }

  describe('the handshake', () => {
    const shake = (query: string, route: 'notifications' | 'lifecycle' = 'notifications') =>
      world.receive(route, '', { query: new URLSearchParams(query) }).then(({ reply }) => reply);

    it('GR-01 gives the token back byte for byte, as plain text and nothing else', async () => {
      for (const route of ['notifications', 'lifecycle'] as const) {
        const encoded =
          'Validation%3a+Testing+client+application+reachability+for+subscription+Request-Id%3a+6d1d6f0c-%2b%26%25';
        const reply = await shake(`k=7&validationToken=${encoded}`, route);
        assert.equal(reply.status, 200);
        assert.equal(
          reply.body,
          'Validation: Testing client application reachability for subscription Request-Id: 6d1d6f0c-+&%',
        );
        assert.equal(reply.headers?.['content-type'], 'text/plain; charset=utf-8');
        assert.equal(reply.headers?.['x-content-type-options'], 'nosniff');
        assert.equal(reply.headers?.['content-security-policy'], "default-src 'none'");
      }
    });

    it('takes the parameter in any case', async () => assert.equal((await shake('validationtoken=x')).body, 'x'));

    it('GR-02 can’t be bent into a page or a header', async () => {
      const script = await shake(`validationToken=${encodeURIComponent('<script>alert(1)</script>')}`);
      assert.deepEqual(
        [script.body, script.headers?.['content-type']],
        ['<script>alert(1)</script>', 'text/plain; charset=utf-8'],
      );
      const bad = [
        `validationToken=${'a'.repeat(2049)}`,
        'validationToken=a%0d%0aSet-Cookie%3a+x',
        'validationToken=a%0ab',
        'validationToken=a&validationToken=b',
      ];
      for (const query of bad) {
        const reply = await shake(query);
        assert.deepEqual([reply.status, reply.body], [400, undefined]);
      }
    });
  });

  describe('good items', () => {
    it('become events that hold the message', async () => {
      const id = '1789374682417';
      const { reply, events, refused } = await notify([item(subscription, message(id))]);
      assert.deepEqual([reply, refused], [{ status: 202 }, []]);
      const [event] = events!;
      assert.deepEqual(
        { ...event, key: 'k' },
        {
          ...place,
          message: id,
          key: 'k',
          kind: 'posted',
          by: 'unknown',
          at: Number(id),
          inline: {
            is: 'present',
            version: Number(id),
            at: Number(id),
            author: { id: 'a1a7e2f4-58b3-4d0e-8f96-2b6d41e9a701', kind: 'person', name: 'Ada Nowak' },
            root: null,
            content: [
              {
                type: 'paragraph',
                children: [
                  { type: 'text', text: 'Hello ' },
                  { type: 'text', text: 'there', bold: true },
                ],
              },
            ],
          },
        },
      );
    });

    it('tell a reply with its root, an edit with its version, and a removal', async () => {
      const reply = message('1789374785902', { replyToId: '1789374682417' });
      const edited = message('1789374682417', {
        etag: '1789375211250',
        lastModifiedDateTime: '2026-09-14T08:40:11.25Z',
      });
      const removed = message('1789374682417', {
        etag: '1789375300000',
        deletedDateTime: '2026-09-14T08:41:40Z',
        body: { contentType: 'html', content: '' },
      });
      const { events } = await notify([
        item(subscription, reply),
        item(subscription, edited, { changeType: 'updated' }),
        item(subscription, removed, { changeType: 'deleted' }),
      ]);
      const seen = events!.map((event) => [event.message, event.kind, event.inline?.is, event.inline?.version]);
      assert.deepEqual(seen, [
        ['1789374682417/1789374785902', 'posted', 'present', 1789374785902],
        ['1789374682417', 'edited', 'present', 1789375211250],
        ['1789374682417', 'removed', 'removed', 1789375300000],
      ]);
      const [first] = events!;
      assert.equal(first?.inline?.is === 'present' && first.inline.root, '1789374682417');
    });

    it('know our own posts by the bot’s id, and other apps as apps', async () => {
      const from = (id: string) => ({
        user: null,
        application: { id, displayName: 'Some bot', applicationIdentityType: 'bot' },
      });
      const { events } = await notify([
        item(subscription, message('1789374682418', { from: from(appId) })),
        item(subscription, message('1789374682419', { from: from(changeTracking) })),
      ]);
      const seen = events!.map(({ by, inline }) => [by, inline?.is === 'present' && inline.author.kind]);
      assert.deepEqual(seen, [
        ['us', 'us'],
        ['unknown', 'app'],
      ]);
    });

    it('leave out what nobody wrote', async () => {
      for (const messageType of ['systemEventMessage', 'unknownFutureValue']) {
        const { events, refused } = await notify([
          item(subscription, message('1789374682420', { messageType, from: null })),
        ]);
        assert.deepEqual([events, refused], [[], []]);
      }
    });

    it('have their subject as a heading', async () => {
      const { events } = await notify([item(subscription, message('1789374682421', { subject: 'Build 412' }))]);
      const { inline } = events![0]!;
      assert.ok(inline?.is === 'present');
      assert.deepEqual(inline.content[0], {
        type: 'heading',
        level: 2,
        children: [{ type: 'text', text: 'Build 412' }],
      });
    });

    it('are vouched for by tokens of either version', async () => {
      const first = await validationToken(world.microsoft.entra, world.clock.now(), '1.0');
      assert.equal((await notify([item(subscription, message('1789374682422'))], [first])).events?.length, 1);
    });

    it('GR-11 carry the same key however often they come, and another one for every change', async () => {
      const content = message('1789374682423');
      const once = item(subscription, content);
      const { events } = await notify([once, item(subscription, content), once]);
      assert.equal(new Set(events!.map(({ key }) => key)).size, 1);
      const edits = ['1789374682424', '1789374682425'].map((etag) =>
        item(subscription, { ...content, etag }, { changeType: 'updated' }),
      );
      const changed = await notify(edits);
      assert.equal(new Set([...events!, ...changed.events!].map(({ key }) => key)).size, 3);
    });

    it('keep their order within a request', async () => {
      const ids = Array.from({ length: 40 }, (_, n) => String(1789374690000 + n));
      const { events } = await notify(ids.map((id) => item(subscription, message(id))));
      assert.deepEqual(
        events!.map((event) => event.message),
        ids,
      );
    });

    it('say where to look even where Graph gave no content', async () => {
      const bare = item(subscription, message('1789374682426'), { encryptedContent: null, changeType: 'deleted' });
      const { events } = await notify([bare, bare], null);
      assert.deepEqual(
        events!.map(({ message, kind, inline }) => [message, kind, inline]),
        [
          ['1789374682426', 'removed', undefined],
          ['1789374682426', 'removed', undefined],
        ],
      );
      assert.notEqual(events![0]!.key, events![1]!.key);
    });
  });

  describe('bad items', () => {
    const good = () => item(subscription, message('1789374700000'));

    it('GR-04 are dropped one by one, and the good ones taken', async () => {
      const { reply, events, refused } = await notify([
        good(),
        { ...good(), clientState: 'guess' },
        { ...good(), subscriptionId: otherTenant },
        'nonsense',
      ]);
      assert.equal(reply.status, 202);
      assert.equal(events?.length, 1);
      assert.deepEqual(refused, ['wrong_client_state', 'unknown_subscription', 'malformed']);
    });

    it('GR-05 carry no, an empty, a listed, a huge or a half client state', async () => {
      const states = [
        undefined,
        '',
        [subscription.clientState],
        'x'.repeat(1_000_000),
        subscription.clientState.slice(0, 20),
        `${subscription.clientState}x`,
        null,
        7,
      ];
      for (const clientState of states) assertDropped(await notify([{ ...good(), clientState }]), 'wrong_client_state');
    });

    it('GR-06 come in bodies that hold nothing', async () => {
      assertDropped(await world.receive('notifications', { value: [] }));
      for (const body of [
        '{"value":{}}',
        '{}',
        'not JSON',
        '',
        '[]',
        'null',
        Buffer.from('{"value":[]}', 'utf16le'),
        Buffer.from([0x1f, 0x8b, 8, 0]),
      ]) {
        assertDropped(await world.receive('notifications', body), 'malformed');
      }
    });

    it('GR-07 name another tenant', async () => {
      assertDropped(await notify([{ ...good(), tenantId: otherTenant }]), 'wrong_tenant');
      assert.ok(world.parts.counted.some((line) => line.startsWith('mio_alarms_total')));
    });

    it('GR-08 stand beside those that Graph vouches for', async () => {
      const foreign = await validationToken(world.microsoft.entra, world.clock.now(), '2.0', {
        tid: otherTenant,
        iss: `https://login.microsoftonline.com/${otherTenant}/v2.0`,
      });
      const value = [good(), { ...good(), tenantId: otherTenant }];
      const { events, refused } = await notify(value, [token, foreign]);
      assert.deepEqual([events?.length, refused], [1, ['wrong_tenant']]);
      assertDropped(await notify([good()], [foreign]), 'bad_token');
    });

    it('GR-09 are vouched for by nobody', async () => {
      const { entra, bot } = world.microsoft;
      const now = world.clock.now();
      const stranger = await signer('entra-1');
      const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from('{}').toString('base64url')}.`;
      const tokens: [string, unknown][] = [
        ['expired', [await validationToken(entra, now, '2.0', { exp: Math.floor(now / 1000) - 600 })]],
        ['without an end', [await validationToken(entra, now, '2.0', { exp: undefined })]],
        ['from our own app', [await validationToken(entra, now, '2.0', { azp: appId })]],
        [
          'with the caller in the other version’s claim',
          [await validationToken(entra, now, '2.0', { azp: undefined, appid: changeTracking })],
        ],
        ['for another app', [await validationToken(entra, now, '2.0', { aud: changeTracking })]],
        [
          'by an issuer of another tenant',
          [await validationToken(entra, now, '2.0', { iss: `https://login.microsoftonline.com/${otherTenant}/v2.0` })],
        ],
        ['with the issuer of the other version', [await validationToken(entra, now, '2.0', { ver: '1.0' })]],
        ['signed by the Bot Connector', [await validationToken(bot, now)]],
        ['signed by a stranger', [await validationToken(stranger, now)]],
        ['unsigned', [none]],
        ['one of two forged', [token, await validationToken(stranger, now)]],
        ['too many', Array.from({ length: 17 }, () => token)],
        ['none', []],
        ['no list', token],
      ];
      for (const [, list] of tokens) assertDropped(await notify([good()], list), 'bad_token');
    });

    it('GR-10 can’t be decrypted, all alike', async () => {
      const altered = (base64: string) => `${base64.startsWith('A') ? 'B' : 'A'}${base64.slice(1)}`;
      const content = good().encryptedContent;
      const changed = [
        { ...content, data: altered(content.data) },
        { ...content, dataSignature: altered(content.dataSignature) },
        { ...content, dataKey: altered(content.dataKey) },
        { ...content, encryptionCertificateId: 'mio-0000000000000000' },
        { ...content, encryptionCertificateId: '../cache' },
        { ...content, encryptionCertificateId: undefined },
        { ...content, data: 7 },
        {},
      ];
      for (const encryptedContent of changed)
        assertDropped(await notify([{ ...good(), encryptedContent }]), 'undecryptable');
    });

    it('GR-12 point elsewhere than to the subscription’s own channel', async () => {
      const root = '1789374700000';
      const resources = [
        '../../me/messages',
        `https://graph.microsoft.com/v1.0/${resourceOf(root)}`,
        "chats('x')/messages('1')?$expand=replies",
        resourceOf(root, undefined, channelId, otherTenant),
        resourceOf(root, undefined, '19:OpsLaunch00000000000000000000000000000000004@thread.tacv2'),
        undefined,
      ];
      for (const resource of resources) assertDropped(await notify([{ ...good(), resource }]), 'malformed');
      assert.equal(world.microsoft.calls('GET', /me\/messages/).length, 0);
    });

    it('hold another message than their envelope names', async () => {
      const contents = [
        message('1789374700001'),
        message('1789374700000', { replyToId: '1789374600000' }),
        message('1789374700000', { channelIdentity: { teamId, channelId: '19:x@thread.tacv2' } }),
      ];
      for (const content of contents) {
        const encryptedContent = {
          ...encrypt(JSON.stringify(content), subscription.encryptionCertificate),
          encryptionCertificateId: subscription.encryptionCertificateId,
        };
        assertDropped(await notify([{ ...good(), encryptedContent }]), 'undecryptable');
      }
    });

    it('GR-15 come in a body that is too large, or too deep', async () => {
      const large = await world.receive('notifications', Buffer.alloc(4 * 1024 * 1024 + 1, 0x20));
      assert.deepEqual([large.reply.status, large.refused], [413, ['too_large']]);
      const deep = Buffer.from(`{"value":${'['.repeat(70)}${']'.repeat(70)}}`);
      assertDropped(await world.receive('notifications', deep), 'too_deep');
    });

    it('leave no secret and no content in the log', () => {
      const log = world.parts.logged();
      assert.ok(!log.includes(subscription.clientState));
      assert.ok(!log.includes(token));
      assert.ok(!log.includes('Hello'));
    });
  });
});
