/** Connecting a tenant, and making one of its channels ready. */
import assert from 'node:assert/strict';
import { unzipSync } from 'fflate';
import { roles } from '../../../../src/connectors/teams/scopes.ts';
import { UserError } from '../../../../src/core/errors.ts';
import { permissionsOf } from '../../../../src/core/permissions.ts';
import { inTime } from './support/eventually.ts';
import { graphWithChannel } from './support/graph.ts';
import { appId, channelId, serviceUserId, teamId, tenantId } from './support/microsoft.ts';
import { connectedTeams, connection, place, startOfTest, type Teams } from './support/teams.ts';

const redirectUri = 'https://mio.example/oauth/teams/callback';

describe('connecting Microsoft Teams', () => {
  let world: Teams;
  beforeEach(async () => {
    world = await connectedTeams();
  });
  afterEach(() => world.close());

  const advice = (pattern: RegExp, code?: string) => (error: unknown) => {
    assert.ok(error instanceof UserError, String(error));
    assert.match(error.advice, pattern);
    if (code) assert.equal(error.code, code);
    return true;
  };

  describe('signing in', () => {
    it('sends a browser to Entra with PKCE and every scope of the stage', async () => {
      const address = await world.teams.authorize({ state: 's', challenge: 'c'.repeat(43), redirectUri });
      assert.ok(
        address.startsWith(`${world.microsoft.base}/login/${tenantId}/oauth2/v2.0/authorize?`),
        'by the way out’s map',
      );
      const query = new URL(address).searchParams;
      assert.deepEqual(
        [
          query.get('client_id'),
          query.get('state'),
          query.get('code_challenge'),
          query.get('code_challenge_method'),
          query.get('redirect_uri'),
          query.get('response_type'),
        ],
        [appId, 's', 'c'.repeat(43), 'S256', redirectUri, 'code'],
      );
      const scopes = new Set(query.get('scope')!.split(' '));
      const oidc = ['openid', 'profile'];
      assert.deepEqual([...scopes].sort(), [...permissionsOf.serviceUser, ...oidc].sort());
    });

    it('turns a code into a grant that holds the sign-in and no open token', async () => {
      const grant = await world.teams.redeem({ code: 'the-code', verifier: 'v'.repeat(43), redirectUri });
      assert.deepEqual(
        { ...grant, secrets: Object.keys(grant.secrets) },
        {
          account: tenantId,
          name: 'contoso.example',
          installer: 'mio@contoso.example',
          secrets: ['cache'],
          facts: { serviceUser: serviceUserId, serviceUserName: 'mio@contoso.example' },
        },
      );
      const form = new URLSearchParams(world.microsoft.calls('POST', /token/).at(-1)!.body.toString());
      assert.deepEqual(
        [form.get('code'), form.get('code_verifier'), form.get('client_secret')],
        ['the-code', 'v'.repeat(43), 'a secret'],
      );
    });

    it('refuses another tenant, a spent code and a silent Entra, each in its words', async () => {
      const redeem = () => world.teams.redeem({ code: 'x', verifier: 'v'.repeat(43), redirectUri });
      const refuse = (json: object, status = 400) => world.microsoft.on('POST', /token/, () => ({ status, json }));
      refuse({ error: 'invalid_grant', error_description: 'AADSTS54005: spent', error_codes: [54005] });
      await assert.rejects(redeem(), advice(/Begin again/, 'failed_dependency'));
      refuse({ error: 'invalid_client', error_description: 'AADSTS7000222: ended', error_codes: [7000222] }, 401);
      await assert.rejects(redeem(), advice(/TEAMS_APP_PASSWORD/, 'failed_dependency'));
      refuse({ error: 'temporarily_unavailable', error_description: 'AADSTS90033' }, 503);
      await assert.rejects(redeem(), advice(/Try again/, 'unavailable'));
      world.microsoft.on('POST', /token/, () => ({ cut: true }));
      await assert.rejects(redeem(), advice(/Try again/, 'unavailable'));

      const other = '11111111-2222-4333-8444-555555555555';
      const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
      const idToken = `${part({ alg: 'RS256' })}.${part({ aud: appId, iss: `https://login.microsoftonline.com/${other}/v2.0`, oid: serviceUserId, tid: other, preferred_username: 'x@other.example', sub: 'x', exp: 9_999_999_999 })}.c2ln`;
      refuse(
        {
          token_type: 'Bearer',
          expires_in: 3600,
          access_token: 'a',
          refresh_token: 'r',
          scope: 'User.Read',
          id_token: idToken,
          client_info: part({ uid: serviceUserId, utid: other }),
        },
        200,
      );
      await assert.rejects(redeem(), advice(/another company/, 'forbidden'));
    });

    it('keeps the renewed sign-in, sealed, and says when a person must come back', async () => {
      const { id, body: before } = (await world.records.list('credential', `${connection}/cache`))[0]!;
      world.microsoft.on('GET', /messages\/1$/, () => ({ json: { id: '1', messageType: 'message' } }));
      const fetch = () => world.teams.fetch({ ...place, message: '1' as never }, null);
      await fetch();
      const after = await world.records.get('credential', id);
      assert.notEqual(after?.body.sealed, before.sealed);
      assert.match(after!.body.sealed, /refresh-2/);

      world.microsoft.on('POST', /token/, () => ({
        status: 400,
        json: { error: 'invalid_grant', error_description: 'AADSTS50173: revoked', error_codes: [50173] },
      }));
      await world.clock.advance(3_600_000);
      await assert.rejects(fetch(), { failure: 'unauthorized' });
      assert.equal(world.teams.health(connection).state, 'bad_credentials');
      assert.ok(!world.parts.logged().includes('refresh-'));
    });
  });

  describe('establishing', () => {
    const withRoles = (...held: string[]) =>
      world.microsoft.on('GET', /\/me\/transitiveMemberOf$/, () => ({
        json: {
          value: [
            { '@odata.type': '#microsoft.graph.group', id: 'g' },
            ...held.map((roleTemplateId) => ({ '@odata.type': '#microsoft.graph.directoryRole', roleTemplateId })),
          ],
        },
      }));
    const withCatalog = (...apps: object[]) => {
      world.microsoft.on('GET', /\/appCatalogs\/teamsApps\?/, () => ({ json: { value: apps } }));
      world.microsoft.on('POST', /\/appCatalogs\/teamsApps$/, () => ({ status: 201, json: { id: 'catalog-2' } }));
      world.microsoft.on('POST', /\/appDefinitions$/, () => ({ status: 201, json: {} }));
    };
    const published = () => world.microsoft.calls('POST', /appCatalogs/).map(({ url }) => url);

    it('names the role that an account lacks, asked with its own token, before anything is kept', async () => {
      const grant = await world.teams.redeem({ code: 'another', verifier: 'v'.repeat(43), redirectUri });
      const vet = () => world.teams.vet!(grant);
      withRoles();
      await assert.rejects(vet(), advice(/Teams administrator and not Application administrator/, 'forbidden'));
      withRoles(roles.teamsAdministrator);
      await assert.rejects(vet(), advice(/is not Application administrator/, 'forbidden'));
      for (const held of [
        [roles.teamsAdministrator, roles.applicationAdministrator.toUpperCase()],
        [roles.globalAdministrator],
      ]) {
        withRoles(...held);
        await vet();
      }
      world.microsoft.on('GET', /transitiveMemberOf/, () => ({ status: 503, json: {} }));
      await assert.rejects(vet(), { name: 'UserError', code: 'unavailable' });
      const asked = world.microsoft.calls('GET', /transitiveMemberOf/);
      assert.deepEqual(new Set(asked.map(({ headers }) => headers.authorization)), new Set(['Bearer graph-token-2']));
    });

    it('publishes the app once and remembers where', async () => {
      withCatalog();
      await world.teams.establish(world.record);
      assert.deepEqual(published(), ['/graph/v1.0/appCatalogs/teamsApps']);
      const [upload] = world.microsoft.calls('POST', /appCatalogs/);
      assert.equal(upload!.headers['content-type'], 'application/zip');
      assert.ok(unzipSync(upload!.body)['manifest.json']);
      assert.equal((await world.records.get('connection', connection))?.body.facts['catalogId'], 'catalog-2');
    });

    it('leaves an app that is there alone', async () => {
      withCatalog({ id: 'catalog-9', appDefinitions: [{ version: '99.0.0', publishingState: 'published' }] });
      await world.teams.establish(world.record);
      await world.teams.establish(world.record);
      assert.deepEqual(published(), []);
      assert.equal((await world.records.get('connection', connection))?.body.facts['catalogId'], 'catalog-9');
    });

    it('publishes a newer version of an app that is there', async () => {
      withCatalog({
        id: 'catalog-9',
        appDefinitions: [
          { version: '0.9.0', publishingState: 'published' },
          { version: '2.0.0', publishingState: 'rejected' },
        ],
      });
      await world.teams.establish(world.record);
      assert.deepEqual(published(), ['/graph/v1.0/appCatalogs/teamsApps/catalog-9/appDefinitions']);
    });
  });

  describe('its channels', () => {
    it('are listed as a person would say them, with what stands in their way', async () => {
      world.microsoft.on('GET', /\/v1.0\/teams$/, () => ({
        json: { value: [{ id: teamId, displayName: 'Operations' }] },
      }));
      world.microsoft.on('GET', /\/channels$/, () => ({
        json: {
          value: [
            { id: channelId, displayName: 'Incidents', membershipType: 'standard', isArchived: false },
            { id: '19:p@thread.tacv2', displayName: 'Board', membershipType: 'private' },
            { id: '19:s@thread.tacv2', displayName: 'Suppliers', membershipType: 'shared' },
            { id: '19:a@thread.tacv2', displayName: 'Attic', membershipType: 'standard', isArchived: true },
          ],
        },
      }));
      const places = await world.teams.places(connection);
      assert.deepEqual(
        places.map(({ title, obstacle }) => [title, obstacle?.split(/[:,]/)[0]]),
        [
          ['Operations / Attic', 'It is archived'],
          ['Operations / Board', 'It is a private channel'],
          ['Operations / Incidents', undefined],
          ['Operations / Suppliers', 'It is a shared channel'],
        ],
      );
      assert.equal(places[2]?.conversation, place.conversation);
    });

    it('are joined by the service user through the group, also when it is a member already', async () => {
      graphWithChannel(world.microsoft);
      await world.teams.prepare(place);
      const [join] = world.microsoft.calls('POST', /members\/\$ref$/);
      assert.equal(decodeURIComponent(join!.url), `/graph/v1.0/groups/${teamId}/members/$ref`);
      assert.deepEqual(JSON.parse(join!.body.toString()), {
        '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${serviceUserId}`,
      });
      world.microsoft.on('POST', /members\/\$ref$/, () => ({
        status: 400,
        json: {
          error: {
            code: 'Request_BadRequest',
            message:
              "One or more added object references already exist for the following modified properties: 'members'.",
          },
        },
      }));
      await world.teams.prepare(place);
      world.microsoft.on('POST', /members\/\$ref$/, () => ({
        status: 400,
        json: { error: { code: 'Request_BadRequest', message: 'dynamic membership' } },
      }));
      await assert.rejects(world.teams.prepare(place), advice(/./, 'failed_dependency'));
    });

    it('get the app installed, and learn from Teams where to answer', async () => {
      graphWithChannel(world.microsoft);
      const serviceUrl = 'https://smba.trafficmanager.net/emea/';
      const authorization = `Bearer ${await world.microsoft.bot.sign({ iss: 'https://api.botframework.com', aud: appId, serviceurl: serviceUrl, exp: startOfTest / 1000 + 3600 })}`;
      const install = (action: string, at = world.clock.now()) =>
        world.receive(
          'messages',
          {
            type: 'installationUpdate',
            action,
            id: `f:${action} ${at}`,
            timestamp: new Date(at).toISOString(),
            channelId: 'msteams',
            serviceUrl,
            recipient: { id: `28:${appId}` },
            from: { id: '29:x' },
            conversation: { id: channelId, tenantId },
            channelData: {
              tenant: { id: tenantId },
              team: { id: '19:general@thread.tacv2', aadGroupId: teamId.toUpperCase() },
            },
          },
          { headers: { authorization } },
        );
      world.microsoft.on('GET', /installedApps/, () => ({ json: { value: [] } }));
      world.microsoft.on('POST', /installedApps$/, () => {
        void install('add');
        return { status: 201 };
      });
      let done = false;
      const preparing = world.teams.prepare(place).then(() => {
        done = true;
      });
      await inTime('the channel is ready', world.clock, 250, () => done);
      await preparing;
      const [posted] = world.microsoft.calls('POST', /installedApps$/);
      assert.deepEqual(JSON.parse(posted!.body.toString()), {
        'teamsApp@odata.bind': 'https://graph.microsoft.com/v1.0/appCatalogs/teamsApps/catalog-1',
      });
      const urls = async () => (await world.records.get('connection', connection))?.body.facts['serviceUrls'];
      assert.deepEqual(await urls(), { [teamId]: serviceUrl });

      world.microsoft.on('POST', /^\/smba\/emea\/v3\/conversations$/, () => ({
        status: 201,
        json: { activityId: '1' },
      }));
      const [rendered] = world.teams.render({
        author: null,
        content: [{ type: 'paragraph', children: [{ type: 'text', text: 'x' }] }],
      });
      const open = () => Promise.reject(new Error('a text opens no file'));
      assert.equal((await world.teams.post(place, rendered!, { root: null, key: 'k', open })).message, '1');

      await install('remove', startOfTest - 1);
      assert.deepEqual(await urls(), { [teamId]: serviceUrl }, 'a removal from before the install came late');
      await install('remove');
      assert.deepEqual(await urls(), {});
    });

    it('are ready without word from Teams, at its public address', async () => {
      const graph = graphWithChannel(world.microsoft);
      world.microsoft.on('GET', /installedApps/, () => ({ json: { value: [] } }));
      world.microsoft.on('POST', /installedApps$/, () => ({
        status: 409,
        json: { error: { code: 'Conflict', message: '' } },
      }));
      await world.teams.prepare(place);
      assert.equal(graph.held.size, 1);
    });

    it('that the service user can’t read say so', async () => {
      graphWithChannel(world.microsoft);
      world.microsoft.on('GET', /messages\?\$top=1$/, () => ({
        status: 403,
        json: { error: { code: 'Forbidden', message: '' } },
      }));
      let outcome: unknown;
      world.teams.prepare(place).catch((error) => {
        outcome = error;
      });
      await inTime('an answer', world.clock, 1_000, () => outcome !== undefined);
      advice(/member of the team/, 'failed_dependency')(outcome);
      assert.equal(world.microsoft.calls('POST', /subscriptions/).length, 0);
    });
  });
});
