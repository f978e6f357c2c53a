/** What people put to messages: names of emoji, and who is counted. */
import assert from 'node:assert/strict';
import { emojiOf } from '../../../../src/connectors/slack/emoji.ts';
import { reactionsOf } from '../../../../src/connectors/slack/reactions.ts';
import type { MessageId, Reaction } from '../../../../src/core/model.ts';
import { openSlackWorld, type SlackWorld } from './support.ts';

describe('an emoji of Slack by its name', () => {
  const rows: readonly [name: string, shown: string][] = [
    ['+1', '👍'],
    ['thumbsup', '👍'],
    ['+1::skin-tone-3', '👍🏼'],
    ['thumbsup::skin-tone-6', '👍🏿'],
    ['heart', '❤️'],
    ['v::skin-tone-2', '✌🏻'],
    ['man-shrugging::skin-tone-5', '🤷🏾‍♂️'],
    ['flag-ch', '🇨🇭'],
    ['us', '🇺🇸'],
    ['one', '1️⃣'],
    ['shipit', ':shipit:'],
    ['shipit::skin-tone-3', ':shipit::skin-tone-3:'],
    ['flag-england', '🏴󠁧󠁢󠁥󠁮󠁧󠁿'],
    ['flag-scotland', '🏴󠁧󠁢󠁳󠁣󠁴󠁿'],
    ['rainbow-flag', '🏳️‍🌈'],
    ['woman-raising-hand', '🙋‍♀️'],
    ['man-bowing::skin-tone-3', '🙇🏼‍♂️'],
    ['female-doctor', '👩‍⚕️'],
    ['family', '👪'],
    ['face_exhaling', '😮‍💨'],
    ['pregnant_woman', '🤰'],
    ['dove_of_peace', '🕊️'],
    ['people_holding_hands::skin-tone-4', '🧑🏽‍🤝‍🧑🏽'],
    ['constructor', ':constructor:'],
  ];
  for (const [name, shown] of rows) it(`${name} is ${shown}`, () => assert.equal(emojiOf(name), shown));
});

describe('the reactions of a Slack message', () => {
  const rows: readonly [
    what: string,
    reactions: unknown,
    expected: readonly (readonly [string, string[], number])[],
  ][] = [
    ['none', undefined, []],
    ['one of two people', [{ name: 'tada', users: ['U1', 'U2'], count: 2 }], [['🎉', ['U1', 'U2'], 2]]],
    ['of more people than are named', [{ name: 'tada', users: ['U1', 'U2'], count: 9 }], [['🎉', ['U1', 'U2'], 9]]],
    ['without ours', [{ name: 'tada', users: ['U1', 'UBOT'], count: 2 }], [['🎉', ['U1'], 1]]],
    ['ours alone', [{ name: 'tada', users: ['UBOT'], count: 1 }], []],
    [
      'of one emoji by two names',
      [
        { name: '+1', users: ['U1'], count: 1 },
        { name: 'thumbsup', users: ['U1', 'U2'], count: 2 },
      ],
      [['👍', ['U1', 'U2'], 3]],
    ],
    ['of the workspace', [{ name: 'shipit', users: ['W1'], count: 1 }], [[':shipit:', ['W1'], 1]]],
    ['without a count', [{ name: 'tada', users: ['U1'] }], [['🎉', ['U1'], 1]]],
    ['of people who are none', [{ name: 'tada', users: ['U1', 7, '../x'], count: 1 }], [['🎉', ['U1'], 1]]],
    ['that are none', [{ users: ['U1'], count: 1 }, null, 'x', { name: 'tada', users: 'U1', count: 'x' }], []],
  ];
  for (const [what, reactions, expected] of rows) {
    it(what, () => {
      const told = expected.map(([emoji, people, count]) => ({ emoji, people, count }) as unknown as Reaction);
      assert.deepEqual(reactionsOf({ reactions }, 'UBOT'), told);
    });
  }

  describe('are told where Slack says them', () => {
    let world: SlackWorld;
    before(async () => {
      world = await openSlackWorld();
    });
    after(() => world.close());
    const ts = '1712345690.000100' as MessageId;
    const reactions = [{ name: 'tada', users: ['U0ALICE01', 'U0RELAYBOT'], count: 2 }];
    const tada = [{ emoji: '🎉', people: ['U0ALICE01'], count: 1 }];
    const fetched = async (message: object) => {
      world.slack.respond(() => ({ json: { ok: true, messages: [{ type: 'message', ts, text: 'a', ...message }] } }));
      const state = await world.connector.fetch(world.ref(ts), null);
      return state?.is === 'present' && state.reactions;
    };

    it('by a fetch, of people’s messages and of Mio’s own', async () => {
      assert.deepEqual(await fetched({ user: 'U0ALICE01', reactions }), tada);
      assert.deepEqual(
        await fetched({ bot_id: 'B0RELAY01', subtype: 'bot_message', username: 'Ada', reactions }),
        tada,
      );
      assert.deepEqual(await fetched({ user: 'U0ALICE01' }), []);
    });

    it('by a list', async () => {
      world.slack.respond(() => ({
        json: { ok: true, messages: [{ type: 'message', ts, text: 'a', user: 'U0ALICE01', reactions }] },
      }));
      for await (const { state } of world.connector.list(world.place, 0)) {
        assert.deepEqual(state?.is === 'present' && state.reactions, tada);
      }
    });
  });
});
