import assert from 'node:assert/strict';
import { eyeText } from '../../../../sandbox/webex/html.ts';
import { renderMarkdown } from '../../../../sandbox/webex/markdown.ts';

const mentions = {
  person: (_by: string, value: string) =>
    value === 'hugo@fabrikam.example' || value === 'HUGO' ? { id: 'HUGO', name: 'Hugo Marín' } : undefined,
};
const hugo = (label: string) =>
  `<spark-mention data-object-type="person" data-object-id="HUGO">${label}</spark-mention>`;
const all = (label: string) =>
  `<spark-mention data-object-type="groupMention" data-group-type="all">${label}</spark-mention>`;

describe('Webex markdown becomes HTML', () => {
  for (const [markdown, html] of [
    ['plain', '<p>plain</p>'],
    ['one\n\ntwo', '<p>one</p><p>two</p>'],
    ['one\ntwo', '<p>one\ntwo</p>'],
    ['one  \ntwo\\\nthree', '<p>one<br/>two<br/>three</p>'],
    [
      '**bold** __bold__ *italic* _italic_',
      '<p><strong>bold</strong> <strong>bold</strong> <em>italic</em> <em>italic</em></p>',
    ],
    ['***both***', '<p><em><strong>both</strong></em></p>'],
    ['**bold *and italic***', '<p><strong>bold <em>and italic</em></strong></p>'],
    ['snake_case_name 2*3*4 ** not **', '<p>snake_case_name 2<em>3</em>4 ** not **</p>'],
    ['**Ana (Teams):** x', '<p><strong>Ana (Teams):</strong> x</p>'],
    ['\\*not\\* \\_this\\_ \\[x\\](y) \\`z\\` \\<b>', '<p>*not* _this_ [x](y) `z` &lt;b&gt;</p>'],
    ['~~gone~~', '<p>~~gone~~</p>'],
    ['`a *b* <c>` ``x`y``', '<p><code>a *b* &lt;c&gt;</code> <code>x`y</code></p>'],
    [
      '```js\nlet a = "<b>";\n\n*x*\n```',
      '<pre><code class="language-js">let a = &quot;&lt;b&gt;&quot;;\n\n*x*\n</code></pre>',
    ],
    ['````\n```\n````', '<pre><code>```\n</code></pre>'],
    ['```\nnever closed', '<pre><code>never closed\n</code></pre>'],
    ['[Mio](https://mio.example/a_(b)?q=1&r=2)', '<p><a href="https://mio.example/a_(b)?q=1&amp;r=2">Mio</a></p>'],
    ['[**b** \\] c](<https://mio.example/a b>)', '<p>[<strong>b</strong> ] c](&lt;https://mio.example/a b&gt;)</p>'],
    ['[x](javascript:alert)', '<p>[x](javascript:alert)</p>'],
    [
      '<https://mio.example/?a=1&b=2> <ada@contoso.example>',
      '<p><a href="https://mio.example/?a=1&amp;b=2">https://mio.example/?a=1&amp;b=2</a> <a href="mailto:ada@contoso.example">ada@contoso.example</a></p>',
    ],
    ['# One\n### Three', '<h1>One</h1><h3>Three</h3>'],
    ['Title\n===\nText\n---', '<h1>Title</h1><h2>Text</h2>'],
    ['a\n\n---\n\nb', '<p>a</p><hr/><p>b</p>'],
    ['> quoted\n> more\nlazy\n\nafter', '<blockquote><p>quoted\nmore\nlazy</p></blockquote><p>after</p>'],
    ['> > deep', '<blockquote><blockquote><p>deep</p></blockquote></blockquote>'],
    ['- a\n- b', '<ul><li>a</li><li>b</li></ul>'],
    ['3. c\n4. d', '<ol start="3"><li>c</li><li>d</li></ol>'],
    ['- a\n  - b\n    1. c\n- d', '<ul><li>a<ul><li>b<ol><li>c</li></ol></li></ul></li><li>d</li></ul>'],
    ['1. a\n  - b\n2. c', '<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>'],
    ['- a\n\n  second\n- b', '<ul><li><p>a</p><p>second</p></li><li><p>b</p></li></ul>'],
    ['text\n- a', '<p>text</p><ul><li>a</li></ul>'],
    ['text\n2026. not a list', '<p>text\n2026. not a list</p>'],
    ['1\\. not a list', '<p>1. not a list</p>'],
    ['&lt;b&gt; & &amp; a < b', '<p>&lt;b&gt; &amp; &amp; a &lt; b</p>'],
    ['a <script>alert(1)</script><b onclick="x()">b</b><u>c</u><!-- d -->', '<p>a <b>b</b>c</p>'],
    ['a <b>b', '<p>a <b>b</b></p>'],
    [
      '<a href="javascript:x">a</a> <a href="https://b.example">b</a>',
      '<p><a>a</a> <a href="https://b.example">b</a></p>',
    ],
    ['<spark-mention data-object-type="groupMention" data-group-type="all">All</spark-mention>', '<p>All</p>'],
    ['`<b>`', '<p><code>&lt;b&gt;</code></p>'],
    ['- ---', '<hr/>'],
    ['- ___', '<ul><li><hr/></li></ul>'],
    ['# a \\#', '<h1>a #</h1>'],
    ['# a #', '<h1>a</h1>'],
    ['<@personEmail:hugo@fabrikam.example|Hugo> <@personId:HUGO>', `<p>${hugo('Hugo')} ${hugo('Hugo Marín')}</p>`],
    ['<@personEmail:nobody@x.example|Nobody>', '<p>Nobody</p>'],
    ['<@all> `<@all>` \\<@all>', `<p>${all('All')} <code>&lt;@all&gt;</code> &lt;@all&gt;</p>`],
    ['😀**👍**', '<p>😀<strong>👍</strong></p>'],
    ['', ''],
  ] as const) {
    it(JSON.stringify(markdown), () => assert.equal(renderMarkdown(markdown, mentions), html));
  }
});

describe('what the eye sees of Webex HTML', () => {
  for (const [html, text] of [
    ['<p>one</p><p>two<br/>three</p>', 'one\ntwo\nthree'],
    ['<p>a\n b   c</p>', 'a b c'],
    ['<ul><li>a<ol><li>b</li><li>c</li></ol></li><li>d</li></ul>', '• a\n  1. b\n  2. c\n• d'],
    ['<ol start="3"><li><p>c</p><p>more</p></li></ol>', '3. c\n  more'],
    ['<pre><code>  x\n\n  y\n</code></pre>', '  x\n\n  y'],
    ['<blockquote><p>q</p></blockquote>after', 'q\nafter'],
    [`<p>${hugo('Hugo')}, &lt;b&gt; &amp; <a href="https://x.example">link</a></p>`, 'Hugo, <b> & link'],
    ['<h1>T</h1><hr/>x', 'T\n———\nx'],
  ] as const) {
    it(html, () => assert.equal(eyeText(html), text));
  }
});
