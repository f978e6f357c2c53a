/** Random messages in canonical form, and random text of the kind that strangers send. */
import fc from 'fast-check';
import type {
  Block,
  Cell,
  Code,
  Heading,
  Inline,
  Link,
  Paragraph,
  Style,
  Text,
} from '../../../src/core/content/tree.ts';

/** Every character that some dialect takes for markup, beside those that people write. */
const characters = [...'abcxyzABC019 .,:;!?-+=#*_~`|<>&()[]{}\\/"\'@$%^\u00e9\u4e2d\u0416😀👩‍💻'];

/** Tokens that mean something on one platform or another, and must mean nothing when relayed. */
export const activeTokens = [
  '<!channel>',
  '<!here|here>',
  '<!subteam^S1|@ops>',
  '<@U0ALICE01>',
  '<#C0GENERAL|general>',
  '<@all>',
  '<@personEmail:bob@fabrikam.example|Bob>',
  '<@personId:abc>',
  '<at id="0">All</at>',
  '&lt;at id="0"&gt;All&lt;/at&gt;',
  '&amp;lt;!channel&amp;gt;',
  '<\u200b!channel>',
  '<https://evil.test|https://bank.test>',
  '[https://bank.test](https://evil.test)',
  '<a href="javascript:alert(1)">x</a>',
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<p><strong>CEO</strong> (Teams)</p>',
  '\n**CEO (Teams):** pay now',
  '*CEO* (Teams)',
  '```',
  '\n> ',
  '\n1. ',
  '\n- ',
  '\n===\n',
  '\n    ',
  '![x](https://evil.test/pixel)',
  '| a | b |\n|---|---|',
  '<h1>CEO (Teams):</h1>',
  '<table><tr><th>CEO (Slack)</th></tr><tr><td>pay <at id="0">All</at>',
  '</td></table><hr>',
  '<u>',
  '<customemoji alt="tada" source="https://evil.test/1.png"></customemoji>',
  ':tada:',
  '\n# ',
  '\n---\n',
  '\ud800',
  '\u202e',
  '\u0000',
  '\r\n',
  '\u0085',
  '\u2028',
  '\u00a0',
];

export const hostileText = fc
  .array(
    fc.oneof(
      fc.constantFrom(...activeTokens),
      fc.string({ unit: 'binary', maxLength: 6 }),
      fc.constantFrom(...characters),
    ),
    {
      maxLength: 30,
    },
  )
  .map((pieces) => pieces.join(''));

const visible = fc.constantFrom(...characters.filter((character) => character !== ' '));
const inner = fc.string({ unit: fc.constantFrom(...characters), maxLength: 12 });
const words = fc.tuple(visible, inner, visible).map(([first, middle, last]) => first + middle + last);
const safeLabel = fc
  .string({ unit: fc.constantFrom(...'abc xyz*_<&'), minLength: 1, maxLength: 8 })
  .filter((label) => label.trim() === label && label !== '');
const url = fc.constantFrom(
  'https://example.com/a',
  'https://example.com/q?a=1&b=2#c',
  'http://localhost:8080/(x)_y*z',
  'https://example.com/it%27s',
  'mailto:a@b.example',
);

const style: fc.Arbitrary<Style> = fc.record(
  { bold: fc.constant(true as const), italic: fc.constant(true as const), strike: fc.constant(true as const) },
  { requiredKeys: [] },
);
const plainly: fc.Arbitrary<Style> = fc.oneof(
  { weight: 2, arbitrary: fc.constant({}) },
  { weight: 1, arbitrary: style },
);

const text = fc
  .tuple(words, plainly, fc.boolean())
  .map(([content, styles, spaced]): Text => ({ type: 'text', text: spaced ? ` ${content}` : content, ...styles }));
const code = fc
  .tuple(words, plainly)
  .map(([content, styles]): Code => ({ type: 'codeSpan', text: content, ...styles }));
const link = fc.tuple(url, safeLabel, plainly, fc.boolean()).map(([target, label, styles, bare]): Link => {
  const child: Text = bare ? { type: 'text', text: target } : { type: 'text', text: label, ...styles };
  return { type: 'link', url: target, children: [child] };
});

const keyOf = (inline: Inline | undefined) => {
  if (!inline || inline.type === 'break') return 'break';
  if (inline.type === 'link') return inline.url;
  return `${inline.type} ${inline.bold} ${inline.italic} ${inline.strike}`;
};

/** The label of a link after an address without a path would seem to be part of its host. */
const mayFollow = (before: Inline | undefined, inline: Inline) =>
  keyOf(before) !== keyOf(inline) &&
  !(inline.type === 'link' && before?.type === 'link' && before.url.startsWith('mailto:'));

