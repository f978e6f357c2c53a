/** Webex's dialect: what its HTML means, and that nothing but Mio's own markup is markup in what Mio writes. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseWebex, renderWebex } from '../../../../src/connectors/webex/markup.ts';
import type { Block } from '../../../../src/core/content/tree.ts';
import { a, br, c, ol, p, pre, quote, t, ul } from '../../content/build.ts';
import { hostileText } from '../../content/trees.ts';

const render = (...content: Block[]) => renderWebex({ author: null, content })[0]?.markdown;
const joiner = '\u2060';

describe('Webex HTML, read', () => {
  const rows: readonly [what: string, message: Parameters<typeof parseWebex>[0], tree: Block[]][] = [
    ['text', { text: '<b>a</b> &amp;\nb\n\nc' }, [p('<b>a</b> &amp;', br, 'b'), p('c')]],
    ['html before text', { html: '<p>a <strong>b</strong></p>', text: 'x' }, [p('a ', t('b', 'b'))]],
    ['no html', { html: '', text: 'a' }, [p('a')]],
    [
      'a mention',
      { html: '<p><spark-mention data-object-type="person" data-object-id="x">Bob</spark-mention> hi</p>' },
      [p('@Bob hi')],
    ],
    [
      'everybody',
      { html: '<spark-mention data-object-type="groupMention" data-group-type="all">All</spark-mention>' },
      [p('@All')],
    ],
    ['line breaks', { html: 'a<br/>b' }, [p('a', br, 'b')]],
    ['a code block', { html: '<pre><code class="language-ts">a\nb\n</code></pre>' }, [pre('a\nb', 'ts')]],
    ['a list', { html: '<ol start="2">\n<li>a</li>\n</ol>\n<ul><li>b</li></ul>' }, [ol(2, 'a'), ul('b')]],
    ['a quote', { html: '<blockquote>\n<p>a</p>\n</blockquote>' }, [quote(p('a'))]],
    ['a link', { html: '<a href="https://a.example" rel="nofollow">b</a>' }, [p(a('https://a.example', 'b'))]],
    ['nothing', {}, []],
  ];
  for (const [what, message, tree] of rows) it(what, () => assert.deepEqual(parseWebex(message), tree));
});

describe('Webex Markdown, written', () => {
  const rows: readonly [what: string, tree: Block[], markdown: string][] = [
    ['paragraphs and lines', [p('a', br, 'b'), p('c')], 'a  \nb\n\nc'],
    ['styles', [p(t('a', 'b'), ' ', t('b', 'i'), ' ', t('c', 'bi'), ' ', t('d', 's'))], '**a** *b* ***c*** ~~d~~'],
    ['strike around other styles', [p(t('a', 'bs'), 'b')], `~~**a**${joiner}~~b`],
    ['spaces at the ends of styles', [p('a', t(' b ', 'b'), 'c')], 'a **b** c'],
    ['a style of spaces', [p('a', t(' ', 'b'), 'c')], 'a c'],
    ['punctuation inside of a style', [p('a', t('"b"', 'b'), 'c')], `a**${joiner}"b"${joiner}**c`],
    ['punctuation on both sides', [p('(', t('"b"', 'b'), ')')], '(**"b"**)'],
    ['an emoji inside of a style', [p('a', t('😀', 'b'))], `a**${joiner}😀**`],
    ['styles side by side', [p(t('a', 'b'), t('b', 'i'))], `**a**${joiner}*b*`],
    ['inline code', [p(c('a*b'))], '`a*b`'],
    ['inline code with backticks', [p(c('a``b'), ' ', c('`'))], '```a``b``` `` ` ``'],
    [
      'inline code side by side',
      [p(c('a'), c('b', 'b'), c('c', 'i'))],
      `\`a\`**\`b\`${joiner}**${joiner}*${joiner}\`c\`*`,
    ],
    ['a mention in code', [p(c('<@all>')), pre('<@all>')], `\`<${joiner}@all>\`\n\n\`\`\`\n<${joiner}@all>\n\`\`\``],
    ['a code block', [pre('a\n\n  b', 'ts')], '```ts\na\n\n  b\n```'],
    ['a code block with a fence', [pre('```\na')], '````\n```\na\n````'],
    ['a link', [p(a('https://a.example/?b&c', 'd [e]'))], '[d \\[e\\]](https://a.example/?b&amp;c)'],
    ['a link with brackets', [p(a('https://a.example/(b)', 'c'))], '[c](https://a.example/%28b%29)'],
    ['a bare link', [p(a('https://a.example/b_c'))], '[https://a.example/b\\_c](https://a.example/b_c)'],
    ['a link after an exclamation mark', [p('a!', a('https://a.example', 'b'))], 'a\\![b](https://a.example)'],
    ['lists', [ul('a', [p('b'), ol(1, 'c', 'd')])], '- a\n- b\n  1. c\n  2. d'],
    ['a list that can not interrupt a line', [ul([p('a'), ol(5, 'b')])], '- a\n\n  5. b'],
    [
      'an item of several blocks',
      [ol(9, 'a', [p('b'), p('c'), pre('d')])],
      '9. a\n10. b\n\n    c\n\n    ```\n    d\n    ```',
    ],
    ['two lists in a row', [ul('a'), ul('b'), ul('c'), ol(1, 'd'), ol(1, 'e')], '- a\n\n* b\n\n- c\n\n1. d\n\n1) e'],
    [
      'a quote',
      [quote(p('a', br, 'b'), ul('c'), pre('d\n\ne'))],
      '> a  \n> b\n>\n> - c\n>\n> ```\n> d\n> \n> e\n> ```',
    ],
    ['a quote in a quote', [quote(p('a'), quote(p('b')))], '> a\n>\n> > b'],
    ['two quotes', [quote(p('a')), quote(p('b'))], '> a\n\n> b'],
  ];
  for (const [what, tree, markdown] of rows) it(what, () => assert.equal(render(...tree), markdown));

  const escapes: readonly [text: string, markdown: string][] = [
    ['a \\ b', 'a \\\\ b'],
    ['*a* _b_ `c` ~~d~~', '\\*a\\* \\_b\\_ \\`c\\` \\~\\~d\\~\\~'],
    ['[a](b) ![c](d)', '\\[a\\](b) !\\[c\\](d)'],
    ['<b> &lt; <https://a.example>', '&lt;b> &amp;lt; &lt;https://a.example>'],
    ['<@all> <@personEmail:a@b.example>', '&lt;@all> &lt;@personEmail:a@b.example>'],
    ['# a', '\\# a'],
    ['a # b', 'a # b'],
    ['- a', '\\- a'],
    ['+ a', '\\+ a'],
    ['---', '\\---'],
    ['===', '\\==='],
    ['> a', '\\> a'],
    ['1. a', '1\\. a'],
    ['12) a', '12\\) a'],
    ['1.5', '1\\.5'],
    ['2024 a', '2024 a'],
    ['    a', '&nbsp;&nbsp;&nbsp;&nbsp;a'],
    ['a  b', 'a &nbsp;b'],
    ['| a | b |', '\\| a \\| b \\|'],
    [':---', '\\:---'],
    ['~~~', '\\~\\~\\~'],
  ];
  for (const [text, markdown] of escapes) {
    it(`escapes ${text}`, () => {
      assert.equal(render(p(text)), markdown);
      assert.equal(render(p('a', br, text)), `a  \n${markdown}`);
      assert.equal(render(quote(p(text))), `> ${markdown}`);
    });
  }

  it('says who wrote it, on a line of its own', () => {
    const [part] = renderWebex({ author: { name: 'A *B*\n_C_', platform: 'teams' }, content: [ul('hi')] });
    assert.deepEqual(part, { markdown: '**A \\*B\\* \\_C\\_ (Teams):**\n\n- hi', text: '• hi' });
  });

  /** What a reader of Markdown makes of text without markup. */
  const unescaped = (markdown: string) =>
    markdown
      .replaceAll(/\\([!-/:-@[-`{-~])/g, '$1')
      .replaceAll('&nbsp;', ' ')
      .replaceAll('&lt;', '<')
      .replaceAll('&amp;', '&');

  it('loses no character and leaves none that means something, whatever the text', () => {
    fc.assert(
      fc.property(hostileText, (content) => {
        const tree = parseWebex({ text: content });
        const [part, ...more] = renderWebex({ author: null, content: tree });
        assert.ok(part && more.length === 0);
        if (tree.length === 0) return;
        assert.equal(unescaped(part.markdown).replaceAll('  \n', '\n').replaceAll('\n\n', '\n'), part.text);
        const withoutEscapes = part.markdown.replaceAll(/\\[!-/:-@[-`{-~]|&(?:nbsp|lt|amp);/g, 'x');
        assert.doesNotMatch(withoutEscapes, /[\\*_`[\]~|<&]/);
        assert.doesNotMatch(withoutEscapes, /^(?: |[-+=#>]|\d{1,9}[.)])/m);
      }),
      { numRuns: 2000, seed: 1 },
    );
  });

  it('never writes a mention, whatever came in', () => {
    fc.assert(
      fc.property(hostileText, (html) => {
        const content = parseWebex({ html: `<pre>${html}</pre><code>${html}</code>${html}` });
        for (const { markdown } of renderWebex({ author: { name: html, platform: 'slack' }, content })) {
          assert.ok(!markdown.includes('<@'));
        }
      }),
      { numRuns: 2000, seed: 2 },
    );
  });
});
