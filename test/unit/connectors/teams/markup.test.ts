/** Teams' dialect: what people's HTML means, and what Mio's HTML looks like. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { renderPicture } from '../../../../src/connectors/teams/files-out.ts';
import { parseTeams, renderTeams } from '../../../../src/connectors/teams/markup.ts';
import type { Draft, DraftFile } from '../../../../src/core/connector.ts';
import type { Block } from '../../../../src/core/content/tree.ts';
import type { PersonId } from '../../../../src/core/model.ts';
import { a, br, c, h, hr, ol, p, pre, quote, t, td, th, ul } from '../../content/build.ts';
import { anyTree, hostileText, same } from '../../content/trees.ts';

const parse = (content: string) => parseTeams({ contentType: 'html', content });
const render = (content: readonly Block[]) => renderTeams({ author: null, content }).map(({ html }) => html);

/** The same tree without headings deeper than Teams' three levels, which are bold lines there. */
const expressible = (blocks: readonly Block[]): Block[] =>
  blocks.map((block) => {
    if (block.type === 'heading' && block.level > 3) return { ...block, level: 3 };
    if (block.type === 'quote') return { ...block, children: expressible(block.children) };
    return block.type === 'list' ? { ...block, items: block.items.map(expressible) } : block;
  });

describe('Teams HTML, read', () => {
  const rows: readonly [what: string, html: string, tree: Block[]][] = [
    ['bare text', 'hello', [p('hello')]],
    ['a paragraph', '<p>hello</p>', [p('hello')]],
    ['an old client', '<div><div>hello</div></div>', [p('hello')]],
    ['paragraphs', '<p>a</p><p>b</p>', [p('a'), p('b')]],
    ['printed for readers', '\n<p>a\n b</p>\n\n<p> c </p>\n', [p('a b'), p('c')]],
    ['an empty line', '<p>a</p><p>&nbsp;</p><p>b</p>', [p('a'), p('b')]],
    ['line breaks', '<p>a<br>b<br/>c</p>', [p('a', br, 'b', br, 'c')]],
    ['two line breaks', 'a<br><br>b', [p('a'), p('b')]],
    ['spaces that stay', '<p>a&nbsp;&nbsp; b</p>', [p('a   b')]],
    ['entities', '<p>&lt;b&gt; &amp;amp; &#128512; &eacute;</p>', [p('<b> &amp; 😀 é')]],
    ['bold', '<b>a</b><strong>b</strong><span style="font-weight:bold">c</span>', [p(t('abc', 'b'))]],
    ['bold by number', '<span style="font-weight:700; color:red">a</span>', [p(t('a', 'b'))]],
    ['italic', '<i>a</i><em>b</em><span style="font-style:italic">c</span>', [p(t('abc', 'i'))]],
    ['strike', '<s>a</s><strike>b</strike><del>c</del>', [p(t('abc', 's'))]],
    ['crossing tags', '<b>a<i>b</b>c</i>', [p(t('a', 'b'), t('b', 'bi'), t('c', 'i'))]],
    ['underline', '<u>a</u><span style="text-decoration:underline">b</span><ins>c</ins>', [p(t('abc', 'u'))]],
    ['all styles', '<u><b><i><s>a</s></i></b></u>', [p(t('a', 'bisu'))]],
    ['colours and sizes', '<span style="color:red">b</span><font size="7">c</font>', [p('bc')]],
    ['copy and paste', '<p itemprop="copy-paste-block">a</p>', [p('a')]],
    ['inline code', 'a <code>b  c</code> d', [p('a ', c('b  c'), ' d')]],
    ['a code block', '<pre><code>a\n  b\n</code></pre>', [pre('a\n  b')]],
    ['a code block, broken by tags', '<pre>\na<br>b</pre>', [pre('a\nb')]],
    ['a code block, newer', '<codeblock class="Python"><code>a<br>b</code></codeblock>', [pre('a\nb', 'Python')]],
    ['a code block, as elsewhere', '<pre><code class="language-ts">a</code></pre>', [pre('a', 'ts')]],
    ['a language that is none', '<codeblock class="a&quot;b"><code>a</code></codeblock>', [pre('a')]],
    ['a link', '<a href="https://a.example/?b=1&amp;c=2" title="x">d</a>', [p(a('https://a.example/?b=1&c=2', 'd'))]],
    ['a link with styles', '<a href="https://a.example">b<b>c</b></a>', [p(a('https://a.example', 'b', t('c', 'b')))]],
    ['mail', '<a href="mailto:a@b.example">a</a>', [p(a('mailto:a@b.example', 'a'))]],
    ['a link that would run', '<a href="javascript:alert(1)">a</a>', [p('a')]],
    ['a link with its scheme hidden', '<a href=" java\nscript:alert(1)">a</a>', [p('a')]],
    ['a link to data', '<a href="data:text/html,x">a</a>', [p('a')]],
    ['a link to nowhere', '<a href="/x">a</a><a>b</a>', [p('ab')]],
    ['a link without words', '<a href="https://a.example"></a>b', [p('b')]],
    ['a bullet list', '<ul><li>a</li><li>b</li></ul>', [ul('a', 'b')]],
    ['a numbered list', '<ol start="3"><li>a</li></ol>', [ol(3, 'a')]],
    ['a number that is none', '<ol start="-1e9"><li>a</li></ol>', [ol(1, 'a')]],
    ['a nested list', '<ul><li>a<ol><li>b</li></ol></li></ul>', [ul([p('a'), ol(1, 'b')])]],
    ['a list hung in a list', '<ul><li>a</li><ul><li>b</li></ul></ul>', [ul([p('a'), ul('b')])]],
    ['items left open', '<ul><li>a<li>b</ul>c', [ul('a', 'b'), p('c')]],
    ['an item without a list', '<li>a</li>', [ul('a')]],
    ['an empty item', '<ul><li></li><li>a</li></ul>', [ul('a')]],
    ['an item with paragraphs', '<ul><li><p>a</p><p>b</p></li></ul>', [ul([p('a'), p('b')])]],
    ['a quote', '<blockquote>\n<p>a</p>\n</blockquote><p>b</p>', [quote(p('a')), p('b')]],
    ['nested quotes', '<blockquote>a<blockquote>b</blockquote></blockquote>', [quote(p('a'), quote(p('b')))]],
    ['a mention', '<at id="0">Ben</at>&nbsp;hi', [p('@Ben hi')]],
    ['a mention that says @', '<at id="0">@Ben</at>', [p('@Ben')]],
    ['an emoji', '<emoji id="1f440_eyes" alt="👀" title="Eyes"></emoji>', [p('👀')]],
    ['an emoji of an old client', '<img itemtype="http://schema.skype.com/Emoji" alt="😀">', [p('😀')]],
    [
      'a custom emoji',
      '<customemoji id="x" alt="shipit" source="y"></customemoji>',
      [p({ type: 'text', text: ':shipit:', emoji: { name: 'shipit' } })],
    ],
    [
      'flags, keycaps, tones, and what is joined of several',
      '<emoji alt="🇨🇭"></emoji><emoji alt="1️⃣"></emoji><emoji alt="🤷🏾‍♂️"></emoji><emoji alt="👨‍👩‍👦"></emoji>',
      [p('🇨🇭1️⃣🤷🏾‍♂️👨‍👩‍👦')],
    ],
    ['an emoji that only Teams has', '<emoji id="hydration" alt="(hydration)"></emoji>', [p('(hydration)')]],
    ['an emoji without a word', 'a<emoji id="x"></emoji>b', [p('ab')]],
    ['an image', '<img src="x" alt="a plan"><img src="y">', [p('a plan[image]')]],
    ['an attachment', '<attachment id="1"></attachment>', []],
    ['a system event', '<systemEventMessage/>', []],
    ['headings', '<h1>a</h1><h2>b</h2><h3>c</h3>d', [h(1, 'a'), h(2, 'b'), h(3, 'c'), p('d')]],
    ['a heading with styles', '<h2>a <i>b</i></h2>', [h(2, 'a ', t('b', 'i'))]],
    ['an empty heading', '<h1>&nbsp;</h1>a', [p('a')]],
    ['a rule', 'a<hr>b', [p('a'), hr, p('b')]],
    ['a rule, closed', '<p>a</p><hr/><p>b</p>', [p('a'), hr, p('b')]],
    [
      'a table',
      '<table><tbody><tr><td>a</td><td><p>b</p></td></tr><tr><td>c</td><td></td></tr></tbody></table>d',
      [td(['a', 'b'], ['c']), p('d')],
    ],
    [
      'a table with a header',
      '<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table>',
      [th(['a', 'b'], ['1', '2'])],
    ],
    [
      'a table of Teams’ own',
      '<table itemprop="copy-paste-table"><tr><td><b>a</b></td></tr></table>',
      [td([[t('a', 'b')]])],
    ],
    [
      'emoji, mentions and links in cells',
      '<table><tr><td><emoji alt="👀"></emoji></td><td><at id="0">Ben</at></td><td><a href="https://a.example">b</a></td></tr></table>',
      [td(['👀', '@Ben', [a('https://a.example', 'b')]])],
    ],
    ['a table without rows', '<table><tbody></tbody></table>a', [p('a')]],
    ['what nobody sees', '<style>a{}</style><script>b</script>c<!-- d -->', [p('c')]],
    ['a tag cut short', 'a<b', [p('a')]],
    ['an unknown tag', '<blink>a</blink>', [p('a')]],
    ['nothing', ' \n <p> </p>', []],
  ];
  for (const [what, html, tree] of rows) it(what, () => assert.deepEqual(parse(html), tree));

  it('takes plain text as it stands', () => {
    const content = '  <b>a</b>\r\nb\n\n\nc &amp;';
    assert.deepEqual(parseTeams({ contentType: 'text', content }), [p('  <b>a</b>', br, 'b'), p('c &amp;')]);
  });
});

