import assert from 'node:assert/strict';
import fc from 'fast-check';
import { composer, type Dialect, markdown, mrkdwn } from '../../../../sandbox/slack/inline.ts';
import { emptyDraft } from '../../../../sandbox/slack/life.ts';
import { parseMarkup } from '../../../../sandbox/slack/markup.ts';
import type { Message } from '../../../../sandbox/slack/model.ts';
import { normaliseText, toMrkdwn } from '../../../../sandbox/slack/mrkdwn.ts';
import { shownHtml, shownText } from '../../../../sandbox/slack/show.ts';

const names = { user: () => 'Eva Lindqvist', channel: () => 'random', emoji: () => undefined };

/** A message with nothing but this text, as an app or a client would have made it. */
const messageOf = (text: string, dialect: Dialect): Message => {
  const elements = dialect === mrkdwn ? [] : parseMarkup(text, dialect);
  const blocks = elements.length === 0 ? [] : [{ type: 'rich_text' as const, elements }];
  const { broadcast: _, ...draft } = emptyDraft;
  const place = { team: 'T', channel: 'C', ts: '1712345678.000100', user: 'U', botId: null };
  return { ...draft, ...place, subtype: null, edited: null, reactions: [], text, blocks };
};

/** What is typed; what the eye sees; the `text` that goes beside the blocks; the page's HTML. */
const typed: [string, string, string, string][] = [
  [
    '*bold* _it_ ~gone~ `co*de`',
    'bold it gone co*de',
    '*bold* _it_ ~gone~ `co*de`',
    '<p><strong>bold</strong> <em>it</em> <s>gone</s> <code>co*de</code></p>',
  ],
  ['*_both_*', 'both', '*_both_*', '<p><strong><em>both</em></strong></p>'],
  [
    '2*3*4 snake_case_name a * b',
    '2*3*4 snake_case_name a * b',
    '2*3*4 snake_case_name a * b',
    '<p>2*3*4 snake_case_name a * b</p>',
  ],
  ['*not\nacross*', '*not\nacross*', '*not\nacross*', '<p>*not<br>across*</p>'],
  ['a < b & c > d', 'a < b & c > d', 'a &lt; b &amp; c &gt; d', '<p>a &lt; b &amp; c &gt; d</p>'],
  [
    '<!channel> <@U0EVA00001>',
    '<!channel> <@U0EVA00001>',
    '&lt;!channel&gt; &lt;@U0EVA00001&gt;',
    '<p>&lt;!channel&gt; &lt;@U0EVA00001&gt;</p>',
  ],
  ['one\n\ntwo', 'one\n\ntwo', 'one\n\ntwo', '<p>one<br><br>two</p>'],
  [
    'so:\n• a\n  • b\n• c',
    'so:\n• a\n  • b\n• c',
    'so:\n• a\n    • b\n• c',
    '<p>so:</p><ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>',
  ],
  ['3. x\n4. y\nend', '3. x\n4. y\nend', '3. x\n4. y\nend', '<ol start="3"><li>x</li><li>y</li></ol><p>end</p>'],
  ['> said\n> so\nyes', 'said\nso\nyes', '&gt; said\n&gt; so\nyes', '<blockquote>said<br>so</blockquote><p>yes</p>'],
  ['```\nif (a < b) *x*\n```', 'if (a < b) *x*', '```if (a &lt; b) *x*```', '<pre>if (a &lt; b) *x*</pre>'],
  ['open ``` fence', 'open ``` fence', 'open ``` fence', '<p>open ``` fence</p>'],
  [
    'see https://mio.example/a_b_c.',
    'see https://mio.example/a_b_c.',
    'see <https://mio.example/a_b_c>.',
    '<p>see <a href="https://mio.example/a_b_c" target="_blank" rel="noopener noreferrer">https://mio.example/a_b_c</a>.</p>',
  ],
  [
    '[plan](https://mio.example/?a=1&b=2)',
    'plan',
    '<https://mio.example/?a=1&amp;b=2|plan>',
    '<p><a href="https://mio.example/?a=1&amp;b=2" target="_blank" rel="noopener noreferrer">plan</a></p>',
  ],
  ['ok 👍🏽 :tada:', 'ok 👍🏽 🎉', 'ok :+1::skin-tone-4: :tada:', '<p>ok 👍🏽 🎉</p>'],
  [
    '[x](javascript:alert) <b>',
    '[x](javascript:alert) <b>',
    '[x](javascript:alert) &lt;b&gt;',
    '<p>[x](javascript:alert) &lt;b&gt;</p>',
  ],
];

