/** The looks of the settings check at Microsoft: what each call's answer means, over real HTTP to a scripted Graph. */
import assert from 'node:assert/strict';
import { roles } from '../../../src/connectors/teams/scopes.ts';
import type { Finding } from '../../../src/core/bot/administration.ts';
import { type CheckName, checks } from '../../../src/core/bot/use-cases.ts';
import { UserError } from '../../../src/core/errors.ts';
import type { ConversationId } from '../../../src/core/model.ts';
import { permissionsOf } from '../../../src/core/permissions.ts';
import { days } from '../../../src/core/time.ts';
import { storeLeg } from '../../support/connector-parts.ts';
import { graphWithChannel } from '../connectors/teams/support/graph.ts';
import { type Answer, appId, channelId, serviceUserId, teamId } from '../connectors/teams/support/microsoft.ts';
import { connectedTeams, connection, place, type Teams } from '../connectors/teams/support/teams.ts';

const error = (status: number, code: string): Answer => ({ status, json: { error: { code, message: 'in words' } } });
const version = '1.1.0';

describe('what the settings check sees of Microsoft', () => {
  let world: Teams;
  beforeEach(async () => {
    world = await connectedTeams();
  });
  afterEach(() => world.close());

  const probe = (check: CheckName): Promise<Finding> => world.teams.administration.probe(check, world.record);
  const answer = (method: string, pattern: RegExp, given: Answer) => world.microsoft.on(method, pattern, () => given);
  /** Entra says which permissions the next tokens carry. */
  function grant(...scopes: string[]): void {
    answer('POST', /\/oauth2\/v2.0\/token/, {
      json: { token_type: 'Bearer', expires_in: 3600, access_token: 'graph-token', scope: scopes.join(' ') },
    });
  }
  const revoke = () =>
    answer('POST', /\/oauth2\/v2.0\/token/, { status: 400, json: { error: 'invalid_grant', error_codes: [50173] } });

  describe('signed in', () => {
    it('names the account', async () => {
      answer('GET', /\/me$/, { json: { userPrincipalName: 'mio@contoso.example' } });
      assert.deepEqual(await probe('signed_in'), { result: 'passed', subject: 'mio@contoso.example' });
    });
    it('fails where the sign-in was taken back', async () => {
      revoke();
      assert.deepEqual(await probe('signed_in'), { result: 'failed', subject: 'mio@contoso.example' });
    });
    it('is not blamed where Microsoft refuses Mio itself: that is the client secret’s', async () => {
      answer('POST', /\/oauth2\/v2.0\/token/, {
        status: 401,
        json: { error: 'invalid_client', error_codes: [7000222] },
      });
      await assert.rejects(probe('signed_in'), { name: 'DeliveryError', code: 'invalid_client' });
      assert.deepEqual(await probe('client_secret'), { result: 'failed' });
    });
    it('can’t tell where Microsoft does not answer', async () => {
      answer('GET', /\/me$/, error(503, 'ServiceUnavailable'));
      await assert.rejects(probe('signed_in'), { failure: 'busy' });
    });
    it('fails where the tenant was never connected', async () => {
      const { administration } = world.teams;
      assert.deepEqual(await administration.probe('signed_in', undefined), { result: 'failed' });
      for (const check of checks.slice(1)) {
        assert.deepEqual(await administration.probe(check, undefined), { result: 'look' }, check);
      }
      assert.deepEqual(world.microsoft.calls('GET', /graph/), []);
    });
  });

  describe('roles', () => {
    for (const [held, finding] of [
      [[roles.teamsAdministrator, roles.applicationAdministrator], { result: 'passed' }],
      [[roles.globalAdministrator], { result: 'passed' }],
      [[roles.teamsAdministrator], { result: 'failed', subject: 'Application administrator' }],
      [[], { result: 'failed', subject: 'Teams administrator, Application administrator' }],
    ] as const) {
      it(`${held.length} held: ${'subject' in finding ? `${finding.subject} missing` : 'enough'}`, async () => {
        const value = held.map((roleTemplateId) => ({ roleTemplateId }));
        answer('GET', /\/me\/transitiveMemberOf$/, { json: { value } });
        assert.deepEqual(await probe('roles'), finding);
      });
    }
  });

  describe('consents', () => {
    const all = permissionsOf.serviceUser.filter((name) => name !== 'offline_access');
    it('pass where everything was consented to, however Microsoft spells it', async () => {
      grant(...all.map((name, n) => (n % 2 === 0 ? name : `https://graph.microsoft.com/${name}`)), 'openid', 'profile');
      assert.deepEqual(await probe('consents'), { result: 'passed' });
      const [asked] = world.microsoft.calls('POST', /token/).slice(-1);
      assert.match(new URLSearchParams(asked!.body.toString()).get('scope') ?? '', /graph.microsoft.com\/\.default/);
    });
    it('name what is missing', async () => {
      grant(...all.filter((name) => name !== 'Group.ReadWrite.All' && name !== 'ChannelMessage.Read.All'));
      assert.deepEqual(await probe('consents'), {
        result: 'failed',
        subject: 'ChannelMessage.Read.All, Group.ReadWrite.All',
      });
    });
  });

  describe('the catalog entry', () => {
    const states: readonly (readonly [string, readonly object[], Finding])[] = [
      ['nothing', [], { result: 'failed' }],
      ['this version', [{ version, publishingState: 'published' }], { result: 'passed', subject: version }],
      [
        'a later version',
        [{ version: '1.10.0', publishingState: 'published' }],
        { result: 'passed', subject: '1.10.0' },
      ],
      ['an older one', [{ version: '1.0.0' }], { result: 'failed', subject: `1.0.0 < ${version}` }],
      [
        'one that waits for its review',
        [{ version: '1.0.0' }, { version, publishingState: 'submitted' }],
        { result: 'failed', subject: `${version}, submitted` },
      ],
      [
        'one that was rejected',
        [{ version, publishingState: 'rejected' }],
        { result: 'failed', subject: `${version}, rejected` },
      ],
      [
        'one that was rejected before it was published',
        [
          { version, publishingState: 'rejected' },
          { version, publishingState: 'published' },
        ],
        { result: 'passed', subject: version },
      ],
    ];
    for (const [what, appDefinitions, finding] of states) {
      it(`${what}: ${finding.result}`, async () => {
        const apps = appDefinitions.length === 0 ? [] : [{ id: 'catalog-9', appDefinitions }];
        answer('GET', /\/appCatalogs\/teamsApps\?/, { json: { value: apps } });
        assert.deepEqual(await probe('catalog_entry'), finding);
      });
    }
    it('does not count a package that somebody uploaded for themselves', async () => {
      const sideloaded = { id: 's', distributionMethod: 'sideloaded', appDefinitions: [{ version }] };
      answer('GET', /\/appCatalogs\/teamsApps\?/, { json: { value: [sideloaded] } });
      assert.deepEqual(await probe('catalog_entry'), { result: 'failed' });
    });
  });

  describe('the install probe', () => {
    const path = new RegExp(`/users/${serviceUserId}/teamwork/installedApps$`);
    for (const [given, finding] of [
      [{ status: 201 }, { result: 'passed' }],
      [error(409, 'Conflict'), { result: 'passed' }],
      [error(403, 'Forbidden'), { result: 'failed' }],
    ] as const) {
      it(`answered ${given.status}: ${finding.result}`, async () => {
        answer('POST', path, given);
        assert.deepEqual(await probe('install_probe'), finding);
        const [asked] = world.microsoft.calls('POST', path);
        assert.deepEqual(JSON.parse(asked!.body.toString()), {
          'teamsApp@odata.bind': 'https://graph.microsoft.com/v1.0/appCatalogs/teamsApps/catalog-1',
        });
      });
    }
    it('can’t tell where Graph is overloaded', async () => {
      answer('POST', path, error(429, 'TooManyRequests'));
      await assert.rejects(probe('install_probe'), { failure: 'busy' });
    });
    it('fails without asking where the app was never published', async () => {
      const unpublished = { ...world.record, facts: { serviceUser: serviceUserId } };
      assert.deepEqual(await world.teams.administration.probe('install_probe', unpublished), { result: 'failed' });
    });
  });

  describe('teams joined', () => {
    const joined = (...ids: string[]) =>
      answer('GET', /\/me\/joinedTeams$/, { json: { value: ids.map((id) => ({ id })) } });
    it('pass where there is no leg', async () => {
      joined();
      assert.deepEqual(await probe('teams_joined'), { result: 'passed', subject: '0' });
    });
    it('pass where the service user is in every team that has a leg', async () => {
      await storeLeg(world.parts, place, 'teams');
      joined('another', teamId.toUpperCase());
      assert.deepEqual(await probe('teams_joined'), { result: 'passed', subject: '1' });
    });
    it('name the channels whose team it is not in', async () => {
      await storeLeg(world.parts, place, 'teams');
      joined('another');
      assert.deepEqual(await probe('teams_joined'), { result: 'failed', subject: 'somewhere' });
    });
    it('name a few of many', async () => {
      await storeLeg(world.parts, place, 'teams');
      const stored = (await world.records.list('channel'))[0]!;
      const leg = stored.body.legs[0]!;
      const legs = Array.from({ length: 8 }, (_, n) => ({
        ...leg,
        title: `Team ${n}`,
        conversation: `${n}${teamId.slice(1)}/${channelId}` as ConversationId,
      }));
      await world.records.put('channel', stored.id, { ...stored.body, legs }, stored.revision);
      joined();
      assert.deepEqual(await probe('teams_joined'), {
        result: 'failed',
        subject: 'Team 0, Team 1, Team 2, Team 3, Team 4, +3',
      });
    });
  });

  describe('the webhook', () => {
    it('passes where Graph got an answer from it, and leaves no subscription behind', async () => {
      const graph = graphWithChannel(world.microsoft);
      assert.deepEqual(await probe('webhook'), { result: 'passed', subject: 'mio.example' });
      assert.equal(graph.held.size, 0);
      const [asked] = world.microsoft.calls('POST', /subscriptions$/);
      const body = JSON.parse(asked!.body.toString()) as Record<string, string>;
      assert.equal(body['notificationUrl'], 'https://mio.example/webhooks/graph');
      assert.ok(body['clientState']!.length >= 32);
    });
    for (const [what, code, message] of [
      ['got no answer in time', 'InvalidRequest', 'Subscription validation request timed out.'],
      ['got another answer than it wants', 'ValidationError', ''],
    ] as const) {
      it(`fails where Graph ${what}`, async () => {
        answer('POST', /subscriptions$/, { status: 400, json: { error: { code, message } } });
        assert.deepEqual(await probe('webhook'), { result: 'failed', subject: 'mio.example' });
      });
    }
    it('can’t tell where Graph takes no such subscription', async () => {
      answer('POST', /subscriptions$/, error(400, 'InvalidRequest'));
      await assert.rejects(probe('webhook'), { failure: 'refused' });
    });
    it('can’t tell where Graph would not try', async () => {
      answer('POST', /subscriptions$/, error(403, 'Forbidden'));
      await assert.rejects(probe('webhook'), { failure: 'refused' });
    });
  });

  describe('what ends', () => {
    it('the certificate: passes until the last week, with its date', async () => {
      assert.deepEqual(await probe('certificate'), { result: 'passed' });
      graphWithChannel(world.microsoft);
      await world.teams.prepare(place);
      assert.deepEqual(await probe('certificate'), { result: 'passed', subject: '2027-09-14' });
      await world.clock.advance(days(359));
      assert.deepEqual(await probe('certificate'), { result: 'failed', subject: '2027-09-14' });
    }).timeout(10_000);

    it('the client secret: nobody but the operator knows', async () =>
      assert.deepEqual(await probe('client_secret'), { result: 'look' }));

    for (const [daysLeft, result] of [
      [16, 'passed'],
      [15, 'failed'],
      [-1, 'failed'],
    ] as const) {
      it(`the client secret, ${daysLeft} days before its end: ${result}`, async () => {
        const passwordEndsAt = Date.UTC(2026, 8, 14, 8) + days(daysLeft);
        const told = await connectedTeams({ microsoft: world.microsoft, settings: { passwordEndsAt } });
        const subject = new Date(passwordEndsAt).toISOString().slice(0, 10);
        assert.deepEqual(await told.teams.administration.probe('client_secret', undefined), { result, subject });
        await told.close();
      });
    }
  });

  describe('pages', () => {
    for (const check of ['permission_policy', 'setup_policy', 'org_settings', 'app_allowed'] as const) {
      it(`${check} can only be looked at, and has a page`, async () => {
        assert.deepEqual(await probe(check), { result: 'look' });
        const page = world.teams.administration.page(check, world.record) ?? '';
        assert.match(page, /^https:\/\/admin\.teams\.microsoft\.com\/policies\//);
      });
    }
    it('are exact where the app or the account is known', () => {
      const { page } = world.teams.administration;
      assert.match(page('app_allowed', world.record) ?? '', /\/manage-apps\/catalog-1$/);
      assert.match(page('app_allowed', undefined) ?? '', /\/manage-apps$/);
      assert.match(page('roles', world.record) ?? '', new RegExp(`userId/${serviceUserId}$`));
      assert.match(page('client_secret', undefined) ?? '', new RegExp(`Credentials/appId/${appId}`));
    });
  });

  describe('publishing', () => {
    const catalog = (...apps: object[]) => {
      answer('GET', /\/appCatalogs\/teamsApps\?/, { json: { value: apps } });
      answer('POST', /\/appCatalogs\/teamsApps$/, { status: 201, json: { id: 'catalog-2' } });
      answer('POST', /\/appDefinitions$/, { status: 201, json: {} });
    };
    const uploads = () =>
      world.microsoft.calls('POST', /appCatalogs/).map(({ url }) => url.slice('/graph/v1.0'.length));
    const publish = () => world.teams.administration.publish(world.record);
    const app = (...appDefinitions: object[]) => ({ id: 'catalog-9', appDefinitions });

    it('makes the app, with a token of this moment, and remembers where it is', async () => {
      catalog();
      const tokensBefore = world.microsoft.calls('POST', /token/).length;
      assert.deepEqual(await publish(), { outcome: 'published', version, catalogId: 'catalog-2', changed: true });
      assert.ok(world.microsoft.calls('POST', /token/).length > tokensBefore);
      assert.deepEqual(uploads(), ['/appCatalogs/teamsApps']);
      assert.equal((await world.records.get('connection', connection))?.body.facts['catalogId'], 'catalog-2');
    });

    for (const [what, definitions, outcome, sent] of [
      [
        'updates an older version',
        [{ version: '1.0.0' }],
        'updated',
        ['/appCatalogs/teamsApps/catalog-9/appDefinitions'],
      ],
      ['leaves this version alone', [{ version, publishingState: 'published' }], 'already_there', []],
      ['leaves a later version alone', [{ version: '2.0.0', publishingState: 'published' }], 'already_there', []],
      ['does not submit twice', [{ version, publishingState: 'submitted' }], 'needs_review', []],
      [
        'tries again after a rejection',
        [{ version, publishingState: 'rejected' }],
        'updated',
        ['/appCatalogs/teamsApps/catalog-9/appDefinitions'],
      ],
    ] as const) {
      it(what, async () => {
        catalog(app(...definitions));
        assert.equal((await publish()).outcome, outcome);
        assert.deepEqual(uploads(), sent);
      });
    }

    it('submits for review what it may not publish', async () => {
      catalog();
      answer('POST', /\/appCatalogs\/teamsApps$/, error(403, 'Forbidden'));
      answer('POST', /\/appCatalogs\/teamsApps\?requiresReview=true$/, { status: 201, json: { id: 'catalog-3' } });
      assert.deepEqual(await publish(), { outcome: 'needs_review', version, catalogId: 'catalog-3', changed: true });
    });

    it('finds what somebody else published in the same moment', async () => {
      catalog();
      let listed: object[] = [];
      world.microsoft.on('GET', /\/appCatalogs\/teamsApps\?/, () => ({ json: { value: listed } }));
      world.microsoft.on('POST', /\/appCatalogs\/teamsApps$/, () => {
        listed = [app({ version, publishingState: 'published' })];
        return error(409, 'Conflict');
      });
      assert.deepEqual(await publish(), { outcome: 'already_there', version, catalogId: 'catalog-9', changed: false });
    });

    for (const [what, given, reason] of [
      ['a service user that may not even submit', error(403, 'Forbidden'), 'roles_missing'],
      ['an overloaded Graph', error(429, 'TooManyRequests'), 'platform_unavailable'],
    ] as const) {
      it(`says what stands against it: ${what}`, async () => {
        catalog();
        answer('POST', /\/appCatalogs\/teamsApps/, given);
        await assert.rejects(publish(), (thrown) => thrown instanceof UserError && thrown.obstacle?.reason === reason);
      });
    }

    it('AC-02: does not go by an old token where the sign-in was taken back', async () => {
      catalog();
      await publish();
      revoke();
      await assert.rejects(
        publish(),
        (thrown) => thrown instanceof UserError && thrown.obstacle?.reason === 'sign_in_expired',
      );
      assert.equal(uploads().length, 1);
    });
  });
});