describe('Teams HTML, written', () => {
  const rows: readonly [what: string, tree: Block[], html: string][] = [
    ['a paragraph', [p('a', br, 'b')], '<p>a<br>b</p>'],
    ['characters of markup', [p('<at id="0">&amp;</at>')], '<p>&lt;at id=&quot;0&quot;&gt;&amp;amp;&lt;/at&gt;</p>'],
    ['styles', [p(t('a', 'b'), t('b', 'is'))], '<p><strong>a</strong><em><s>b</s></em></p>'],
    ['spaces that would collapse', [p('  a  b', br, ' c')], '<p>&nbsp;&nbsp;a &nbsp;b<br>&nbsp;c</p>'],
    [
      'inline code',
      [p(c('a <b>'), c(' c', 'b'))],
      '<p><code>a &lt;b&gt;</code><strong><code>&nbsp;c</code></strong></p>',
    ],
    ['a code block', [pre('a\n <b>', 'ts')], '<pre><code>a\n &lt;b&gt;</code></pre>'],
    ['a link', [p(a('https://a.example/?b&c', 'd'))], '<p><a href="https://a.example/?b&amp;c">d</a></p>'],
    ['lists', [ol(3, 'a', [p('b'), ul('c')])], '<ol start="3"><li>a</li><li>b<ul><li>c</li></ul></li></ol>'],
    ['an item of two paragraphs', [ul([p('a'), p('b')])], '<ul><li><p>a</p><p>b</p></li></ul>'],
    ['underline', [p(t('a', 'u'), t('b', 'bisu'))], '<p><u>a</u><strong><em><u><s>b</s></u></em></strong></p>'],
    ['headings', [h(1, 'a'), h(3, t('b', 'i'), ' <c>')], '<h1>a</h1><h3><em>b</em> &lt;c&gt;</h3>'],
    [
      'a heading deeper than Teams’ three',
      [h(4, 'a'), h(6, t('b', 'b'))],
      '<p><strong>a</strong></p><p><strong>b</strong></p>',
    ],
    ['a rule', [p('a'), hr], '<p>a</p><hr>'],
    [
      'a table, its short rows filled up',
      [td(['a <b>', [t('b', 'b')]], ['c'])],
      '<table><tbody><tr><td>a &lt;b&gt;</td><td><strong>b</strong></td></tr><tr><td>c</td><td></td></tr></tbody></table>',
    ],
    [
      'a table with a header',
      [th(['a'], ['b'])],
      '<table><tbody><tr><th>a</th></tr><tr><td>b</td></tr></tbody></table>',
    ],
    ['a quote', [quote(p('a'), pre('b'))], '<blockquote><p>a</p><pre><code>b</code></pre></blockquote>'],
  ];
  for (const [what, tree, html] of rows) it(what, () => assert.deepEqual(render(tree), [html]));

  it('says who wrote it, in a paragraph of its own', () => {
    const [part] = renderTeams({ author: { name: 'A <b>', platform: 'slack' }, content: [p('hi')] });
    assert.deepEqual(part, { html: '<p><strong>A &lt;b&gt;</strong> (Slack)</p><p>hi</p>', text: 'hi' });
  });

  it('says so where there is nothing to show', () => {
    assert.deepEqual(render([]), ['<p><em>(empty message)</em></p>']);
  });

  const author = { name: 'Eva', platform: 'slack' } as const;
  const frame = '<p><strong>Eva</strong> (Slack)</p>';
  const ada = 'a1a7e2f4-58b3-4d0e-8f96-2b6d41e9a701' as PersonId;
  const ben = 'b2d4f6b0-1c5e-4937-9d28-6fe0b7a3c902' as PersonId;
  const naming = (text: string, id: PersonId) => ({ type: 'text', text, mention: { of: 'person', id } }) as const;

  it('mentions people, once each, by a text that the entity repeats to the letter', () => {
    const content = [p('hi ', { ...naming('@Tom & <Co>', ada), bold: true }, ', ', naming('@Tom & <Co>', ada), '!')];
    const text = '<at>Tom &amp; &lt;Co&gt;</at>';
    assert.deepEqual(renderTeams({ author, content }), [
      {
        html: `${frame}<p>hi <strong>${text}</strong>, ${text}!</p>`,
        text: 'hi @Tom & <Co>, @Tom & <Co>!',
        mentions: [{ text, id: ada, name: 'Tom & <Co>' }],
      },
    ]);
  });

  it('mentions two people of one name, each with a mark', () => {
    const [part] = renderTeams({ author, content: [p(naming('@Ada', ada), ' ', naming('@Ada', ben))] });
    assert.deepEqual(part?.mentions, [
      { text: '<at>Ada ·903d</at>', id: ada, name: 'Ada ·903d' },
      { text: '<at>Ada ·46a8</at>', id: ben, name: 'Ada ·46a8' },
    ]);
    assert.equal(part?.html, `${frame}<p><at>Ada ·903d</at> <at>Ada ·46a8</at></p>`);
  });

  it('names everyone in bold, a conversation as it is, and nobody in what looks like an author line', () => {
    const everyone = { type: 'text', text: '@all', mention: { of: 'everyone' } } as const;
    const channel = { type: 'text', text: '#ops', mention: { of: 'conversation', id: 'x' } } as const;
    assert.deepEqual(
      renderTeams({ author, content: [p(everyone, ' ', channel), p({ ...everyone, text: '@CEO' }, ' (Teams)')] }),
      [{ html: `${frame}<p><strong>@all</strong> #ops</p><p>@CEO (Teams)</p>`, text: '@all #ops\n@CEO (Teams)' }],
    );
  });

  it('names in each part whom that part mentions', () => {
    const content = [p(naming('@Ada', ada), ` ${'a '.repeat(12_000)}`), p(naming('@Ben', ben))];
    const parts = renderTeams({ author, content });
    assert.deepEqual(
      parts.map(({ mentions }) => mentions?.map(({ name }) => name)),
      [['Ada'], ['Ben']],
    );
  });

  const link = 'https://mio.example/files/x';
  const plan: DraftFile = { id: 'd', name: 'Q3 <plan>.docx', type: 'application/msword', size: 1_240_000, link };
  const shot: DraftFile = { id: 's', name: 'shot.png', type: 'image/png', size: 180 * 1024, link };
  const planLine = `<p>📎 Q3 &lt;plan&gt;.docx (1.2 MB) · <a href="${link}">Open</a></p>`;

  const files: readonly [what: string, draft: Partial<Draft>, parts: readonly { html: string; text: string }[]][] = [
    [
      'a file as a line below the text',
      { content: [p('see')], files: [plan] },
      [{ html: `${frame}<p>see</p>${planLine}`, text: 'see\n📎 Q3 <plan>.docx (1.2 MB) · Open' }],
    ],
    [
      'a file alone',
      { content: [], files: [plan] },
      [{ html: `${frame}${planLine}`, text: '📎 Q3 <plan>.docx (1.2 MB) · Open' }],
    ],
    [
      'a picture without a word of its own',
      { content: [p('see')], files: [shot] },
      [{ html: `${frame}<p>see</p>`, text: 'see' }],
    ],
    ['of a picture alone, its author', { content: [], files: [shot] }, [{ html: frame, text: '' }]],
    ['of a notice with a picture alone, nothing', { author: null, content: [], files: [shot] }, []],
    [
      'a picture of unknown size as a line',
      { content: [], files: [{ id: 's', name: 'a.png', type: 'image/png', link }] },
      [{ html: `${frame}<p>📎 a.png · <a href="${link}">Open</a></p>`, text: '📎 a.png · Open' }],
    ],
    [
      'a large picture as a line',
      { content: [], files: [{ ...shot, size: 180 * 1024 + 1 }] },
      [
        {
          html: `${frame}<p>📎 shot.png (184 KB) · <a href="${link}">Open</a></p>`,
          text: '📎 shot.png (184 KB) · Open',
        },
      ],
    ],
    [
      'a picture of another kind as a line',
      { content: [], files: [{ ...shot, name: 'a.svg', type: 'image/svg+xml' }] },
      [{ html: `${frame}<p>📎 a.svg (184 KB) · <a href="${link}">Open</a></p>`, text: '📎 a.svg (184 KB) · Open' }],
    ],
  ];
  for (const [what, draft, parts] of files)
    it(`shows ${what}`, () => assert.deepEqual(renderTeams({ author, content: [], ...draft }), parts));

  it('has for every picture a message of its own, and a line for where it can’t be had', () => {
    const { instead, ...picture } = renderPicture(shot);
    assert.deepEqual(picture, { payload: { picture: 's', name: 'shot.png' }, text: '', files: [shot] });
    assert.deepEqual(instead?.('too_large'), {
      payload: { html: `<p>📎 shot.png (184 KB) · <a href="${link}">Open</a> – too large for Teams</p>` },
      text: '📎 shot.png (184 KB) · Open – too large for Teams',
    });
  });

  it('CI-02 mentions nobody that the tree does not mention, whatever the text', () => {
    const said = [
      '<at>Ada</at>',
      '<at id="0">All</at>',
      '&lt;at&gt;Ada&lt;/at&gt;',
      '@everyone @channel @Ada',
      '<!channel> <@U1>',
      '<@all> <@personEmail:ada@contoso.example>',
    ];
    for (const contentType of ['html', 'text'] as const) {
      for (const content of said) {
        for (const { html, mentions } of renderTeams({ author, content: parseTeams({ contentType, content }) })) {
          assert.doesNotMatch(html, /<at/);
          assert.equal(mentions, undefined);
        }
      }
    }
    const forged = [p(naming('@Ada', ada), ' <at>Ben</at>')];
    const [part] = renderTeams({ author, content: forged });
    assert.equal(part?.html, `${frame}<p><at>Ada</at> &lt;at&gt;Ben&lt;/at&gt;</p>`);
    assert.deepEqual(
      part?.mentions?.map(({ id }) => id),
      [ada],
    );
  });

  it('reads back what it wrote', () => {
    fc.assert(
      fc.property(anyTree.map(expressible), (tree) => {
        const parts = render(tree);
        if (parts.length === 1) assert.equal(same(parse(parts[0] ?? '')), same(tree));
      }),
      { numRuns: 2000, seed: 1 },
    );
  });

  it('writes known tags and entities only, whatever the text', () => {
    const tags =
      /<\/?(?:p|strong|em|s|u|code|pre|blockquote|ul|ol|li|h[1-3]|table|tbody|tr|td|th)>|<br>|<hr>|<ol start="\d+">|<a href="[^"<>\s]*">|<\/a>/g;
    fc.assert(
      fc.property(hostileText, fc.constantFrom('html', 'text'), (content, contentType) => {
        for (const { html } of renderTeams({ author: null, content: parseTeams({ contentType, content }) })) {
          const rest = html.replaceAll(tags, '');
          assert.doesNotMatch(rest, /[<>"]|&(?!(?:amp|lt|gt|quot|nbsp);)/);
          assert.doesNotMatch(html, /href="(?!https?:|mailto:)/);
        }
      }),
      { numRuns: 2000, seed: 2 },
    );
  });
});
