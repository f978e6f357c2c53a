/** Platforms push late, twice, out of order, or not at all: what was written is there all the same, once. */
import assert from 'node:assert/strict';
import type { Burst } from '../support/bursts.ts';
import { openWorld, platformNames, type World } from '../support/world.ts';

describe('webhooks that can’t be relied on', () => {
  let world: World;
  beforeEach(async () => {
    world = await openWorld({ speed: 20, patienceMs: 40_000 });
  });
  afterEach(() => world.close());

  it('F7 one in fifty is withheld: the sweep finds what was missed', async function () {
    this.timeout(60_000);
    const burst: Burst = { name: 'withheld', count: 100 };
    for (const platform of platformNames) world.fault({ platform, kind: 'withhold', rate: 1 / 50 });
    assert.deepEqual(await world.burst(burst, { ordered: false }), []);
    assert.ok((await world.metric('mio_repairs_total')) > 0);
  });

  it('F7 a platform falls silent: everything is found', async function () {
    this.timeout(60_000);
    const burst: Burst = { name: 'silence', count: 20 };
    for (const platform of platformNames) world.fault({ platform, kind: 'withhold' });
    assert.deepEqual(await world.burst(burst, { ordered: false }), []);
  });

  it('F7 a root that nobody told of goes before its answer, also where Mio ends in between', async function () {
    this.timeout(60_000);
    world.fault({ platform: 'teams', kind: 'withhold', count: 1 });
    for (const platform of ['slack', 'webex'] as const) world.fault({ platform, kind: 'down' });
    const tried = new Set<string>();
    const { strike } = world.sandbox.faults;
    const bothTried = new Promise<void>((resolve) => {
      world.sandbox.faults.strike = (platform, route, kinds) => {
        if (route.startsWith('POST ')) tried.add(platform);
        if (tried.has('slack') && tried.has('webex')) resolve();
        return strike(platform, route, kinds);
      };
    });
    const root = await world.as('ada').on('teams').post('Is it down for all?');
    await world.as('ben').on('teams').reply(root, 'Only for us');
    await bothTried;
    await world.restart();
    world.sandbox.faults.clear();
    for (const side of ['slack', 'webex'] as const)
      await world.sees(side, [
        { from: 'Ada Nowak (Teams)', text: 'Is it down for all?' },
        { from: 'Ben Ito (Teams)', text: 'Only for us', answers: 'Is it down for all?' },
      ]);
  });

  it('F8 every one comes twice', async function () {
    this.timeout(60_000);
    for (const platform of platformNames) world.fault({ platform, kind: 'duplicate' });
    assert.deepEqual(await world.burst({ name: 'twice', count: 100 }), []);
  });

  it('F8 all come twice, one in fifty never, one in ten late', async function () {
    this.timeout(60_000);
    for (const platform of platformNames) {
      world.fault({ platform, kind: 'duplicate' });
      world.fault({ platform, kind: 'withhold', rate: 1 / 50 });
      world.fault({ platform, route: '/webhooks', kind: 'delay', rate: 1 / 10, ms: 3_000 });
    }
    assert.deepEqual(await world.burst({ name: 'mixed', count: 100 }, { ordered: false }), []);
  });

  it('F8 neighbours change places: edits and deletions end as their authors left them', async function () {
    this.timeout(60_000);
    for (const platform of platformNames) world.fault({ platform, kind: 'shuffle', ms: 2_000 });
    const kept = await world.as('ada').on('teams').post('v1');
    const gone = await world.as('eva').on('slack').post('slip');
    const root = await world.as('grace').on('webex').post('root');
    await world.as('ada').on('teams').edit(kept, 'v2');
    await world.as('eva').on('slack').edit(gone, 'a worse slip');
    await world.as('hugo').on('webex').reply(root, 'answer');
    await world.as('ada').on('teams').edit(kept, 'v3');
    await world.as('eva').on('slack').remove(gone);
    await world.quiet();
    const lines = (side: 'teams' | 'slack' | 'webex') =>
      world
        .shown(side)
        .map(({ text, answers }) => (answers ? `${answers} > ${text}` : text))
        .sort();
    for (const side of platformNames) assert.deepEqual(lines(side), ['root', 'root > answer', 'v3'], side);
  });
});
