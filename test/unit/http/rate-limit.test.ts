/** Who may ask how often, and that a crowd of strangers uses up nothing that others need. */
import assert from 'node:assert/strict';
import { networkOf } from '../../../src/http/asker.ts';
import { createRateLimit } from '../../../src/http/rate-limit.ts';
import { createTestClock } from '../../support/clock.ts';
import { local, sendFile } from '../../support/file-visitor.ts';
import { openWorld, type World } from '../../support/world.ts';

describe('the limit of what needs no key', () => {
  it('is for each and for all, and begins again after a minute', async () => {
    const clock = createTestClock();
    const limit = createRateLimit(clock, { each: 2, overall: 3 });
    const asked = ['a', 'a', 'a', 'b', 'b'].map((who) => limit.take(who) === 0);
    assert.deepEqual(asked, [true, true, false, true, false]);
    await clock.advance(59_000);
    assert.equal(limit.take('c'), 1_000);
    await clock.advance(1_000);
    assert.equal(limit.take('a'), 0);
  });

  it('may be for each alone, however many there are', () => {
    const limit = createRateLimit(createTestClock(), { each: 1 });
    for (let who = 0; who < 20_000; who += 1) assert.equal(limit.take(`stranger ${who}`), 0);
    assert.ok(limit.take('stranger 19999') > 0);
  });

  it('forgets those of whom nothing was heard for longest: a crowd costs no more memory than ten thousand', () => {
    const limit = createRateLimit(createTestClock(), { each: 1 });
    for (let who = 0; who < 10_000; who += 1) limit.take(`stranger ${who}`);
    assert.ok(limit.take('stranger 0') > 0);
    limit.take('stranger 10000');
    assert.equal(limit.take('stranger 0'), 0);
  });
});

describe('who asks, as far as a limit is concerned', () => {
  for (const [address, network] of [
    ['203.0.113.9', '203.0.113.9'],
    ['203.0.113.9:51234', '203.0.113.9'],
    ['::ffff:203.0.113.9', '203.0.113.9'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['2001:db8:0:0:ffff::9', '2001:db8:0:0::/64'],
    ['2001:DB8:0000:1::1', '2001:db8:0:1::/64'],
    ['[2001:db8::1]:443', '2001:db8:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['', ''],
    ['somebody', 'somebody'],
    ['x'.repeat(100), 'x'.repeat(64)],
  ] as const) {
    it(`${address}: ${network}`, () => assert.equal(networkOf(address), network));
  }
});

describe('a crowd of strangers', () => {
  let world: World;
  before(async () => {
    world = await openWorld({ speed: 5 });
  });
  after(() => world.close());

  /** Somebody else every time, for all that anybody can see. */
  const crowd = async (times: number, ask: (from: string) => Promise<Response>) => {
    const from = (index: number) => `2001:db8:${(index >> 8).toString(16)}:${(index & 255).toString(16)}::1`;
    for (let asked = 0; asked < times; asked += 50) {
      const answers = await Promise.all(Array.from({ length: 50 }, (_, index) => ask(from(asked + index))));
      await Promise.all(answers.map((answer) => answer.arrayBuffer()));
    }
  };

  it('DS-06 with made-up links keeps nobody from their files', async () => {
    const { link } = await sendFile(world, { name: 'notes.txt', bytes: 'first\n' });
    await crowd(1_300, (from) => fetch(`${world.url}/files/garbage?sign-in`, { headers: { 'x-forwarded-for': from } }));
    const begun = await fetch(`${local(world, link)}?sign-in`, { redirect: 'manual' });
    assert.equal(begun.status, 302);
  });

  it('DS-06 with made-up codes keeps nobody from their invitation', async () => {
    const channels = (await world.api('contoso', 'GET', '/channels')).body as unknown as { id: string }[];
    const { body } = await world.api('contoso', 'POST', `/channels/${channels[0]?.id}/invitations`, {
      address: 'grace@fabrikam.example',
    });
    const ask = (question: string, code: unknown, from: string) =>
      fetch(`${world.url}/invitation/${question}`, {
        method: 'POST',
        body: JSON.stringify({ code, platform: 'webex' }),
        headers: { 'content-type': 'application/json', 'x-forwarded-for': from },
      });
    for (const question of ['look', 'prove']) await crowd(700, (from) => ask(question, 'AAAA-AAAA-AAAA-AAAA', from));
    assert.equal((await ask('look', body['code'], '198.51.100.7')).status, 200);
    assert.equal((await ask('prove', body['code'], '198.51.100.7')).status, 200);
  });
});
