/** What the preview takes a typed text for: what Slack's message field would send as blocks. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { noNames } from '../../../../src/connectors/slack/markup-names.ts';
import { parseTyped } from '../../../../src/connectors/slack/markup-typed.ts';
import type { Block } from '../../../../src/core/content/tree.ts';
import { br, ol, p, pre, quote, t, ul } from '../../content/build.ts';
import { hostileText } from '../../content/trees.ts';

describe('a text typed in Slack', () => {
  const rows: readonly [what: string, typed: string, tree: Block[]][] = [
    ['plain words', 'a\nb', [p('a', br, 'b')]],
    ['bullets', '- a\n- *b*', [ul('a', [p(t('b', 'b'))])]],
    ['bullets of every kind', '* a\n• b\n- c', [ul('a', 'b', 'c')]],
    ['numbers, from the first one', '3. a\n4. b', [ol(3, 'a', 'b')]],
    ['words around', 'so:\n1. a\nand\n- b', [p('so:'), ol(1, 'a'), p('and'), ul('b')]],
    ['a list in a list', '- a\n  1. b\n  2. c\n- d', [ul([p('a'), ol(1, 'b', 'c')], 'd')]],
    ['one kind after the other', '- a\n1. b', [ul('a'), ol(1, 'b')]],
    ['a list with less in front than before', '  - a\n- b', [ul('a'), ul('b')]],
    ['a dash that begins nothing', '-a\n- \n1.5', [p('-a', br, '-', br, '1.5')]],
    ['bold at the start', '*a* b', [p(t('a', 'b'), ' b')]],
    ['code with dashes', '```\n- a\n```\n- b', [pre('- a'), ul('b')]],
    ['a quote with a dash', '> - a', [quote(p('- a'))]],
    ['nothing', '', []],
  ];
  for (const [what, typed, tree] of rows) it(`has ${what}`, () => assert.deepEqual(parseTyped(typed, noNames), tree));

  it('never throws, and is read in no time', () => {
    fc.assert(
      fc.property(hostileText, (text) => void parseTyped(text, noNames)),
      { numRuns: 2_000, seed: 7 },
    );
    const began = performance.now();
    parseTyped(Array.from({ length: 5_000 }, (_, at) => `${' '.repeat(at % 300)}- x`).join('\n'), noNames);
    assert.ok(performance.now() - began < 500);
  });
});
