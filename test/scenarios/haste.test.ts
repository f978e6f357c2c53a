/** People change their minds faster than a busy platform takes messages. */
import assert from 'node:assert/strict';
import { writers } from '../support/people.ts';
import { openWorld, type PlatformName, platformNames, type World } from '../support/world.ts';

describe('changes that overtake their message', () => {
  let world: World;
  before(async () => {
    world = await openWorld();
  });
  beforeEach(() => world.begin());
  after(() => world.close());

  /** Makes a platform refuse the next call that posts, for a while. */
  const busy = (platform: PlatformName) =>
    world.fault({ platform, route: 'POST', kind: 'throttle', count: 1, retryAfter: 20 });
  const timesPosted = (platform: PlatformName, text: string) =>
    world.sandbox.ledger
      .after(0)
      .filter((entry) => entry.platform === platform && entry.kind === 'posted' && entry.text?.includes(text)).length;

  for (const [index, to] of platformNames.entries()) {
    const from = platformNames[(index + 1) % platformNames.length]!;
    const { person, there } = writers[from];

    it(`an edit in ${from} before ${to} took the message shows in the end`, async () => {
      busy(to);
      const message = await world.as(person).on(from).post(`meet at tne in ${to}`);
      await world.as(person).on(from).edit(message, `meet at ten in ${to}`);
      await world.sees(to, [{ from: there, text: `meet at ten in ${to}` }]);
    });

    it(`a deletion in ${from} before ${to} took the message leaves nothing`, async () => {
      busy(to);
      const message = await world.as(person).on(from).post(`a password in ${to}`);
      await world.as(person).on(from).remove(message);
      await world.settled();
      await world.sees(to, []);
      assert.ok(timesPosted(to, `a password in ${to}`) <= 1);
    });

    it(`an answer in ${from} waits for its root in ${to}`, async () => {
      busy(to);
      const root = await world.as(person).on(from).post(`the root for ${to}`);
      await world.as(person).on(from).reply(root, `the answer for ${to}`);
      await world.sees(to, [
        { from: there, text: `the root for ${to}` },
        { from: there, text: `the answer for ${to}`, answers: `the root for ${to}` },
      ]);
    });
  }

  it('CI-09 a storm of edits ends in the last one, also where a platform allows few', async () => {
    busy('slack');
    // Webex takes ten edits of a message and no more.
    busy('webex');
    const message = await world.as('ada').on('teams').post('draft');
    for (let number = 1; number <= 30; number += 1) await world.as('ada').on('teams').edit(message, `draft ${number}`);
    for (const side of ['slack', 'webex'] as const)
      await world.sees(side, [{ from: 'Ada Nowak (Teams)', text: 'draft 30' }]);
  });

  it('a message that is edited and deleted on all sides at once leaves no copy behind', async () => {
    const all = await Promise.all(
      platformNames.map((name) => world.as(writers[name].person).on(name).post(`gone soon, ${name}`)),
    );
    await Promise.all(
      all.map((one) => world.as(writers[one.platform].person).on(one.platform).edit(one, `going, ${one.platform}`)),
    );
    await Promise.all(all.map((one) => world.as(writers[one.platform].person).on(one.platform).remove(one)));
    await world.settled();
    for (const name of platformNames) await world.sees(name, []);
  });
});
