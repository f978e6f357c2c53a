/** An administrator checks the settings, and publishes: against the simulated Microsoft, over real HTTP. */
import assert from 'node:assert/strict';
import type { CheckName, CheckResult } from '../../src/core/bot/use-cases.ts';
import { UserError } from '../../src/core/errors.ts';
import { speakerOf } from '../support/sign-in-world.ts';
import { openWorld, type World } from '../support/world.ts';

const administrator = speakerOf('mio-service');
const ada = speakerOf('ada');

const shown = (results: readonly CheckResult[]): Partial<Record<CheckName, string>> =>
  Object.fromEntries(
    results.map(({ check, result, subject }) => [check, subject === undefined ? result : `${result}: ${subject}`]),
  );
const obstacle = (reason: string) => (error: unknown) =>
  error instanceof UserError && error.obstacle?.reason === reason;

describe('the settings of a tenant', () => {
  let world: World;
  before(async () => {
    // As slow as the machine: what an item may take is measured by this clock.
    world = await openWorld({ speed: 1 });
  });
  after(() => world.close());

  const check = async () => shown(await world.useCases.settings.check(administrator));

  it('are in order after everything was connected, but for what only a person can see', async () => {
    const { certificate, ...results } = await check();
    assert.deepEqual(results, {
      signed_in: 'passed: mio@contoso.example',
      roles: 'passed',
      consents: 'passed',
      catalog_entry: 'passed: 1.1.0',
      install_probe: 'passed',
      teams_joined: 'passed: 1',
      webhook: 'passed: mio.example',
      client_secret: 'look',
      permission_policy: 'look',
      setup_policy: 'look',
      org_settings: 'look',
      app_allowed: 'look',
    });
    assert.match(certificate ?? '', /^passed: \d{4}-\d\d-\d\d$/);
  });

  it('can be checked again: the looks leave nothing behind that the next one stumbles over', async () => {
    assert.deepEqual(await check(), await check());
  });

  it('are told apart where something fails', async () => {
    world.fault({ platform: 'teams', route: '/v1.0/me/joinedTeams', kind: 'error', rate: 1 });
    const results = await check();
    world.fault({ platform: 'teams', kind: 'clear' });
    assert.equal(results.teams_joined, 'look');
    assert.equal(results.roles, 'passed');
  });

  it('are nobody’s business who is no administrator', async () => {
    await assert.rejects(world.useCases.settings.check(ada), obstacle('not_administrator'));
    await assert.rejects(world.useCases.settings.publish(ada), obstacle('not_administrator'));
  });

  it('publishing finds the app in the catalog already', async () => {
    assert.deepEqual(await world.useCases.settings.publish(administrator), {
      outcome: 'already_there',
      version: '1.1.0',
    });
  });
});
