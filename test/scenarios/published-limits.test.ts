/** Platforms as strict as they are published, and a Mio that spends no more. */
import assert from 'node:assert/strict';
import { openWorld, type PlatformName, type World, type Written } from '../support/world.ts';

describe('at published limits', () => {
  let world: World;
  beforeEach(async () => {
    world = await openWorld({ speed: 120, pace: 1, patienceMs: 25_000 });
  });
  afterEach(() => world.close());

  const count = (platform: PlatformName, words: string) =>
    world.shown(platform).filter(({ text }) => text.includes(words)).length;
  const arrived = (platform: PlatformName, words: string, many: number) =>
    world.until(
      () => `${many} of “${words}” in ${platform} instead of ${count(platform, words)}`,
      () => count(platform, words) === many,
    );

  it('a Teams channel whose webhooks were lost is found again, page by page', async () => {
    world.sandbox.kit.limits.scale(1);
    world.fault({ platform: 'teams', route: '/webhooks/graph', kind: 'withhold' });
    const many = 120;
    for (let number = 0; number < many; number += 1) await world.as('ada').on('teams').post(`untold ${number}`);
    await world.as('eva').on('slack').post('something that is told');
    await arrived('webex', 'untold', many);
  });

  it('a Slack channel with many threads, all of them answered without a word of it', async () => {
    const eva = world.as('eva').on('slack');
    const many = 80;
    const roots: Written[] = [];
    for (let number = 0; number < many; number += 1) roots.push(await eva.post(`root ${number}`));
    await arrived('webex', 'root', many);
    await world.settled();
    world.sandbox.kit.limits.scale(1);
    world.fault({ platform: 'slack', kind: 'withhold' });
    for (const [number, root] of roots.entries()) await eva.reply(root, `answer ${number}`);
    await arrived('webex', 'answer', many);
    const looks = () => world.metric('mio_platform_calls_total', { operation: 'conversations.replies' });
    const before = await looks();
    world.sandbox.faults.clear();
    await world.as('ada').on('teams').post('and on it goes');
    await world.quiet(120_000);
    assert.ok((await looks()) - before < many / 2, 'threads in which nothing happened are left alone');
  });
});
