/** Markdown as apps send it to Slack: one row per form. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseSlack } from '../../../../src/connectors/slack/markup.ts';
import type { Block } from '../../../../src/core/content/tree.ts';
import { a, br, c, h, hr, ol, p, pre, quote, t, th, ul } from '../../content/build.ts';
import { hostileText } from '../../content/trees.ts';
import { names } from './names.ts';

describe('Slack markdown blocks, read', () => {
  const rows: readonly [what: string, markdown: string, tree: Block[]][] = [
    [
      'styles',
      '**a** *b* __c__ _d_ ~~e~~ ***f***',
      [p(t('a', 'b'), ' ', t('b', 'i'), ' ', t('c', 'b'), ' ', t('d', 'i'), ' ', t('e', 's'), ' ', t('f', 'bi'))],
    ],
    ['nested styles', '**a *b* c**', [p(t('a ', 'b'), t('b', 'bi'), t(' c', 'b'))]],
    ['marks without a partner', 'a * b ** c_d_e 2*3', [p('a * b ** c_d_e 2*3')]],
    ['escapes', '\\*a\\* \\[b](c)', [p('*a* [b](c)')]],
    ['code', '`a *b*` and ``c`d``', [p(c('a *b*'), ' and ', c('c`d'))]],
    [
      'links',
      '[a](https://a.example) <https://b.example> [c](javascript:alert(1)) ![d](https://a.example/d.png)',
      [p(a('https://a.example', 'a'), ' ', a('https://b.example'), ' c ', a('https://a.example/d.png', 'd'))],
    ],
    ['a link that would run', '[a](javascript:x)', [p('a')]],
    ['lines and paragraphs', 'a\nb\n\nc', [p('a', br, 'b'), p('c')]],
    ['headings', '# a\n### b **c** ###\nd\n#e', [h(1, 'a'), h(3, 'b ', t('c', 'b')), p('d', br, '#e')]],
    ['lists', '- a\n  1. b\n  2. c\n- d\n\ne', [ul([p('a'), ol(1, 'b', 'c')], 'd'), p('e')]],
    ['a list that begins elsewhere', '4. a\n5. b', [ol(4, 'a', 'b')]],
    ['a quote with a list', '> a\n> - b\n\nc', [quote(p('a'), ul('b')), p('c')]],
    ['a fence', 'a\n```ts\nlet *x*\n\n# y\n```\nb', [p('a'), pre('let *x*\n\n# y', 'ts'), p('b')]],
    ['a fence left open', '```\na', [pre('a')]],
    ['rules', 'a\n---\nb\n***', [p('a'), hr, p('b'), hr]],
    ['a table', '| a | **b** |\n|---|:-:|\n| 1 \\| 2 | |\n\nc', [th(['a', [t('b', 'b')]], ['1 | 2', '']), p('c')]],
    [
      'labels with markup, and addresses with brackets',
      '[**b** `c`](https://a.example) [w](https://a.example/w_(b)) [\\]](https://a.example "t")',
      [
        p(
          a('https://a.example', t('b', 'b'), ' ', c('c')),
          ' ',
          a('https://a.example/w_(b)', 'w'),
          ' ',
          a('https://a.example', ']'),
        ),
      ],
    ],
    ['entities', 'a &amp; &lt;b&gt; &#39;&copy;', [p("a & <b> '&copy;")]],
    ['a fence that says more', '```js title="a b"\nlet x;\n```\nafter', [pre('let x;', 'js'), p('after')]],
    ['a fence closed by a longer one', '~~~~\na\n~~~\n~~~~~\nb', [pre('a\n~~~'), p('b')]],
    ['quotes in quotes', '> a\n> > b\n> > - c\n> d\n\ne', [quote(p('a'), quote(p('b'), ul('c')), p('d')), p('e')]],
    ['code in a quote', '> ```\n> a\n>  b\n> ```', [quote(pre('a\n b'))]],
    ['lists of two kinds', '- a\n1. b\n2. c', [ul('a'), ol(1, 'b', 'c')]],
    ['code in an item', '- a\n  ```\n  b\n    c\n  ```\n- d', [ul([p('a'), pre('b\n  c')], 'd')]],
    ['a rule with spaces', 'a\n* * *\nb', [p('a'), hr, p('b')]],
    ['a table without borders', 'a | b\n---|---\n1 | 2\n\nc', [th(['a', 'b'], ['1', '2']), p('c')]],
    ['a bar that is no table', '| a |\nb', [p('| a |', br, 'b')]],
  ];
  for (const [what, text, tree] of rows) {
    it(what, () => assert.deepEqual(parseSlack({ blocks: [{ type: 'markdown', text }] }, names), tree));
  }

  const quick = ['*', '[', '`', '**a ', '![', '> ', '- ', '<https://', '|', '_a*'];

  it('reads anything quickly and without a throw', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        assert.ok(Array.isArray(parseSlack({ blocks: [{ type: 'markdown', text }] }, names)));
      }),
      { numRuns: 2000, seed: 4 },
    );
    for (const piece of [
      ...quick,
      '[a](',
      '~',
      ' ',
      '# ',
      '# \r',
      '```a\n',
      '>\na\n',
      '|\n',
      '|-\n',
      '&',
      '[](a(',
      '\u2028',
    ]) {
      const started = performance.now();
      parseSlack({ blocks: [{ type: 'markdown', text: piece.repeat(12_000 / piece.length) }] }, names);
      for (const before of ['# ', '```', '~~~', '- ', '| a |\n']) {
        parseSlack(
          { blocks: [{ type: 'markdown', text: `${before}${piece.repeat(12_000 / piece.length)}\rx\`` }] },
          names,
        );
      }
      assert.ok(performance.now() - started < 1_000, piece);
    }
  });
});
