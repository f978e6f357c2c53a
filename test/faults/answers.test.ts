/** Platforms do what they were asked and never say so, or say that they are busy: nothing twice, nothing lost. */
import assert from 'node:assert/strict';
import type { FaultRule } from '../../sandbox/kit/faults.ts';
import { answerers, writers } from '../support/people.ts';
import { postRoutes } from '../support/post-routes.ts';
import { openWorld, platformNames, type World } from '../support/world.ts';

describe('answers that can’t be relied on', () => {
  let world: World;
  beforeEach(async () => {
    world = await openWorld({ patienceMs: 40_000, deadlineMs: 300 });
  });
  afterEach(() => world.close());

  const everywhere = (fault: Omit<FaultRule, 'platform' | 'route'>) => {
    for (const platform of platformNames) world.fault({ platform, route: postRoutes[platform], ...fault });
  };
  const strikes = async () => await world.metric('mio_deliveries_total', { outcome: 'in_doubt' });

  for (const kind of ['reset-after', 'lose-answer', 'reset-before'] as const) {
    it(`F9 ${kind}: one post in twenty, all there once and in order`, async function () {
      this.timeout(60_000);
      everywhere({ kind, rate: 1 / 20 });
      assert.deepEqual(await world.burst({ name: kind, count: 40 }), []);
      assert.ok((await strikes()) >= 9, `only ${await strikes()} answers were lost`);
    });
  }

  it('F9 a server error says nothing for certain: looked for, then posted again', async function () {
    this.timeout(60_000);
    everywhere({ kind: 'error', rate: 1 / 20 });
    assert.deepEqual(await world.burst({ name: 'error', count: 20 }), []);
  });

  it('F9 a crash between the post and its answer: found at the next start', async () => {
    everywhere({ kind: 'lose-answer', count: 1 });
    await world.as('ada').on('teams').post('did it happen?');
    for (const side of ['slack', 'webex'] as const)
      await world.sees(side, [{ from: 'Ada Nowak (Teams)', text: 'did it happen?' }]);
    await world.restart();
    await world.quiet();
    for (const side of ['slack', 'webex'] as const)
      await world.sees(side, [{ from: 'Ada Nowak (Teams)', text: 'did it happen?' }]);
  });

  for (const home of platformNames) {
    it(`F9 a crash between an answer’s post and its answer, from ${home}: found in its thread`, async function () {
      this.timeout(60_000);
      const others = platformNames.filter((name) => name !== home);
      const root = await world.as(writers[home].person).on(home).post('Is it down for all?');
      const asked = { from: writers[home].there, text: 'Is it down for all?' };
      for (const side of others) await world.sees(side, [asked]);
      everywhere({ kind: 'lose-answer', count: 1 });
      await world.as(answerers[home].person).on(home).reply(root, 'did it happen?');
      const answered = { from: answerers[home].there, text: 'did it happen?', answers: asked.text };
      for (const side of others) await world.sees(side, [asked, answered]);
      await world.restart();
      await world.quiet();
      for (const side of others) await world.sees(side, [asked, answered]);
    });
  }

  for (const kind of ['error', 'reset-before'] as const) {
    it(`F9 ${kind} in a thread where the bot spoke: its card is nobody’s answer`, async function () {
      this.timeout(60_000);
      await world.as('ada').on('teams').mention('@Mio status');
      await world.until('the card', () => world.shown('teams').length === 2);
      await world.until('the question in Slack', () => world.shown('slack').length === 1);
      await world.settled();
      const [question, card] = world.shown('teams');
      const [asked] = world.shown('slack');
      assert.ok(question && card && asked);
      const answers = { answers: question.text };
      world.fault({ platform: 'teams', route: postRoutes.teams, kind, count: 1 });
      const answer = await world.as('farid').on('slack').reply(world.copy('slack', asked.text), 'It is all green');
      const from = 'Farid Haddad (Slack)';
      await world.sees('teams', [question, card, { from, text: 'It is all green', ...answers }]);
      await world.settled();
      await world.as('farid').on('slack').edit(answer, 'All is well');
      await world.sees('teams', [question, card, { from, text: 'All is well', ...answers }]);
    });
  }

  it('F10 a storm of 429: all there, and nobody is asked before the time is over', async function () {
    this.timeout(60_000);
    everywhere({ kind: 'throttle', rate: 0.6, retryAfter: 2 });
    const asked = new Map<string, number[]>();
    const { strike } = world.sandbox.faults;
    world.sandbox.faults.strike = (platform, route, kinds) => {
      const struck = strike(platform, route, kinds);
      if (struck.some(({ kind }) => kind === 'throttle'))
        asked.set(platform, [...(asked.get(platform) ?? []), world.clock.now()]);
      else if (platform !== 'entra' && route.startsWith(postRoutes[platform])) {
        const last = asked.get(platform)?.at(-1);
        if (last !== undefined)
          assert.ok(
            world.clock.now() - last >= 1_950,
            `${platform} was asked again after ${world.clock.now() - last} ms`,
          );
      }
      return struck;
    };
    assert.deepEqual(await world.burst({ name: 'busy', count: 10 }), []);
    for (const platform of platformNames) assert.ok((asked.get(platform)?.length ?? 0) >= 10);
  });

  it('F11 a platform is down for two hours: the others go on, and then everything comes in order', async function () {
    this.timeout(60_000);
    world.fault({ platform: 'slack', kind: 'down' });
    for (let number = 0; number < 30; number += 1) await world.as('ada').on('teams').post(`outage teams ${number}.`);
    await world.until('all in Webex', () => world.shown('webex').length === 30);
    assert.equal(world.shown('slack').length, 0);
    world.clock.advance(2 * 60 * 60_000);
    world.sandbox.faults.clear('slack');
    await world.sees(
      'slack',
      Array.from({ length: 30 }, (_, number) => ({ from: 'Ada Nowak (Teams)', text: `outage teams ${number}.` })),
    );
  });
});
