/** What mrkdwn means, the form that apps write. */
import assert from 'node:assert/strict';
import { parseSlack } from '../../../../src/connectors/slack/markup.ts';
import type { Block } from '../../../../src/core/content/tree.ts';
import { a, br, c, p, pre, quote, t } from '../../content/build.ts';
import { all, bob, channel, emoji, general, names, person, shipit } from './names.ts';

describe('Slack mrkdwn, read', () => {
  const rows: readonly [what: string, mrkdwn: string, tree: Block[]][] = [
    ['plain text', 'a\nb\n\nc', [p('a', br, 'b'), p('c')]],
    ['entities, once', 'a &amp;lt; &lt;b&gt; &quot;', [p('a &lt; <b> &quot;')]],
    ['styles', '*a* _b_ ~c~', [p(t('a', 'b'), ' ', t('b', 'i'), ' ', t('c', 's'))]],
    ['nested styles', '*_a_ b*', [p(t('a', 'bi'), t(' b', 'b'))]],
    ['marks around spaces', '* a * b *', [p('* a * b *')]],
    ['marks inside of words', 'snake_case_name 2*3*4', [p('snake_case_name 2*3*4')]],
    ['marks across lines', '*a\nb*', [p('*a', br, 'b*')]],
    ['crossing marks', '*a _b* c_', [p(t('a _b', 'b'), ' c_')]],
    ['a mark next to punctuation', '(*a*), "_b_"', [p('(', t('a', 'b'), '), "', t('b', 'i'), '"')]],
    ['doubled marks', '**a**', [p('*', t('a', 'b'), '*')]],
    ['inline code', '`a *b* &lt;` *c*', [p(c('a *b* <'), ' ', t('c', 'b'))]],
    ['a lone backtick', 'a ` b', [p('a ` b')]],
    ['a code block', 'a\n```\nb *c*\n &lt;d&gt;```\ne', [p('a'), pre('b *c*\n <d>'), p('e')]],
    ['an address in a code block', '```<https://a.example|a.example> <b```', [pre('a.example <b')]],
    ['a code block left open', 'a ```b', [p('a ```b')]],
    ['a link', '<https://a.example/?b&amp;c|d &amp; e>', [p(a('https://a.example/?b&c', 'd & e'))]],
    ['a bare link', '<https://a.example>', [p(a('https://a.example'))]],
    ['mail', '<mailto:a@b.example|a@b.example>', [p(a('mailto:a@b.example', 'a@b.example'))]],
    ['a link in bold', '*<https://a.example|b>*', [p(a('https://a.example', t('b', 'b')))]],
    ['a link that would run', '<javascript:alert(1)|a>', [p('a')]],
    ['a person', '<@U0BOB0001> <@U1|ann> <@U2>', [p(bob, ' ', person('@ann', 'U1'), ' ', person('@someone', 'U2'))]],
    [
      'a channel',
      '<#C0GENERAL|> <#C1|ops> <#C2>',
      [p(general, ' ', channel('#ops', 'C1'), ' ', channel('#channel', 'C2'))],
    ],
    [
      'everybody',
      '<!here> <!channel|nobody> <!everyone>',
      [p(all('@here'), ' ', all('@channel'), ' ', all('@everyone'))],
    ],
    ['a person, slanted', '_<@U0BOB0001>_', [p({ ...bob, italic: true })]],
    ['mentions in code', '`<@U0BOB0001> <!channel>`', [p(c('@Bob Tan @channel'))]],
    ['an address in code', '`<https://a.example/x> <https://a.example|b> &lt;`', [p(c('https://a.example/x b <'))]],
    ['a group', '<!subteam^S1|@ops> <!subteam^S1>', [p('@ops @group')]],
    ['a date', '<!date^1712345678^{date_short}|Apr 5>', [p('Apr 5')]],
    ['a date without words', '<!date^1712345678^{date_short}>', [p('2024-04-05 19:34 UTC')]],
    [
      'a date that leads somewhere',
      '<!date^1712345678^{date_short}^https://x.example|Apr 5>',
      [p(a('https://x.example', 'Apr 5'))],
    ],
    ['a date that would run', '<!date^1712345678^{date_short}^javascript:alert(1)|Apr 5>', [p('Apr 5')]],
    ['a team', '<!team^T0ACME001>', [p('@team')]],
    ['a bracket left open', 'a < b', [p('a < b')]],
    ['a quote', '&gt; a\n&gt;b\nc', [quote(p('a', br, 'b')), p('c')]],
    ['a quote to the end', 'a\n&gt;&gt;&gt; b\n\nc', [p('a'), quote(p('b'), p('c'))]],
    ['list look-alikes', '• a\n1. b', [p('• a', br, '1. b')]],
    ['an emoji by name', ':tada:', [p('🎉')]],
    [
      'emoji with a tone, of the workspace, and none',
      ':+1::skin-tone-3: :shipit: 10:30:45',
      [p('👍🏼 ', emoji(shipit), ' 10:30:45')],
    ],
    ['an emoji with a style', '*:shipit:* :yay:', [p({ ...emoji(shipit), bold: true }, ' 🎉')]],
    ['an emoji with a tone that it can’t have', ':shipit::skin-tone-3:', [p(emoji(shipit))]],
    ['an emoji right after something else', '10:30:tada::nothing:shipit:', [p('10:30🎉:nothing', emoji(shipit))]],
    ['emoji in code', '`:shipit: :tada:`', [p(c(':shipit: :tada:'))]],
    ['an emoji in the label of a link', '<https://a.example|:shipit:>', [p(a('https://a.example', ':shipit:'))]],
    ['nothing', ' \n ', []],
  ];
  for (const [what, mrkdwn, tree] of rows) {
    it(what, () => assert.deepEqual(parseSlack({ text: mrkdwn }, names), tree));
  }
});
