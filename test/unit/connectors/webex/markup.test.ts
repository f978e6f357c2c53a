/** Webex's dialect: what its HTML means, and that nothing but Mio's own markup is markup in what Mio writes. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseWebex, renderWebex } from '../../../../src/connectors/webex/markup.ts';
import { mapMentions } from '../../../../src/core/content/mentions.ts';
import { parsePlain } from '../../../../src/core/content/text.ts';
import type { Block } from '../../../../src/core/content/tree.ts';
import type { PersonId } from '../../../../src/core/model.ts';
import { a, br, c, h, hr, ol, p, pre, quote, t, td, th, ul } from '../../content/build.ts';
import { hostileText } from '../../content/trees.ts';
import { mention } from './support.ts';

const render = (...content: Block[]) => renderWebex({ author: null, content })[0]?.markdown;
const joiner = '\u2060';
const bob = { of: 'person', id: 'x' as PersonId } as const;
const spark = (attributes: string, name: string) => `<spark-mention ${attributes}>${name}</spark-mention>`;
const sparkBob = spark('data-object-type="person" data-object-id="x"', 'Bob');

describe('Webex HTML, read', () => {
  const rows: readonly [what: string, message: Parameters<typeof parseWebex>[0], tree: Block[]][] = [
    ['text', { text: '<b>a</b> &amp;\nb\n\nc' }, [p('<b>a</b> &amp;', br, 'b'), p('c')]],
    ['html before text', { html: '<p>a <strong>b</strong></p>', text: 'x' }, [p('a ', t('b', 'b'))]],
    ['no html', { html: '', text: 'a' }, [p('a')]],
    [
      'a mention',
      { html: '<p><spark-mention data-object-type="person" data-object-id="x">Bob</spark-mention> hi</p>' },
      [p(mention('@Bob', bob), ' hi')],
    ],
    [
      'everybody',
      { html: '<spark-mention data-object-type="groupMention" data-group-type="all">All</spark-mention>' },
      [p(mention('@All', { of: 'everyone' }))],
    ],
    ['another group', { html: spark('data-object-type="groupMention" data-group-type="here"', 'Here') }, [p('@Here')]],
    ['a mention of nobody', { html: spark('data-object-type="person"', 'Bob') }, [p('@Bob')]],
    ['a mention without a kind', { html: spark('data-object-id="x"', 'Bob') }, [p('@Bob')]],
    [
      'a mention of what is no id',
      { html: spark('data-object-type="person" data-object-id="x|y>"', 'Bob') },
      [p('@Bob')],
    ],
    ['a mention in code', { html: `<code>${sparkBob}</code>` }, [p(c('@Bob'))]],
    [
      'a mention in a link',
      { html: `<a href="https://a.example">${sparkBob}</a>` },
      [p(a('https://a.example', '@Bob'))],
    ],
    ['a mention in bold', { html: `<b>${sparkBob}</b>` }, [p({ ...mention('@Bob', bob), bold: true })]],
    ['two of the same person', { html: sparkBob + sparkBob }, [p(mention('@Bob', bob), mention('@Bob', bob))]],
    ['text that looks like a tag', { text: '<@all> <@personId:x|Bob>' }, [p('<@all> <@personId:x|Bob>')]],
    ['line breaks', { html: 'a<br/>b' }, [p('a', br, 'b')]],
    ['a code block', { html: '<pre><code class="language-ts">a\nb\n</code></pre>' }, [pre('a\nb', 'ts')]],
    ['a list', { html: '<ol start="2">\n<li>a</li>\n</ol>\n<ul><li>b</li></ul>' }, [ol(2, 'a'), ul('b')]],
    ['a quote', { html: '<blockquote>\n<p>a</p>\n</blockquote>' }, [quote(p('a'))]],
    ['a link', { html: '<a href="https://a.example" rel="nofollow">b</a>' }, [p(a('https://a.example', 'b'))]],
    ['a heading', { html: '<h1>a</h1><h4>b <em>c</em></h4>' }, [h(1, 'a'), h(4, 'b ', t('c', 'i'))]],
    ['a rule', { html: '<p>a</p><hr/><p>b</p>' }, [p('a'), hr, p('b')]],
    ['a table', { html: '<table><tr><th>a</th><th>b</th></tr><tr><td>c</td></tr></table>' }, [th(['a', 'b'], ['c'])]],
    ['lists in lists', { html: '<ul><li>a<ol><li>b</li></ol></li><li>c</li></ul>' }, [ul([p('a'), ol(1, 'b')], 'c')]],
    [
      'quotes in quotes',
      { html: '<blockquote><p>a</p><blockquote><p>b</p></blockquote></blockquote>' },
      [quote(p('a'), quote(p('b')))],
    ],
    ['a list in a quote', { html: '<blockquote><ul><li>a</li></ul></blockquote>' }, [quote(ul('a'))]],
    [
      'inline code and a mention',
      { html: '<p><code>a</code> <spark-mention>@b</spark-mention></p>' },
      [p(c('a'), ' @b')],
    ],
    ['a link that would run', { html: '<a href="javascript:alert(1)">a</a>' }, [p('a')]],
    ['a script', { html: '<p>a<script>b</script></p>' }, [p('a')]],
    [
      'markdown where there is nothing else',
      { markdown: '**a** [b](https://b.example)\n- c' },
      [p(t('a', 'b'), ' ', a('https://b.example', 'b')), ul('c')],
    ],
    [
      'markdown of people',
      { markdown: '# a\n\n> b\n\n1. c\n   - *d*\n\n```ts\ne <@all>\n```' },
      [h(1, 'a'), quote(p('b')), ol(1, [p('c'), ul([p(t('d', 'i'))])]), pre('e <@all>', 'ts')],
    ],
    [
      'mentions in markdown',
      { markdown: '<@personId:x|Bob> and **<@all>**, <@personEmail:y@z.example|Y>, <@personId:y|>, `<@all>` \\<@all>' },
      [
        p(
          mention('@Bob', bob),
          ' and ',
          { ...mention('@All', { of: 'everyone' }), bold: true },
          ', @Y, ',
          mention('@y', { of: 'person', id: 'y' as PersonId }),
          ', ',
          c('<@all>'),
          ' <@all>',
        ),
      ],
    ],
    [
      'mentions in links in markdown',
      { markdown: '[<@personEmail:a@b.c|Ada>, *<@personId:x|Bob>*, <@all> and <@here>](https://x.example)' },
      [p(a('https://x.example', '@Ada, ', t('@Bob', 'i'), ', @All and <@here>'))],
    ],
    ['a tag of nothing known in markdown', { markdown: '<@here> <@personId:>' }, [p('<@here> <@personId:>')]],
    ['text before markdown', { text: 'a', markdown: '**a**' }, [p('a')]],
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
    ['a mention', [p('a ', mention('@Bob Ito', bob), ', b')], 'a <@personId:x|Bob Ito>, b'],
    ['everyone', [p(mention('@team', { of: 'everyone' }), ' a')], '<@all> a'],
    ['a channel, which Webex can’t mention', [p(mention('#a_b', { of: 'conversation', id: 'C1' }))], '\\#a\\_b'],
    ['a mention by a name that could be markup', [p(mention('@A_b|<c>', bob))], '<@personId:x>'],
    ['a mention of what is no id', [p(mention('@Bob', { of: 'person', id: 'x|y>' as PersonId }))], '@Bob'],
    [
      'a mention among styles',
      [p(t('a', 'b'), { ...mention('@Bob', bob), bold: true }, t('c', 'i'))],
      '**a**<@personId:x|Bob>*c*',
    ],
    [
      'mentions side by side, underlined',
      [p({ ...mention('@Bob', bob), underline: true }, mention('@Bob', bob))],
      '<@personId:x|Bob><@personId:x|Bob>',
    ],
    [
      'a mention in a link',
      [p({ type: 'link', url: 'https://a.example', children: [mention('@Bob', bob)] })],
      '[@Bob](https://a.example)',
    ],
    ['a mention in a list and a quote', [quote(ul([p(mention('@Bob', bob))]))], '> - <@personId:x|Bob>'],
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
    ['headings', [h(1, 'a'), p('b'), h(6, t('c', 'b'))], '# a\n\nb\n\n###### **c**'],
    ['a heading that ends in number signs', [h(2, 'C#'), h(2, 'a ##'), h(2, '#')], '## C\\#\n\n## a \\##\n\n## \\#'],
    ['a heading of two lines', [h(1, 'a', br, 'b')], '# a b'],
    ['a heading like a list', [h(1, '1. a')], '# 1\\. a'],
    ['a rule', [p('a'), hr, p('b')], 'a\n\n---\n\nb'],
    [
      'rules nested',
      [quote(p('a'), hr), ul([p('a'), hr], [hr, p('b')])],
      '> a\n>\n> ---\n\n- a\n\n  ---\n- ___\n\n  b',
    ],
    [
      'a table',
      [th(['Name', 'Role'], ['Ada', 'lead'], ['Grace Kim'])],
      '```\nName      | Role\n----------|-----\nAda       | lead\nGrace Kim\n```',
    ],
    ['a table without names', [td(['a', ''], ['bb', 'c', 'd'])], '```\na  |\nbb | c | d\n```'],
    [
      'a table of wide characters',
      [td(['日本', 'a'], ['é😀', 'b'], ['e\u0301', 'c'])],
      '```\n日本 | a\né😀  | b\ne\u0301    | c\n```',
    ],
    [
      'a table with styles, links, lines and code',
      [td([[t('a', 'b'), br, c('b')], [a('https://c.example', 'd')], [a('https://e.example')]])],
      '```\na b | d (https://c.example) | https://e.example\n```',
    ],
    ['a table with a fence and a mention', [td(['```', '<@all>'])], `\`\`\`\`\n\`\`\` | <${joiner}@all>\n\`\`\`\``],
    [
      'one long cell does not widen the others',
      [td(['x'.repeat(60), 'a'], ['b', 'c'])],
      `\`\`\`\n${'x'.repeat(60)} | a\n${'b'.padEnd(40)} | c\n\`\`\``,
    ],
    ['a table in a list', [ul([p('a'), td(['b', 'c'])])], '- a\n\n  ```\n  b | c\n  ```'],
    ['an underline', [p('a ', t('b', 'u'), ' c')], 'a b c'],
    ['an underline among styles', [p(t('a', 'b'), t('b', 'bu'), c('c', 'u'))], '**ab**`c`'],
    ['an underline that parts what is escaped', [p('1', t('. a', 'u')), p('a ', t(' b', 'u'))], '1\\. a\n\na &nbsp;b'],
    ['an underlined link', [p(a('https://a.example', t('b', 'u'), 'c'))], '[bc](https://a.example)'],
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

  it('splits a long table between rows, each part under the names of its columns', () => {
    const names = ['Number', 'What happened'];
    const rows = Array.from({ length: 400 }, (_, at) => [`${at}`, 'something – quite long – happened here']);
    const parts = renderWebex({ author: { name: 'Ada', platform: 'teams' }, content: [th(names, ...rows)] });
    assert.ok(parts.length > 1);
    const seen = parts.flatMap(({ markdown }) => {
      assert.ok(Buffer.byteLength(markdown) <= 7_439);
      const [author, , fence, header, line, ...lines] = markdown.split('\n');
      assert.deepEqual([author, fence, header], ['**Ada (Teams):**', '```', 'Number | What happened']);
      assert.match(line ?? '', /^-+\|-+$/);
      const end = lines.indexOf('```');
      assert.match(lines.slice(end + 1).join(''), /^\(\d+\/\d+\)$/);
      return lines.slice(0, end).map((row) => row.split(' | ')[0]?.trim());
    });
    assert.deepEqual(
      seen,
      rows.map(([number]) => number),
    );
  });

  it('leaves a heading that names a person and a platform no heading', () => {
    const [part] = renderWebex({
      author: { name: 'Ada', platform: 'teams' },
      content: [h(1, 'CEO (Teams):'), p('pay')],
    });
    assert.equal(part?.markdown, '**Ada (Teams):**\n\nCEO (Teams):\n\npay');
  });

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
        const tree = parsePlain(content);
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
        const written = parseWebex({ html: `<pre>${html}</pre><code>${html}</code>${html}` });
        // Whom the core finds nobody for is named in text.
        const content = mapMentions(written, () => undefined);
        for (const { markdown } of renderWebex({ author: { name: html, platform: 'slack' }, content })) {
          assert.ok(!markdown.includes('<@'));
        }
      }),
      { numRuns: 2000, seed: 2 },
    );
  });
});
