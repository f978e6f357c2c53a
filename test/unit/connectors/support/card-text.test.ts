/** Cards as text: one row per kind of element and per kind of card. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { cardText } from '../../../../src/connectors/support/card-text.ts';
import type { Block } from '../../../../src/core/content/tree.ts';
import { a, br, h, ol, p, pre, t, td, th, ul } from '../../content/build.ts';
import { hostileText } from '../../content/trees.ts';

const adaptive = (...body: object[]) =>
  cardText('application/vnd.microsoft.card.adaptive', { type: 'AdaptiveCard', body });
const text = (words: string, more: object = {}) => ({ type: 'TextBlock', text: words, ...more });
const open = (title: string, url: string) => ({ type: 'Action.OpenUrl', title, url });
const nothing = [p('(card)')];

describe('an Adaptive Card as text', () => {
  const rows: readonly [what: string, element: object, tree: Block[]][] = [
    ['text', text('hello'), [p('hello')]],
    ['bold text', text('a', { weight: 'Bolder' }), [p(t('a', 'b'))]],
    ['large text', text('a', { size: 'extraLarge' }), [p(t('a', 'b'))]],
    ['a heading', text('a **b**', { style: 'heading', weight: 'bolder' }), [h(3, 'a ', t('b', 'b'))]],
    ['lines', text('a\r\nb\n\nc'), [p('a', br, 'b'), p('c')]],
    [
      'bold and italic',
      text('**a** _b_ __c__ *d* **_e_**'),
      [p(t('a', 'b'), ' ', t('b', 'i'), ' ', t('c', 'b'), ' ', t('d', 'i'), ' ', t('e', 'bi'))],
    ],
    [
      'marks that mean themselves',
      text('snake_case_name, 2 * 3 * 4, **a and \\*b\\*'),
      [p('snake_case_name, 2 * 3 * 4, **a and *b*')],
    ],
    [
      'a link',
      text('see [the **log**](https://a.example/b_(c)?d "e")'),
      [p('see ', a('https://a.example/b_(c)?d', 'the ', t('log', 'b')))],
    ],
    ['a link that would run', text('[a](javascript:alert(1))'), [p('a')]],
    ['brackets', text('[a] (b) [c](d e)'), [p('[a] (b) [c](d e)')]],
    ['a list', text('- a\n- b\n\nc'), [ul('a', 'b'), p('c')]],
    ['a numbered list', text('2. a\n3. b\n- c'), [ol(2, 'a', 'b'), ul('c')]],
    [
      'dates',
      text('{{DATE(2026-09-14T08:31:22Z,SHORT)}} at {{TIME(2026-09-14T08:31:22+02:00)}}'),
      [p('2026-09-14 at 08:31 +02:00')],
    ],
    ['HTML, which it does not know', text('<b>a</b>'), [p('<b>a</b>')]],
    [
      'rich text',
      {
        type: 'RichTextBlock',
        inlines: [
          'a ',
          { type: 'TextRun', text: 'b', weight: 'Bolder', strikethrough: true },
          { type: 'TextRun', text: 'c', selectAction: open('', 'https://a.example') },
        ],
      },
      [p('a ', t('b', 'bs'), a('https://a.example', 'c'))],
    ],
    [
      'facts',
      {
        type: 'FactSet',
        facts: [
          { title: 'Branch:', value: 'main' },
          { title: 'By', value: 'Ada' },
          { title: '', value: 'x' },
        ],
      },
      [p(t('Branch:', 'b'), ' main', br, t('By:', 'b'), ' Ada', br, 'x')],
    ],
    [
      'facts with markup',
      {
        type: 'FactSet',
        facts: [
          { title: 'Ticket', value: '[AB-1](https://a.example/1)' },
          { title: '**By:**', value: '**Ada** &amp; <at>Ben  Ito</at>' },
          { title: 'Due :', value: '{{DATE(2026-11-23T08:00:00Z,SHORT)}}\n- x' },
        ],
      },
      [
        p(
          t('Ticket:', 'b'),
          ' ',
          a('https://a.example/1', 'AB-1'),
          br,
          t('By:', 'b'),
          ' ',
          t('Ada', 'b'),
          ' & @Ben Ito',
          br,
          t('Due :', 'b'),
          ' 2026-11-23 - x',
        ),
      ],
    ],
    ['a mention', text('Hi <at>Ben Ito</at>, <at></at> <at>@\u202eEve</at>'), [p('Hi @Ben Ito, <at></at> @Eve')]],
    [
      'characters by their names',
      text('a &amp; b&nbsp;c &lt;i&gt; &quot;&#39;&#x27; &amp;lt; &copy; &#; &x'),
      [p("a & b c <i> \"'' &lt; &copy; &#; &x")],
    ],
    [
      'containers',
      {
        type: 'Container',
        items: [
          {
            type: 'ColumnSet',
            columns: [
              { type: 'Column', items: [text('a')] },
              { type: 'Column', items: [text('b')] },
            ],
          },
        ],
      },
      [p('a'), p('b')],
    ],
    ['what it does not know, by what is in it', { type: 'Accordion', items: [text('a')] }, [p('a')]],
    ['what is hidden', { type: 'Container', isVisible: false, items: [text('a')] }, nothing],
    [
      'a table',
      {
        type: 'Table',
        rows: [
          { type: 'TableRow', cells: [{ items: [text('a')] }, { items: [text('b')] }] },
          { cells: [{ items: [text('1'), text('2')] }] },
        ],
      },
      [th(['a', 'b'], [['1', br, '2']])],
    ],
    [
      'a table without a header',
      { type: 'Table', firstRowAsHeaders: false, rows: [{ cells: [{ items: [text('a')] }] }] },
      [td(['a'])],
    ],
    ['a table without cells', { type: 'Table', rows: [{}] }, nothing],
    [
      'a picture by its description',
      { type: 'Image', url: 'https://a.example/b.png', altText: 'a chart' },
      [p('a chart')],
    ],
    ['code', { type: 'CodeBlock', codeSnippet: 'a\n  b', language: 'Python' }, [pre('a\n  b', 'Python')]],
    [
      'a poll',
      {
        type: 'Input.ChoiceSet',
        label: 'Lunch?',
        choices: [
          { title: 'Pizza', value: '1' },
          { title: 'Soup', value: '2' },
        ],
      },
      [p('Lunch?'), ul('Pizza', 'Soup')],
    ],
    ['a field', { type: 'Input.Text', label: 'Why?', placeholder: 'x' }, [p('Why?')]],
    ['a switch', { type: 'Input.Toggle', title: 'I agree' }, [p('I agree')]],
    [
      'links, one per line',
      {
        type: 'ActionSet',
        actions: [
          open('a', 'https://a.example'),
          { type: 'Action.Submit', title: 'x' },
          open('b', 'https://b.example'),
        ],
      },
      [p(a('https://a.example', 'a'), br, a('https://b.example', 'b'))],
    ],
    [
      'a link without a title',
      { type: 'ActionSet', actions: [{ type: 'Action.OpenUrl', url: 'https://a.example' }] },
      [p(a('https://a.example'))],
    ],
    ['a link that leads nowhere', { type: 'ActionSet', actions: [open('a', 'javascript:x')] }, nothing],
    [
      'a part that can be pressed',
      { type: 'Container', items: [text('a')], selectAction: open('more', 'https://a.example') },
      [p('a'), p(a('https://a.example', 'more'))],
    ],
    ['nothing', {}, nothing],
  ];
  for (const [what, element, tree] of rows) it(`has ${what}`, () => assert.deepEqual(adaptive(element), tree));

  it('has its own actions, and words in its stead where nothing else can be told', () => {
    const kind = 'application/vnd.microsoft.card.adaptive';
    assert.deepEqual(cardText(kind, { body: [text('a')], actions: [open('b', 'https://b.example')] }), [
      p('a'),
      p(a('https://b.example', 'b')),
    ]);
    assert.deepEqual(cardText(kind, { fallbackText: 'old' }), [p('old')]);
    assert.deepEqual(cardText(kind, { body: 'x', actions: 7 }), nothing);
  });

  it('is read down to a bounded depth', () => {
    let element: object = text('deep');
    for (let depth = 0; depth < 2_000; depth++) element = { type: 'Container', items: [element] };
    assert.deepEqual(adaptive(text('top'), element), [p('top')]);
  });

  it('never throws, and is read in time that grows with the text alone', () => {
    fc.assert(
      fc.property(hostileText, (words) => {
        assert.ok(adaptive(text(words)).length > 0);
        assert.ok(cardText('application/vnd.microsoft.card.hero', { title: words, text: words }).length > 0);
      }),
      { numRuns: 2000, seed: 4 },
    );
    for (const piece of ['[', '[a](', '**', '*a ', '_', '- ', '1. \n', '\\', '{{DATE(', '[a](']) {
      const long = piece.repeat(28_000 / piece.length);
      const start = performance.now();
      adaptive(text(long));
      assert.ok(performance.now() - start < 1_000, piece);
    }
  });
});

describe('an older card as text', () => {
  const rows: readonly [what: string, kind: string, card: object, tree: Block[]][] = [
    [
      'a hero card',
      'card.hero',
      {
        title: 'Build 42',
        subtitle: 'main',
        text: '<b>all</b> green',
        images: [{ url: 'https://a.example/b.png' }],
        buttons: [
          { type: 'openUrl', title: 'Open', value: 'https://a.example' },
          { type: 'imBack', title: 'Again', value: 'again' },
        ],
      },
      [h(3, 'Build 42'), p('main'), p(t('all', 'b'), ' green'), p(a('https://a.example', 'Open'))],
    ],
    ['a thumbnail card', 'card.thumbnail', { title: 'a', text: 'b' }, [h(3, 'a'), p('b')]],
    [
      'a connector card',
      'teams.card.o365connector',
      {
        summary: 's',
        title: 'Alert',
        sections: [{ activityTitle: '**db1**', facts: [{ name: 'Load', value: '97' }], text: 'now' }],
        potentialAction: [
          { '@type': 'OpenUri', name: 'Graph', targets: [{ os: 'default', uri: 'https://a.example' }] },
        ],
      },
      [h(3, 'Alert'), p(t('db1', 'b')), p('now'), p(t('Load:', 'b'), ' 97'), p(a('https://a.example', 'Graph'))],
    ],
    ['a connector card with a summary alone', 'teams.card.o365connector', { summary: 's' }, [p('s')]],
    [
      'a list card',
      'teams.card.list',
      { title: 'a', items: [{ type: 'file', title: 'b', subtitle: 'c' }] },
      [h(3, 'a'), p('b'), p('c')],
    ],
    [
      'a receipt',
      'card.receipt',
      { title: 'a', facts: [{ key: 'x', title: 'By', value: 'b' }], items: [{ title: 'c', price: '1' }], total: '2' },
      [h(3, 'a'), p(t('By:', 'b'), ' b'), p('c'), p('1'), p('2')],
    ],
    ['an announcement', 'card.announcement', { title: 'New floor' }, [h(3, 'New floor')]],
    ['a card without words', 'card.animation', { media: [] }, nothing],
    [
      'a button that would run',
      'card.hero',
      { text: 'a', buttons: [{ type: 'openUrl', title: 'b', value: 'javascript:c' }] },
      [p('a')],
    ],
  ];
  for (const [what, kind, card, tree] of rows) {
    it(`reads ${what}`, () => assert.deepEqual(cardText(`application/vnd.microsoft.${kind}`, card as never), tree));
  }
});
