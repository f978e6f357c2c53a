/** Who has which mail address in a workspace. Over real HTTP, with Slack scripted. */
import assert from 'node:assert/strict';
import type { PersonId } from '../../../../src/core/model.ts';
import { openSlackWorld, type SlackWorld } from './support.ts';

const id = 'U0ALICE01' as PersonId;
const alice = { id, is_bot: false, deleted: false, profile: { real_name: 'Alice', email: 'alice@acme.example' } };

describe('mail addresses in Slack', () => {
  let world: SlackWorld;
  beforeEach(async () => {
    world = await openSlackWorld();
  });
  afterEach(() => world.close());
  const slackKnows = (user: object) => world.slack.respond(() => ({ json: { ok: true, user } }));
  const mail = (person = id) => world.connector.mail(world.connection.id, person);
  const byMail = () => world.connector.byMail(world.connection.id, 'Alice+1@acme.example');

  it('are asked for with the name, once', async () => {
    slackKnows(alice);
    assert.equal(await mail(), 'alice@acme.example');
    assert.equal((await world.connector.person(world.connection.id, id))?.name, 'Alice');
    assert.deepEqual(
      world.slack.asked.map(({ path, query }) => `${path} ${query.get('user')}`),
      [`/api/users.info ${id}`],
    );
  });

  it('find whoever has them', async () => {
    slackKnows(alice);
    assert.equal(await byMail(), id);
    assert.equal(world.slack.asked[0]?.query.get('email'), 'Alice+1@acme.example');
  });

  const nobody: readonly [who: string, user: object][] = [
    ['a bot', { ...alice, is_bot: true }],
    ['somebody who left', { ...alice, deleted: true }],
    ['somebody whose address nobody confirmed', { ...alice, is_email_confirmed: false }],
    ['somebody whose address Slack keeps back', { ...alice, profile: { real_name: 'Alice' } }],
  ];
  for (const [who, user] of nobody) {
    it(`are none of ${who}`, async () => {
      slackKnows(user);
      assert.deepEqual([await mail(), await byMail()], [undefined, undefined]);
    });
  }

  it('that nobody has find nobody; an outage is no answer', async () => {
    world.slack.respond(() => ({ json: { ok: false, error: 'users_not_found' } }));
    assert.equal(await byMail(), undefined);
    world.slack.respond(() => ({ status: 503 }));
    await assert.rejects(byMail(), { failure: 'busy' });
  });

  it('are not asked for of an app', async () => {
    slackKnows(alice);
    assert.equal(await mail('B0BUILD01' as PersonId), undefined);
    assert.equal(world.slack.asked.length, 0);
  });
});
