/** What the eye sees, as text. */
import assert from 'node:assert/strict';
import { normalise, plainText } from '../../../src/core/content/plain.ts';
import type { Block } from '../../../src/core/content/tree.ts';
import { a, br, c, h, hr, ol, p, pre, quote, t, td, th, ul } from './build.ts';

describe('plain text', () => {
  const rows: readonly [what: string, tree: Block[], text: string][] = [
    ['nothing', [], ''],
    ['lines and paragraphs', [p('a', br, 'b'), p('c')], 'a\nb\nc'],
    ['styles, code and links', [p(t('a', 'b'), c('b'), a('https://a.example', 'c', t('d', 'i')))], 'abcd'],
    ['a code block', [pre('a\n\n  b')], 'a\n\n  b'],
    ['a quote', [quote(p('a'), quote(p('b')))], 'a\nb'],
    ['lists', [ul('a', [p('b', br, 'c'), ol(9, 'd', 'e')], [pre('f\ng')])], '• a\n• b\n  c\n  9. d\n  10. e\n• f\n  g'],
    ['a heading and a rule', [h(1, 'a', br, t('b', 'i')), hr, p('c')], 'a\nb\n———\nc'],
    ['a table', [th(['a', 'b'], ['c', '', [t('d', 'b'), br, 'e']], ['f'])], 'a | b\nc |  | d e\nf'],
    ['a table in a list', [ul([p('a'), td(['b', 'c'], ['d'])])], '• a\n  b | c\n  d'],
    ['a list without a first line', [ul([ul('a')])], '• • a'],
  ];
  for (const [what, tree, text] of rows) it(what, () => assert.equal(plainText(tree), text));
});

describe('look-alikes', () => {
  const rows: readonly [what: string, one: string, other: string][] = [
    ['folded white space', ' a \u00a0 b\n\nc ', 'a b c'],
    ['what can not be seen', 'a\u200bb\u2060c\ufeff\u00ad', 'abc'],
    ['composed characters', 'e\u0301', '\u00e9'],
    ['emoji with and without their variation', '❤️', '❤'],
  ];
  for (const [what, one, other] of rows) it(what, () => assert.equal(normalise(one), normalise(other)));

  it('are not what differs', () => assert.notEqual(normalise('a b'), normalise('ab')));
});
