/** Names that name somebody: read as one run, kept whole wherever a message is cut, and taken away without a trace. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseSlack } from '../../../src/connectors/slack/markup.ts';
import { parseWebex } from '../../../src/connectors/webex/markup.ts';
import { withoutAuthorLines } from '../../../src/core/content/author.ts';
import { bestCut } from '../../../src/core/content/borders.ts';
import { cut, sizeOf } from '../../../src/core/content/cut.ts';
import { featuresIn } from '../../../src/core/content/features.ts';
import { parseHtml } from '../../../src/core/content/html.ts';
import { bold, Lines, plain } from '../../../src/core/content/lines.ts';
import { revealHosts } from '../../../src/core/content/links.ts';
import { mapParagraphs, someInline } from '../../../src/core/content/map.ts';
import { hasMentions, mapMentions, mentionsIn } from '../../../src/core/content/mentions.ts';
import { plainText } from '../../../src/core/content/plain.ts';
import { inParts } from '../../../src/core/content/split.ts';
import type { Block, Inline, Mention, Text } from '../../../src/core/content/tree.ts';
import { isWhole } from '../../../src/core/content/wholes.ts';
import type { PersonId } from '../../../src/core/model.ts';
import { a, br, h, ol, p, pre, quote, t, td, ul } from './build.ts';
import { anyTree, hostileText } from './trees.ts';

const person = (id: string): Mention => ({ of: 'person', id: id as PersonId });
const everyone: Mention = { of: 'everyone' };
const conversation = (id: string): Mention => ({ of: 'conversation', id });
const at = (text: string, mention: Mention = person('ada')): Text => ({ type: 'text', text, mention });

/** `<at id="ada">`, `<at id="*">` for everyone, `<at id="#x">` for a conversation; a tag without an id names nobody. */
const mentionOf = (attributes: ReadonlyMap<string, string>): Mention | undefined => {
  const id = attributes.get('id');
  if (id === undefined) return undefined;
  if (id === '*') return everyone;
  return id.startsWith('#') ? conversation(id.slice(1)) : person(id);
};

describe('CI-05 a name in a mention', () => {
  const name = 'Ada \u202e\u200bevil\n';
  const names = { user: () => name, channel: () => name, emoji: () => undefined };
  const leaf = (more: object) => [{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [more] }] }];
  const rows: readonly [source: string, tree: Block[], shown: string][] = [
    ['a tag of Slack', parseSlack({ text: '<@U0ALICE01> x' }, names), '@Ada evil x'],
    ['a tag of nobody', parseSlack({ text: '<@x> x' }, names), '@Ada evil x'],
    ['a channel', parseSlack({ text: '<#C0GENERAL>' }, names), '#Ada evil'],
    ['a group', parseSlack({ text: `<!subteam^S1|@on\u202ecall> x` }, names), '@oncall x'],
    ['a leaf of Slack', parseSlack({ blocks: leaf({ type: 'user', user_id: 'U0ALICE01' }) }, names), '@Ada evil'],
    ['a leaf of nobody', parseSlack({ blocks: leaf({ type: 'user', user_id: 'x' }) }, names), '@Ada evil'],
    ['Markdown of Webex', parseWebex({ markdown: '<@personEmail:a@b.example|Ada \u202eevil>' }), '@Ada evil'],
    ['HTML of Webex', parseWebex({ html: '<spark-mention>Ada \u202eevil</spark-mention>' }), '@Ada evil'],
  ];
  for (const [source, tree, shown] of rows) {
    it(`turns no line round: ${source}`, () => assert.equal(plainText(tree), shown));
  }
});

