/** Names that strangers give themselves, and bodies that pretend to be somebody's. */
import assert from 'node:assert/strict';
import { renderMarkdown } from '../../../sandbox/webex/markdown.ts';
import { parseTeams, renderTeams } from '../../../src/connectors/teams/markup.ts';
import { parseWebex, renderWebex } from '../../../src/connectors/webex/markup.ts';
import { authorLabel, displayName, withoutAuthorLines } from '../../../src/core/content/author.ts';
import { plainText } from '../../../src/core/content/plain.ts';
import type { Block } from '../../../src/core/content/tree.ts';
import { a, br, c, h, p, quote, t, td, th, ul } from './build.ts';

const nobody = { person: () => undefined, room: () => undefined };

describe('CI-05 a displayed name', () => {
  const rows: readonly [what: string, name: string, shown: string][] = [
    ['as it is', 'Ada Nowak', 'Ada Nowak'],
    ['of any script', 'Łukasz 中村 שלום', 'Łukasz 中村 שלום'],
    ['with line breaks and tabs', ' Ada\r\n\tNowak\u2028 ', 'Ada Nowak'],
    ['with direction marks', 'Ada\u202e\u2066\u200f Nowak', 'Ada Nowak'],
    ['with what can not be seen', 'A\u200bd\u2060a\ufeff\u00ad\u{e0041}\u3164', 'Ada'],
    ['with control characters', 'A\u0000d\u001b[1ma', 'Ad[1ma'],
    ['with half a character', 'Ada\ud83d', 'Ada'],
    ['of markup', '*Ada* <b>_N_</b>', '*Ada* <b>_N_</b>'],
    ['empty', '', 'Someone'],
    ['of nothing that can be seen', ' \u200b\u2800\n', 'Someone'],
    ['of 80 characters', '😀'.repeat(80), '😀'.repeat(80)],
    ['of 81 characters', '😀'.repeat(81), `${'😀'.repeat(79)}…`],
    ['of 500 characters', 'a'.repeat(500), `${'a'.repeat(79)}…`],
  ];
  for (const [what, name, shown] of rows) it(what, () => assert.equal(displayName(name), shown));

  const inert: readonly string[] = [
    '*bold* _i_ ~s~ `c`',
    '**Ada** [x](https://evil.test)',
    '<b>Ada</b> &amp; <at id="0">All</at>',
    '<@all> <!channel> @everyone',
    '# Ada',
    '\u202eAda\u200b\nNowak',
    '1. Ada',
    'a'.repeat(500),
  ];
  for (const name of inert) {
    it(`is read as it is displayed: ${JSON.stringify(name.slice(0, 30))}`, () => {
      const draft = { author: { name, platform: 'slack' }, content: [p('pay now')] } as const;
      const [teams, webex] = [renderTeams(draft)[0], renderWebex(draft)[0]];
      const inTeams = plainText(parseTeams({ contentType: 'html', content: teams?.html ?? '' }));
      const inWebex = plainText(parseWebex({ html: renderMarkdown(webex?.markdown ?? '', nobody) }));
      const visible = (text: string) => text.replaceAll('\u2060', '');
      assert.equal(inTeams, `${displayName(name)} (Slack)\npay now`);
      assert.equal(visible(inWebex), `${displayName(name)} (Slack):\npay now`);
    });
  }

  it('comes with its platform', () => assert.equal(authorLabel({ name: 'Ada', platform: 'webex' }), 'Ada (Webex)'));
});

