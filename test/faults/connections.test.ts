/** What Mio stands on is taken away: subscriptions, keys, tokens, a place. It mends what it can, and says what it can’t. */
import assert from 'node:assert/strict';
import { writers } from '../support/people.ts';
import { openWorld, type PlatformName, platformNames, type World } from '../support/world.ts';

describe('connections that break', () => {
  let world: World;
  beforeEach(async () => {
    world = await openWorld({ patienceMs: 18_000 });
  });
  afterEach(() => world.close());

  const write = (platform: PlatformName, text: string) => world.as(writers[platform].person).on(platform).post(text);
  const crosses = async (platform: PlatformName, text: string) => {
    await write(platform, text);
    for (const side of platformNames.filter((name) => name !== platform)) {
      await world.until(`“${text}” in ${side}`, () => world.shown(side).some((line) => line.text === text));
    }
  };
  const onceEverywhere = (text: string) => {
    for (const side of platformNames) {
      assert.equal(world.shown(side).filter((line) => line.text === text).length, 1, `“${text}” in ${side}`);
    }
  };

  it('F13 a message that is refused for good stops nobody: its author is told, the next ones arrive', async () => {
    const space = { platform: 'webex', as: 'mio-relay', place: world.placeOf('webex') } as const;
    await world.sandbox.act({ ...space, do: 'leave' });
    await write('teams', 'into the void');
    const told = {
      from: 'Mio',
      text: 'This message could not be delivered to Webex (Incidents). It is still here. Send it again, or ask an administrator to check that connection.',
      answers: 'into the void',
    };
    await world.sees('teams', [{ from: 'Ada Nowak', text: 'into the void' }, told]);
    await world.sandbox.act({ ...space, do: 'join' });
    await write('teams', 'and on we go');
    await world.sees('webex', [{ from: 'Ada Nowak (Teams)', text: 'and on we go' }]);
    assert.equal(await world.metric('mio_deliveries_total', { outcome: 'dead' }), 1);
  });

  it('F15 Graph drops the subscription: it is made anew, and the gap is filled', async () => {
    for (let round = 0; round < 3; round += 1) {
      world.fault({ platform: 'teams', kind: 'revoke' });
      await crosses('teams', `nobody listened ${round}`);
    }
    await world.quiet();
    for (let round = 0; round < 3; round += 1) onceEverywhere(`nobody listened ${round}`);
  });

  it('F15 Graph forgets the subscription without a word: renewed or made anew before long', async () => {
    world.fault({ platform: 'teams', kind: 'expire' });
    await write('teams', 'into a dead line');
    await world.until('it in Slack', () => world.shown('slack').some(({ text }) => text === 'into a dead line'));
    await world.quiet();
    onceEverywhere('into a dead line');
  });

  it('F15 the subscription is renewed for as long as Mio runs: Graph asks in time, and is answered', async function () {
    this.timeout(40_000);
    const renewals = () =>
      world.metric('mio_platform_calls_total', { operation: 'renew subscription', outcome: '200' });
    for (let day = 1; day <= 2; day += 1) {
      for (let step = 0; step < (24 * 60) / 5; step += 1) {
        world.clock.advance(5 * 60_000);
        await world.settled();
      }
      await crosses('teams', `day ${day}`);
    }
    // How often Graph asks is its own affair; each time it does, it is answered.
    assert.ok((await renewals()) >= 5, `${await renewals()} renewals`);
  });

  it('F16 Entra and the bot’s issuer roll their keys: whatever is signed with new ones is taken', async () => {
    world.fault({ platform: 'entra', kind: 'roll-keys' });
    world.fault({ platform: 'teams', kind: 'roll-keys' });
    await crosses('teams', 'signed anew');
    await crosses('slack', 'and back');
    await world.quiet();
    onceEverywhere('signed anew');
  });

  for (const platform of ['entra', 'webex', 'slack'] as const) {
    it(`F17 ${platform} lets its tokens run out in the middle: renewed, nothing is dropped`, async function () {
      this.timeout(40_000);
      await crosses('teams', 'before');
      // A token that was refused right after it was obtained was refused for cause: let it have lived a while.
      world.clock.advance(60_000);
      world.fault({ platform, kind: 'expire' });
      for (const from of platformNames) await crosses(from, `after, from ${from}`);
      await world.quiet();
      for (const from of platformNames) onceEverywhere(`after, from ${from}`);
    });
  }

  it('F17 a consent is withdrawn: the connection says so, and the others go on', async () => {
    world.fault({ platform: 'webex', kind: 'revoke' });
    await write('teams', 'two are left');
    await world.until('it in Slack', () => world.shown('slack').some(({ text }) => text === 'two are left'));
    await world.quiet();
    const { body } = await world.api('fabrikam', 'GET', '/connections');
    const webex = (body as unknown as readonly { platform: string; health: string; advice?: string }[]).find(
      (one) => one.platform === 'webex',
    );
    assert.equal(webex?.health, 'bad_credentials');
    assert.ok(webex.advice);
    const health = (await (await fetch(`${world.url}/healthz`)).json()) as { status: string };
    assert.equal(health.status, 'degraded');
  });
});
