/** What Slack's addresses answer: SL-01 to SL-08 and SL-10, as far as they are the connector's part. */
import assert from 'node:assert/strict';
import type { Receipt } from '../../../../src/core/connector.ts';
import { plainText } from '../../../../src/core/content/plain.ts';
import fixtures from '../../../fixtures/slack/events.json' with { type: 'json' };
import { storeLeg } from '../../../support/connector-parts.ts';
import { openSlackWorld, type SlackWorld, signedRequest, unsignedForm } from './support.ts';

const outcome = ({ reply, events, refused }: Receipt) =>
  [reply.status, reply.body ?? '', ...(events ?? []).map(({ kind }) => kind), ...(refused ?? [])].join(' ');

describe('Slack’s webhook', () => {
  let world: SlackWorld;
  const receive = (request: Parameters<SlackWorld['connector']['receive']>[0]) => world.connector.receive(request);

  before(async () => {
    world = await openSlackWorld();
  });
  beforeEach(() => {
    world.slack.respond(({ query }) =>
      query.get('user') === 'U0BOB0001'
        ? { json: { ok: true, user: { id: 'U0BOB0001', profile: { display_name: 'Bob Tan' } } } }
        : { json: { ok: false, error: 'user_not_found' } },
    );
  });
  after(() => world.close());

  const event = JSON.stringify(fixtures.message);
  const verification = JSON.stringify({ type: 'url_verification', token: 'legacy', challenge: 'c0ffee' });
  const withSignature = (signature: string) => signedRequest(event, { 'x-slack-signature': signature });
  const late = () => ({ ...signedRequest(event), body: Buffer.from(event) });
  const table: readonly [why: string, request: () => ReturnType<typeof signedRequest>, expected: string][] = [
    ['a genuine event', () => signedRequest(event), '200  posted'],
    ['a genuine event without effect', () => signedRequest(JSON.stringify(fixtures.replied)), '200 '],
    ['SL-01 no signature', () => ({ ...signedRequest(event), headers: {} }), '401  bad_signature'],
    ['SL-01 a wrong signature', () => withSignature(`v0=${'0'.repeat(64)}`), '401  bad_signature'],
    ['SL-03 ssl_check', () => unsignedForm('ssl_check=1&token=legacy'), '200 '],
    ['SL-03 ssl_check with a payload', () => unsignedForm(`ssl_check=1&payload=${encodeURIComponent(event)}`), '200 '],
    ['SL-03 ssl_check=0', () => unsignedForm('ssl_check=0'), '401  bad_signature'],
    ['SL-03 ssl_check=true', () => unsignedForm('ssl_check=true'), '401  bad_signature'],
    ['SL-03 ssl_check=', () => unsignedForm('ssl_check='), '401  bad_signature'],
    ['SL-03 ssl_check twice', () => unsignedForm('ssl_check=1&ssl_check=0'), '401  bad_signature'],
    [
      'SL-03 ssl_check in JSON',
      () => ({ ...unsignedForm('{"ssl_check":"1"}'), headers: { 'content-type': 'application/json' } }),
      '401  bad_signature',
    ],
    ['SL-04 url_verification unsigned', () => ({ ...signedRequest(verification), headers: {} }), '401  bad_signature'],
    ['SL-04 url_verification signed', () => signedRequest(verification), '200 c0ffee'],
    [
      'SL-07 a body that was written anew',
      () => ({ ...late(), body: Buffer.from(JSON.stringify(JSON.parse(event), null, 1)) }),
      '401  bad_signature',
    ],
    [
      'SL-08 an event for a team that is not connected',
      () => signedRequest(JSON.stringify({ ...fixtures.message, authorizations: [{ team_id: 'T0OTHER01' }] })),
      '200  unknown_connection',
    ],
    [
      'SL-08 an event of another app',
      () => signedRequest(JSON.stringify({ ...fixtures.message, api_app_id: 'A0ANOTHER' })),
      '200  unknown_connection',
    ],
    [
      'SL-08 a shared channel, sent by the other team',
      () => signedRequest(JSON.stringify(fixtures.sharedChannel)),
      '200  posted',
    ],
    [
      'SL-10 team_id twice, where nothing else says the team',
      () =>
        signedRequest(
          JSON.stringify({ ...fixtures.message, authorizations: [] }).replace(
            '"team_id":"T0ACME001"',
            '"team_id":"T0ACME001","team_id":"T0OTHER01"',
          ),
        ),
      '200  unknown_connection',
    ],
    ['a signed button', () => ({ ...signedRequest('payload=%7B%7D'), route: 'interactions' }), '200 '],
    ['signed, but no JSON', () => signedRequest('{"type":'), '400  malformed'],
    ['signed, but an array', () => signedRequest('[]'), '400  malformed'],
    ['signed, but of no known type', () => signedRequest('{"type":"something"}'), '400  malformed'],
    [
      'signed, but without an event',
      () => signedRequest(JSON.stringify({ ...fixtures.message, event: null })),
      '400  malformed',
    ],
    [
      'signed, but with an odd channel',
      () => signedRequest(JSON.stringify({ ...fixtures.message, event: { type: 'message', channel: 7 } })),
      '400  malformed',
    ],
    ['signed, but too deep', () => signedRequest(`{"type":${'['.repeat(64)}${']'.repeat(64)}}`), '400  too_deep'],
    ['signed, but too large', () => signedRequest(Buffer.alloc(1024 * 1024 + 1, 0x20)), '413  too_large'],
    [
      'the cap of events',
      () => signedRequest('{"type":"app_rate_limited","team_id":"T0ACME001","api_app_id":"A0RELAY01"}'),
      '200 ',
    ],
  ];
  for (const [why, request, expected] of table) {
    it(`${why}: ${expected.trim()}`, async () => assert.equal(outcome(await receive(request())), expected));
  }

  it('SL-02 refuses what was signed too long ago, or too far ahead', async () => {
    for (const [advance, expected] of [
      [0, '200  posted'],
      [300_000, '200  posted'],
      [1_000, '401  stale'],
    ] as const) {
      await world.parts.clock.advance(advance);
      assert.equal(outcome(await receive(signedRequest(event))), expected);
    }
    await world.parts.clock.advance(-301_000);
  });

  it('SL-04 says the challenge as text that no browser runs', async () => {
    const { reply } = await receive(signedRequest(verification));
    assert.equal(reply.headers?.['content-type'], 'text/plain; charset=utf-8');
    assert.equal(reply.headers?.['x-content-type-options'], 'nosniff');
  });

  it('SL-05, SL-06 gives a repeat and a retry the key of the first', async () => {
    const retry = signedRequest(event, { 'x-slack-retry-num': '1', 'x-slack-retry-reason': 'http_timeout' });
    const keys = [];
    for (const request of [signedRequest(event), signedRequest(event), retry]) {
      keys.push((await receive(request)).events?.[0]?.key);
    }
    assert.deepEqual(keys, ['Ev0MESSAGE', 'Ev0MESSAGE', 'Ev0MESSAGE']);
  });

  it('asks for the names of those who are mentioned, once', async () => {
    const fresh = await openSlackWorld();
    try {
      fresh.slack.respond(() => ({
        json: { ok: true, user: { id: 'U0BOB0001', profile: { display_name: 'Bob Tan' } } },
      }));
      for (let time = 0; time < 2; time += 1) {
        const { events } = await fresh.connector.receive(signedRequest(event));
        const state = events?.[0]?.inline;
        assert.equal(state?.is === 'present' && plainText(state.content), 'hi @Bob Tan & all now');
      }
      assert.deepEqual(
        fresh.slack.asked.map(({ path }) => path),
        ['/api/users.info'],
      );
    } finally {
      await fresh.close();
    }
  });

  it('takes an event whose names can’t be had', async () => {
    const fresh = await openSlackWorld();
    try {
      fresh.slack.respond(() => 'cut');
      const { events } = await fresh.connector.receive(signedRequest(event));
      const state = events?.[0]?.inline;
      assert.match(state?.is === 'present' ? plainText(state.content) : '', /^hi @\S+ & all now$/);
    } finally {
      await fresh.close();
    }
  });

  it('takes an event in Slack’s time while Slack does not answer, and many calls wait for it', async () => {
    const fresh = await openSlackWorld();
    try {
      fresh.slack.respond(() => 'silence');
      for (let call = 0; call < 40; call += 1)
        fresh.connector.fetch(fresh.ref('1712345690.000100'), null).catch(() => {});
      const body = { ...fixtures.message, event: { ...fixtures.message.event, text: ':shipit:', blocks: undefined } };
      const began = performance.now();
      const { events } = await fresh.connector.receive(signedRequest(JSON.stringify(body)));
      assert.equal(events?.length, 1);
      const took = performance.now() - began;
      assert.ok(took < 2_000, `${took} ms: the store may take another second`);
    } finally {
      await fresh.close();
    }
  }).timeout(10_000);

  it('tells of a gap where Slack dropped events', async () => {
    await storeLeg(world.parts, world.place, 'slack');
    const gaps: unknown[] = [];
    world.connector.onGap?.((place) => gaps.push(place));
    const rateLimited = {
      type: 'app_rate_limited',
      team_id: 'T0ACME001',
      api_app_id: 'A0RELAY01',
      minute_rate_limited: 1712345640,
    };
    await receive(signedRequest(JSON.stringify(rateLimited)));
    assert.deepEqual(gaps, [world.place]);
  });

  it('notes that the app was removed', async () => {
    assert.equal(world.connector.health(world.connection.id).state, 'connected');
    await receive(signedRequest(JSON.stringify(fixtures.uninstalled)));
    assert.equal(world.connector.health(world.connection.id).state, 'removed');
  });

  it('never logs what was written, or a secret', () => {
    assert.doesNotMatch(world.parts.logged(), /hi there|now|legacy|xoxb|signing/);
  });
});
