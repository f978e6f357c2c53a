/** What people format on one side looks the same on the others, in each platform's own form. */
import assert from 'node:assert/strict';
import { marksOf } from '../support/marks.ts';
import { writers } from '../support/people.ts';
import { type Dialect, openWorld, type PlatformName, platformNames, type World } from '../support/world.ts';

const runbook = 'https://contoso.example/runbook?a=1&b=2';

/** One message with everything in it, as people type it there. */
const typed: Readonly<Record<PlatformName, Dialect>> = {
  teams: {
    html:
      `<p><b>sturdy</b> <i>slanted</i> <s>gone</s> <code>x = 1</code> <b><i>both</i></b> <a href="${runbook.replace('&', '&amp;')}">the runbook</a></p>` +
      '<p>a second<br>and a third line</p><ul><li>apples<ul><li>green</li></ul></li><li>pears</li></ul>' +
      '<ol><li>wake up</li><li>drink</li></ol><blockquote>she said</blockquote><pre>let y\n  = 2 &lt; 3</pre>',
  },
  slack: {
    markdown: `**sturdy** _slanted_ ~~gone~~ \`x = 1\` **_both_** [the runbook](${runbook})\n\na second\nand a third line\n- apples\n    - green\n- pears\n1. wake up\n2. drink\n> she said\n\`\`\`\nlet y\n  = 2 < 3\n\`\`\``,
  },
  webex: {
    markdown: `**sturdy** _slanted_ \`x = 1\` **_both_** [the runbook](${runbook})\n\na second  \nand a third line\n\n- apples\n  - green\n- pears\n\n1. wake up\n2. drink\n\n> she said\n\n\`\`\`\nlet y\n  = 2 < 3\n\`\`\``,
  },
};

/** What the eye must find, and around which word. */
const features: readonly { readonly name: string; readonly word: string; readonly marks: readonly string[] }[] = [
  { name: 'bold', word: 'sturdy', marks: ['bold'] },
  { name: 'italic', word: 'slanted', marks: ['italic'] },
  { name: 'strike', word: 'gone', marks: ['strike'] },
  { name: 'inline code', word: 'x = 1', marks: ['code'] },
  { name: 'bold and italic', word: 'both', marks: ['bold', 'italic'] },
  { name: 'a link', word: 'the runbook', marks: [`link ${runbook}`] },
  { name: 'a list', word: 'apples', marks: ['bullets'] },
  { name: 'a list in a list', word: 'green', marks: ['bullets', 'bullets'] },
  { name: 'a numbered list', word: 'drink', marks: ['numbers'] },
  { name: 'a quote', word: 'she said', marks: ['quote'] },
  { name: 'a block of code with its indentation', word: 'let y\n  = 2 < 3', marks: ['block'] },
  { name: 'plain text', word: 'a second', marks: [] },
];

describe('formatting', () => {
  let world: World;
  before(async () => {
    world = await openWorld();
  });
  after(() => world.close());

  for (const from of platformNames) {
    describe(`typed in ${from}`, () => {
      before(async () => {
        await world.begin();
        await world.as(writers[from].person).on(from).post(typed[from]);
        for (const to of platformNames) await world.until(`it in ${to}`, () => world.shown(to).length === 1);
      });

      for (const to of platformNames.filter((name) => name !== from)) {
        for (const { name, word, marks } of features) {
          // Webex has no strike: people there type tildes, and that is what they see.
          const expected = name === 'strike' && to === 'webex' ? { word: '~~gone~~', marks: [] } : { word, marks };
          if (name === 'strike' && from === 'webex') continue;
          it(`shows ${name} in ${to}`, () => {
            const html = world.last(to).html;
            const found = marksOf(html, expected.word);
            assert.deepEqual(found && [...found].sort(), [...expected.marks].sort(), html);
          });
        }

        it(`keeps lines and paragraphs apart in ${to}`, () => {
          assert.match(world.last(to).text, /the runbook\n+a second\nand a third line\n/);
        });
      }
    });
  }
});