describe('Slack: what a person types', () => {
  for (const [text, eye, beside, html] of typed) {
    it(JSON.stringify(text), () => {
      const message = messageOf(text, composer);
      assert.equal(shownText(message, names), eye);
      assert.equal(toMrkdwn(parseMarkup(text, composer)), beside);
      assert.equal(shownHtml(message, names), html);
    });
  }

  const markdownTyped: [string, string, string][] = [
    ['**bold** *it* ~~gone~~ ***both***', 'bold it gone both', '*bold* _it_ ~gone~ *_both_*'],
    ['# Plan\n- a\n  1. b', 'Plan\n• a\n  1. b', '*Plan*\n• a\n    1. b'],
    ['*a **b** c*', 'a b c', '_a_ *_b_* _c_'],
    ['\\*not bold\\*', '*not bold*', '*not bold*'],
    ['```js\nlet x\n```', 'let x', '```let x```'],
  ];
  for (const [text, eye, beside] of markdownTyped) {
    it(`as Markdown: ${JSON.stringify(text)}`, () => {
      assert.equal(shownText(messageOf(text, markdown), names), eye);
      assert.equal(toMrkdwn(parseMarkup(text, markdown)), beside);
    });
  }
});

describe('Slack: text of apps', () => {
  const given: [string, string][] = [
    ['*Ada* &amp; <@U1> in <#C1|random>', 'Ada & @Eva Lindqvist in #random'],
    ['<https://mio.example|the plan> <!here>', 'the plan @here'],
    ['&gt; quoted\nfree', 'quoted\nfree'],
    ['```<https://x.example>```', '<https://x.example>'],
    ['• a\n• b', '• a\n• b'],
    ['<!date^1712345678^{date}|5 April>', '5 April'],
  ];
  for (const [text, eye] of given) {
    it(JSON.stringify(text), () => assert.equal(shownText(messageOf(text, mrkdwn), names), eye));
  }

  it('is normalised once: what is normal stays as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const normal = normaliseText(text);
        assert.equal(normaliseText(normal), normal);
      }),
    );
  });
});

describe('Slack: plain words', () => {
  /** With every character that could be mistaken for a mark, but always amid a word, where it is none. */
  const word = fc.stringMatching(/^\p{L}([_*~&<>!'"=+-]?[\p{L}\p{N}])*$/u);

  it('are seen as they were typed, by way of blocks and by way of text', () => {
    fc.assert(
      fc.property(fc.array(fc.array(word, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 4 }), (rows) => {
        const text = rows.map((row) => row.join(' ')).join('\n');
        assert.equal(shownText(messageOf(text, composer), names), text);
        assert.equal(shownText(messageOf(toMrkdwn(parseMarkup(text, composer)), mrkdwn), names), text);
      }),
    );
  });

  it('never become a tag, a link or HTML, whatever they are', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('<', '>', '&', '!', '@', '|', 'a', ' ', '"', '*', '`', ':') }),
        (text) => {
          const beside = toMrkdwn(parseMarkup(text, composer));
          assert.doesNotMatch(beside, /<(?!https?:)/);
          assert.doesNotMatch(
            shownHtml(messageOf(text, composer), names),
            /<(?!\/?(p|br|strong|em|s|code|pre|blockquote|ul|li)>)/,
          );
        },
      ),
    );
  });
});
