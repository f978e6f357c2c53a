/** Signing in to the bot: in the chat, in the browser, at Microsoft, and back in the chat. */
import assert from 'node:assert/strict';
import { issueSsoToken } from '../../sandbox/entra/sso-token.ts';
import { createTeamsWorld } from '../../sandbox/teams/tenant.ts';
import type { PersonId } from '../../src/core/model.ts';
import { permissionsOf, type Stage } from '../../src/core/permissions.ts';
import type { Speaker } from '../../src/core/speaker.ts';
import {
  codeOn,
  decide,
  obstacle,
  openSignInWorld,
  type SignInWorld,
  speakerOf,
  tenant,
} from '../support/sign-in-world.ts';

const ada = speakerOf('ada');
const ben = speakerOf('ben', 'de');
const adasAccount = 'ada@contoso.example';
const serviceUser = 'mio@contoso.example';

describe('signing in to the bot', () => {
  let world: SignInWorld;
  beforeEach(async () => {
    world = await openSignInWorld();
  });
  afterEach(() => world.close());

  const signIn = async (stage: Stage, account: string, speaker: Speaker = ada) => {
    const { url } = await world.useCases.offer(speaker, stage);
    return await world.useCases.confirm(speaker, codeOn(await world.visit(url, account)));
  };
  const failed = async (stage: Stage, account: string, speaker: Speaker = ada) => {
    const { url } = await world.useCases.offer(speaker, stage);
    const page = await world.visit(url, account);
    assert.equal(page.status, 400);
    return { page, told: world.outcomes.map((outcome) => [outcome.speaker.person, outcome.stage, outcome.obstacle]) };
  };
  /** Opens the link, and answers as that account at Microsoft: the page where it ends. */
  const decided = async (link: string, account: string, decision: 'accept' | 'cancel') => {
    const { headers } = await world.fetch(world.local(link));
    const back = await decide(headers.get('location') ?? '', account, decision);
    return await world.fetch(world.local(back), { cookie: headers.getSetCookie()[0]?.split(';')[0] ?? '' });
  };
  const secrets = async () => (await world.records.list('credential')).map(({ id }) => id);
  const readSelf = (speaker: Speaker) =>
    world.people.graph.read<{ displayName: string }>(speaker, { path: '/me', operation: 'read self', stage: 'signUp' });

  describe('a person', () => {
    it('goes the whole way: link, Microsoft, code, chat', async () => {
      const { url } = await world.useCases.offer(ada, 'signUp');
      const page = await world.visit(url, adasAccount);
      assert.match(page.text, /You signed in as ada@contoso\.example/);
      assert.deepEqual(
        await world.useCases.status(ada),
        { stages: [], expired: false, connected: false, fidelity: false },
        'the browser links nothing',
      );

      assert.deepEqual(await world.useCases.confirm(ada, codeOn(page)), { stage: 'signUp', account: adasAccount });
      assert.deepEqual(await world.useCases.status(ada), {
        stages: ['signUp'],
        account: adasAccount,
        expired: false,
        connected: false,
        fidelity: false,
      });
      assert.equal((await readSelf(ada)).displayName, 'Ada Nowak');
    });

    it('is asked for the permissions of the stage and no others', async () => {
      for (const stage of ['signUp', 'person', 'serviceUser'] as const) {
        const { url, adminConsentUrl } = await world.useCases.offer(ada, stage);
        const { headers } = await world.fetch(world.local(url));
        const asked = new URL(headers.get('location') ?? '').searchParams.get('scope')?.split(' ');
        assert.deepEqual(asked?.sort(), [...permissionsOf[stage], 'openid', 'profile'].sort());
        const forAll = new URL(adminConsentUrl).searchParams.get('scope')?.split(' ') ?? [];
        assert.deepEqual(
          forAll.map((scope) => scope.replace('https://graph.microsoft.com/', '')),
          permissionsOf[stage],
        );
      }
    });

    it('chooses an account the first time, and is known the second time', async () => {
      const query = async () => {
        const { headers } = await world.fetch(world.local((await world.useCases.offer(ada, 'person')).url));
        const { searchParams } = new URL(headers.get('location') ?? '');
        return [searchParams.get('prompt'), searchParams.get('login_hint')];
      };
      assert.deepEqual(await query(), ['select_account', null]);
      await signIn('signUp', adasAccount);
      assert.deepEqual(await query(), [null, adasAccount]);
    });

    it('consents to more later, and keeps what was there', async () => {
      await signIn('signUp', adasAccount);
      await assert.rejects(world.people.tokens.of(ada, 'person'), obstacle('sign_in_needed'));
      await signIn('person', adasAccount);
      assert.deepEqual((await world.useCases.status(ada)).stages, ['signUp', 'person']);
      const names: string[] = [];
      const teams = { path: '/me/joinedTeams', operation: 'list own teams' };
      for await (const page of world.people.graph.pages<{ displayName: string }>(ada, teams))
        names.push(...page.map(({ displayName }) => displayName));
      assert.deepEqual(names.sort(), ['Mio', 'Operations']);
    });

    it('may type the code as people do', async () => {
      const { url } = await world.useCases.offer(ada, 'signUp');
      const code = codeOn(await world.visit(url, adasAccount));
      const typed = ` ${code.toLowerCase().replace('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')} `;
      assert.equal((await world.useCases.confirm(ada, typed)).account, adasAccount);
    });

    it('signs out: the tokens are gone, and so is what was under way', async () => {
      await signIn('signUp', adasAccount);
      await readSelf(ada);
      const { url } = await world.useCases.offer(ada, 'person');
      const waiting = await world.useCases.offer(ada, 'person');
      const code = codeOn(await world.visit(waiting.url, adasAccount));

      await world.useCases.signOut(ada);
      assert.deepEqual(await secrets(), []);
      assert.deepEqual(await world.useCases.status(ada), {
        stages: [],
        expired: false,
        connected: false,
        fidelity: false,
      });
      await assert.rejects(readSelf(ada), obstacle('sign_in_needed'));
      assert.equal((await world.fetch(world.local(url))).status, 400);
      await assert.rejects(world.useCases.confirm(ada, code), obstacle('link_spent'));
    });

    it('is not mixed up with another', async () => {
      await signIn('signUp', adasAccount);
      await signIn('signUp', 'ben@contoso.example', ben);
      assert.equal((await readSelf(ben)).displayName, 'Ben Ito');
      await world.useCases.signOut(ben);
      assert.equal((await readSelf(ada)).displayName, 'Ada Nowak');
    });
  });

  describe('somebody of another company', () => {
    const guest: Speaker = { ...ada, person: 'f6b2e0c8-7d19-4a5f-8c46-3e0b72d1a406' as PersonId, name: 'Lena Vogel' };

    it('who is a guest here is asked for an account of the tenant’s own', async () => {
      const { url } = await world.useCases.offer(guest, 'signUp');
      const page = await decided(url, 'lena@northwind.example', 'accept');
      assert.match(await page.text(), /belongs to another organization/);
      assert.deepEqual(
        world.outcomes.map((outcome) => [outcome.speaker.name, outcome.obstacle.reason]),
        [['Lena Vogel', 'wrong_tenant']],
      );
      assert.deepEqual(await secrets(), []);
    });

    it('who is a stranger here does not get past Microsoft', async () => {
      const { url } = await world.useCases.offer(ada, 'signUp');
      const start = await world.fetch(world.local(url));
      assert.equal(await decide(start.headers.get('location') ?? '', 'noor@northwind.example', 'accept'), '');
      assert.equal(world.tokenCalls(), 0);
    });
  });

  describe('by Teams’ single sign-on', () => {
    const token = (client: 'desktop' | 'web') => {
      const teams = createTeamsWorld(world.sandbox.kit);
      const user = teams.user(ada.person);
      assert.ok(user);
      return issueSsoToken(world.sandbox.kit, teams, user, client);
    };

    it('waits for the person’s consent, and needs no page after it', async () => {
      assert.equal(await world.useCases.exchange(ada, token('web')), undefined);
      await signIn('signUp', adasAccount);
      await world.useCases.signOut(ada);
      assert.deepEqual(await world.useCases.exchange(ada, token('desktop')), { stage: 'signUp', account: adasAccount });
      assert.deepEqual((await world.useCases.status(ada)).stages, ['signUp']);
      assert.equal((await readSelf(ada)).displayName, 'Ada Nowak');
    });

    it('takes nobody’s token but the speaker’s', async () => {
      await assert.rejects(world.useCases.exchange(ben, token('web')), obstacle('wrong_account'));
      assert.deepEqual(await secrets(), []);
    });
  });

  describe('a sign-in that ends', () => {
    it('OA-10 at Microsoft ends here at the next call, and is begun anew', async () => {
      await signIn('signUp', adasAccount);
      await readSelf(ada);
      world.sandbox.faults.add({ platform: 'entra', kind: 'revoke' });
      world.sandbox.faults.add({ platform: 'entra', kind: 'expire' });
      await world.clock.advance(60_000);
      await assert.rejects(readSelf(ada), obstacle('sign_in_expired'));
      assert.deepEqual(await world.useCases.status(ada), {
        stages: ['signUp'],
        account: adasAccount,
        expired: true,
        connected: false,
        fidelity: false,
      });
      const calls = world.tokenCalls();
      await assert.rejects(readSelf(ada), obstacle('sign_in_expired'));
      assert.equal(world.tokenCalls(), calls);

      await signIn('signUp', adasAccount);
      assert.equal((await readSelf(ada)).displayName, 'Ada Nowak');
    });

    it('by cancelling is told in the chat', async () => {
      const { url } = await world.useCases.offer(ben, 'signUp');
      const page = await decided(url, 'ben@contoso.example', 'cancel');
      assert.match(await page.text(), /Sie haben sich nicht angemeldet/);
      assert.deepEqual(
        world.outcomes.map((outcome) => [outcome.speaker.name, outcome.obstacle.reason]),
        [['Ben Ito', 'sign_in_cancelled']],
      );
    });
  });

  describe('the service user', () => {
    it('becomes the tenant’s connection, of an organization that is made for it', async () => {
      const done = await signIn('serviceUser', serviceUser);
      assert.deepEqual(done, { stage: 'serviceUser', account: serviceUser });

      const [connection, ...others] = (await world.records.list('connection')).map(({ body }) => body);
      assert.equal(others.length, 0);
      assert.deepEqual(
        [connection?.platform, connection?.account, connection?.installer],
        ['teams', tenant, serviceUser],
      );
      const organization = await world.records.get('organization', connection?.organization ?? '');
      assert.equal(organization?.body.name, 'Contoso');
      assert.deepEqual(
        (await world.records.list('audit')).map(({ body }) => [body.act, body.actor]),
        ['organization.create', 'connection.connect'].map((act) => [act, `Ada Nowak, as ${serviceUser}`]),
      );
      // It belongs to the tenant: whoever brought it about is no more signed in than before.
      assert.deepEqual(await world.useCases.status(ada), {
        stages: [],
        expired: false,
        connected: true,
        fidelity: false,
      });
      assert.deepEqual((await world.useCases.status(speakerOf('mio-service'))).stages, ['serviceUser']);
    });

    it('is connected no longer when Microsoft takes its sign-in no more, until it signs in again', async () => {
      await signIn('serviceUser', serviceUser);
      world.sandbox.faults.add({ platform: 'entra', kind: 'revoke' });
      world.sandbox.faults.add({ platform: 'entra', kind: 'expire' });
      await world.clock.advance(60_000);
      assert.deepEqual(await world.useCases.status(ada), {
        stages: [],
        expired: false,
        connected: false,
        fidelity: false,
      });
      await signIn('serviceUser', serviceUser);
      assert.equal((await world.useCases.status(ada)).connected, true);
    });

    it('is taken also where Microsoft does not say what the company calls itself: its domain is its name then', async () => {
      world.sandbox.faults.add({ platform: 'teams', route: '/v1.0/organization', kind: 'error' });
      await signIn('serviceUser', serviceUser);
      assert.deepEqual(
        (await world.records.list('organization')).map(({ body }) => body.name),
        ['contoso.example'],
      );
    });

    it('signs in again into the same connection', async () => {
      await signIn('serviceUser', serviceUser);
      await signIn('serviceUser', serviceUser, ben);
      assert.equal((await world.records.list('connection')).length, 1);
      assert.equal((await world.records.list('organization')).length, 1);
    });

    it('stays when its administrator signs out', async () => {
      await signIn('serviceUser', serviceUser);
      const before = await secrets();
      await world.useCases.signOut(ada);
      await world.useCases.signOut(speakerOf('mio-service'));
      assert.deepEqual(await secrets(), before);
    });

    it('needs its roles, by name', async () => {
      const { adminConsentUrl } = await world.useCases.offer(ada, 'serviceUser');
      await world.visit(adminConsentUrl, serviceUser);
      const { page, told } = await failed('serviceUser', 'noroles@contoso.example', ben);
      const subject = 'Teams administrator, Application administrator';
      assert.deepEqual(told, [[ben.person, 'serviceUser', { reason: 'roles_missing', subject }]]);
      assert.match(page.text, /lang="de"/);
      assert.match(page.text, /Teams administrator, Application administrator/);
      assert.deepEqual(await world.records.list('connection'), []);
    });
  });

  describe('an administrator’s consent', () => {
    it('is what is needed where only they may grant', async () => {
      const { page, told } = await failed('serviceUser', adasAccount);
      assert.deepEqual(told, [[ada.person, 'serviceUser', { reason: 'administrator_consent_needed' }]]);
      assert.match(page.text, /An administrator must agree first/);
    });

    it('ends on a page that sends people back to the chat, as often as they come, and proves nothing', async () => {
      const { adminConsentUrl } = await world.useCases.offer(ada, 'serviceUser');
      const state = new URL(adminConsentUrl).searchParams.get('state') ?? '';
      const page = await world.visit(adminConsentUrl, serviceUser);
      assert.equal(page.status, 200);
      assert.match(page.text, /go back to the chat/);
      assert.deepEqual(await world.records.list('connection'), []);
      assert.equal((await world.fetch(`/oauth/teams/callback?state=${state}&admin_consent=True`)).status, 200);
      assert.deepEqual(await world.records.list('connection'), []);
    });

    it('can be withheld', async () => {
      const { adminConsentUrl } = await world.useCases.offer(ben, 'person');
      const state = new URL(adminConsentUrl).searchParams.get('state') ?? '';
      const answer = await world.fetch(`/oauth/teams/callback?state=${state}&error=access_denied&admin_consent=True`);
      assert.equal(answer.status, 400);
      assert.match(await answer.text(), /Es wurde nichts erteilt/);
    });
  });
});
