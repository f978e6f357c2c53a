/** Emoji: the characters that every platform shows, and what a workspace made itself, whole wherever a message is cut. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseSlack, renderSlack } from '../../../src/connectors/slack/markup.ts';
import { parseTeams, renderTeams } from '../../../src/connectors/teams/markup.ts';
import { renderWebex } from '../../../src/connectors/webex/markup.ts';
import { withoutAuthorLines } from '../../../src/core/content/author.ts';
import {
  emojiIn,
  emojiNamed,
  emojiText,
  isCustomEmoji,
  mapEmoji,
  publicPicture,
} from '../../../src/core/content/emoji.ts';
import { featuresIn } from '../../../src/core/content/features.ts';
import { parseHtml } from '../../../src/core/content/html.ts';
import { bold, Lines } from '../../../src/core/content/lines.ts';
import { revealHosts } from '../../../src/core/content/links.ts';
import { mapParagraphs } from '../../../src/core/content/map.ts';
import { plainText } from '../../../src/core/content/plain.ts';
import { inParts } from '../../../src/core/content/split.ts';
import type { Block, CustomEmoji, Inline, Text } from '../../../src/core/content/tree.ts';
import { hasWholes } from '../../../src/core/content/wholes.ts';
import { platforms } from '../../../src/core/model.ts';
import { a, br, h, p, pre, quote, t, td, ul } from './build.ts';
import { seen } from './dialects.ts';
import { anyTree } from './trees.ts';

const picture = 'https://emoji.slack-edge.com/T0ACME001/shipit/1.png';
const shipit: CustomEmoji = { name: 'shipit', picture };
const of = (emoji: CustomEmoji = shipit) => ({ type: 'text', text: emojiText(emoji), emoji }) satisfies Text;

describe('an emoji that is a character', () => {
  const characters: readonly [what: string, text: string][] = [
    ['of one code point', '👀'],
    ['that is text where its variation is missing', '❤'],
    ['with its variation', '❤️'],
    ['that is to look like text', '☎︎'],
    ['with a skin tone', '👍🏽'],
    ['with a skin tone in the midst of it', '🤷🏾‍♂️'],
    ['of two people with tones of their own', '🧑🏻‍🤝‍🧑🏿'],
    ['joined of several', '👩‍👩‍👧‍👦'],
    ['of a profession', '🧑🏿‍💻'],
    ['a flag', '🇨🇭'],
    ['two flags in a row', '🇨🇭🇩🇪'],
    ['a flag of a part of a country', '🏴󠁧󠁢󠁥󠁮󠁧󠁿'],
    ['a joined flag', '🏳️‍🌈'],
    ['a keycap', '1️⃣'],
    ['a keycap of a mark', '#️⃣ *️⃣'],
    ['a tone alone', '🏽'],
    ['of a Unicode that came later', '\u{1fae8}'],
  ];
  for (const platform of platforms) {
    for (const [what, text] of characters) {
      it(`${what} is the same in ${platform}`, () => {
        assert.deepEqual(seen[platform]([p(text)]), [p(text)]);
        assert.deepEqual(seen[platform]([p(`so ${text} it is`)]), [p(`so ${text} it is`)]);
      });
    }
  }
});

describe('a custom emoji', () => {
  const names: readonly [given: string, name: string | undefined][] = [
    ['shipit', 'shipit'],
    [':shipit:', 'shipit'],
    ['Party Parrot', 'Party Parrot'],
    ['été', 'été'],
    ['', undefined],
    ['::', undefined],
    ['a:b', undefined],
    ['two\nlines', undefined],
    ['two  spaces', undefined],
    ['un\u200bseen', undefined],
    ['\u202ebackwards', undefined],
    ['half \ud800', undefined],
    ['a'.repeat(100), 'a'.repeat(100)],
    ['a'.repeat(101), undefined],
  ];
  for (const [given, name] of names) {
    it(`${JSON.stringify(given.slice(0, 20))} is ${name === undefined ? 'text' : 'a name'}`, () =>
      assert.equal(emojiNamed(given)?.name, name));
  }

  const addresses: readonly [address: string, shown: string | undefined][] = [
    [picture, picture],
    ['http://emoji.slack-edge.com/1.png', undefined],
    ['https://ada:secret@a.example/1.png', undefined],
    ['https://:secret@a.example/1.png', undefined],
    ['https://a.example/1.png?token=1', undefined],
    ['https://a.example/1.png#1', undefined],
    ['javascript:alert(1)', undefined],
    ['data:image/png;base64,AAAA', undefined],
    ['https://a.example/"><script>', 'https://a.example/%22%3E%3Cscript%3E'],
    ['', undefined],
  ];
  for (const [address, shown] of addresses)
    it(`lies at ${address}: ${shown !== undefined}`, () => assert.equal(publicPicture(address), shown));

  it('is a run of its own between equal texts', () => {
    const lines = new Lines();
    lines.text('a ');
    lines.emoji(shipit);
    lines.emoji(shipit, bold);
    lines.text(' b');
    assert.deepEqual(lines.take(), [p('a ', of(), { ...of(), bold: true }, ' b')]);
  });

  const rows: readonly [what: string, html: string, tree: Block[]][] = [
    ['of Teams', 'a<customemoji id="x" alt="party" source="y"></customemoji>b', [p('a', of({ name: 'party' }), 'b')]],
    ['with colons', '<customemoji alt=":party:"></customemoji>', [p(of({ name: 'party' }))]],
    ['in bold', '<b><customemoji alt="party"></customemoji></b>', [p({ ...of({ name: 'party' }), bold: true })]],
    ['whose name is none', '<customemoji alt="a&#10;b"></customemoji>', [p(':a b:')]],
    ['without a name', 'a<customemoji></customemoji>b', [p('ab')]],
    ['in code', '<code><customemoji alt="party"></customemoji></code>', [p(':party:')]],
    ['in a block of code', '<pre>a<customemoji alt="party"></customemoji></pre>', [pre('a:party:')]],
    [
      'in a link',
      '<a href="https://a.example"><customemoji alt="x"></customemoji></a>',
      [p(a('https://a.example', ':x:'))],
    ],
  ];
  for (const [what, html, tree] of rows) it(`${what} is read`, () => assert.deepEqual(parseHtml(html), tree));

  it('is found wherever it stands, once, and taken away without a trace', () => {
    for (const content of [
      [p('x'), p('hi ', of(), of())],
      [h(1, of())],
      [quote(p('x'), p(of()))],
      [ul('x', [p('y'), ul([p(of())])])],
      [td(['x', [of()]])],
    ]) {
      assert.ok(hasWholes(content));
      assert.deepEqual(emojiIn(content), [shipit]);
      const without = mapEmoji(content, () => undefined);
      assert.ok(!hasWholes(without));
      assert.equal(plainText(without), plainText(content));
    }
  });

  it('in a link is its text', () => {
    const link: Inline = { type: 'link', url: 'https://a.example', children: [of()] };
    assert.deepEqual(
      mapEmoji([p(link)], () => shipit),
      [p(a('https://a.example', ':shipit:'))],
    );
  });

  it('is a feature of a message', () =>
    assert.deepEqual([...featuresIn([p(of(), ' 👍')])], ['paragraph', 'customEmoji', 'emoji']));

  it('is whole where a host is shown before it, and where a line loses its bold', () => {
    const link = a('https://evil.test', 'https://bank.test');
    assert.deepEqual(revealHosts([p(link, of())]), [p(link, ' (evil.test)', of())]);
    const name = { ...of(), bold: true } as const;
    assert.deepEqual(withoutAuthorLines([p(name, t(' CEO (Teams)', 'b'))]), [p(of(), ' CEO (Teams)')]);
  });

  it('is whole where the message is cut', () => {
    for (let length = 20; length < 60; length++) {
      const parts = inParts([p('a'.repeat(length), of(), 'b'.repeat(60))], {
        render: (blocks) => blocks,
        size: (blocks) => plainText(blocks).length,
        longest: 100,
      });
      assert.deepEqual(
        parts.flatMap(({ rendered }) => emojiIn(rendered)),
        [shipit],
      );
    }
  });
});

describe('a custom emoji on a leg', () => {
  const content = [p('so ', of(), ' it')];

  it('is the workspace’s own in Slack', () => {
    assert.deepEqual(renderSlack({ author: null, content })[0]?.blocks, [
      {
        type: 'rich_text',
        elements: [
          {
            type: 'rich_text_section',
            elements: [
              { type: 'text', text: 'so ' },
              { type: 'emoji', name: 'shipit' },
              { type: 'text', text: ' it' },
            ],
          },
        ],
      },
    ]);
    assert.equal(renderSlack({ author: null, content })[0]?.fallback, 'so :shipit: it');
  });

  it('stands in a cell of a table of Slack', () => {
    const [block] = renderSlack({ author: null, content: [td([[of()]])] })[0]?.blocks ?? [];
    assert.match(JSON.stringify(block), /"type":"emoji","name":"shipit"/);
  });

  it('is a small picture in Teams, whose description is its name', () =>
    assert.equal(
      renderTeams({ author: null, content })[0]?.html,
      `<p>so <img src="${picture}" alt=":shipit:" width="20" height="20"> it</p>`,
    ));

  const unshown: readonly [what: string, address?: string][] = [
    ['without a picture'],
    ['with a secret in the address of its picture', 'https://a.example/1.png?token=secret'],
    ['whose picture would run', 'javascript:alert(1)'],
  ];
  for (const [what, address] of unshown) {
    it(`${what} is its name in Teams`, () => {
      const emoji = { name: 'shipit', ...(address !== undefined && { picture: address }) };
      assert.equal(renderTeams({ author: null, content: [p(of(emoji))] })[0]?.html, '<p>:shipit:</p>');
    });
  }

  it('can’t get out of its tag in Teams', () => {
    const emoji = { name: 'a"><at>All</at>', picture: 'https://a.example/"><script>' };
    assert.equal(
      renderTeams({ author: null, content: [p(of(emoji))] })[0]?.html,
      '<p><img src="https://a.example/%22%3E%3Cscript%3E" alt=":a&quot;&gt;&lt;at&gt;All&lt;/at&gt;:" width="20" height="20"></p>',
    );
  });

  it('is its name in Webex', () => assert.equal(renderWebex({ author: null, content })[0]?.markdown, 'so :shipit: it'));
});

describe('any tree with custom emoji in it', () => {
  /** With one at a random place of each line. */
  const strewn = fc.tuple(anyTree, fc.infiniteStream(fc.nat(5))).map(([tree, places]) =>
    mapParagraphs(tree, (children) => {
      const place = places.next().value;
      return place > children.length ? children : [...children.slice(0, place), of(), ...children.slice(place)];
    }),
  );
  const countIn = (tree: readonly Block[]) => {
    let count = 0;
    mapParagraphs(tree, (children) => {
      count += children.filter(isCustomEmoji).length;
      return children;
    });
    return count;
  };
  const names = { user: () => undefined, channel: () => undefined, emoji: () => shipit };

  it('has as many where it comes from, goes to Slack and comes back from it, unless a table is shown as text', () => {
    fc.assert(
      fc.property(strewn, (tree) => {
        const sent = renderSlack({ author: null, content: tree });
        const back = sent.flatMap(({ blocks }) => parseSlack({ blocks }, names));
        if (sent.length > 1 || JSON.stringify(sent).includes('rich_text_preformatted')) return;
        assert.equal(countIn(back), countIn(tree));
      }),
      { numRuns: 2000, seed: 1 },
    );
  });

  it('has as many pictures in Teams, and says the same', () => {
    fc.assert(
      fc.property(strewn, (tree) => {
        const html = renderTeams({ author: null, content: tree }).map((part) => part.html);
        if (html.length > 1) return;
        assert.equal(html[0]?.split('<img ').length, countIn(tree) + 1);
        const plainly = renderTeams({ author: null, content: mapEmoji(tree, () => undefined) });
        const read = (content: string) => plainText(parseTeams({ contentType: 'html', content }));
        assert.equal(read(html[0] ?? ''), read(plainly[0]?.html ?? ''));
      }),
      { numRuns: 2000, seed: 1 },
    );
  });

  it('keeps its lines apart', () => assert.equal(plainText([p(of(), br, of())]), ':shipit:\n:shipit:'));
});
