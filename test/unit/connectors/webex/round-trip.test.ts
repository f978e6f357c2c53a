/** What Mio writes for Webex, as a Webex of other hands understands it: nothing is lost, and nothing means more than it did. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { renderMarkdown } from '../../../../sandbox/webex/markdown.ts';
import { parseWebex, renderWebex } from '../../../../src/connectors/webex/markup.ts';
import { normalise, plainText } from '../../../../src/core/content/plain.ts';
import type { Block } from '../../../../src/core/content/tree.ts';
import { codeBlock, heading, listOf, paragraph, quoteOf, rule, table, underlined } from '../../content/trees.ts';

/** Webex has no strike: what is written for it is text, which is longer when it comes back. */
const unstruck = <T extends Block>(block: fc.Arbitrary<T>) =>
  block.filter((one) => !JSON.stringify(one).includes('"strike"'));

const leaf = fc.oneof(
  { weight: 4, arbitrary: unstruck(paragraph) },
  { weight: 1, arbitrary: fc.oneof(unstruck(heading), rule, underlined, codeBlock) },
);
const treeOf = (ends: fc.Arbitrary<Block>) =>
  fc.letrec<{ blocks: Block[]; block: Block }>((tie) => ({
    blocks: fc.array(tie('block'), { minLength: 1, maxLength: 3 }),
    block: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      { weight: 5, arbitrary: ends },
      { weight: 1, arbitrary: listOf(tie('blocks')) },
      { weight: 1, arbitrary: quoteOf(tie('blocks')) },
    ),
  })).blocks;

/** Word joiners part what Markdown would run together; nobody sees them. */
const readBack = (markdown: string) =>
  parseWebex({ html: renderMarkdown(markdown, { person: () => undefined }).replaceAll('\u2060', '') });

describe('Webex Markdown, written and read', () => {
  it('says the same, and is written the same again', () => {
    fc.assert(
      fc.property(treeOf(leaf), (tree) => {
        for (const { markdown, text } of renderWebex({ author: null, content: tree })) {
          const back = readBack(markdown);
          assert.equal(normalise(plainText(back)), normalise(text));
          assert.deepEqual(renderWebex({ author: null, content: back }), [{ markdown, text: plainText(back) }]);
        }
      }),
      { numRuns: 1_500, seed: 1 },
    );
  });

  it('is written the same again also with tables, which come back as code', () => {
    fc.assert(
      fc.property(treeOf(fc.oneof(leaf, unstruck(table))), (tree) => {
        for (const { markdown } of renderWebex({ author: null, content: tree })) {
          const [again, ...more] = renderWebex({ author: null, content: readBack(markdown) });
          assert.deepEqual([again?.markdown, ...more], [markdown]);
        }
      }),
      { numRuns: 500, seed: 2 },
    );
  });
});
