/** What is too long for one message: where it is cut, and that nothing gets lost at a cut. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { renderSlack } from '../../../src/connectors/slack/markup.ts';
import { renderTeams } from '../../../src/connectors/teams/markup.ts';
import { renderWebex } from '../../../src/connectors/webex/markup.ts';
import { plainText } from '../../../src/core/content/plain.ts';
import { inParts } from '../../../src/core/content/split.ts';
import type { Block, Inline } from '../../../src/core/content/tree.ts';
import { a, br, c, h, hr, ol, p, pre, quote, th, ul } from './build.ts';
import { anyTree } from './trees.ts';

/** A platform that shows plain text of so many characters. */
const parts = (content: readonly Block[], longest: number) =>
  inParts(content, { render: (blocks) => blocks, size: (blocks) => plainText(blocks).length, longest });
const texts = (content: readonly Block[], longest: number) => parts(content, longest).map(({ text }) => text);

const times = (count: number, text: string) => Array.from({ length: count }, () => text);

describe('a message too long', () => {
  // Forty characters less the eight of the widest mark leave 32 for the text.
  const rows: readonly [what: string, content: Block[], texts: string[]][] = [
    ['fits after all', [p('a'.repeat(40))], ['a'.repeat(40)]],
    [
      'is cut after a block',
      [p('a'.repeat(20)), p('b'.repeat(9), br, 'b'.repeat(9), br, 'b'.repeat(9))],
      [`${'a'.repeat(20)} (1/2)`, `${times(3, 'b'.repeat(9)).join('\n')} (2/2)`],
    ],
    [
      'is cut after a line',
      [p('a b', br, 'c'.repeat(19), br, 'd e f'.repeat(5))],
      [`a b\n${'c'.repeat(19)} (1/2)`, `${'d e f'.repeat(5)} (2/2)`],
    ],
    [
      'is cut after a word',
      [p(times(9, 'word').join(' '))],
      ['word word word word word word (1/2)', 'word word word (2/2)'],
    ],
    ['is cut anywhere at last', [p('a'.repeat(50))], [`${'a'.repeat(32)} (1/2)`, `${'a'.repeat(18)} (2/2)`]],
    [
      'is cut in a quote',
      [quote(p('a'.repeat(30)), p('b'.repeat(30)))],
      [`${'a'.repeat(30)}\n(1/2)`, `${'b'.repeat(30)}\n(2/2)`],
    ],
    [
      'is cut in code, after a line',
      [pre(`${'a'.repeat(20)}\n${'b'.repeat(20)}`)],
      [`${'a'.repeat(20)}\n(1/2)`, `${'b'.repeat(20)}\n(2/2)`],
    ],
    [
      'is cut in a list, which goes on with its numbers',
      [ol(9, 'a'.repeat(20), 'b'.repeat(20))],
      [`9. ${'a'.repeat(20)}\n(1/2)`, `10. ${'b'.repeat(20)}\n(2/2)`],
    ],
    [
      'is cut after a row, and names its columns again',
      [th(['n', 'm'], ['a'.repeat(9), 'b'.repeat(9)], ['c'.repeat(9), 'd'.repeat(9)])],
      [`n | m\n${'a'.repeat(9)} | ${'b'.repeat(9)}\n(1/2)`, `n | m\n${'c'.repeat(9)} | ${'d'.repeat(9)}\n(2/2)`],
    ],
    [
      'is cut in a cell, which goes on under its column',
      [th(['n', 'm'], ['a', times(10, 'word').join(' ')])],
      ['n | m\na | word word word word\n(1/3)', 'n | m\n | word word word word\n(2/3)', 'n | m\n | word word\n(3/3)'],
    ],
    [
      'is cut before a heading, not after it',
      [p('a'.repeat(20)), h(1, 'bb'), p('c'.repeat(29))],
      [`${'a'.repeat(20)} (1/2)`, `bb\n${'c'.repeat(29)} (2/2)`],
    ],
    [
      'is cut in a heading that is longer than a message',
      [h(2, times(9, 'word').join(' '))],
      ['word word word word word word\n(1/2)', 'word word word\n(2/2)'],
    ],
    [
      'is cut after a rule',
      [p('a'.repeat(16)), hr, p('b'.repeat(30))],
      [`${'a'.repeat(16)}\n———\n(1/2)`, `${'b'.repeat(30)} (2/2)`],
    ],
    [
      'is cut in an item, which goes on under its number',
      [ol(3, times(10, 'word').join(' '))],
      ['3. word word word word word\n(1/2)', '3. word word word word word\n(2/2)'],
    ],
  ];
  for (const [what, content, expected] of rows) it(what, () => assert.deepEqual(texts(content, 40), expected));

  it('opens quotes, lists and code blocks again', () => {
    const content = [quote(ul([p('a'), pre('b'.repeat(30), 'ts')], [pre('c'.repeat(30), 'ts')]))];
    assert.deepEqual(
      parts(content, 60).map(({ rendered }) => rendered),
      [
        [quote(ul([p('a'), pre('b'.repeat(30), 'ts')])), p('(1/2)')],
        [quote(ul([pre('c'.repeat(30), 'ts')])), p('(2/2)')],
      ],
    );
  });

  it('keeps links and code spans whole, and goes on before them', () => {
    const link = a('https://a.example', 'bb bb');
    const code = c('dd dd', 'i');
    for (let length = 150; length < 210; length++) {
      const shown = parts([p('a'.repeat(length), link, 'c'.repeat(187), code, 'e'.repeat(20))], 200);
      const atoms = shown
        .flatMap(({ rendered }) => rendered.flatMap((block) => (block.type === 'paragraph' ? block.children : [])))
        .filter(({ type }) => type === 'link' || type === 'codeSpan');
      assert.deepEqual(atoms, [link, code]);
    }
  });

  it('shows a link as text where it would fill the message', () => {
    const url = `https://a.example/${'x'.repeat(4000)}`;
    const shown = renderWebex({ author: null, content: [p(a(url, 'label'), 'y'.repeat(4000))] });
    const read = shown.map(({ text }) => text.replace(/ \(\d\/\d\)$/, ''));
    assert.equal(read.join(''), `label (${url})${'y'.repeat(4000)}`);
    assert.ok(!shown.some(({ markdown }) => markdown.includes('](')));
  });

  it('of one huge address is one message after all', () => {
    const url = `https://a.example/${'x'.repeat(5000)}`;
    assert.deepEqual(
      renderWebex({ author: null, content: [p(a(url))] }).map(({ text }) => text),
      [url],
    );
  });

  it('is never cut inside what a reader counts as one character', () => {
    for (const character of ['😀', '👩‍👩‍👧‍👦', '🇩🇪', 'e\u0301\u0323', '각', '\r\n'.trim() || 'x']) {
      const shown = texts([p(character.repeat(60))], 70);
      const whole = shown.map((text) => text.replace(/ \(\d+\/\d+\)$/, ''));
      assert.equal(whole.join(''), character.repeat(60));
      for (const text of whole) assert.equal(text.length % character.length, 0, character);
    }
  });

  it('is never cut into halves of a character, however many marks it has', () => {
    const heap = `a${'\u{1d165}'.repeat(300)}`;
    for (const text of texts([p(heap)], 50)) assert.ok(text.isWellFormed());
  });

  it('ends after 20 parts with a notice', () => {
    const shown = texts([p(times(1000, 'word').join(' '))], 60);
    assert.equal(shown.length, 20);
    assert.equal(shown[0], 'word word word word word word word word word word (1/20)');
    assert.match(shown[19] ?? '', /^word word.*\n… the rest is only in the original \(20\/20\)$/);
    for (const text of shown) assert.ok(text.length <= 60);
  });

  it('ends with a link to the original where there is one', () => {
    const original = 'https://contoso.example/m/1';
    const shown = inParts([p(times(1000, 'word').join(' '))], {
      render: (blocks) => blocks,
      size: (blocks) => plainText(blocks).length,
      longest: 60,
      original: () => original,
    });
    const last = shown.at(-1)?.rendered.at(-1);
    assert.ok(last?.type === 'paragraph');
    assert.deepEqual(last.children[1], {
      type: 'link',
      url: original,
      children: [{ type: 'text', text: 'the original', italic: true }],
    });
  });

  it('of exactly 20 parts is whole', () => {
    const shown = texts(
      Array.from({ length: 20 }, () => p('a'.repeat(50))),
      60,
    );
    assert.equal(shown.length, 20);
    assert.equal(shown[19], `${'a'.repeat(50)} (20/20)`);
  });

  /** All that is not white space, in order. */
  const characters = (blocks: readonly Block[]): string => blocks.map(charactersOf).join('').replaceAll(/\s/g, '');
  const charactersOf = (block: Block): string => {
    if (block.type === 'code') return block.text;
    if (block.type === 'quote') return characters(block.children);
    if (block.type === 'list') return block.items.map(characters).join('');
    if (block.type === 'table') return block.rows.flat(2).map(inlineCharacters).join('');
    return block.type === 'rule' ? '' : block.children.map(inlineCharacters).join('');
  };
  /** The names of columns stand in every part, so they can't be counted. */
  const withoutNames = (block: Block): Block => {
    if (block.type === 'table') return { ...block, header: false };
    if (block.type === 'quote') return { ...block, children: block.children.map(withoutNames) };
    return block.type === 'list' ? { ...block, items: block.items.map((item) => item.map(withoutNames)) } : block;
  };
  const inlineCharacters = (inline: Inline): string => {
    if (inline.type === 'link') return inline.children.map(({ text }) => text).join('');
    return inline.type === 'break' ? '' : inline.text;
  };

  it('loses nothing and exceeds nothing, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.array(anyTree, { minLength: 3, maxLength: 9 }),
        fc.integer({ min: 500, max: 900 }),
        (trees, longest) => {
          const content = trees.flat().map(withoutNames);
          const shown = parts(content, longest);
          for (const { rendered } of shown) assert.ok(plainText(rendered).length <= longest);
          if (shown.length === 1 || shown.length === 20) return;
          const read = shown.map(({ rendered }, at) => characters(rendered).replace(`(${at + 1}/${shown.length})`, ''));
          assert.equal(read.join(''), characters(content));
        },
      ),
      { numRuns: 1000, seed: 1 },
    );
  });
});

