/** Strangers' text on its way from any platform to any other: nothing in it may act, and none of it may take long. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { renderSlack } from '../../../src/connectors/slack/markup.ts';
import { parseTeams, renderTeams } from '../../../src/connectors/teams/markup.ts';
import { renderWebex } from '../../../src/connectors/webex/markup.ts';
import { isMention, mentionsIn } from '../../../src/core/content/mentions.ts';
import { plainText } from '../../../src/core/content/plain.ts';
import type { Block, Inline } from '../../../src/core/content/tree.ts';
import { platforms } from '../../../src/core/model.ts';
import { asMarkup, asText, isInert, readings, seen, stranger } from './dialects.ts';
import { activeTokens, hostileText } from './trees.ts';

const author = stranger;

describe('hostile text', () => {
  for (const [source, parse] of Object.entries(readings)) {
    for (const target of platforms) {
      it(`CI-01 CI-02 nothing in it acts, from ${source} to ${target}`, () => {
        for (const token of activeTokens) isInert[target](parse(token));
        isInert[target](parse(activeTokens.join(' ')));
      });
    }
  }

  it('CI-01 CI-02 names nobody where it came as text', () => {
    const parsed = fc.tuple(hostileText, fc.constantFrom(...Object.values(asText)));
    fc.assert(
      fc.property(parsed, ([text, parse]) => assert.deepEqual(mentionsIn(parse(text)), [])),
      {
        numRuns: 2000,
        seed: 2,
        examples: activeTokens.flatMap((token) => Object.values(asText).map((parse) => [[token, parse]])),
      },
    );
  });

  it('becomes a tree that keeps its promises', () => {
    const check = (blocks: readonly Block[]): void => {
      for (const block of blocks) {
        if (block.type === 'paragraph' || block.type === 'heading') checkLine(block.children);
        else if (block.type === 'table') {
          assert.ok(block.rows.length > 0);
          for (const row of block.rows) for (const cell of row) if (cell.length > 0) checkLine(cell);
        } else if (block.type === 'rule') continue;
        else if (block.type === 'quote') {
          assert.ok(block.children.length > 0);
          check(block.children);
        } else if (block.type === 'list') {
          assert.ok(block.items.length > 0 && block.items.every((item) => item.length > 0));
          block.items.forEach(check);
        } else assert.ok(block.text.trim() !== '' && !block.text.endsWith('\n') && !block.text.includes('\r'));
      }
    };
    const checkLine = (children: readonly Inline[]) => {
      assert.ok(children.length > 0 && children[0]?.type !== 'break' && children.at(-1)?.type !== 'break');
      children.forEach((inline, at) => {
        if (inline.type === 'break') assert.notEqual(children[at - 1]?.type, 'break');
        else if (inline.type === 'link') {
          assert.match(inline.url, /^(?:https?:\/\/|mailto:)[\x21-\x7e]+$/i);
          checkLine(inline.children);
          assert.ok(!inline.children.some(isMention));
        } else {
          if (isMention(inline)) assert.match(inline.text, /^[@#]\S/);
          assert.match(inline.text, /^[^\p{Cc}\p{Cs}\u00a0]+$/u);
          assert.ok(inline.text.isWellFormed());
        }
      });
    };
    fc.assert(
      fc.property(hostileText, fc.constantFrom(...Object.values(readings)), (text, parse) => check(parse(text))),
      { numRuns: 5000, seed: 3 },
    );
  });

  it('CI-01 CI-02 is seen as it was written', () => {
    const rows = [
      '<!channel>',
      '<@U0ALICE01|ann>',
      '<at id="0">All</at>',
      '<@all>',
      '&lt;b&gt;',
      '[a](https://b.example)',
    ];
    for (const [source, parse] of Object.entries(asText)) {
      for (const text of rows) {
        const content = parse(text);
        assert.equal(plainText(content), text, source);
        assert.equal(renderTeams({ author, content })[0]?.text, text);
        assert.equal(renderSlack({ author, content })[0]?.text, text);
        assert.equal(renderWebex({ author, content })[0]?.text, text);
      }
    }
  });

  it('CI-03 leads nowhere else than it says', () => {
    const shown: readonly [text: string, host: RegExp][] = [
      ['<a href="https://evil.test">https://bank.test</a>', /https:\/\/bank\.test \(evil\.test\)/],
      ['<a href="https://evil.test/bank.test">bank.test</a>', /bank\.test \(evil\.test\)/],
      ['<a href="https://b\u0430nk.test">bank.test</a>', /bank\.test \(xn--bnk-6cd\.test\)/],
    ];
    for (const [html, host] of shown) {
      const content = parseTeams({ contentType: 'html', content: html });
      for (const render of [renderTeams, renderSlack, renderWebex]) {
        assert.match(render({ author, content })[0]?.text ?? '', host);
      }
    }
    const bad = ['javascript:alert(1)', 'data:text/html,x', 'vbscript:x', 'file:///etc/passwd', ' java\nscript:x'];
    for (const url of bad) {
      for (const parse of Object.values(asMarkup)) {
        for (const content of [`<a href="${url}">a</a>`, `<${url}|a>`, `[a](${url})`].map(parse)) {
          for (const target of platforms) assert.doesNotMatch(JSON.stringify(seen[target](content)), /"type":"link"/);
        }
      }
    }
  });
});

describe('CI-06 text that is meant to be slow', () => {
  const size = 60_000;
  const filled = (unit: string) => unit.repeat(Math.ceil(size / unit.length)).slice(0, size);
  const expected: readonly [what: string, text: string][] = [
    ['60 KB of words', filled('word ')],
    ['60 KB without a space', filled('a')],
    ['10,000 emoji', '👩‍💻'.repeat(10_000)],
    ['5,000 nested quotes', '<blockquote>'.repeat(5000)],
    ['5,000 nested lists', '<ul><li>'.repeat(5000)],
  ];
  const contrived: readonly [what: string, text: string][] = [
    ['1 MB on one line', 'a'.repeat(1 << 20)],
    ['one letter with 60,000 marks', `a${filled('\u0301')}`],
    ['tags never closed', filled('<b>')],
    ['tags never opened', `${'<b>'.repeat(10_000)}${'</i>'.repeat(7_500)}`],
    ['links never closed', filled('<a href="https://a.example">')],
    ['marks that never close', filled('*a _b ~c ')],
    ['marks side by side', filled('*_~')],
    ['backticks', filled('`` `')],
    ['brackets', filled('<<>')],
    ['escapes', filled('&amp;')],
    ['code blocks', filled('```a')],
    ['quoted lines', filled('&gt; a\n')],
    ['30,000 lines', filled('#\n')],
  ];
  const cpuMs = (run: () => unknown) => {
    const before = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  };
  const renders = [renderTeams, renderSlack, renderWebex];
  const parses = [asMarkup['Teams html'], asMarkup['Slack mrkdwn'], asText['Teams text']];
  const takesLessThan = (ms: number, what: string, text: string) =>
    it(`takes less than ${ms} ms per platform: ${what}`, () => {
      for (const parse of parses) {
        const content = parse?.(text) ?? [];
        const works = [() => parse?.(text), ...renders.map((render) => () => render({ author, content }))];
        for (const work of works) {
          const best = Math.min(...[1, 2, 3, 4, 5].map(() => cpuMs(work)));
          assert.ok(best < ms, `${best} ms`);
        }
      }
    });
  for (const [what, text] of expected) takesLessThan(50, what, text);
  // What takes the square of its length takes seconds here.
  for (const [what, text] of contrived) takesLessThan(200, what, text);

  it('nests no deeper than a person would read', () => {
    const depth = (blocks: readonly Block[]): number =>
      Math.max(
        0,
        ...blocks.map((block) => {
          if (block.type === 'quote') return 1 + depth(block.children);
          return block.type === 'list' ? 1 + Math.max(...block.items.map(depth)) : 0;
        }),
      );
    for (const tag of ['<blockquote>', '<ul><li>', '<ul><li><blockquote>']) {
      const content = parseTeams({ contentType: 'html', content: `${tag.repeat(5000)}x` });
      assert.equal(depth(content), 64);
      assert.ok(plainText(content).endsWith('x'));
    }
  });
});
