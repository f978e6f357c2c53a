/** What the capabilities claim, held against what the renderers do; and the document that is made from them. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { renderMarkdown } from '../../../sandbox/webex/markdown.ts';
import { parseSlack, renderSlack } from '../../../src/connectors/slack/markup.ts';
import { parseTeams, renderTeams } from '../../../src/connectors/teams/markup.ts';
import { parseWebex, renderWebex } from '../../../src/connectors/webex/markup.ts';
import type { Feature } from '../../../src/core/capabilities.ts';
import { featuresIn } from '../../../src/core/content/features.ts';
import type { Block } from '../../../src/core/content/tree.ts';
import { crossing } from '../../../src/core/fidelity.ts';
import { type Platform, platforms } from '../../../src/core/model.ts';
import { capabilities, fidelityFile, fidelityPage } from '../../support/fidelity.ts';
import { a, br, c, h, hr, ol, p, pre, quote, t, th, ul } from '../content/build.ts';

const names = { user: () => undefined, channel: () => undefined, emoji: () => undefined };
const none = { person: () => undefined, room: () => undefined };

/** What a platform's people are shown, read as a message of theirs. */
const shown: Readonly<Record<Platform, (content: Block[]) => Block[]>> = {
  teams: (content) =>
    parseTeams({ contentType: 'html', content: renderTeams({ author: null, content })[0]?.html ?? '' }),
  slack: (content) => parseSlack({ blocks: renderSlack({ author: null, content })[0]?.blocks }, names),
  webex: (content) =>
    parseWebex({ html: renderMarkdown(renderWebex({ author: null, content })[0]?.markdown ?? '', none) }),
};

/** Trees that hold one feature beside paragraphs of text. */
const samples: Readonly<Partial<Record<Feature, Block[]>>> = {
  paragraph: [p('a'), p('b')],
  lineBreak: [p('a', br, 'b')],
  bold: [p(t('a', 'b'), ' b')],
  italic: [p(t('a', 'i'), ' b')],
  strike: [p(t('a', 's'), ' b')],
  underline: [p(t('a', 'u'), ' b')],
  inlineCode: [p(c('a < b'), ' b')],
  codeBlock: [pre('a\n  b')],
  codeLanguage: [pre('a', 'python')],
  link: [p(a('https://a.example/b', 'c'))],
  heading: [h(1, 'a'), p('b'), h(3, 'c')],
  smallHeading: [h(4, 'a'), p('b'), h(6, 'c')],
  orderedList: [ol(3, 'a', 'b')],
  bulletList: [ul('a', 'b')],
  nestedList: [ul([p('a'), ul('b')])],
  quote: [quote(p('a', br, 'b'))],
  nestedQuote: [quote(p('a'), quote(p('b')))],
  table: [th(['a', 'b'], ['', [t('c', 'b')]]), p('d')],
  rule: [p('a'), hr, p('b')],
  emoji: [p('a 👍🏽')],
  customEmoji: [p('a ', { type: 'text', text: ':shipit:', emoji: { name: 'shipit' } })],
};

describe('what crosses', () => {
  for (const platform of platforms) {
    for (const [feature, tree] of Object.entries(samples) as [Feature, Block[]][]) {
      const { level } = capabilities[platform][feature];
      it(`${feature} is ${level} in ${platform}`, () => {
        assert.ok(featuresIn(tree).has(feature));
        const read = shown[platform](tree);
        if (level === 'native') assert.deepEqual(read, tree);
        else assert.notDeepEqual(read, tree);
      });
    }
  }

  it('is decided where it comes from first, then where it goes', () => {
    const { teams, slack, webex } = capabilities;
    assert.deepEqual(crossing('bold', teams, slack), { level: 'native' });
    assert.equal(crossing('strike', webex, teams).level, 'absent');
    assert.equal(crossing('strike', slack, webex), webex.strike);
    assert.equal(crossing('subject', teams, slack), teams.subject.read);
  });

  it('is what the document says', () => {
    assert.equal(readFileSync(fidelityFile, 'utf8'), fidelityPage(), 'write it anew: node test/support/fidelity.ts');
  });
});
