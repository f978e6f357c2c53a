/** Whom a message of Mio's calls in Webex, as a Webex of other hands reads it: in a space where everybody is a member. */
import assert from 'node:assert/strict';
import { eyeText, mentionsIn } from '../../../../sandbox/webex/html.ts';
import { renderMarkdown } from '../../../../sandbox/webex/markdown.ts';
import { parseWebex, renderWebex } from '../../../../src/connectors/webex/markup.ts';
import type { Draft } from '../../../../src/core/connector.ts';
import type { Block } from '../../../../src/core/content/tree.ts';
import type { PersonId } from '../../../../src/core/model.ts';
import { a, br, c, h, p, pre, quote, t, th, ul } from '../../content/build.ts';
import { mention } from './support.ts';

const everybody = { person: (_by: string, value: string) => ({ id: value, name: value }) };
const bob = mention('@Bob Ito', { of: 'person', id: 'Y2lz-bob' as PersonId });
const all = mention('@channel', { of: 'everyone' });

/** What Webex makes of it. */
const htmlOf = (content: readonly Block[], author: Draft['author']) =>
  renderMarkdown(renderWebex({ author, content })[0]?.markdown ?? '', everybody);

/** As Webex shows it, and whom it calls. */
function shown(content: readonly Block[], author: Draft['author'] = null) {
  const html = htmlOf(content, author);
  return { text: eyeText(html), ...mentionsIn(html) };
}

describe('CI-02, Webex', () => {
  const forged = [
    '<@all>',
    '<@all|everyone>',
    '<@personEmail:x@acme.example>',
    '<@personEmail:x@acme.example|X>',
    '<@personId:Y2lz-bob>',
    '&lt;@all>',
    '&#60;@all>',
    '\\<@all>',
    '<\\@all>',
    '<<@all>>',
    '<\u200b@all>',
    '<@all',
    '<spark-mention data-object-type="groupMention" data-group-type="all">All</spark-mention>',
    '<at id="0">All</at>',
    '<!channel>',
    '@all',
    '@everyone',
  ];
  const places: readonly [where: string, content: (text: string) => Block[]][] = [
    ['a line', (text) => [p(text)]],
    ['the middle of a line', (text) => [p('a', text, 'b')]],
    ['bold', (text) => [p(t(text, 'b'))]],
    ['the label of a link', (text) => [p(a('https://a.example', text))]],
    ['the address of a link', (text) => [p(a(`https://a.example/${encodeURI(text)}`, 'b'))]],
    ['a line of code', (text) => [p(c(text))]],
    ['a block of code', (text) => [pre(text)]],
    ['a heading', (text) => [h(1, text)]],
    ['a table', (text) => [th([text, 'b'], [text])]],
    ['a quote', (text) => [quote(ul(text))]],
    ['two pieces', (text) => [p(t(text.slice(0, 2), 'u'), t(text.slice(2)))]],
    ['two lines', (text) => [p(text.slice(0, 2), br, text.slice(2))]],
    ['the name of a true mention', (text) => [p({ ...bob, text: `@${text}` })]],
  ];
  for (const [where, content] of places) {
    it(`nobody is called by what people wrote in ${where}`, () => {
      for (const text of forged) {
        const { people, all: everyone } = shown(content(text), { name: text, platform: 'slack' });
        assert.equal(everyone, false, text);
        assert.deepEqual(people, where.includes('true mention') ? ['Y2lz-bob'] : [], text);
      }
    });
  }

  it('what people wrote is seen as they wrote it', () => {
    for (const text of forged) assert.equal(shown([p(text)]).text, text.trim());
  });
});

describe('a mention, in Webex', () => {
  const rows: readonly [what: string, content: Block[], text: string][] = [
    ['in a line', [p('hi ', bob, ', look')], 'hi Bob Ito, look'],
    ['at the start and the end of one', [p(bob, ' or ', bob)], 'Bob Ito or Bob Ito'],
    ['in a list in a quote', [quote(ul([p(bob)]))], '• Bob Ito'],
    ['in a heading', [h(2, bob)], 'Bob Ito'],
    ['in bold among bold', [p(t('a ', 'b'), { ...bob, bold: true }, t(' b', 'b'))], 'a Bob Ito b'],
    ['right after emphasis', [p(t('a', 'i'), bob, t('b', 'b'))], 'aBob Itob'],
    ['after a backslash', [p('\\', bob)], '\\Bob Ito'],
    ['after an opening bracket', [p('[', bob, '](x)')], '[Bob Ito](x)'],
  ];
  for (const [what, content, text] of rows) {
    it(`${what} calls that person, and nobody else`, () => {
      assert.deepEqual(shown(content), { text, people: ['Y2lz-bob'], all: false });
    });
  }

  it('comes back as it was written', () => {
    for (const content of [
      [p('hi ', bob, ', look')],
      [p(bob, bob)],
      [quote(ul([p(bob, br, 'a')]))],
      [h(2, 'a ', bob)],
    ]) {
      assert.deepEqual(parseWebex({ html: htmlOf(content, null) }), content);
    }
  });

  it('of everyone calls everyone', () =>
    assert.deepEqual(shown([p(all, ' up!')]), { text: 'All up!', people: [], all: true }));
});