describe('a mention in HTML', () => {
  const rows: readonly [what: string, html: string, tree: Block[]][] = [
    ['stands by itself', '<at id="ada">Ada</at>', [p(at('@Ada'))]],
    ['is no part of the words around it', 'hi <at id="ada">Ada</at>, you', [p('hi ', at('@Ada'), ', you')]],
    ['is no part of another', '<at id="ada">Ada</at><at id="ada">N</at>', [p(at('@Ada'), at('@N'))]],
    ['may begin with the sign', '<at id="ada">@Ada</at>', [p(at('@Ada'))]],
    ['of everyone', '<at id="*">All</at> up', [p(at('@All', everyone), ' up')]],
    ['of a conversation', 'see <at id="#ops">Ops</at>', [p('see ', at('#Ops', conversation('ops')))]],
    ['of a name with entities', '<at id="ada">Ada O&#39;N&amp;</at>', [p(at("@Ada O'N&"))]],
    ['of a name in several lines', '<at id="ada">Ada\n Nowak</at>', [p(at('@Ada Nowak'))]],
    ['with spaces around its name', 'hi<at id="ada"> Ada </at>you', [p('hi ', at('@Ada'), ' you')]],
    ['with tags in its name', '<at id="ada"><b>Ada</b> <i>N</i></at>', [p(at('@Ada N'))]],
    ['in bold', '<b>hi <at id="ada">Ada</at></b>', [p(t('hi ', 'b'), { ...at('@Ada'), bold: true })]],
    ['without a name', 'hi <at id="ada"></at> you', [p('hi you')]],
    ['of nobody that is known', 'hi <at>Ada</at> you', [p('hi @Ada you')]],
    ['in code is code', '<code><at id="ada">x</at></code>', [p({ type: 'codeSpan', text: '@x' })]],
    [
      'in a link is the label',
      '<a href="https://a.example"><at id="ada">x</at></a>',
      [p(a('https://a.example', '@x'))],
    ],
    ['left open ends with its line', '<at id="ada">Ada<br>you', [p(at('@Ada'), br, 'you')]],
    ['left open ends with its paragraph', '<p><at id="ada">Ada</p><p>you</p>', [p(at('@Ada')), p('you')]],
    ['in cells', '<table><tr><td><at id="ada">Ada<td>x</table>', [td([[at('@Ada')], 'x'])]],
    ['bends no line', '<at id="ada">Ada \u202e\u200bevil</at>', [p(at('@Ada evil'))]],
    ['of nobody bends no line', '<at>Ada&#8238; <b>\u2066evil</b></at> you', [p('@Ada ', t('evil', 'b'), ' you')]],
    ['of nothing that can be seen', '<at id="ada">\u200b</at>', [p(at('@Someone'))]],
    ['longer than a name', `<at id="ada">${'a'.repeat(90)}</at>`, [p(at(`@${'a'.repeat(79)}…`))]],
    ['too long names nobody', `<at id="ada">${'a'.repeat(200)}</at>`, [p(`@${'a'.repeat(200)}`)]],
  ];
  for (const [what, html, tree] of rows) it(what, () => assert.deepEqual(parseHtml(html, mentionOf), tree));

  it('is a visible name of one line, whatever came in', () => {
    const tagged = hostileText.map((text) => text.replaceAll('@', '<at id="ada">').replaceAll('#', '</at>'));
    fc.assert(
      fc.property(tagged, (html) => {
        mapMentions(parseHtml(html, mentionOf), (name) => {
          assert.match(name.text, /^@[^\n]*\S$/);
          return name;
        });
      }),
      { numRuns: 2000, seed: 1 },
    );
  });
});

describe('lines', () => {
  it('keep a mention apart from equal text on both sides', () => {
    const lines = new Lines();
    lines.text('a ', plain);
    lines.mention('@Ada', person('ada'));
    lines.text(' b', plain);
    lines.mention('@Ben', person('ben'), bold);
    lines.text('c', bold);
    assert.deepEqual(lines.take(), [
      p('a ', at('@Ada'), ' b', { ...at('@Ben', person('ben')), bold: true }, t('c', 'b')),
    ]);
  });
});

describe('mentions in a tree', () => {
  const everywhere: readonly [where: string, content: Block[]][] = [
    ['a paragraph', [p('x'), p('hi ', at('@Ada'))]],
    ['a heading', [h(1, at('@Ada'))]],
    ['a quote', [quote(p('x'), p(at('@Ada')))]],
    ['a list', [ul('x', [p('y'), ol(2, p(at('@Ada')))])]],
    ['a table', [td(['x', [at('@Ada')]])]],
  ];
  for (const [where, content] of everywhere) {
    it(`are found in ${where}, and taken away without a trace`, () => {
      assert.ok(hasMentions(content));
      assert.deepEqual(mentionsIn(content), [person('ada')]);
      const without = mapMentions(content, () => undefined);
      assert.ok(!hasMentions(without));
      assert.equal(plainText(without), plainText(content));
    });
  }

  it('are not there where nobody is named', () => {
    const content = [p('@Ada', br, a('https://a.example')), h(1, 'x'), quote(ul('@all')), td(['x']), pre('@x')];
    assert.ok(!hasMentions(content));
    assert.equal(
      mapMentions(content, () => assert.fail()),
      content,
    );
  });

  it('take another name, and nothing else changes', () => {
    const content = [p('hi ', { ...at('@Ada'), bold: true }), p('x')];
    const renamed = mapMentions(content, (name) => ({ ...name, text: '@A', mention: person('a') }));
    assert.deepEqual(renamed, [p('hi ', { ...at('@A', person('a')), bold: true }), p('x')]);
    assert.equal(renamed[1], content[1]);
  });

  it('in a link are its label: it leads where it leads', () => {
    const link: Inline = { type: 'link', url: 'https://a.example', children: [at('@Ada')] };
    assert.deepEqual(
      mapMentions([p(link)], () => assert.fail()),
      [p(a('https://a.example', '@Ada'))],
    );
    assert.deepEqual(mentionsIn([p(link)]), []);
  });

  it('are features of a message', () => {
    const content = [p(at('@Ada'), at('@all', everyone), at('#ops', conversation('ops')), '@Ben')];
    assert.deepEqual([...featuresIn(content)], ['paragraph', 'mention', 'everyoneMention', 'channelMention']);
  });
});

