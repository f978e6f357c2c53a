/** Slack's dialect: what rich_text means, and what Mio's rich_text looks like. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseSlack, renderSlack } from '../../../../src/connectors/slack/markup.ts';
import { mapMentions } from '../../../../src/core/content/mentions.ts';
import type { Block } from '../../../../src/core/content/tree.ts';
import { a, br, c, h, hr, ol, p, pre, quote, t, td, th, ul } from '../../content/build.ts';
import { codeBlock, hostileText, listOf, paragraph, same } from '../../content/trees.ts';
import { all, bob, emoji, general, names, person, shipit } from './names.ts';

const text = (words: string, style?: object) => ({ type: 'text', text: words, ...(style && { style }) });
const section = (...elements: unknown[]) => ({ type: 'rich_text_section', elements });
const quoted = (...elements: unknown[]) => ({ type: 'rich_text_quote', elements });
const preformatted = (words: string, more: object = {}) => ({
  type: 'rich_text_preformatted',
  elements: [text(words)],
  ...more,
});
const list = (style: 'bullet' | 'ordered', indent: number, items: string[], more: object = {}) => ({
  type: 'rich_text_list',
  style,
  indent,
  elements: items.map((item) => section(text(item))),
  ...more,
});
const rich = (...elements: unknown[]) => ({ text: 'fallback', blocks: [{ type: 'rich_text', elements }] });

describe('Slack rich_text, read', () => {
  const rows: readonly [what: string, elements: unknown[], tree: Block[]][] = [
    ['text that looks escaped', [section(text('a &amp; <b>'))], [p('a &amp; <b>')]],
    ['paragraphs and lines', [section(text('a\nb\n\nc\n'))], [p('a', br, 'b'), p('c')]],
    [
      'styles',
      [section(text('a', { bold: true, italic: true }), text('b', { strike: true }))],
      [p(t('a', 'bi'), t('b', 's'))],
    ],
    ['underline', [section(text('a', { underline: true, bold: true }))], [p(t('a', 'bu'))]],
    ['inline code', [section(text('a', { code: true, bold: true }))], [p(c('a', 'b'))]],
    [
      'a link',
      [section({ type: 'link', url: 'https://a.example', text: 'b', style: { bold: true } })],
      [p(a('https://a.example', t('b', 'b')))],
    ],
    ['a bare link', [section({ type: 'link', url: 'https://a.example' })], [p(a('https://a.example'))]],
    ['a link that would run', [section({ type: 'link', url: 'javascript:alert(1)', text: 'b' })], [p('b')]],
    ['a person', [section({ type: 'user', user_id: 'U0BOB0001' }, text(' hi'))], [p(bob, ' hi')]],
    ['an unknown person', [section({ type: 'user', user_id: 'U0NOBODY1' })], [p(person('@someone', 'U0NOBODY1'))]],
    ['a channel', [section({ type: 'channel', channel_id: 'C0GENERAL' })], [p(general)]],
    ['everybody', [section({ type: 'broadcast', range: 'here' })], [p(all('@here'))]],
    ['a person whose id is none', [section({ type: 'user', user_id: '../../x' })], [p('@someone')]],
    ['a person in code', [section({ type: 'user', user_id: 'U0BOB0001', style: { code: true } })], [p(c('@Bob Tan'))]],
    ['a group', [section({ type: 'usergroup', usergroup_id: 'S1' })], [p('@group')]],
    ['an emoji', [section({ type: 'emoji', name: 'x', unicode: '1f468-200d-1f4bb' })], [p('👨‍💻')]],
    ['a custom emoji', [section(text('so '), { type: 'emoji', name: 'shipit' })], [p('so ', emoji(shipit))]],
    ['a custom emoji with a tone', [section({ type: 'emoji', name: 'shipit', skin_tone: 3 })], [p(emoji(shipit))]],
    [
      'a custom emoji with a style',
      [section({ type: 'emoji', name: 'shipit', style: { bold: true } })],
      [p({ ...emoji(shipit), bold: true })],
    ],
    ['a custom emoji in code', [section({ type: 'emoji', name: 'shipit', style: { code: true } })], [p(c(':shipit:'))]],
    ['another name for a character', [section({ type: 'emoji', name: 'yay' })], [p('🎉')]],
    [
      'a custom emoji of another workspace',
      [section({ type: 'emoji', name: 'ours', url: 'https://emoji.slack-edge.com/T1/ours/1.gif' })],
      [p(emoji({ name: 'ours', picture: 'https://emoji.slack-edge.com/T1/ours/1.gif' }))],
    ],
    [
      'a custom emoji with an address that is not Slack’s',
      [section({ type: 'emoji', name: 'ours', url: 'https://slack-edge.com.evil.test/1.gif' })],
      [p(emoji({ name: 'ours' }))],
    ],
    ['a custom emoji whose name is none', [section({ type: 'emoji', name: 'a:b' })], [p(':a:b:')]],
    [
      'flags, keycaps, and what is joined of several',
      [
        section(
          { type: 'emoji', name: 'flag-ch', unicode: '1f1e8-1f1ed' },
          { type: 'emoji', name: 'flag-england' },
          { type: 'emoji', name: 'one', unicode: '0031-fe0f-20e3' },
          { type: 'emoji', name: 'family', unicode: '1f468-200d-1f469-200d-1f466' },
          { type: 'emoji', name: 'man-shrugging', unicode: '1f937-200d-2642-fe0f', skin_tone: 5 },
        ),
      ],
      [p('🇨🇭🏴󠁧󠁢󠁥󠁮󠁧󠁿1️⃣👨‍👩‍👦🤷🏾‍♂️')],
    ],
    [
      'skin tones, told beside the emoji or in it',
      [
        section(
          { type: 'emoji', name: 'wave', unicode: '1f44b', skin_tone: 4 },
          { type: 'emoji', name: 'wave', unicode: '1f44b-1f3fd', skin_tone: 4 },
          { type: 'emoji', name: 'v', unicode: '270c-fe0f', skin_tone: 2 },
          { type: 'emoji', name: 'technologist', unicode: '1f9d1-200d-1f4bb', skin_tone: 6 },
          { type: 'emoji', name: 'wave', unicode: '1f44b', skin_tone: 7 },
        ),
      ],
      [p('👋🏽👋🏽✌🏻🧑🏿‍💻👋')],
    ],
    [
      'the skin tone of an emoji without characters',
      [section({ type: 'emoji', name: 'bow', skin_tone: 3 })],
      [p('🙇🏼')],
    ],
    ['an emoji that is none', [section({ type: 'emoji', name: 'x', unicode: 'ffffff' })], [p('❌')]],
    ['a date', [section({ type: 'date', timestamp: 1712345678, fallback: 'April 5' })], [p('April 5')]],
    ['a date without words', [section({ type: 'date', timestamp: 1712345678 })], [p('2024-04-05 19:34 UTC')]],
    [
      'a date that leads somewhere',
      [section({ type: 'date', timestamp: 1712345678, fallback: 'April 5', url: 'https://a.example' })],
      [p(a('https://a.example', 'April 5'))],
    ],
    ['a time that is none', [section({ type: 'date', timestamp: 'soon' }, text('x'))], [p('x')]],
    ['a team', [section({ type: 'team', team_id: 'T0ACME001' })], [p('@team')]],
    ['a colour', [section({ type: 'color', value: '#F405B3' })], [p('#F405B3')]],
    ['a leaf of tomorrow', [section({ type: 'hologram', fallback: 'x' }, { type: 'other' })], [p('x')]],
    ['a code block', [preformatted('a\n\tb\n')], [pre('a\n\tb')]],
    ['a code block with its language', [preformatted('a', { language: 'ts' })], [pre('a', 'ts')]],
    ['a quote', [quoted(text('a\nb')), section(text('c'))], [quote(p('a', br, 'b')), p('c')]],
    ['two quotes', [quoted(text('a')), quoted(text('b'))], [quote(p('a')), quote(p('b'))]],
    [
      'a quote with a list and code',
      [
        quoted(text('a')),
        list('bullet', 0, ['b'], { border: 1 }),
        preformatted('c', { border: 1 }),
        quoted(text('d')),
        list('bullet', 0, ['e']),
      ],
      [quote(p('a'), ul('b'), pre('c'), p('d')), ul('e')],
    ],
    ['a break before a list', [section(text('a\n')), list('bullet', 0, ['b', 'c'])], [p('a'), ul('b', 'c')]],
    ['a list that begins elsewhere', [list('ordered', 0, ['a'], { offset: 4 })], [ol(5, 'a')]],
    [
      'lists by indent',
      [list('bullet', 0, ['a']), list('bullet', 1, ['b']), list('bullet', 2, ['c']), list('bullet', 0, ['d'])],
      [ul([p('a'), ul([p('b'), ul('c')])], 'd')],
    ],
    [
      'a numbered list around a bullet list',
      [list('ordered', 0, ['a']), list('bullet', 1, ['b']), list('ordered', 0, ['c'], { offset: 1 })],
      [ol(1, [p('a'), ul('b')], 'c')],
    ],
    [
      'numbers that go on where nested ones stood between',
      [
        list('ordered', 0, ['a', 'b']),
        list('ordered', 1, ['c'], { offset: 3 }),
        list('ordered', 0, ['d'], { offset: 2 }),
        list('ordered', 0, ['e'], { offset: 8 }),
      ],
      [ol(1, 'a', [p('b'), ol(4, 'c')], 'd'), ol(9, 'e')],
    ],
    [
      'code and lists of a quote that has no lines of its own',
      [preformatted('a', { border: 1 }), list('ordered', 0, ['b'], { border: 1 }), section(text('c'))],
      [quote(pre('a'), ol(1, 'b')), p('c')],
    ],
    ['another style', [list('ordered', 0, ['a']), list('bullet', 0, ['b'])], [ol(1, 'a'), ul('b')]],
    ['an indent without a parent', [list('bullet', 3, ['a']), list('bullet', 1, ['b'])], [ul('a'), ul('b')]],
    [
      'what is no element',
      [null, 7, 'x', [], {}, { type: 'rich_text_section', elements: 'x' }, section(text('a'))],
      [p('a')],
    ],
  ];
  for (const [what, elements, tree] of rows)
    it(what, () => assert.deepEqual(parseSlack(rich(...elements), names), tree));
});

describe('Slack rich_text, written', () => {
  const elements = (content: readonly Block[]) =>
    renderSlack({ author: null, content }).map(({ blocks }) => (blocks[0] as { elements: unknown }).elements);
  const bordered = { border: 1 };
  const unbordered = { border: 0 };
  const rows: readonly [what: string, tree: Block[], elements: unknown[]][] = [
    ['paragraphs', [p('a', br, 'b'), p('c')], [section(text('a\nb\n\nc'))]],
    ['characters of markup', [p('<!channel> *a* &amp;')], [section(text('<!channel> *a* &amp;'))]],
    [
      'styles',
      [p(t('a', 'bi'), c('b', 's'))],
      [section(text('a', { bold: true, italic: true }), text('b', { strike: true, code: true }))],
    ],
    [
      'a link',
      [p(a('https://a.example', t('b', 'b')))],
      [section({ type: 'link', url: 'https://a.example', text: 'b', style: { bold: true } })],
    ],
    ['a bare link', [p(a('https://a.example'))], [section({ type: 'link', url: 'https://a.example' })]],
    ['a code block', [pre('a\nb', 'ts')], [preformatted('a\nb', unbordered)]],
    [
      'nested lists',
      [ol(3, 'a', [p('b'), ul('c')], 'd')],
      [
        list('ordered', 0, ['a', 'b'], { offset: 2, ...unbordered }),
        list('bullet', 1, ['c'], unbordered),
        list('ordered', 0, ['d'], { offset: 4, ...unbordered }),
      ],
    ],
    ['an item of two paragraphs', [ul([p('a'), p('b')])], [list('bullet', 0, ['a\nb'], unbordered)]],
    [
      'code in an item',
      [ol(1, [p('a'), pre('b')], 'c')],
      [
        list('ordered', 0, ['a'], unbordered),
        preformatted('b', unbordered),
        list('ordered', 0, ['c'], { offset: 1, ...unbordered }),
      ],
    ],
    [
      'a quote',
      [quote(p('a'), ul('b'), pre('c'))],
      [quoted(text('a')), list('bullet', 0, ['b'], bordered), preformatted('c', bordered)],
    ],
    ['underline', [p(t('a', 'u'))], [section(text('a', { underline: true }))]],
    [
      'a heading',
      [h(2, 'a ', t('b', 'i'), a('https://a.example', 'c')), p('d')],
      [
        section(
          text('a ', { bold: true }),
          text('b', { bold: true, italic: true }),
          { type: 'link', url: 'https://a.example', text: 'c', style: { bold: true } },
          text('\n\nd'),
        ),
      ],
    ],
    ['a rule', [p('a'), hr, p('b')], [section(text('a\n\n———\n\nb'))]],
    [
      'a heading and a rule in an item and in a quote',
      [ul([h(1, 'a'), p('b')]), quote(h(3, 'c'), hr)],
      [
        { ...list('bullet', 0, [], unbordered), elements: [section(text('a', { bold: true }), text('\nb'))] },
        quoted(text('c', { bold: true }), text('\n\n———')),
      ],
    ],
    [
      'a table in a quote',
      [quote(th(['a', 'b'], ['long', 'c']))],
      [preformatted('a    | b\n-----|--\nlong | c', bordered)],
    ],
    ['a quote in a quote', [quote(p('a'), quote(p('b', br, 'c')))], [quoted(text('a')), quoted(text('> b\n> c'))]],
  ];
  for (const [what, tree, written] of rows) it(what, () => assert.deepEqual(elements(tree), [written]));

  describe('a table', () => {
    const raw = (words: string) => ({ type: 'raw_text', text: words });
    const cell = (...leaves: unknown[]) => ({ type: 'rich_text', elements: [section(...leaves)] });
    const blocksOf = (...content: Block[]) => renderSlack({ author: null, content })[0];
    const types = (part: ReturnType<typeof blocksOf>) => part?.blocks.map(({ type }) => type);

    it('is Slack’s own, with as many cells in each row and none of them empty', () => {
      const part = blocksOf(p('x'), th(['a', [t('b', 'b')], [a('https://a.example', 'c')]], ['1']), p('y'));
      assert.deepEqual(part?.blocks, [
        { type: 'rich_text', elements: [section(text('x'))] },
        {
          type: 'table',
          rows: [
            [raw('a'), cell(text('b', { bold: true })), cell({ type: 'link', url: 'https://a.example', text: 'c' })],
            [raw('1'), raw(' '), raw(' ')],
          ],
        },
        { type: 'rich_text', elements: [section(text('y'))] },
      ]);
      assert.equal(part?.fallback, 'x\na | b | c\n1\ny');
    });

    it('has a form in rich_text, for edits of a message that was nothing else', () => {
      const part = blocksOf(th(['a', 'b']));
      assert.deepEqual(part?.plainBlocks, [
        { type: 'rich_text', elements: [preformatted('a | b\n--|--', unbordered)] },
      ]);
      assert.equal(blocksOf(p('no table'))?.plainBlocks, undefined);
    });

    it('is aligned text where Slack takes none: too large, or the second of a message', () => {
      const row = (cells: number) => Array.from({ length: cells }, () => 'x');
      const rows = (count: number) => th(...Array.from({ length: count }, () => ['x']));
      assert.deepEqual(types(blocksOf(th(row(20)), td(['b']))), ['table', 'rich_text']);
      assert.deepEqual(types(blocksOf(th(row(21)))), ['rich_text']);
      assert.deepEqual(types(blocksOf(rows(100))), ['table']);
      assert.deepEqual(types(blocksOf(rows(101))), ['rich_text']);
      assert.deepEqual(types(blocksOf(th(row(21)), td(['b']))), ['rich_text', 'table']);
    });

    it('reads back as it was', () => {
      const tree = [p('x'), th(['a', [t('b', 'bu'), a('https://a.example', 'c')]], ['1', ['2', br, '3']]), p('y')];
      assert.deepEqual(parseSlack({ blocks: blocksOf(...tree)?.blocks }, names), tree);
    });
  });

  it('indents no deeper than Slack does', () => {
    let tree = ul('x');
    for (let depth = 0; depth < 12; depth++) tree = ul([p('a'), tree]);
    const indents = (elements([tree])[0] as { indent: number }[]).map(({ indent }) => indent);
    assert.deepEqual(indents, [0, 1, 2, 3, 4, 5, 6, 7, 8, 8, 8, 8, 8]);
  });

  it('escapes the fallback, and cuts it between characters', () => {
    const [part] = renderSlack({ author: null, content: [p(`<!channel> &${'😀'.repeat(2500)}`)] });
    assert.ok(part);
    assert.match(part.fallback, /^&lt;!channel&gt; &amp;(😀)+…$/u);
    assert.ok(part.fallback.length > 3990 && part.fallback.length <= 4000, `${part.fallback.length}`);
  });

  it('keeps a fallback of just 4,000 characters whole', () => {
    const whole = 'a'.repeat(4000);
    assert.equal(renderSlack({ author: null, content: [p(whole)] })[0]?.fallback, whole);
  });

  /** What Slack can show: lists of single paragraphs and lists, quotes without quotes, no two alike in a row. */
  const items = fc.letrec<{ item: Block[]; list: Block }>((tie) => ({
    item: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      paragraph.map((block) => [block]),
      fc.tuple(paragraph, tie('list')).map(([lead, nested]) => [lead, nested]),
    ),
    list: listOf(tie('item')),
  }));
  const simple = fc.oneof(paragraph, paragraph, codeBlock, items.list);
  const inQuote = fc.array(simple, { minLength: 1, maxLength: 3 }).map(withoutNeighbours);
  const block = fc.oneof(
    { weight: 4, arbitrary: simple },
    { weight: 1, arbitrary: inQuote.map((children) => quote(...children)) },
  );
  const slackTree = fc.array(block, { minLength: 1, maxLength: 4 }).map(withoutNeighbours);

  function withoutNeighbours(blocks: Block[]): Block[] {
    const merges = (block: Block) => block.type === 'list' || block.type === 'quote';
    return blocks.filter((block, at) => at === 0 || !merges(block) || blocks[at - 1]?.type !== block.type);
  }

  it('reads back what it wrote', () => {
    fc.assert(
      fc.property(slackTree, (tree) => {
        const parts = renderSlack({ author: null, content: tree });
        if (parts.length === 1) assert.equal(same(parseSlack({ blocks: parts[0]?.blocks }, names)), same(tree));
      }),
      { numRuns: 2000, seed: 1 },
    );
  });

  it('writes text and links only, whatever came in', () => {
    const leafTypes = new Set(['text', 'link']);
    const walk = (node: unknown): void => {
      if (Array.isArray(node)) node.forEach(walk);
      else if (typeof node === 'object' && node !== null) {
        const { type, text: words, url, elements: children } = node as Record<string, unknown>;
        if (children) {
          walk(children);
          return;
        }
        assert.ok(leafTypes.has(String(type)), String(type));
        assert.notEqual(words, '');
        if (type === 'link') assert.match(String(url), /^(?:https?:|mailto:)/);
      }
    };
    fc.assert(
      fc.property(hostileText, (content) => {
        const tree = mapMentions(parseSlack({ text: content }, names), () => undefined);
        for (const { blocks, fallback } of renderSlack({ author: null, content: tree })) {
          walk((blocks[0] as { elements: unknown }).elements);
          assert.doesNotMatch(fallback, /[<>]|&(?!(?:amp|lt|gt);)/);
        }
      }),
      { numRuns: 2000, seed: 2 },
    );
  });

  it('reads any JSON without a throw', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom('rich_text', 'section', 'table', 'context'), (value, type) => {
        for (const key of ['elements', 'text', 'rows', 'fields']) {
          assert.ok(Array.isArray(parseSlack({ blocks: [{ type, [key]: value }] }, names)));
          assert.ok(Array.isArray(parseSlack(rich({ type: 'rich_text_list', indent: value, elements: value }), names)));
          assert.ok(Array.isArray(parseSlack(rich(section(value, { type: 'link', url: value, text: value })), names)));
        }
      }),
      { numRuns: 1000, seed: 3 },
    );
  });
});
