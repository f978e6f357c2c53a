/** Strangers' text on its way from any platform to any other: nothing in it may act, and none of it may take long. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseSlack, renderSlack } from '../../../src/connectors/slack/markup.ts';
import { parseTeams, renderTeams } from '../../../src/connectors/teams/markup.ts';
import { parseWebex, renderWebex } from '../../../src/connectors/webex/markup.ts';
import { plainText } from '../../../src/core/content/plain.ts';
import type { Block, Inline } from '../../../src/core/content/tree.ts';
import { activeTokens, hostileText } from './trees.ts';

const names = { user: () => undefined, channel: () => undefined };
const richText = (text: string) => ({
  blocks: [{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }] }],
});

/** Ways in which text gets into Mio. The first four take it as it stands. */
const sources: Readonly<Record<string, (text: string) => Block[]>> = {
  'Teams text': (content) => parseTeams({ contentType: 'text', content }),
  'Slack rich_text': (text) => parseSlack(richText(text), names),
  'Webex text': (text) => parseWebex({ text }),
  'Webex html, escaped': (text) => parseWebex({ html: text.replaceAll('&', '&amp;').replaceAll('<', '&lt;') }),
  'Teams html': (content) => parseTeams({ contentType: 'html', content }),
  'Slack mrkdwn': (text) => parseSlack({ text }, names),
  'Webex html': (html) => parseWebex({ html }),
};

const author = { name: '<@all>*Mallory*\n<!channel>', platform: 'slack' } as const;

/** What each platform would act on, and must not find. */
const targets: Readonly<Record<string, (content: Block[]) => void>> = {
  Teams: (content) => {
    for (const { html } of renderTeams({ author, content })) {
      assert.doesNotMatch(html, /<(?!\/?(?:p|br|strong|em|s|code|pre|blockquote|ul|ol|li|a)[ >])|<[^>]*\son\w+=/);
    }
  },
  Slack: (content) => {
    for (const { blocks, fallback } of renderSlack({ author, content })) {
      assert.doesNotMatch(JSON.stringify(blocks), /"type":"(?!rich_text|text"|link")/);
      assert.doesNotMatch(fallback, /[<>]/);
    }
  },
  Webex: (content) => {
    for (const { markdown } of renderWebex({ author, content })) assert.ok(!markdown.includes('<@'), markdown);
  },
};

describe('hostile text', () => {
  for (const [source, parse] of Object.entries(sources)) {
    for (const [target, check] of Object.entries(targets)) {
      it(`does nothing from ${source} to ${target}`, () => {
        for (const token of activeTokens) check(parse(token));
        fc.assert(
          fc.property(hostileText, (text) => check(parse(text))),
          { numRuns: 2000, seed: 1 },
        );
      });
    }
  }

  it('becomes a tree that keeps its promises', () => {
    const check = (blocks: readonly Block[]): void => {
      for (const block of blocks) {
        if (block.type === 'paragraph') checkLine(block.children);
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
        } else {
          assert.match(inline.text, /^[^\p{Cc}\p{Cs}\u00a0]+$/u);
          assert.ok(inline.text.isWellFormed());
        }
      });
    };
    fc.assert(
      fc.property(hostileText, fc.constantFrom(...Object.keys(sources)), (text, source) => {
        check(sources[source]?.(text) ?? []);
      }),
      { numRuns: 5000, seed: 3 },
    );
  });

  it('is seen as it was written', () => {
    const rows = [
      '<!channel>',
      '<@U0ALICE01|ann>',
      '<at id="0">All</at>',
      '<@all>',
      '&lt;b&gt;',
      '[a](https://b.example)',
    ];
    for (const source of Object.keys(sources).slice(0, 4)) {
      for (const text of rows) {
        const content = sources[source]?.(text) ?? [];
        assert.equal(plainText(content), text, source);
        assert.equal(renderTeams({ author, content })[0]?.text, text);
        assert.equal(renderSlack({ author, content })[0]?.text, text);
        assert.equal(renderWebex({ author, content })[0]?.text, text);
      }
    }
  });

  it('is the same when it has gone round', () => {
    fc.assert(
      fc.property(hostileText, fc.constantFrom(...Object.keys(sources)), (text, source) => {
        const content = sources[source]?.(text) ?? [];
        if (content.length === 0) return;
        const once = renderTeams({ author: null, content }).map(({ html }) => html);
        if (once.length > 1) return;
        const again = parseTeams({ contentType: 'html', content: once[0] ?? '' });
        assert.deepEqual(
          renderTeams({ author: null, content: again }).map(({ html }) => html),
          once,
        );
      }),
      { numRuns: 2000, seed: 2 },
    );
  });
});

describe('text that is meant to be slow', () => {
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
  const parses = [sources['Teams html'], sources['Slack mrkdwn'], sources['Teams text']];
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
