/** The address of somebody's picture stands in Slack for everybody to read: what asking for it costs. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import type { ConnectionId } from '../../../src/core/model.ts';
import { createEgress } from '../../../src/http/egress.ts';
import { Pictures, pictureSource } from '../../../src/http/pictures.ts';
import { createTestParts, storeConnection } from '../../support/connector-parts.ts';
import { openWorld, type World } from '../../support/world.ts';

describe('the address of a picture', () => {
  let world: World;
  let address: string;
  let another: string;
  before(async () => {
    world = await openWorld({ speed: 5 });
    address = await addressOf('ada', 'look at me');
    another = await addressOf('ben', 'and at me');
  });
  after(() => world.close());
  afterEach(() => world.sandbox.faults.clear());

  const addressOf = async (person: string, text: string) => {
    await world.as(person).on('teams').post(text);
    await world.until(`${person} in Slack`, () => world.shown('slack').some((line) => line.text === text));
    return `${world.url}${new URL(world.last('slack').author.picture ?? '').pathname}`;
  };
  const calls = () => world.metric('mio_platform_calls_total', { platform: 'teams', operation: 'read picture' });
  const ask = async (url = address) => {
    const answer = await fetch(url);
    await answer.arrayBuffer();
    return answer.status;
  };
  /** What was kept is kept no longer. */
  const later = () => world.clock.advance(3_600_000);

  it('is asked for by five hundred strangers, and Graph once an hour', async () => {
    later();
    const before = await calls();
    for (let asked = 0; asked < 500; asked += 50) {
      const statuses = await Promise.all(Array.from({ length: 50 }, () => ask()));
      assert.deepEqual([...new Set(statuses)], [200]);
    }
    assert.equal(await calls(), before + 1);
    later();
    assert.equal(await ask(), 200);
    assert.equal(await calls(), before + 2);
  });

  for (const [what, fault] of [
    ['is too busy', { kind: 'throttle', retryAfter: 5 }],
    ['does not answer', { kind: 'down' }],
  ] as const) {
    it(`is to be asked for later while Graph ${what}, which is not asked for anybody’s for a minute; that is no error`, async () => {
      later();
      world.fault({ platform: 'teams', route: '/photo/', ...fault });
      const before = await calls();
      const answer = await fetch(address);
      assert.deepEqual([answer.status, answer.headers.get('retry-after')], [503, '60']);
      assert.deepEqual([await ask(), await ask(another)], [503, 503]);
      assert.ok((await calls()) - before <= 1);
      assert.doesNotMatch(world.log.text(), /a request failed/);
      world.sandbox.faults.clear();
      world.clock.advance(60_000);
      assert.equal(await ask(), 200);
    });
  }
});

describe('pictures that nobody has', () => {
  it('are asked for 120 times a minute for one connection, and once an hour for one person', async () => {
    const parts = createTestParts(createEgress({ origins: new Map() }));
    for (const id of ['one', 'other'])
      await storeConnection(parts, { id, platform: 'teams', account: id, facts: {}, secrets: {} });
    const key = randomBytes(32);
    const pictures = new Pictures(() => [key], 'https://mio.example');
    const asked: string[] = [];
    const teams = { picture: async (_: ConnectionId, person: string) => void asked.push(person) };
    const answers = pictureSource({ ...parts, pictures, connectors: { teams, slack: {}, webex: {} } });
    const ask = (person: string, connection = 'one') =>
      answers(
        pictures
          .url(connection as ConnectionId, person)
          .split('/')
          .at(-1) ?? '',
      );
    for (let person = 0; person < 130; person += 1)
      assert.equal(await ask(`person ${person}`), person < 120 ? 'none' : 'later');
    assert.equal(await ask('person 0'), 'none');
    assert.equal(asked.length, 120);
    assert.equal(await ask('person 0', 'other'), 'none');
    await parts.clock.advance(60_000);
    assert.equal(await ask('person 120'), 'none');
    assert.equal(await ask('person 0'), 'none');
    assert.equal(asked.length, 122);
  });
});
