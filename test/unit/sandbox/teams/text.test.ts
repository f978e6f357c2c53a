import assert from 'node:assert/strict';
import fc from 'fast-check';
import { fromHtml, fromMarkdown, fromText } from '../../../../sandbox/teams/compose.ts';
import { allowListed } from '../../../../sandbox/teams/html.ts';
import { visibleText } from '../../../../sandbox/teams/text.ts';
import { browserHtml } from '../../../../sandbox/teams/view.ts';
import type { TeamsUser } from '../../../../sandbox/teams/world.ts';

const ben: TeamsUser = {
  id: 'b',
  person: 'ben',
  displayName: 'Ben Ito',
  mail: 'ben@contoso.example',
  tenant: 't',
  roles: [],
  locale: 'en-US',
};

describe('Teams HTML', () => {
  const seen: readonly [string, string, string][] = [
    ['paragraphs, breaks and empty lines', '<p>a<br>b</p><p>&nbsp;</p><p>c</p>', 'a\nb\n\nc'],
    ['nested lists', '<ul><li>x<ul><li>y</li></ul></li><li>z</li></ul>', '• x\n  • y\n• z'],
    ['numbered lists', '<ol start="3"><li><p>one</p></li><li>two<br>more</li></ol>', '3. one\n4. two\n  more'],
    ['code as it is', '<pre><code>a\n  b &lt;c&gt;\n</code></pre>after', 'a\n  b <c>\nafter'],
    ["Teams' own code blocks", '<codeblock class="Python"><code>a<br>&nbsp; b</code></codeblock>', 'a\n  b'],
    ['mentions and emoji', '<p>hi <at id="0">Ben Ito</at> <emoji alt="👀"></emoji></p>', 'hi Ben Ito 👀'],
    ['quotes', '<blockquote><p>q</p></blockquote><p>x</p>', 'q\nx'],
    ['white space of the markup', '<div><p>a</p>\n<p>b  c</p></div>', 'a\nb c'],
    ['a break at the end', '<p>a<br></p><p></p>b', 'a\nb'],
    ['tables', '<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>', 'a | b\nc'],
    [
      'lines and emoji in cells',
      '<table><tr><th>a<br>b</th><td><emoji alt="👀"></emoji></td><td></td></tr></table>',
      'a b | 👀 |',
    ],
    ['headings and rules', '<h1>a</h1><p>b</p><hr><h3>c</h3>', 'a\nb\n———\nc'],
    ['custom emoji and underline', '<p><u>a</u> <customemoji alt="shipit"></customemoji></p>', 'a :shipit:'],
    [
      'pictures among the letters, but not larger ones',
      '<p>a <img src="https://x.example/1.png" alt=":shipit:" width="20" height="20"> b<img src="https://x.example/2.png" alt="no" width="320" height="20"><img src="https://x.example/3.png" alt="no"></p>',
      'a :shipit: b',
    ],
    [
      'pictures in cells',
      '<table><tr><td><img src="https://x.example/1.png" alt=":shipit:" width="20" height="20"></td><td>b</td></tr></table>',
      ':shipit: | b',
    ],
  ];
  for (const [what, html, text] of seen) it(`shows ${what}`, () => assert.equal(visibleText(html, 'html'), text));

  it('shows what was typed as it was typed', () => {
    const line = fc.string({ unit: 'grapheme-ascii' }).map((text) => text.trimEnd());
    fc.assert(
      fc.property(fc.array(line, { minLength: 1 }), (lines) => {
        const text = lines.join('\n');
        assert.equal(visibleText(fromText(text), 'html'), text);
      }),
    );
  });

  it('never keeps more than the allow-list, however it is nested', () => {
    const piece = fc.constantFrom(
      '<p onclick="x">',
      '</p>',
      '<script>',
      '</script>',
      '<a href="javascript:x">',
      '<img src=x onerror=y>',
      '<svg onload=x>',
      '&lt;script&gt;',
      '<at id=0>',
      '"',
      "'",
      '<',
      'text',
    );
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        for (const html of [allowListed(pieces.join('')), browserHtml(pieces.join(''), 'html')]) {
          assert.doesNotMatch(html, /<(script|svg|object|iframe)|<[^>]* on\w+=|="javascript:/i);
        }
      }),
    );
  });
});

describe("Teams' composer", () => {
  const typed: readonly [string, string, string][] = [
    ['marks', '**b** _i_ `c*d` ~~s~~', '<p><strong>b</strong> <em>i</em> <code>c*d</code> <s>s</s></p>'],
    ['links', '[t](https://x.example/?a=1&b=2)', '<p><a href="https://x.example/?a=1&amp;b=2">t</a></p>'],
    ['lists', '- a\n- b\n  - c\n- d', '<ul><li>a</li><li>b<ul><li>c</li></ul></li><li>d</li></ul>'],
    ['numbered lists', '1. x\n2. y', '<ol><li>x</li><li>y</li></ol>'],
    ['quotes', '> q\n> r\nafter', '<blockquote><p>q<br>r</p></blockquote><p>after</p>'],
    ['fences', '```ts\nconst a = 1 < 2\n  b\n```', '<pre><code>const a = 1 &lt; 2\n  b</code></pre>'],
    ['no marks inside words', 'snake_case_name and 2 ** 3 ** 4', '<p>snake_case_name and 2 ** 3 ** 4</p>'],
    ['escaped marks', '\\*\\*not bold\\*\\*', '<p>**not bold**</p>'],
    ['no HTML', '<b>x</b>', '<p>&lt;b&gt;x&lt;/b&gt;</p>'],
    ['headings', '# a **b**\n### c\n#d', '<h1>a <strong>b</strong></h1><h3>c</h3><p>#d</p>'],
    ['rules', 'a\n---\nb', '<p>a</p><hr><p>b</p>'],
    [
      'tables',
      '| a | **b** |\n| --- | --- |\n| 1 | |\nc',
      '<table><tbody><tr><th>a</th><th><strong>b</strong></th></tr><tr><td>1</td><td></td></tr></tbody></table><p>c</p>',
    ],
  ];
  for (const [what, markdown, html] of typed)
    it(`understands ${what}`, () => assert.equal(fromMarkdown(markdown), html));

  it('turns every word of a name into a mention of its own where it is written so', () => {
    const { content, mentions } = fromHtml('<p><at>Ben</at>&nbsp;<at>Ito</at></p>', [ben]);
    assert.equal(content, '<p><at id="0">Ben</at>&nbsp;<at id="1">Ito</at></p>');
    assert.deepEqual(
      mentions.map(({ id, mentionText }) => [id, mentionText]),
      [
        [0, 'Ben'],
        [1, 'Ito'],
      ],
    );
  });

  it('turns the names of people into mentions, and leaves others as text', () => {
    const { content, mentions } = fromHtml('<p><at>Ben Ito</at> and <at>Nobody</at></p>', [ben]);
    assert.equal(content, '<p><at id="0">Ben Ito</at> and Nobody</p>');
    assert.deepEqual(mentions, [
      {
        id: 0,
        mentionText: 'Ben Ito',
        mentioned: { user: { id: 'b', displayName: 'Ben Ito', userIdentityType: 'aadUser' } },
      },
    ]);
  });
});
