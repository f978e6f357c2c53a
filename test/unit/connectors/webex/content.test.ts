/** What stands beside the text of a Webex message, and whom it is said to. */
import assert from 'node:assert/strict';
import type { Json } from '../../../../src/connectors/support/json.ts';
import { contentOf } from '../../../../src/connectors/webex/content.ts';
import { fileName } from '../../../../src/connectors/webex/files.ts';
import { readMessage } from '../../../../src/connectors/webex/message.ts';
import type { Block } from '../../../../src/core/content/tree.ts';
import type { PersonId } from '../../../../src/core/model.ts';
import { a, br, h, p, t, ul } from '../../content/build.ts';
import { mention } from './support.ts';

const relay = { id: 'Y2lz-relay', name: 'Mio Relay' };
const relayMention = (label: string) =>
  `<spark-mention data-object-type="person" data-object-id="Y2lz-relay">${label}</spark-mention>`;
const bob = relayMention('Bob').replace('Y2lz-relay', 'Y2lz-bob');
const toRelay = mention('@Mio Relay', { of: 'person', id: 'Y2lz-relay' as PersonId });
const toBob = mention('@Bob', { of: 'person', id: 'Y2lz-bob' as PersonId });
const called = (html: string): Json => ({ html, text: 'x', mentionedPeople: ['Y2lz-bob', 'Y2lz-relay'] });
const card = (content: Json): Json => ({ contentType: 'application/vnd.microsoft.card.adaptive', content });

describe('a Webex message', () => {
  const rows: readonly [what: string, item: Json, tree: Block[]][] = [
    ['of text', { text: 'a' }, [p('a')]],
    ['of nothing', {}, []],
    ['of a file alone, which is told beside it', { files: ['https://webexapis.com/v1/contents/c'] }, []],
    [
      'with a card: the card, and not what is said where there are none',
      {
        text: 'Your app can’t show cards.',
        attachments: [
          card({
            body: [
              { type: 'TextBlock', style: 'heading', text: 'Deploy' },
              { type: 'TextBlock', text: '**done** see [the log](https://ci.example/1)' },
              { type: 'FactSet', facts: [{ title: 'Branch', value: 'main' }] },
              { type: 'Input.ChoiceSet', label: 'Next?', choices: [{ title: 'Roll back' }, { title: 'Wait' }] },
            ],
            actions: [
              { type: 'Action.OpenUrl', title: 'Open', url: 'https://ci.example' },
              { type: 'Action.Submit', title: 'Stop' },
              { type: 'Action.OpenUrl', title: 'Run', url: 'javascript:alert(1)' },
            ],
          }),
        ],
      },
      [
        h(3, 'Deploy'),
        p(t('done', 'b'), ' see ', a('https://ci.example/1', 'the log')),
        p(t('Branch:', 'b'), ' main'),
        p('Next?'),
        ul('Roll back', 'Wait'),
        p(a('https://ci.example', 'Open')),
      ],
    ],
    ['with a card that says nothing', { text: 'a fallback', attachments: [card({})] }, [p('a fallback')]],
    [
      'with a file that is kept elsewhere',
      { text: 'a', attachments: [{ content: { type: 'external', contentUrl: 'https://share.example/1' } }] },
      [p('a'), p(a('https://share.example/1', '📎 file'))],
    ],
    ['said to Mio', called(`<p>${relayMention('Mio Relay')} hello</p>`), [p('hello')]],
    ['said to Mio by its first name', called(`<p>${relayMention('Mio')}: hello</p>`), [p('hello')]],
    ['said to Mio, in two lines', called(`${relayMention('Mio Relay')}<br/>a<br/>b`), [p('a', br, 'b')]],
    ['said to Mio in bold', called(`<p>${relayMention('Mio Relay')} <b>a</b></p>`), [p(t('a', 'b'))]],
    ['said to Mio and another', called(`<p>${relayMention('Mio')}, ${bob} hello</p>`), [p(toBob, ' hello')]],
    ['that only calls Mio', called(`<p>${relayMention('Mio Relay')}</p>`), [p(toRelay)]],
    ['that calls Mio later on', called(`<p>ask ${relayMention('Mio Relay')}</p>`), [p('ask ', toRelay)]],
    [
      'that calls one of that name',
      called(`<p>${bob.replace('Bob', 'Mio Relay')} hi</p>`),
      [p({ ...toBob, text: '@Mio Relay' }, ' hi')],
    ],
    ['said to Mio in words alone', { text: '@Mio Relay hi', mentionedPeople: ['Y2lz-relay'] }, [p('hi')]],
    ['that calls another first', called('<p><spark-mention>Miora</spark-mention> hi</p>'), [p('@Miora hi')]],
    [
      'that only looks as if it called Mio',
      { html: '<p>@Mio Relay hello</p>', mentionedPeople: ['Y2lz-bob'] },
      [p('@Mio Relay hello')],
    ],
  ];
  for (const [what, item, tree] of rows) it(what, () => assert.deepEqual(contentOf(item, relay), tree));
});

describe('who wrote a Webex message', () => {
  const by = (personId: string, html: string) => {
    const item = { id: 'm', personId, created: '2026-11-24T00:00:00Z', html, text: 'x' };
    return readMessage(item, { relay })?.state.author.kind;
  };
  const line = '<p><strong>Ada Nowak (Teams):</strong></p>';
  const rows: readonly [what: string, personId: string, html: string, kind: string][] = [
    ['the relay person, below an author line: a copy', relay.id, `${line}<p>hello</p>`, 'us'],
    ['below it a quote: likewise', relay.id, `${line}<blockquote>said</blockquote><p>hello</p>`, 'us'],
    ['whoever types as the relay person', relay.id, '<p>hello</p>', 'person'],
    ['who has no bold name', relay.id, '<p>Ada Nowak (Teams):</p><p>hello</p>', 'person'],
    ['who goes on behind it', relay.id, '<p><strong>Ada Nowak (Teams):</strong> hello</p>', 'person'],
    ['CI-07 somebody else who writes such a line', 'Y2lz-bob', `${line}<p>hello</p>`, 'person'],
  ];
  for (const [what, personId, html, kind] of rows) it(what, () => assert.equal(by(personId, html), kind));
});

describe('the name of a file', () => {
  for (const [header, name] of [
    ['attachment; filename="plan.pdf"', 'plan.pdf'],
    ['attachment; filename=plan.pdf', 'plan.pdf'],
    ['attachment; filename="a \\"b\\".txt"', 'a "b".txt'],
    ['attachment; filename="x"; filename*=UTF-8\'\'%E2%82%AC.txt', '€.txt'],
    ['attachment; filename="x"; filename*=UTF-8\'\'%E2%8.txt', 'x'],
    ['attachment; filename="../../etc/passwd"', 'passwd'],
    ['attachment; filename="C:\\\\temp\\\\a.txt"', 'a.txt'],
    ['attachment; filename=""', undefined],
    ['attachment', undefined],
    [undefined, undefined],
  ] as const) {
    it(`is ${name} in ${header}`, () => assert.equal(fileName(header), name));
  }
});
