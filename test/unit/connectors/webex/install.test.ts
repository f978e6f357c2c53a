/** Connecting the relay person: consent, spaces, what stands in the way of a space. */
import assert from 'node:assert/strict';
import { UserError } from '../../../../src/core/errors.ts';
import type { Answer } from '../../../support/platform.ts';
import { day, now, openWebexWorld, type WebexWorld } from './support.ts';

const redemption = { code: 'code-1', verifier: 'verifier-1', redirectUri: 'https://mio.example/oauth/webex/callback' };
const fresh = { access_token: 'access-2', expires_in: 14 * 86_400, refresh_token: 'refresh-2', token_type: 'Bearer' };
const relay = {
  id: 'Y2lz-relay',
  emails: ['mio@fabrikam.example'],
  displayName: 'Mio Relay',
  orgId: 'Y2lz-org1',
  type: 'person',
};
const no = (status: number): Answer => ({ status, json: { message: 'no', trackingId: 'ROUTER_1' } });

describe('connecting Webex', () => {
  let world: WebexWorld;
  before(async () => {
    world = await openWebexWorld();
  });
  after(() => world.close());

  async function refusal(call: Promise<unknown>): Promise<UserError> {
    const error = await call.then(
      () => assert.fail('it succeeded'),
      (thrown: unknown) => thrown,
    );
    assert.ok(error instanceof UserError, String(error));
    assert.doesNotMatch(`${error.message} ${error.advice}`, /access-|refresh-|secret-of-the-client/);
    return error;
  }

  it('sends a browser to Webex’s page, scopes parted as Webex wants them', async () => {
    const request = { state: 'state-1', challenge: 'challenge-1', redirectUri: redemption.redirectUri };
    const address = await world.connector.authorize(request);
    assert.match(address, /&scope=spark%3Amessages_read%20spark%3Amessages_write%20/);
    const url = new URL(address);
    assert.equal(`${url.origin}${url.pathname}`, `${world.webex.url}/v1/authorize`);
    assert.equal(url.searchParams.get('code_challenge'), 'challenge-1');
    assert.equal(url.searchParams.get('response_type'), 'code');
  });

  it('turns a code into a grant that knows the relay person', async () => {
    world.webex.respond(({ path }) => ({ json: path === '/v1/access_token' ? fresh : relay }));
    const grant = await world.connector.redeem(redemption);
    assert.deepEqual(
      { ...grant, secrets: JSON.parse(grant.secrets['tokens'] ?? '') as unknown },
      {
        account: 'Y2lz-org1',
        name: 'fabrikam.example',
        installer: 'Y2lz-relay',
        secrets: { access: 'access-2', refresh: 'refresh-2', expiresAt: now + 14 * day },
        facts: { personId: 'Y2lz-relay', personName: 'Mio Relay', personMail: 'mio@fabrikam.example' },
      },
    );
    const [exchange, me] = world.webex.asked;
    assert.equal(new URLSearchParams(exchange?.body).get('code_verifier'), 'verifier-1');
    assert.equal(me?.headers['authorization'], 'Bearer access-2');
  });

  const refusals: readonly [why: string, token: Answer, person: Answer, code: string, advice: RegExp][] = [
    ['a code that was used', no(400), no(500), 'bad_request', /Start again/],
    ['a wrong client secret', no(401), no(500), 'bad_request', /client secret/],
    ['an outage', no(503), no(500), 'unavailable', /Try again in a minute/],
    ['a bot', { json: fresh }, { json: { ...relay, type: 'bot' } }, 'failed_dependency', /person/],
  ];
  for (const [why, token, person, code, advice] of refusals) {
    it(`says what to do about ${why}`, async () => {
      world.webex.respond(({ path }) => (path === '/v1/access_token' ? token : person));
      const error = await refusal(world.connector.redeem(redemption));
      assert.equal(error.code, code);
      assert.match(error.advice, advice);
    });
  }

  it('lists the relay person’s spaces, with what stands in their way', async () => {
    const rooms = [
      { id: 'Y2lz-room1', title: 'Incidents', type: 'group' },
      { id: 'Y2lz-room2', title: 'Archive', type: 'group', isReadOnly: true },
    ];
    world.webex.respond(() => ({ json: { items: rooms } }));
    assert.deepEqual(await world.connector.places(world.connection.id), [
      { conversation: 'Y2lz-room1', title: 'Incidents' },
      { conversation: 'Y2lz-room2', title: 'Archive', obstacle: 'The space is read-only: nobody can post in it.' },
    ]);
  });

  describe('preparing a space', () => {
    const prepare = () => world.connector.prepare(world.place);
    const space = (members: Answer, room: Answer) =>
      world.webex.respond(({ path }) => (path === '/v1/memberships' ? members : room));

    it('is content with the relay person as a member', async () => {
      space({ json: { items: [{ id: 'm' }] } }, { json: { id: 'Y2lz-room1', type: 'group' } });
      await prepare();
      assert.equal(world.webex.asked[0]?.query.get('personId'), 'Y2lz-relay');
    });

    it('is content with a space that only moderators post in, where the relay person is one', async () => {
      space(
        { json: { items: [{ id: 'm', isModerator: true }] } },
        { json: { type: 'group', isAnnouncementOnly: true } },
      );
      await prepare();
    });

    const obstacles: readonly [why: string, members: Answer, room: Answer, advice: RegExp][] = [
      ['a space without the relay person', { json: { items: [] } }, no(500), /add the account/],
      ['a space that Webex does not show', no(404), no(500), /add the account/],
      ['a space that Webex forbids', no(403), no(500), /add the account/],
      ['a direct message', { json: { items: [{ id: 'm' }] } }, { json: { type: 'direct' } }, /direct message/],
      [
        'a space that only moderators post in',
        { json: { items: [{ id: 'm', isModerator: false }] } },
        { json: { type: 'group', isAnnouncementOnly: true } },
        /Only moderators/,
      ],
    ];
    for (const [why, members, room, advice] of obstacles) {
      it(`says what to do about ${why}`, async () => {
        space(members, room);
        assert.match((await refusal(prepare())).advice, advice);
      });
    }
  });
});
