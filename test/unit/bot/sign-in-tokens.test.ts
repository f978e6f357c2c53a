/** People's own tokens: renewed once, kept sealed, and given up when Microsoft says so. */
import assert from 'node:assert/strict';
import { DeliveryError } from '../../../src/core/errors.ts';
import type { Stage } from '../../../src/core/permissions.ts';
import type { RecordKind, Records } from '../../../src/core/records.ts';
import { type ScriptedEntra, speaker, startScriptedEntra } from '../../support/scripted-entra.ts';
import { obstacle } from '../../support/sign-in-world.ts';

const hour = 3_600_000;

describe('people’s tokens', () => {
  let world: ScriptedEntra;
  beforeEach(async () => {
    world = await startScriptedEntra();
    world.answers({});
    world.microsoft.on('GET', /\/graph\/v1.0\/me$/, ({ headers }) => ({ json: { with: headers.authorization } }));
  });
  afterEach(() => world.close());

  const signIn = async (stage: Stage = 'signUp', people = world.people) => {
    const grant = await people.microsoft.redeem({
      stage,
      code: 'a-code',
      verifier: 'v'.repeat(43),
      redirectUri: 'https://mio.example/oauth/teams/callback',
    });
    await people.signedIn.link(grant, stage);
  };
  const me = (people = world.people) =>
    people.graph.read<{ with: string }>(speaker, { path: '/me', operation: 'read self', stage: 'signUp' });
  const renewals = () => world.tokenCalls('refresh_token');
  const graphCalls = () => world.microsoft.calls('GET', /\/graph\//).length;
  const status = () => world.people.signedIn.get(speaker);

  it('are asked for once, however many wait', async () => {
    await signIn();
    const answers = await Promise.all(Array.from({ length: 100 }, () => me()));
    assert.equal(new Set(answers.map((answer) => answer.with)).size, 1);
    assert.equal(renewals().length, 1);
  });

  it('are renewed before they end, with what Microsoft gave last', async () => {
    await signIn();
    await me();
    await world.clock.advance(56 * 60_000);
    await me();
    assert.deepEqual(
      renewals().map((form) => form.get('refresh_token')),
      ['refresh-1', 'refresh-2'],
    );
  });

  it('are renewed for what was consented to, and no more', async () => {
    await signIn('signUp');
    await me();
    assert.deepEqual(renewals()[0]?.get('scope')?.split(' ').sort(), [
      'User.Read',
      'offline_access',
      'openid',
      'profile',
    ]);
    await assert.rejects(world.people.tokens.of(speaker, 'person'), obstacle('sign_in_needed'));
  });

  it('are not there for who never signed in', async () => {
    await assert.rejects(me(), obstacle('sign_in_needed'));
    assert.equal(world.tokenCalls().length + graphCalls(), 0);
  });

  it('TI-03 AD-08 are sealed for one person', async () => {
    await signIn();
    const [stored, ...more] = await world.parts.records.list('credential');
    assert.equal(more.length, 0);
    assert.equal(stored?.id, `person/${speaker.tenant}/${speaker.person}/cache`);
    const other = { ...speaker, person: 'b2d4f6b0-1c5e-4937-9d28-6fe0b7a3c902' as typeof speaker.person };
    await world.parts.records.put('credential', `person/${other.tenant}/${other.person}/cache`, stored.body, 0);
    assert.equal(await world.people.signedIn.open(other), undefined);
  });

  for (const refusal of ['invalid_client', 'unauthorized_client'])
    it(`wait for the operator where Microsoft refuses Mio itself: ${refusal}`, async () => {
      await signIn();
      world.refuses(401, refusal);
      await assert.rejects(me(), (error: unknown) => {
        assert.ok(error instanceof DeliveryError, String(error));
        assert.deepEqual([error.failure, error.code], ['busy', refusal]);
        assert.match(error.advice, /TEAMS_APP_PASSWORD/);
        return true;
      });
      assert.equal((await status())?.expired, false);
      world.answers({});
      const mended = world.restarted();
      await mended.signedIn.load();
      assert.match((await me(mended)).with, /^Bearer /);
    });

  it('of a refused refresh are given up: the person must sign in again, and can', async () => {
    await signIn();
    world.refuses(400, 'invalid_grant', { suberror: 'bad_token', error_codes: [50173] });
    await assert.rejects(me(), obstacle('sign_in_expired'));
    assert.equal((await status())?.expired, true);
    world.answers({});
    await signIn();
    await me();
    assert.equal((await status())?.expired, false);
  });

  it('of a Microsoft that does not answer are kept', async () => {
    await signIn();
    world.microsoft.on('POST', /\/oauth2\/v2.0\/token/, () => ({ status: 503, json: { error: 'server_error' } }));
    await assert.rejects(me(), { failure: 'busy' });
    assert.equal((await status())?.expired, false);
    world.answers({});
    await me();
  });

  it('from single sign-on are renewed like any other', async () => {
    const grant = await world.people.microsoft.exchange(speaker, await world.sign(world.ssoClaims()));
    assert.ok(grant);
    await world.people.signedIn.link(grant, 'signUp');
    await me();
    assert.deepEqual(
      renewals().map((form) => form.get('refresh_token')),
      ['refresh-1'],
    );
  });

  it('OA-09 an end between Microsoft’s renewal and our commit loses nothing while the old one still holds', async () => {
    await signIn();
    await assert.rejects(me(world.restarted(failing(world.parts.records, 'credential'))), /disk full/);
    await me(world.restarted());
    assert.deepEqual(
      renewals().map((form) => form.get('refresh_token')),
      ['refresh-1', 'refresh-1'],
    );
  });

  it('OA-09 where the old one no longer holds, the person is told to sign in again', async () => {
    await signIn();
    await assert.rejects(me(world.restarted(failing(world.parts.records, 'credential'))), /disk full/);
    world.refuses(400, 'invalid_grant', { error_codes: [70008] });
    await assert.rejects(me(world.restarted()), obstacle('sign_in_expired'));
    assert.equal((await status())?.expired, true);
  });

  it('OA-10 once Microsoft has revoked them, nothing goes out with them any more', async () => {
    await signIn();
    await me();
    await world.clock.advance(60_000);
    world.microsoft.on('GET', /\/graph\/v1.0\/me$/, () => ({ status: 401, json: { error: { code: 'InvalidToken' } } }));
    world.refuses(400, 'invalid_grant', { suberror: 'bad_token', error_codes: [50173] });
    await assert.rejects(me(), obstacle('sign_in_expired'));
    const [calls, asked] = [graphCalls(), renewals().length];
    await world.clock.advance(hour);
    await assert.rejects(me(), obstacle('sign_in_expired'));
    await assert.rejects(me(world.restarted()), obstacle('sign_in_expired'));
    assert.deepEqual([graphCalls(), renewals().length], [calls, asked]);
  });

  it('OA-10 signing out is at once', async () => {
    await signIn();
    await me();
    await world.people.signedIn.forget(speaker);
    const before = graphCalls();
    await assert.rejects(me(), obstacle('sign_in_needed'));
    assert.equal(graphCalls(), before);
  });

  it('OA-10 a renewal that was under way while somebody signed out brings nothing back', async () => {
    await signIn();
    world.answers({ refreshToken: 'refresh-late', first: () => world.people.signedIn.forget(speaker) });
    await assert.rejects(me(), obstacle('sign_in_needed'));
    assert.equal(renewals().length, 1);
    assert.equal(graphCalls(), 0);
    assert.deepEqual(await world.parts.records.list('credential'), []);
  });

  it('are in no log', async () => {
    await signIn();
    await me();
    world.refuses(400, 'invalid_grant');
    await world.clock.advance(hour);
    await assert.rejects(me());
    assert.doesNotMatch(world.parts.logged(), /access-|refresh-|eyJ/);
  });
});

/** A store that can't write this kind any more. */
const failing = (records: Records, broken: RecordKind): Records => ({
  ...records,
  put: (kind, ...rest) => (kind === broken ? Promise.reject(new Error('disk full')) : records.put(kind, ...rest)),
});
