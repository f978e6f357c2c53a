/** Reacting as a person in Slack: the names that Slack knows emoji by, and what becomes of its answers. */
import assert from 'node:assert/strict';
import { characterOf } from '../../../../src/connectors/slack/emoji.ts';
import { emojiNames } from '../../../../src/connectors/slack/emoji-names.ts';
import { reactionName } from '../../../../src/connectors/slack/reaction-names.ts';
import { DeliveryError } from '../../../../src/core/errors.ts';
import type { PersonId } from '../../../../src/core/model.ts';
import { openSlackWorld, type SlackWorld, signedRequest } from './support.ts';

const person = 'U0ALEX0001' as PersonId;
const token = 'xoxp-of-alex';

describe('names of reactions in Slack', () => {
  const table: readonly [emoji: string, name: string | undefined][] = [
    ['👍', '+1'],
    ['🎉', 'tada'],
    ['👍🏽', '+1::skin-tone-4'],
    ['🤝🏻', 'handshake::skin-tone-2'],
    ['☝🏿', 'point_up::skin-tone-6'],
    ['👩🏽‍💻', 'female-technologist::skin-tone-4'],
    ['❤️', 'heart'],
    ['❤', 'heart'],
    ['🇨🇭', 'flag-ch'],
    ['🏴󠁧󠁢󠁷󠁬󠁳󠁿', 'flag-wales'],
    ['🙋‍♀️', 'woman-raising-hand'],
    ['🧑🏽‍🤝‍🧑🏽', 'people_holding_hands::skin-tone-4'],
    [':partyparrot:', 'partyparrot'],
    [':tada:', undefined],
    [':überraschung_2:', 'überraschung_2'],
    ['🧑🏻‍🤝‍🧑🏿', undefined],
    ['x', undefined],
    ['', undefined],
    ['::', undefined],
    [':not a name:', undefined],
  ];
  for (const [emoji, name] of table) {
    it(`${emoji || 'nothing'} is ${name ?? 'none'}`, () => assert.equal(reactionName(emoji), name));
  }
});

describe('every name of an emoji in Slack', () => {
  it('is the name of one character, which has the first of its names', () => {
    const names = emojiNames.split(/\s+/).filter((word) => /^[\w+-]+$/.test(word));
    assert.ok(names.length > 1_650);
    assert.equal(new Set(names).size, names.length);
    for (const name of names) {
      const character = characterOf(name);
      assert.ok(character);
      assert.equal(characterOf(reactionName(character) ?? ''), character, name);
    }
  });
});

describe('reacting in Slack', () => {
  let world: SlackWorld;
  beforeEach(async () => {
    world = await openSlackWorld();
    await world.accounts.link('tenant/alex', world.connection, { person, name: 'Alex', secrets: { token } });
  });
  afterEach(() => world.close());

  const react = (on: boolean, emoji = '👍🏽') =>
    world.connector.react!(world.ref('1712345678.000100'), null, { person, emoji, on });
  const expired = async () => (await world.parts.records.get('account', `slack/T0ACME001/${person}`))?.body.expired;

  it('says which message and which emoji, with the person’s own token', async () => {
    world.slack.respond(() => ({ json: { ok: true } }));
    await react(true);
    await react(false);
    const [add, remove] = world.slack.asked;
    assert.deepEqual([add?.path, remove?.path], ['/api/reactions.add', '/api/reactions.remove']);
    assert.equal(add?.headers['authorization'], `Bearer ${token}`);
    assert.deepEqual(JSON.parse(add?.body ?? ''), {
      channel: 'C0GENERAL',
      timestamp: '1712345678.000100',
      name: '+1::skin-tone-4',
    });
  });

  for (const [on, error] of [
    [true, 'already_reacted'],
    [false, 'no_reaction'],
  ] as const) {
    it(`${error} is what was wanted`, async () => {
      world.slack.respond(() => ({ json: { ok: false, error } }));
      await react(on);
    });
  }

  for (const [error, failure, isExpired] of [
    ['invalid_name', 'refused', false],
    ['too_many_emoji', 'refused', false],
    ['not_reactable', 'refused', false],
    ['missing_scope', 'refused', false],
    ['message_not_found', 'gone', false],
    ['ratelimited', 'busy', false],
    ['token_revoked', 'unauthorized', true],
    ['account_inactive', 'unauthorized', true],
    ['invalid_auth', 'unauthorized', true],
  ] as const) {
    it(`${error}: ${failure}${isExpired ? ', and the account has expired' : ''}`, async () => {
      world.slack.respond(() => ({ json: { ok: false, error } }));
      await assert.rejects(react(true), (thrown: unknown) => {
        assert.ok(thrown instanceof DeliveryError);
        assert.equal(thrown.failure, failure);
        return true;
      });
      assert.equal(await expired(), isExpired);
      assert.equal(world.connector.health(world.connection.id).state, 'connected', 'the workspace is not to blame');
    });
  }

  it('an emoji without a name is refused, and Slack is not asked', async () => {
    await assert.rejects(react(true, '🧑🏻‍🤝‍🧑🏿'), /invalid_name/);
    assert.deepEqual(world.slack.asked, []);
  });

  for (const [answer, isExpired] of [
    [{ ok: false, error: 'token_revoked' }, true],
    [{ ok: true }, false],
  ] as const) {
    it(`of a token that Slack says was revoked, the token itself tells: ${isExpired ? 'gone' : 'still good'}`, async () => {
      const asked = new Promise<void>((resolve) => {
        world.slack.respond(({ path, headers }) => {
          assert.deepEqual([path, headers['authorization']], ['/api/auth.test', `Bearer ${token}`]);
          resolve();
          return { json: answer };
        });
      });
      const event = { type: 'tokens_revoked', tokens: { oauth: [person, 'U0STRANGER', 7], bot: [] } };
      const envelope = {
        type: 'event_callback',
        team_id: 'T0ACME001',
        api_app_id: 'A0RELAY01',
        event_id: 'Ev1',
        event,
      };
      await world.connector.receive(signedRequest(JSON.stringify(envelope)));
      await asked;
      // Its answer is on its way: nothing is due before it.
      while (isExpired && !(await expired())) await new Promise<void>((resolve) => void setImmediate(resolve));
      assert.equal(await expired(), isExpired);
      assert.equal(world.slack.asked.length, 1);
      assert.equal(world.connector.health(world.connection.id).state, 'connected');
    });
  }

  it('nobody reacts who linked nothing', async () => {
    await world.accounts.remove(world.connection, person);
    await assert.rejects(react(true), (thrown: unknown) => {
      return thrown instanceof DeliveryError && thrown.failure === 'unauthorized';
    });
    assert.deepEqual(world.slack.asked, []);
  });
});