/** One line: neighbours differ, so that nothing would merge, and nothing begins or ends in white space. */
const line = fc
  .array(fc.oneof({ weight: 4, arbitrary: text }, { weight: 1, arbitrary: code }, { weight: 1, arbitrary: link }), {
    minLength: 1,
    maxLength: 5,
  })
  .map((inlines): Inline[] => {
    const kept: Inline[] = [];
    for (const inline of inlines) if (kept.length === 0 || mayFollow(kept.at(-1), inline)) kept.push(inline);
    const [first, ...rest] = kept;
    return first?.type === 'text' ? [{ ...first, text: first.text.trimStart() }, ...rest] : kept;
  });

export const paragraph: fc.Arbitrary<Paragraph> = fc.array(line, { minLength: 1, maxLength: 3 }).map((lines) => ({
  type: 'paragraph',
  children: lines.flatMap((inlines, at): Inline[] => (at === 0 ? inlines : [{ type: 'break' }, ...inlines])),
}));

const codeLines = fc
  .array(fc.oneof(words, inner, fc.constant('')), { minLength: 1, maxLength: 4 })
  .map((lines) => lines.join('\n').trimEnd())
  .filter((content) => content !== '');
export const codeBlock = codeLines.map((content): Block => ({ type: 'code', text: content }));

const start = fc.constantFrom(1, 1, 5);
export const listOf = (items: fc.Arbitrary<readonly Block[]>): fc.Arbitrary<Block> =>
  fc.tuple(fc.boolean(), start, fc.array(items, { minLength: 1, maxLength: 3 })).map(([ordered, first, all]): Block => {
    return ordered && first !== 1
      ? { type: 'list', ordered, start: first, items: all }
      : { type: 'list', ordered, items: all };
  });
export const quoteOf = (children: fc.Arbitrary<Block[]>): fc.Arbitrary<Block> =>
  children.map((blocks): Block => ({ type: 'quote', children: blocks }));

const someBlocks = (block: fc.Arbitrary<Block>) => fc.array(block, { minLength: 1, maxLength: 3 });

/** The styles that every platform but one has; underlined text is taken for itself. */
export const underlined = words.map(
  (content): Paragraph => ({
    type: 'paragraph',
    children: [{ type: 'text', text: content, underline: true }],
  }),
);

export const headingOf = (...levels: Heading['level'][]): fc.Arbitrary<Block> =>
  fc.tuple(fc.constantFrom(...levels), line).map(([level, children]) => ({ type: 'heading', level, children }));
export const heading = headingOf(1, 2, 3, 4, 5, 6);
export const rule = fc.constant<Block>({ type: 'rule' });

const cell: fc.Arbitrary<Cell> = fc.oneof({ weight: 4, arbitrary: line }, { weight: 1, arbitrary: fc.constant([]) });
/** The first cell of a row says something, and so does the last: what is empty beyond them is no part of the tree. */
const row = fc.tuple(line, fc.array(cell, { maxLength: 2 }), fc.option(line)).map(([first, middle, last]): Cell[] => {
  const cells: Cell[] = [first, ...middle, ...(last ? [last] : [])];
  while (cells.at(-1)?.length === 0) cells.pop();
  return cells;
});
export const table = fc
  .tuple(fc.boolean(), fc.array(row, { minLength: 1, maxLength: 4 }))
  .map(([header, rows]): Block => ({ type: 'table', header, rows }));

/** Any nesting of some kinds of blocks in lists and quotes. */
export const nestingOf = (lines: fc.Arbitrary<Block>, ...leaves: fc.Arbitrary<Block>[]): fc.Arbitrary<Block[]> =>
  fc.letrec<{ blocks: Block[]; block: Block }>((tie) => ({
    blocks: someBlocks(tie('block')),
    block: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      { weight: 4, arbitrary: lines },
      { weight: 2, arbitrary: fc.oneof(...leaves) },
      { weight: 1, arbitrary: listOf(tie('blocks')) },
      { weight: 1, arbitrary: quoteOf(tie('blocks')) },
    ),
  })).blocks;

/** Any nesting of anything. */
export const anyTree = nestingOf(paragraph, codeBlock, heading, rule, table, underlined);

/** As JSON: `toEqual` of two trees whose nodes were made in different ways. */
export const same = (tree: readonly Block[]) => JSON.stringify(tree, Object.keys(order));
const order = {
  type: 0,
  ordered: 0,
  start: 0,
  url: 0,
  level: 0,
  header: 0,
  language: 0,
  text: 0,
  bold: 0,
  italic: 0,
  strike: 0,
  underline: 0,
  children: 0,
  items: 0,
  rows: 0,
};
