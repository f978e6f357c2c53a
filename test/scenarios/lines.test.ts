/** What crosses, and to whom: nothing from before somebody was there, nothing of a pause, and nothing a second time. */
import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { openReading } from '../../src/storage/sqlite/database.ts';
import { openWorld, type PlatformName, platformNames, type World } from '../support/world.ts';

interface Channel {
  readonly id: string;
  readonly legs: readonly { readonly id: string; readonly platform: string }[];
}
type Organization = 'contoso' | 'fabrikam';

const aDay = 24 * 60 * 60_000;

describe('what crosses', () => {
  let world: World;
  beforeEach(async () => {
    world = await openWorld();
  });
  afterEach(() => world.close());

  const channelOf = async (as: Organization) =>
    ((await world.api(as, 'GET', '/channels')).body as unknown as readonly Channel[])[0]!;
  const call = async (as: Organization, path: string, body?: unknown) => {
    const answer = await world.api(as, 'POST', path, body);
    assert.equal(answer.status, 200, JSON.stringify(answer.body));
    return answer.body;
  };
  const placeOf = async (as: Organization, platform: string, title: string) => {
    const connections = (await world.api(as, 'GET', '/connections')).body as unknown as readonly Record<
      string,
      string
    >[];
    const connection = connections.find((one) => one['platform'] === platform)!['id']!;
    const places = (await world.api(as, 'GET', `/connections/${connection}/places`)).body as unknown as readonly Record<
      string,
      string
    >[];
    return { connection, conversation: places.find((one) => one['title'] === title)!['conversation'] };
  };
  const invite = async (channel: string, place: unknown) => {
    const { body } = await world.api('contoso', 'POST', `/channels/${channel}/invitations`);
    await call('fabrikam', '/invitations/accept', { code: body['code'], places: [place] });
    await world.settled();
  };
  const create = async (place: unknown) => {
    const { body } = await world.api('contoso', 'POST', '/channels', { name: 'Launch', places: [place] });
    return String(body['id']);
  };
  const shows = (platform: PlatformName, words: string, title?: string) =>
    world.shown(platform, title).some(({ text }) => text.includes(words));
  const seen = (platform: PlatformName, words: string, title?: string) =>
    world.until(`“${words}” in ${title ?? platform}`, () => shows(platform, words, title));

  describe('to somebody who came later', () => {
    it('is nothing of what was there before, whatever happens to it', async () => {
      const old = await world.as('ada').on('teams').post('the price is 12 million');
      await seen('slack', '12 million');
      await world.settled();
      await invite((await channelOf('contoso')).id, await placeOf('fabrikam', 'slack', '#random'));
      await world.as('ben').on('teams').react(old, '👍');
      await world.as('ada').on('teams').edit(old, 'the price is 12 million, all in');
      await seen('slack', 'all in');
      await world.as('ada').on('teams').post('from here on');
      await seen('slack', 'from here on', 'fabrikam #random');
      await world.quiet();
      assert.ok(!shows('slack', '12 million', 'fabrikam #random'));
    });

    it('is nothing whose webhook was lost before they came', async () => {
      world.fault({ platform: 'teams', kind: 'withhold' });
      await world.as('ada').on('teams').post('the price is 12 million');
      await invite((await channelOf('contoso')).id, await placeOf('fabrikam', 'slack', '#random'));
      world.sandbox.faults.clear();
      await seen('slack', '12 million');
      await world.quiet();
      assert.ok(!shows('slack', '12 million', 'fabrikam #random'));
    });

    it('is nothing of the channel that the conversation was in before', async () => {
      const old = await world.as('ada').on('teams').post('among the three of us');
      await seen('slack', 'three of us');
      await world.settled();
      const place = await placeOf('contoso', 'teams', 'Operations / Incidents');
      await call('contoso', `/channels/${(await channelOf('contoso')).id}/leave`);
      await invite(await create(place), await placeOf('fabrikam', 'slack', '#random'));
      await world.as('ada').on('teams').edit(old, 'among the three of us.');
      await world.as('ada').on('teams').post('hello');
      await seen('slack', 'hello', 'fabrikam #random');
      await world.quiet();
      assert.ok(!shows('slack', 'three of us', 'fabrikam #random'));
    });
  });

  it('is what is written in a conversation that moved, also when the channel that it left changes', async () => {
    const { id, legs } = await channelOf('fabrikam');
    const webex = legs.find(({ platform }) => platform === 'webex')!;
    const place = await placeOf('fabrikam', 'webex', 'Incidents');
    await call('fabrikam', `/channels/${id}/leave`, { leg: webex.id });
    await invite(await create(await placeOf('contoso', 'teams', 'Operations / Launch')), place);
    await call('contoso', `/channels/${id}/pause`);
    await world.as('grace').on('webex').post('we moved');
    await seen('teams', 'we moved', 'Operations / Launch');
  });

  it('is nothing towards two legs that left at once, while a post to one was slow', async () => {
    const { id, legs } = await channelOf('fabrikam');
    world.fault({ platform: 'webex', kind: 'delay', route: 'POST /v1/messages', ms: 60_000, count: 1 });
    await world.as('ada').on('teams').post('slow in webex');
    await seen('slack', 'slow in webex');
    await Promise.all(legs.map((leg) => call('fabrikam', `/channels/${id}/leave`, { leg: leg.id })));
    await world.as('ada').on('teams').post('now that they are gone');
    await world.quiet();
    for (const side of ['slack', 'webex'] as const) assert.ok(!shows(side, 'now that they are gone'));
  });

  describe('of a pause', () => {
    it('is what was written before it, although its webhook came after', async () => {
      const { id } = await channelOf('contoso');
      world.fault({ platform: 'slack', kind: 'delay', route: '/webhooks', ms: 5_000 });
      await world.as('eva').on('slack').post('before the pause');
      await call('contoso', `/channels/${id}/pause`);
      await seen('teams', 'before the pause');
    });

    it('is what was written before it, although its webhook was lost', async () => {
      const { id } = await channelOf('contoso');
      world.fault({ platform: 'slack', kind: 'withhold' });
      await world.as('eva').on('slack').post('before the pause');
      await call('contoso', `/channels/${id}/pause`);
      await world.as('eva').on('slack').post('during the pause');
      world.sandbox.faults.clear();
      await world.as('eva').on('slack').post('still during the pause');
      await seen('teams', 'before the pause');
      await call('contoso', `/channels/${id}/resume`);
      await world.as('eva').on('slack').post('after the pause');
      await seen('teams', 'after the pause');
      await world.quiet();
      assert.ok(!shows('teams', 'during the pause'));
    });

    it('is what people take back meanwhile, and no other change', async () => {
      const { id } = await channelOf('contoso');
      const eva = world.as('eva').on('slack');
      const slip = await eva.post('password: hunter2');
      const price = await eva.post('the price is 11 million');
      await seen('teams', '11 million');
      await world.settled();
      await call('contoso', `/channels/${id}/pause`);
      await eva.edit(price, 'the price is 12 million');
      await eva.remove(slip);
      await world.until('the removal', () => !shows('teams', 'hunter2') && !shows('webex', 'hunter2'));
      await call('contoso', `/channels/${id}/resume`);
      await world.quiet();
      assert.ok(!shows('teams', '12 million'));
    });

    it('is nothing, also when there was an earlier one', async () => {
      const { id } = await channelOf('contoso');
      for (const time of ['first', 'second']) {
        await call('contoso', `/channels/${id}/pause`);
        await world.as('eva').on('slack').post(`in the ${time} pause`);
        await world.settled();
        await call('contoso', `/channels/${id}/resume`);
      }
      await world.restart();
      await world.as('eva').on('slack').post('after both');
      await seen('webex', 'after both');
      await world.quiet();
      for (const side of ['teams', 'webex'] as const) assert.ok(!shows(side, 'in the '));
    });
  });

  it('of a leg whose platform would not take the notice is whatever is written once it does', async () => {
    const { id } = await channelOf('contoso');
    const relay = { platform: 'webex', as: 'mio-relay', place: world.placeOf('webex') } as const;
    await call('contoso', `/channels/${id}/pause`);
    await world.sandbox.act({ ...relay, do: 'leave' });
    await call('contoso', `/channels/${id}/resume`);
    await world.quiet(60_000);
    await world.sandbox.act({ ...relay, do: 'join' });
    await seen('webex', 'Resumed by Contoso');
    await world.as('grace').on('webex').post('can you hear me?');
    await seen('teams', 'can you hear me?');
  });

  it('of what an outage hid is everything, also when the look for it was stopped in the middle', async () => {
    await world.stop();
    await world.as('grace').on('webex').post('in the first hour');
    world.clock.advance(30 * 60 * 60_000);
    await world.as('grace').on('webex').post('a day later');
    world.fault({ platform: 'webex', kind: 'delay', route: 'GET /v1/messages', ms: 60_000, count: 1 });
    const starting = world.start();
    while (world.sandbox.faults.list().some(({ count }) => count === 1)) await setImmediate();
    await world.stop();
    await starting.catch(() => undefined);
    world.sandbox.faults.clear();
    await world.start();
    await seen('slack', 'in the first hour');
    await seen('slack', 'a day later');
  });

  describe('after more than 400 days', () => {
    const oldest = () => {
      const database = openReading(world.data);
      const row = database.prepare('SELECT min(received_at) AS oldest FROM target').get();
      database.close();
      return Number(row?.['oldest']);
    };
    /** People write now and then, so that access is renewed; in the end nothing is known of what was. */
    const forget = async () => {
      for (let month = 1; month <= 14; month += 1) {
        world.clock.advance(29 * aDay);
        await world.as('ada').on('teams').post(`month ${month}`);
        await seen('webex', `month ${month}`);
        await world.settled();
      }
      world.clock.advance(aDay);
      while (oldest() < world.clock.now() - 400 * aDay) await setImmediate();
      await world.begin();
    };

    it('is what is written, also after a change of the channel and a restart', async () => {
      const { id, legs } = await channelOf('fabrikam');
      await forget();
      const leg = legs.find(({ platform }) => platform === 'slack')!;
      const rule = await world.api('fabrikam', 'PUT', `/channels/${id}/legs/${leg.id}/tombstones`, { wanted: true });
      assert.equal(rule.status, 200);
      await world.as('eva').on('slack').post('one');
      await seen('webex', 'one');
      await world.stop();
      await world.as('grace').on('webex').post('two');
      await world.start();
      await seen('slack', 'two');
      await world.quiet();
      for (const side of platformNames) assert.ok(!shows(side, 'now connects'), 'nobody is introduced again');
    });

    it('is nothing that crossed before, whatever happens to it', async () => {
      const eva = world.as('eva').on('slack');
      const rules = await eva.post('Our rules');
      await seen('teams', 'Our rules');
      await world.settled();
      await forget();
      await eva.react(rules, '👍');
      await eva.edit(rules, 'Our rules.');
      await eva.reply(rules, 'still?');
      await seen('teams', 'still?');
      await world.quiet(60_000);
      const said = world.shown('teams').map(({ text }) => text);
      assert.deepEqual(said, ['Our rules.\nstill?']);
    });
  });
});
