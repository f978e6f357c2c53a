/** The service user's optional stage: an administrator's decision, and the service user's own consent. */
import assert from 'node:assert/strict';
import type { SettingsUseCases } from '../../../src/core/bot/use-cases.ts';
import type { ConnectionId } from '../../../src/core/model.ts';
import { codeOn, decide, obstacle, openSignInWorld, type SignInWorld, speakerOf } from '../../support/sign-in-world.ts';

const ada = speakerOf('ada');
const administrator = speakerOf('mio-service');
const serviceUser = 'mio@contoso.example';

describe('the service user’s optional stage', () => {
  let world: SignInWorld;
  let teams: ConnectionId;
  beforeEach(async () => {
    world = await openSignInWorld();
    ({ connection: teams } = await world.connectTeams());
  });
  afterEach(() => world.close());

  const offer = () => world.useCases.offer(administrator, 'serviceUserFidelity');
  const switchOn = async () =>
    await world.useCases.confirm(administrator, codeOn(await world.visit((await offer()).url, serviceUser)));
  const connection = async () => (await world.records.get('connection', teams))?.body;
  const fidelity = async () => (await connection())?.facts['fidelity'];
  const acts = async () =>
    (await world.records.list('audit')).map(({ body }) => body.act).filter((act) => act.startsWith('connection.'));

  it('is off until an administrator switches it on', async () => {
    assert.equal((await world.useCases.status(administrator)).fidelity, false);
    assert.equal(await fidelity(), undefined);
  });

  it('is switched on by signing in as the service user once more, and off again without', async () => {
    assert.deepEqual(await switchOn(), { stage: 'serviceUserFidelity', account: serviceUser });
    assert.equal(await fidelity(), true);
    assert.equal((await world.useCases.status(administrator)).fidelity, true);
    assert.equal((await world.useCases.status(ada)).fidelity, false, 'others are not told');
    await world.settings.fidelity(administrator, false);
    assert.equal(await fidelity(), false);
    assert.deepEqual(await acts(), ['connection.connect', 'connection.fidelity.on', 'connection.fidelity.off']);
  });

  it('asks for what it needs and no more, of the account that it is for', async () => {
    const { headers } = await world.fetch(world.local((await offer()).url));
    const { searchParams } = new URL(headers.get('location') ?? '');
    assert.deepEqual(searchParams.get('scope')?.split(' ').sort(), [
      'ChannelMessage.ReadWrite',
      'ChannelMessage.Send',
      'Files.ReadWrite.All',
      'User.Read',
      'offline_access',
      'openid',
      'profile',
    ]);
    assert.equal(searchParams.get('login_hint'), serviceUser);
  });

  it('is not offered to whoever is no administrator, nor can they switch it off', async () => {
    await assert.rejects(world.useCases.offer(ada, 'serviceUserFidelity'), obstacle('not_administrator'));
    await switchOn();
    await assert.rejects(world.settings.fidelity(ada, false), obstacle('not_administrator'));
    assert.equal(await fidelity(), true);
  });

  it('is not offered where Teams is not connected', async () => {
    const bare = await openSignInWorld();
    const nowhere = (call: Promise<unknown>) => assert.rejects(call, obstacle('platform_not_connected'));
    await nowhere(bare.useCases.offer(administrator, 'serviceUserFidelity'));
    await nowhere(bare.settings.fidelity(administrator, false) satisfies ReturnType<SettingsUseCases['fidelity']>);
    await bare.close();
  });

  it('is not given by another account: the page says which one it must be', async () => {
    const { adminConsentUrl } = await offer();
    await world.visit(adminConsentUrl, serviceUser);
    const { url } = await offer();
    const { headers } = await world.fetch(world.local(url));
    const back = await decide(headers.get('location') ?? '', 'ben@contoso.example', 'accept');
    const cookie = headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const page = await world.fetch(world.local(back), { cookie });
    assert.equal(page.status, 400);
    assert.match(await page.text(), /the account that Mio listens with: mio@contoso\.example/);
    assert.deepEqual(
      world.outcomes.map(({ stage, obstacle: why }) => [stage, why]),
      [['serviceUserFidelity', { reason: 'not_service_user', subject: serviceUser }]],
    );
    assert.equal(await fidelity(), undefined);
  });

  it('stays on when the service user signs in again, and its permissions are looked at from then on', async () => {
    const consents = async () =>
      (await world.settings.check(administrator)).find(({ check }) => check === 'consents')?.result;
    await switchOn();
    assert.equal(await consents(), 'passed');
    await world.connectTeams();
    assert.equal(await fidelity(), true);
  });

  it('the token in memory, which is good for less, is not used any more', async () => {
    const look = async () => {
      await world.connectors.teams.places(teams);
      return world.tokenCalls();
    };
    const before = await look();
    assert.equal(await look(), before);
    await switchOn();
    const confirmed = world.tokenCalls();
    assert.equal(await look(), confirmed + 1);
  });
});
