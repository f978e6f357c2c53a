/** HTML as chat platforms send it, and as strangers would. */
import assert from 'node:assert/strict';
import { parseHtml } from '../../../src/core/content/html.ts';
import { plainText } from '../../../src/core/content/plain.ts';
import type { Block } from '../../../src/core/content/tree.ts';
import { a, br, c, h, hr, ol, p, pre, quote, t, td, th, ul } from './build.ts';

const wide = (cells: number) => Array.from({ length: cells }, (_, at) => `<td>${at}</td>`).join('');

describe('HTML, read', () => {
  const rows: readonly [what: string, html: string, tree: Block[]][] = [
    ['headings', '<h1>a</h1><h6>b <em>c</em></h6>', [h(1, 'a'), h(6, 'b ', t('c', 'i'))]],
    ['a heading of two lines', '<h2>a<br>b</h2>', [h(2, 'a', br, 'b')]],
    ['an empty heading', '<h1> </h1><p>a</p>', [p('a')]],
    ['a heading with a paragraph in it', '<h3><p>a</p></h3><p>b</p>', [h(3, 'a'), p('b')]],
    ['a heading never closed', '<h1>a<h2>b</h2><p>c</p>', [h(1, 'a'), h(2, 'b'), p('c')]],
    [
      'a heading in a list and in a quote',
      '<ul><li><h4>a</h4>b</li></ul><blockquote><h4>c</h4></blockquote>',
      [ul([h(4, 'a'), p('b')]), quote(h(4, 'c'))],
    ],
    ['a rule', 'a<hr>b<hr/>', [p('a'), hr, p('b'), hr]],
    [
      'a rule in code and in a cell',
      '<pre>a<hr>b</pre><table><tr><td>a<hr>b</td></tr></table>',
      [pre('a\n———\nb'), td([['a', br, '———', br, 'b']])],
    ],
    [
      'underline',
      '<u>a</u><ins>b</ins> <span style="font-weight: bold; font-style: italic; text-decoration: underline line-through">c</span>',
      [p(t('ab', 'u'), ' ', t('c', 'bisu'))],
    ],
    ['sub and sup', 'H<sub>2</sub>O x<sup>2</sup>', [p('H2O x2')]],
    ['code with its language', '<codeblock class="Python"><code>a<br>b</code></codeblock>', [pre('a\nb', 'Python')]],
    ['numbers that go on', '<ol start="7"><li>a<ol start="0"><li>b</li></ol></li></ol>', [ol(7, [p('a'), ol(0, 'b')])]],
    [
      'a table',
      '<table><tr><td>a</td><td><b>b</b></td></tr><tr><td>c</td></tr></table>',
      [td(['a', [t('b', 'b')]], ['c'])],
    ],
    ['a table with names', '<table><tr><th>a<th>b<tr><td>c<td>d</table>', [th(['a', 'b'], ['c', 'd'])]],
    [
      'a table with a head',
      '<table><thead><tr><th>a</th></tr></thead><tbody><tr><td>b</td></tr></tbody></table>',
      [th(['a'], ['b'])],
    ],
    ['names of rows, which are none of columns', '<table><tr><th>a</th><td>b</td></tr></table>', [td(['a', 'b'])]],
    [
      'cells that span',
      '<table><tr><td colspan="2">a</td><td>b</td></tr><tr><td colspan=9>c</td></tr></table>',
      [td(['a', '', 'b'], ['c'])],
    ],
    ['empty cells and rows', '<table><tr></tr><tr><td></td><td>a</td><td> </td></tr></table>', [td(['', 'a'])]],
    ['a table of nothing', 'a<table><tr><td></td></tr></table>b', [p('a'), p('b')]],
    [
      'lines in a cell',
      '<table><tr><td><p>a</p><p>b<br>c</p><ul><li>d</li></ul></td></tr></table>',
      [td([['a', br, 'b', br, 'c', br, 'd']])],
    ],
    [
      'a link and code in a cell',
      '<table><tr><td><a href="https://a.example">a</a> <code>b</code></td></tr></table>',
      [td([[a('https://a.example', 'a'), ' ', c('b')]])],
    ],
    [
      'a table in a cell',
      '<table><tr><td>a<table><tr><td>b</td><td>c</td></tr><tr><td>d</td></tr></table>e</td></tr></table>',
      [td([['a', br, 'b | c', br, 'd', br, 'e']])],
    ],
    [
      'text between cells',
      '<table>a<caption>b</caption><tr>c<td>d</td></tr></table>e',
      [p('a', br, 'b'), p('c'), td(['d']), p('e')],
    ],
    ['a table never closed', 'x<table><tr><td>a<td>b', [p('x'), td(['a', 'b'])]],
    ['two tables', '<table><tr><td>a</td></tr></table><table><tr><th>b</th></tr></table>', [td(['a']), th(['b'])]],
    ['a table in a list', '<ul><li>x<table><tr><td>a</td></tr></table></li></ul>', [ul([p('x'), td(['a'])])]],
    ['cells and rows without a table', '<tr><td>a</td><td>b</td></tr></table>c', [p('a'), p('b'), p('c')]],
  ];
  for (const [what, html, tree] of rows) it(what, () => assert.deepEqual(parseHtml(html), tree));

  it('no more empty cells than a row of fifty, whatever is claimed', () => {
    const [table] = parseHtml(
      '<table><tr><td colspan="1000000000">a</td><td colspan="-1">b</td><td colspan="x">c</table>',
    );
    assert.ok(table?.type === 'table');
    assert.equal(table.rows[0]?.length, 52);
  });

  it('every cell of a row of 5,000', () => {
    const [table] = parseHtml(`<table><tr>${wide(5000)}</tr></table>`);
    assert.ok(table?.type === 'table');
    assert.equal(table.rows[0]?.length, 5000);
  });
});

describe('HTML that is meant to be slow', () => {
  const small = 4_000;
  const units: readonly [what: string, unit: string][] = [
    ['cells', '<td>a'],
    ['rows', '<tr><td>a'],
    ['tables in tables', '<table><tr><td>'],
    ['tables side by side', '<table></table>'],
    ['headings', '<h1>a'],
    ['headings in lists', '<ul><li><h1>a'],
    ['rules', '<hr>'],
    ['spans of columns', '<td colspan=50>a'],
    ['ends of tables', '</td></tr></table>'],
    ['underlined spans', '<span style="text-decoration:underline">'],
  ];
  for (const [what, unit] of units) {
    it(`costs as much per character however much it is: ${what}`, () => {
      const once = read(unit.repeat(small));
      const eightfold = read(unit.repeat(8 * small));
      // What grows with the square would cost 64 times as much; a garbage collection may fall into either.
      assert.ok(eightfold < 24 * once + 100, `${once.toFixed(1)} ms, then ${eightfold.toFixed(1)} ms`);
    });
  }

  /** The fastest of three, in ms. */
  function read(content: string): number {
    const times = [0, 1, 2].map(() => {
      const from = performance.now();
      plainText(parseHtml(`<table><tr>${content}`));
      return performance.now() - from;
    });
    return Math.min(...times);
  }
});