describe('the limits of the platforms', () => {
  const author = { name: 'Ada', platform: 'webex' } as const;
  const bytes = (text: string) => Buffer.byteLength(text);
  const rows = [
    {
      platform: 'Teams',
      limit: 24_000,
      room: 24_000 - bytes('<p><strong>Ada</strong> (Webex)</p><p></p>'),
      sizes: (content: Block[]) => renderTeams({ author, content }).map(({ html }) => bytes(html)),
    },
    {
      platform: 'Webex',
      limit: 7_439,
      room: 7_439 - bytes('**Ada (Webex):**\n\n'),
      sizes: (content: Block[]) => renderWebex({ author, content }).map(({ markdown }) => bytes(markdown)),
    },
    {
      platform: 'Slack',
      limit: 10_000,
      // Slack counts characters, of which an emoji outside of the basic plane is two.
      room: 20_000,
      sizes: (content: Block[]) => renderSlack({ author, content }).map(({ text }) => text.length),
    },
  ];
  for (const { platform, limit, room, sizes } of rows) {
    const ofBytes = (count: number) => '😀'.repeat(Math.floor(count / 4)) + 'x'.repeat(count % 4);
    const ofSize = (count: number) =>
      platform === 'Slack' ? '😀'.repeat(count >> 2) + 'x'.repeat((count & 3) >> 1) : ofBytes(count);
    const step = platform === 'Slack' ? 2 : 1;
    it(`${platform}: one less than ${limit} is one message`, () =>
      assert.deepEqual(sizes([p(ofSize(room - step))]), [limit - 1]));
    it(`${platform}: ${limit} is one message`, () => assert.deepEqual(sizes([p(ofSize(room))]), [limit]));
    it(`${platform}: one more than ${limit} is two`, () => {
      const two = sizes([p(ofSize(room + step))]);
      assert.equal(two.length, 2);
      for (const size of two) assert.ok(size <= limit);
    });
  }
});