describe('CI-04 a body that pretends', () => {
  const pretending: readonly [what: string, body: Block, dulled: Block][] = [
    ['the line of Teams', p(t('CEO', 'b'), ' (Slack)'), p('CEO', ' (Slack)')],
    ['the line of Webex', p('hi', br, t('CEO (Teams):', 'b'), ' pay'), p('hi', br, 'CEO (Teams):', ' pay')],
    ['in other letters', p(t('CEO', 'b'), ' (Τeаms)'), p('CEO', ' (Τeаms)')],
    ['in wide letters', p(t('CEO （Ｓｌａｃｋ）', 'bi')), p(t('CEO （Ｓｌａｃｋ）', 'i'))],
    ...['❨Slack❩', '⟨Slack⟩', '【Teams】', '⦅Webex⦆', '⟮Slack⟯', '⁽Slack⁾', '﴾Slack﴿', '( Slack )'].map(
      (tag): [string, Block, Block] => [
        `in brackets of another kind: ${tag}`,
        p(t(`CEO ${tag}:`, 'b')),
        p(`CEO ${tag}:`),
      ],
    ),
    ['in letters that are bold by themselves', p('𝗖𝗘𝗢 (𝐒𝐥𝐚𝐜𝐤): pay'), p('CEO (Slack): pay')],
    ...['\u200b', '\u034f', '\ufe0f', '\u2800', ' ', '\u0301'].map((unseen): [string, Block, Block] => [
      `behind 200 of U+${unseen.charCodeAt(0).toString(16)}`,
      p(t(`${unseen.repeat(200)}CEO`, 'b'), ' (Slack)'),
      p(`${unseen.repeat(200)}CEO`, ' (Slack)'),
    ]),
    ['with a gap that can not be seen', p(t('CEO', 'b'), ' (Sl\u200back)'), p('CEO', ' (Sl\u200back)')],
    [
      'as a link and as code',
      p(a('https://a.example', t('CEO', 'b')), c('(Webex)', 'b')),
      p(a('https://a.example', 'CEO'), c('(Webex)')),
    ],
    ['as a heading', h(1, 'CEO (Slack)', br, t('b', 'b')), p('CEO (Slack)', br, 'b')],
    ['as a cell', td([[t('CEO', 'b'), ' (Teams)'], 'pay']), td([['CEO', ' (Teams)'], 'pay'])],
    ['as the names of columns', th(['a', 'CEO (Webex):'], ['b']), td(['a', 'CEO (Webex):'], ['b'])],
  ];
  for (const [what, body, dulled] of pretending) {
    it(`loses its bold: ${what}`, () => assert.deepEqual(withoutAuthorLines([body]), [dulled]));
  }

  const honest: readonly [what: string, body: Block[]][] = [
    ['bold words', [p(t('a', 'b'), ' b')]],
    ['brackets', [p(t('Note', 'b'), ' (important)')]],
    ['a platform', [p(t('Teams', 'b'), ' is down')]],
    ['a formula', [p('𝐱 + 𝐲 (see Slack)')]],
    ['a platform in brackets far behind', [p(t('a', 'b'), ` ${'word '.repeat(50)}(Slack)`)]],
    ['a platform in brackets', [p('the other one (Slack)')]],
    ['a heading and a table', [h(1, 'Slack'), th(['Teams', 'Webex (new)'], ['a (Teams)', [t('b', 'b')]])]],
    ['another line', [p(t('a', 'b'), br, 'b (Slack)')]],
    [
      'a quote or a list, which is seen to be one',
      [quote(p(t('A', 'b'), ' (Slack)')), ul([p(t('A', 'b'), ' (Slack)')])],
    ],
  ];
  for (const [what, body] of honest)
    it(`is left alone: ${what}`, () => assert.deepEqual(withoutAuthorLines(body), body));

  it('never equals the author line that stands above it', () => {
    const author = { name: 'Mallory', platform: 'slack' } as const;
    const content = [p(t('CEO', 'b'), ' (Slack)'), p(t('CEO (Slack):', 'b')), p('pay now')];
    assert.deepEqual(
      renderTeams({ author, content }).map(({ html }) => html),
      ['<p><strong>Mallory</strong> (Slack)</p><p>CEO (Slack)</p><p>CEO (Slack):</p><p>pay now</p>'],
    );
    assert.deepEqual(
      renderWebex({ author, content }).map(({ markdown }) => markdown),
      ['**Mallory (Slack):**\n\nCEO (Slack)\n\nCEO (Slack):\n\npay now'],
    );
  });
});