describe('a mention is whole', () => {
  it('where a host is shown before it', () => {
    const link = a('https://evil.test', 'https://bank.test');
    assert.deepEqual(revealHosts([p(link, at('@Ada'))]), [p(link, ' (evil.test)', at('@Ada'))]);
  });

  it('where a line loses its bold', () => {
    const name = { ...at('@CEO'), bold: true } as const;
    assert.deepEqual(withoutAuthorLines([p(name, t(' (Teams)', 'b'))]), [p(at('@CEO'), ' (Teams)')]);
  });

  it('where the message is cut before or behind it', () => {
    for (let length = 20; length < 60; length++) {
      const name = at('@Ada Maria Nowak');
      const shown = inParts([p('a'.repeat(length), name, 'b'.repeat(60))], {
        render: (blocks) => blocks,
        size: (blocks) => plainText(blocks).length,
        longest: 150,
      });
      const names = shown.flatMap(({ rendered }) =>
        rendered.flatMap((block) => (block.type === 'paragraph' ? block.children.filter(isNamed) : [])),
      );
      assert.deepEqual(names, [name]);
    }
  });

  it('and no border is inside it', () => {
    const content = [p('hello ', at('@Ada Maria Nowak'), ' and all')];
    const borders = Array.from({ length: 22 }, (_, furthest) => bestCut(content, furthest + 1, 100));
    assert.deepEqual(
      borders.filter((border) => border > 6 && border < 22),
      [],
    );
    assert.ok(borders.includes(6));
  });

  it('and text where it would fill the message', () => {
    const shown = inParts([p(at(`@${'a'.repeat(30)}`), 'b'.repeat(60))], {
      render: (blocks) => blocks,
      size: (blocks) => plainText(blocks).length,
      longest: 60,
    });
    assert.ok(shown.every(({ rendered }) => !hasMentions(rendered)));
    assert.equal(
      shown.map(({ text }) => text.replace(/ \(\d\/\d\)$/, '')).join(''),
      `@${'a'.repeat(30)}${'b'.repeat(60)}`,
    );
  });

  const isNamed = (inline: Inline) => inline.type === 'text' && inline.mention !== undefined;

  const names = fc.constantFrom(
    at('@Ada Nowak'),
    at('@Ben', person('ben')),
    at('@channel', everyone),
    at('#incidents', conversation('ops')),
    { type: 'text', text: ':shipit:', emoji: { name: 'shipit' } } as const,
  );
  /** Any tree with names and emoji strewn in: the position of each is where it lands in its line. */
  const named = fc
    .tuple(fc.array(anyTree, { minLength: 2, maxLength: 6 }), fc.infiniteStream(fc.tuple(fc.nat(5), names)))
    .map(([trees, strewn]) =>
      mapParagraphs(trees.flat().map(withoutColumnNames), (children) => {
        const [place, name] = strewn.next().value;
        return place > children.length ? children : [...children.slice(0, place), name, ...children.slice(place)];
      }),
    );
  /** They are repeated in every part, so that they can't be counted. */
  const withoutColumnNames = (block: Block): Block => {
    if (block.type === 'table') return { ...block, header: false };
    if (block.type === 'quote') return { ...block, children: block.children.map(withoutColumnNames) };
    return block.type === 'list' ? { ...block, items: block.items.map((item) => item.map(withoutColumnNames)) } : block;
  };
  const textsOf = (blocks: readonly Block[]) => {
    const texts: string[] = [];
    someInline(blocks, (inline) => {
      if (isWhole(inline) && inline.type === 'text') texts.push(inline.text);
      return false;
    });
    return texts;
  };

  it('at every cut of every tree', () => {
    fc.assert(
      fc.property(named, fc.nat(), (content, where) => {
        const [head, tail] = cut(content, 1 + (where % Math.max(1, sizeOf(content))));
        assert.deepEqual([...textsOf(head), ...textsOf(tail)], textsOf(content));
      }),
      { numRuns: 2000, seed: 1 },
    );
  });

  it('in every part of every message that is split, which says what it says without them', () => {
    fc.assert(
      fc.property(named, fc.integer({ min: 400, max: 900 }), (content, longest) => {
        const dialect = { render: (blocks: readonly Block[]) => blocks, longest };
        const size = (blocks: readonly Block[]) => plainText(blocks).length;
        const parts = inParts(content, { ...dialect, size });
        for (const { text } of parts) assert.ok(text.length <= longest);
        if (parts.length < 20)
          assert.deepEqual(
            parts.flatMap(({ rendered }) => textsOf(rendered)),
            textsOf(content),
          );
        const without = mapMentions(content, () => undefined);
        assert.equal(plainText(without), plainText(content));
      }),
      { numRuns: 1000, seed: 1 },
    );
  });
});
