/**
 * Who may call what: every route of the API by everybody there is, generated from the routes themselves, so that a route
 * that is added shows up here. What belongs to another organization is as if it did not exist.
 */
import assert from 'node:assert/strict';
import { type ApiRoute, apiRoutes } from '../../../src/http/api.ts';
import type { Api } from '../../support/api.ts';
import { openWorld, type World } from '../../support/world.ts';

/** Things that Contoso has: its connection, the channel that it hosts, an invitation of its own. */
interface Belongings {
  readonly connection: string;
  readonly conversation: string;
  readonly channel: string;
  readonly leg: string;
  readonly invitation: string;
}

/** The same call about things that nobody has. */
const withoutIds = <T>(said: T): T =>
  said === undefined
    ? said
    : (JSON.parse(JSON.stringify(said).replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'unknown')) as T);

/** Routes whose body names a conversation, or a leg. */
const namePlaces = ['POST /api/v1/channels', 'POST /api/v1/invitations/accept', 'POST /api/v1/preview'];

const strangersTo: Readonly<Record<ApiRoute['who'], readonly Api['as'][]>> = {
  operator: ['contoso', 'fabrikam', 'nobody'],
  administrator: ['operator', 'nobody'],
  either: ['nobody'],
};

describe('rights (AD-01, AD-02)', () => {
  let world: World;
  let theirs: Belongings;
  before(async () => {
    world = await openWorld({ prepared: false });
    await world.prepare();
    const connections = (await world.api('contoso', 'GET', '/connections')).body as unknown as readonly {
      id: string;
    }[];
    const connection = connections[0]?.id ?? '';
    const places = (await world.api('contoso', 'GET', `/connections/${connection}/places`))
      .body as unknown as readonly {
      conversation: string;
      title: string;
    }[];
    const conversation = places.find(({ title }) => title === 'Operations / Launch')?.conversation ?? '';
    const place = { connection, conversation };
    // A channel that Fabrikam has no part in.
    const made = (await world.api('contoso', 'POST', '/channels', { name: 'Launch', places: [place] })).body;
    const channel = String(made['id']);
    const leg = (made['legs'] as readonly { readonly id: string }[])[0]?.id ?? '';
    const { body } = await world.api('contoso', 'POST', `/channels/${channel}/invitations`);
    theirs = { connection, conversation, channel, leg, invitation: String(body['invitation']) };
  });
  after(() => world.close());

  const pathOf = (path: string) =>
    path
      .replace('/api/v1', '')
      .replace(':organization', 'unknown')
      .replace(':connection', theirs.connection)
      .replace(':channel', theirs.channel)
      .replace(':leg', theirs.leg)
      .replace(':invitation', theirs.invitation);

  /** A body that would do, so that what refuses is the right and nothing else. */
  const bodyOf = (method: string, path: string): unknown => {
    const { connection, conversation, channel, leg } = theirs;
    const bodies: Readonly<Record<string, unknown>> = {
      'POST /api/v1/organizations': { name: 'Northwind' },
      'POST /api/v1/connections': { platform: 'slack' },
      'POST /api/v1/channels': { name: 'Stolen', places: [{ connection, conversation }] },
      'POST /api/v1/invitations/accept': { code: 'guess', places: [{ connection, conversation }] },
      'POST /api/v1/preview': { channel, leg, text: 'hello' },
      'PUT /api/v1/channels/:channel/legs/:leg/everyone': { allowed: true },
      'PUT /api/v1/channels/:channel/legs/:leg/notices': { wanted: true },
      'PUT /api/v1/channels/:channel/legs/:leg/tombstones': { wanted: true },
    };
    return bodies[`${method} ${path}`];
  };
  const call = (as: Api['as'], { method, path }: { method: string; path: string }) =>
    world.api(as, method, pathOf(path), bodyOf(method, path));

  for (const route of apiRoutes) {
    const { method, path, who } = route;
    for (const as of strangersTo[who]) {
      it(`${method} ${path} tells ${as} nothing but 401`, async () => {
        const { status, body } = await call(as, route);
        assert.equal(status, 401);
        assert.equal((body['error'] as { code: string }).code, 'unauthenticated');
      });
    }

    if (who !== 'operator' && (path.includes(':') || namePlaces.includes(`${method} ${path}`))) {
      it(`${method} ${path} with Contoso’s ids: Fabrikam gets what an unknown id gets`, async () => {
        const { status, body } = await call('fabrikam', route);
        const unknown = await world.api('fabrikam', method, withoutIds(pathOf(path)), withoutIds(bodyOf(method, path)));
        assert.ok(status === 404 || status === 400, String(status));
        assert.deepEqual({ status, body }, unknown);
        assert.doesNotMatch(JSON.stringify(body), /Launch|Contoso/);
      });
    }
  }

  it('an organization’s key with one character changed is nobody’s', async () => {
    const { status } = await fetch(`${world.url}/api/v1/channels`, {
      headers: { authorization: `Bearer ${theirs.channel}.x` },
    });
    assert.equal(status, 401);
  });

  it('lists hold what is one’s own, and of a partner no more than its name and platform', async () => {
    for (const as of ['contoso', 'fabrikam'] as const) {
      const { body } = await world.api(as, 'GET', '/channels');
      const [shared] = (
        body as unknown as readonly { name: string; legs: readonly object[]; partners: readonly object[] }[]
      ).filter(({ name }) => name === 'Incidents');
      assert.ok(shared);
      for (const partner of shared.partners)
        assert.deepEqual(Object.keys(partner).sort(), ['organization', 'platform']);
    }
    const own = JSON.stringify((await world.api('fabrikam', 'GET', '/channels')).body);
    assert.doesNotMatch(own, new RegExp(`${theirs.connection}|Launch`));
    const connections = (await world.api('fabrikam', 'GET', '/connections')).body as unknown as readonly {
      platform: string;
    }[];
    assert.deepEqual(connections.map(({ platform }) => platform).sort(), ['slack', 'webex']);
  });

  it('nobody adds somebody else’s conversation to a channel', async () => {
    const { status } = await world.api('fabrikam', 'POST', '/channels', {
      name: 'Stolen',
      places: [{ connection: theirs.connection, conversation: theirs.conversation }],
    });
    assert.equal(status, 404);
  });

  it('whoever a leg belongs to says whether everyone may be notified there', async () => {
    const path = `/channels/${theirs.channel}/legs/${theirs.leg}/everyone`;
    for (const allowed of [true, false]) {
      const { status, body } = await world.api('contoso', 'PUT', path, { allowed });
      const [leg] = body['legs'] as readonly { readonly everyone?: true }[];
      assert.deepEqual([status, leg?.everyone], [200, allowed || undefined]);
    }
    for (const wrong of [undefined, {}, { allowed: 'yes' }, { allowed: true, leg: theirs.leg }])
      assert.equal((await world.api('contoso', 'PUT', path, wrong)).status, 400);
  });

  it('whoever a leg belongs to says whether the others are told who joins there', async () => {
    const path = `/channels/${theirs.channel}/legs/${theirs.leg}/notices`;
    for (const wanted of [true, false]) {
      const { status, body } = await world.api('contoso', 'PUT', path, { wanted });
      const [leg] = body['legs'] as readonly { readonly notices?: true }[];
      assert.deepEqual([status, leg?.notices], [200, wanted || undefined]);
    }
    for (const wrong of [undefined, {}, { wanted: 'yes' }, { wanted: true, leg: theirs.leg }])
      assert.equal((await world.api('contoso', 'PUT', path, wrong)).status, 400);
  });

  for (const [name, body] of [
    ['a field too many', { name: 'X', places: [], admin: true }],
    ['a wrong type', { name: 7, places: [] }],
    ['a prototype', JSON.parse('{"name":"X","places":[],"__proto__":{"role":"operator"}}') as unknown],
    ['a list', []],
    ['no places', { name: 'X', places: [] }],
    ['a name of 101 characters', { name: 'x'.repeat(101), places: [] }],
  ] as const) {
    it(`${name} gets 400 with advice, and changes nothing`, async () => {
      const { status, body: answer } = await world.api('contoso', 'POST', '/channels', body);
      assert.equal(status, 400);
      assert.ok((answer['error'] as { advice: string }).advice);
      assert.equal(Object.hasOwn(Object.prototype, 'role'), false);
    });
  }

  for (const { method, path } of apiRoutes.filter(({ method }) => method === 'POST' || method === 'PUT')) {
    it(`${method} ${path} tells nobody without a key what its body should be like`, async () => {
      for (const body of ['{', '{}', '{"nome":1}', 'x'.repeat(300_000)]) {
        const { status } = await fetch(`${world.url}/api/v1${pathOf(path)}`, { method, body });
        assert.equal(status, 401);
      }
    });
  }

  it('what is not JSON, or too large, gets 400', async () => {
    for (const body of ['{', `{"name":"${'x'.repeat(300_000)}"}`]) {
      const headers = { authorization: `Bearer ${world.operatorKey}` };
      const { status } = await fetch(`${world.url}/api/v1/organizations`, { method: 'POST', body, headers });
      assert.equal(status, 400);
    }
  });

  it('knows everybody that it speaks of', () =>
    assert.deepEqual([...new Set(apiRoutes.map(({ who }) => who))].sort(), ['administrator', 'either', 'operator']));

  it('an organization’s key is replaced by the operator, and the old one is good for nothing', async () => {
    const made = (await world.api('operator', 'POST', '/organizations', { name: 'Northwind' })).body;
    const renewed = (await world.api('operator', 'POST', `/organizations/${made['id']}/key`)).body;
    assert.equal(renewed['id'], made['id']);
    assert.equal((await world.call(String(made['key']), 'GET', '/channels')).status, 401);
    assert.equal((await world.call(String(renewed['key']), 'GET', '/channels')).status, 200);
    assert.equal((await world.api('operator', 'POST', '/organizations/unknown/key')).status, 404);
  });
});
