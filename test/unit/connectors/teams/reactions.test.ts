/** What people put to a message: one row per oddity of what Graph says. */
import assert from 'node:assert/strict';
import { type ChatReaction, reactionsOf } from '../../../../src/connectors/teams/reactions.ts';
import { appId } from './support/microsoft.ts';

const ada = 'a1a7e2f4-58b3-4d0e-8f96-2b6d41e9a701';
const ben = 'B2D4F6B0-1C5E-4937-9D28-6FE0B7A3C902';
const by = (id: string | null) => ({ user: { user: id === null ? null : { id } } });

describe('reactions in Teams', () => {
  const rows: readonly [what: string, given: readonly ChatReaction[], told: readonly string[]][] = [
    ['nothing', [], []],
    ['an emoji', [{ reactionType: '👍', ...by(ada) }], [`👍 1 ${ada}`]],
    [
      'one emoji of two people, and another',
      [
        { reactionType: '👍', ...by(ada) },
        { reactionType: '🎉', ...by(ada) },
        { reactionType: '👍', ...by(ben) },
      ],
      [`👍 2 ${ada} ${ben.toLowerCase()}`, `🎉 1 ${ada}`],
    ],
    ['a skin tone, which is another emoji', [{ reactionType: '👍🏽' }, { reactionType: '👍' }], ['👍🏽 1', '👍 1']],
    ['a flag of a part of a country', [{ reactionType: '🏴󠁧󠁢󠁳󠁣󠁴󠁿' }], ['🏴󠁧󠁢󠁳󠁣󠁴󠁿 1']],
    ...['like 👍', 'heart ❤️', 'laugh 😆', 'surprised 😮', 'sad 😢', 'angry 😡'].map(
      (pair): [string, ChatReaction[], string[]] => {
        const [word = '', emoji = ''] = pair.split(' ');
        return [`the old word ${word}`, [{ reactionType: word }, { reactionType: emoji }], [`${emoji} 2`]];
      },
    ),
    ['one of the organization’s own', [{ reactionType: 'custom', displayName: 'party parrot' }], [':party_parrot: 1']],
    ['one of its own without a name', [{ reactionType: 'custom', displayName: null }], [':custom: 1']],
    ['a word that it never had', [{ reactionType: 'sparkles' }], [':sparkles: 1']],
    ['somebody without an account', [{ reactionType: '👍', ...by(null) }], ['👍 1']],
    ['an app', [{ reactionType: '👍', user: { application: { id: ada } } }], ['👍 1']],
    ['Mio itself', [{ reactionType: '👍', user: { user: null, application: { id: appId } } }], []],
    ['somebody’s text in its place', [{ reactionType: 'buy <b>now</b> 👍' }, { reactionType: 'a'.repeat(65) }], []],
    ['nothing in its place', [{ reactionType: null }, {}], []],
  ];
  for (const [what, given, told] of rows) {
    it(`tells ${what}`, () => {
      const shown = reactionsOf(given, appId.toUpperCase()).map(({ emoji, count, people }) =>
        [emoji, count, ...people].join(' '),
      );
      assert.deepEqual(shown, told);
    });
  }
});
