/**
 * What holds for every message: 5,000 random ones for each direction, 100,000 where MIO_LONG is 1. What fails is made as
 * small as it can be, and printed.
 */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { mapParagraphs } from '../../../src/core/content/map.ts';
import { plainText } from '../../../src/core/content/plain.ts';
import type { Block, Code, Inline, Text } from '../../../src/core/content/tree.ts';
import { type Platform, platformNames, platforms } from '../../../src/core/model.ts';
import { isInert, readings, seen, sent } from './dialects.ts';
import {
  anyTree,
  codeBlock,
  headingOf,
  hostileText,
  nestingOf,
  paragraph,
  rule,
  same,
  table,
  underlined,
} from './trees.ts';

const numRuns = process.env['MIO_LONG'] === '1' ? 100_000 : 5_000;
const check = <T extends [unknown, ...unknown[]]>(property: fc.IPropertyWithHooks<T>) =>
  fc.assert(property, { numRuns, seed: 10 });

/** Ways in by the platform that they belong to. */
const from = (platform: Platform) =>
  Object.entries(readings).flatMap(([name, parse]) => (name.startsWith(platformNames[platform]) ? [parse] : []));

const directions = platforms.flatMap((source) =>
  platforms.filter((target) => target !== source).map((target) => [source, target] as const),
);

const isOneMessage = (target: Platform, content: readonly Block[]) =>
  content.length > 0 && sent[target]({ author: null, content }).length === 1;

/**
 * A tree without what nobody sees: Webex needs a word joiner between marks that would else mean something, and brackets
 * of an address as escapes.
 */
const visible = (tree: readonly Block[]) =>
  same(tree)
    .replaceAll('\u2060', '')
    .replaceAll(/\{"type":"text","text":""[^}]*\},?/g, '')
    .replaceAll('%28', '(')
    .replaceAll('%29', ')');

describe('CI-10 any text', function () {
  this.timeout(0);

  for (const [source, target] of directions) {
    it(`from ${source} acts on nothing in ${target}, and stays the same when it goes round`, () => {
      check(
        fc.property(hostileText, fc.constantFrom(...from(source)), (text, parse) => {
          const content = parse(text);
          isInert[target](content);
          if (!isOneMessage(target, content)) return;
          const once = seen[target](content);
          if (isOneMessage(target, once)) assert.equal(visible(seen[target](once)), visible(once));
        }),
      );
    });
  }
});

/** Webex has no strike, and a style there doesn't begin with a space; what no longer differs is one run. */
function webexLine(children: readonly Inline[]): Inline[] {
  const line: Inline[] = [];
  for (const inline of children) {
    if (inline.type === 'break') line.push(inline);
    else if (inline.type === 'link') line.push({ ...inline, children: inline.children.map(withoutStrike) });
    else {
      const run = withoutStrike(inline);
      const text = run.bold || run.italic ? run.text.trimStart() : run.text;
      const last = line.at(-1);
      const isOne = last?.type === run.type && last.bold === run.bold && last.italic === run.italic;
      if (isOne) line[line.length - 1] = { ...last, text: last.text + text };
      else line.push({ ...run, text });
    }
  }
  return line;
}

function withoutStrike<T extends Text | Code>(run: T): T {
  const { strike: _, ...rest } = run;
  return rest as T;
}

/** All that is read, without the numbers of items: Slack takes two lists in a row for one. */
const words = (tree: readonly Block[]) =>
  plainText(tree)
    .replaceAll('\u2060', '')
    .replaceAll(/^( *)\d+\. /gm, '$1• ');

describe('CI-10 any tree', function () {
  this.timeout(0);

  for (const target of platforms) {
    it(`acts on nothing in ${target}, and says the same when it goes round`, () => {
      check(
        fc.property(anyTree, (tree) => {
          isInert[target](tree);
          if (!isOneMessage(target, tree)) return;
          const once = seen[target](tree);
          // What was converted may be longer when it goes round.
          if (isOneMessage(target, once)) assert.equal(words(seen[target](once)), words(once));
        }),
      );
    });
  }

  const expressible = {
    teams: nestingOf(paragraph, codeBlock, table, rule, underlined, headingOf(1, 2, 3)),
    slack: fc
      .array(fc.oneof(paragraph, underlined, codeBlock, table), { minLength: 1, maxLength: 3 })
      .filter((tree) => tree.filter(({ type }) => type === 'table').length < 2)
      .map((tree) => tree.map((block): Block => (block.type === 'table' ? { ...block, header: true } : block))),
    webex: nestingOf(paragraph, codeBlock, rule, headingOf(1, 2, 3, 4, 5, 6)).map((tree) =>
      mapParagraphs(tree, webexLine),
    ),
  };
  for (const target of platforms) {
    it(`is the same in ${target} where ${target} can express it`, () => {
      check(
        fc.property(expressible[target], (tree) => {
          if (isOneMessage(target, tree)) assert.equal(visible(seen[target](tree)), visible(tree));
        }),
      );
    });
  }
});
