/** What a chatMessage says as a whole: one row per oddity of what Graph sends beside the body. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { contentOf, type MessageContent } from '../../../../src/connectors/teams/content.ts';
import type { Block } from '../../../../src/core/content/tree.ts';
import { a, br, c, h, p, pre, quote, t, th } from '../../content/build.ts';
import { hostileText } from '../../content/trees.ts';

const html = (content: string): Pick<MessageContent, 'body'> => ({ body: { contentType: 'html', content } });
const at = (id: string) => `<attachment id="${id}"></attachment>`;
const mention = (id: number, mentionText: string, user: string) => ({
  id,
  mentionText,
  mentioned: { user: { id: user } },
});
const attachment = (id: string, contentType: string, content?: object, name: string | null = null) => ({
  id,
  contentType,
  content: content === undefined ? null : JSON.stringify(content),
  name,
});
const reference = attachment('q', 'messageReference', {
  messageId: '1789374682417',
  messagePreview: 'Ship it? <b>',
  messageSender: { application: null, user: { id: 'c1', displayName: 'Ada Nowak' } },
});
const forwarded = attachment('f', 'forwardedMessageReference', {
  originalMessageContent: '<p>Ship <b>it</b></p><pre>x\ny</pre>',
  originalMessageSender: { user: { id: 'c1', displayName: 'Ada Nowak', tenantId: 't' } },
});
const card = attachment('c', 'application/vnd.microsoft.card.adaptive', {
  type: 'AdaptiveCard',
  body: [{ type: 'TextBlock', text: 'hi' }],
});
const file = attachment('d', 'reference', undefined, 'Q3 plan.docx');

describe('a Teams message', () => {
  const rows: readonly [what: string, message: MessageContent, tree: Block[]][] = [
    ['nothing', {}, []],
    ['a body that is null', { body: { contentType: 'html', content: null } }, []],
    ['plain text', { body: { contentType: 'text', content: '<b>a</b>' } }, [p('<b>a</b>')]],
    ['a subject', { subject: ' Build\n412 ', ...html('a') }, [h(2, 'Build 412'), p('a')]],
    ['an empty subject', { subject: ' ', ...html('a') }, [p('a')]],
    ['high importance', { importance: 'high', ...html('<p>a<br>b</p>') }, [p('❗ a', br, 'b')]],
    ['urgency', { importance: 'urgent', ...html('<p><b>a</b></p>') }, [p('🚨 ', t('a', 'b'))]],
    ['importance and a subject', { subject: 'a', importance: 'high', ...html('b') }, [h(2, '❗ a'), p('b')]],
    ['importance before code', { importance: 'high', ...html('<pre>a</pre>') }, [p('❗'), pre('a')]],
    ['usual and unknown importance', { importance: 'constructor', ...html('a') }, [p('a')]],
    [
      'a name in two mentions',
      {
        ...html('<at id="0">Ben</at>&nbsp;<at id="1">Ito</at> hi'),
        mentions: [mention(0, 'Ben', 'b'), mention(1, 'Ito', 'b')],
      },
      [p('@Ben Ito hi')],
    ],
    [
      'a name in three mentions, side by side',
      {
        ...html('<p><at id="0">Ana</at> <at id="1">Maria</at><at id="2">Sol</at></p>'),
        mentions: [mention(0, 'Ana', 'a'), mention(1, 'Maria', 'a'), mention(2, 'Sol', 'a')],
      },
      [p('@Ana Maria Sol')],
    ],
    [
      'two people side by side',
      {
        ...html('<at id="0">Ben</at> <at id="1">Ito</at>'),
        mentions: [mention(0, 'Ben', 'b'), mention(1, 'Ito', 'c')],
      },
      [p('@Ben @Ito')],
    ],
    [
      'one person twice',
      {
        ...html('<at id="0">Ben</at> <at id="1">Ben</at>'),
        mentions: [mention(0, 'Ben', 'b'), mention(1, 'Ben', 'b')],
      },
      [p('@Ben @Ben')],
    ],
    [
      'words between two mentions of one person',
      {
        ...html('<at id="0">Ben</at> or <at id="1">Ito</at>'),
        mentions: [mention(0, 'Ben', 'b'), mention(1, 'Ito', 'b')],
      },
      [p('@Ben or @Ito')],
    ],
    [
      'an answer with a quote',
      { ...html(`${at('q')}<p>yes</p>`), attachments: [reference] },
      [quote(p(t('Ada Nowak', 'b')), p('Ship it? <b>')), p('yes')],
    ],
    [
      'an answer whose quote has no place',
      { ...html('<p>yes</p>'), attachments: [reference] },
      [quote(p(t('Ada Nowak', 'b')), p('Ship it? <b>')), p('yes')],
    ],
    [
      'a quote of a bot, and of nobody',
      {
        ...html(at('1') + at('2')),
        attachments: [
          attachment('1', 'messageReference', {
            messagePreview: 'a',
            messageSender: { application: { displayName: 'CI' } },
          }),
          attachment('2', 'messageReference', { messagePreview: 'b' }),
        ],
      },
      [quote(p(t('CI', 'b')), p('a')), quote(p(t('Someone', 'b')), p('b'))],
    ],
    [
      'a forwarded message',
      { ...html(at('f')), attachments: [forwarded] },
      [quote(p('Forwarded from ', t('Ada Nowak', 'b')), p('Ship ', t('it', 'b')), pre('x\ny'))],
    ],
    [
      'a forwarded message with words of one’s own',
      { ...html(`<p>look</p>${at('f')}`), attachments: [forwarded] },
      [p('look'), quote(p('Forwarded from ', t('Ada Nowak', 'b')), p('Ship ', t('it', 'b')), pre('x\ny'))],
    ],
    ['a card', { ...html(at('c')), attachments: [card] }, [p('hi')]],
    [
      'a card beside plain text',
      { body: { contentType: 'text', content: 'a' }, attachments: [card] },
      [p('a'), p('hi')],
    ],
    [
      'a file, by its name',
      { ...html(`<p>plan</p>${at('d')}`), attachments: [file] },
      [p('plan'), p('📎 Q3 plan.docx')],
    ],
    ['a file without a place', { ...html('plan'), attachments: [file] }, [p('plan'), p('📎 Q3 plan.docx')]],
    [
      'a file inside a list item',
      { ...html(`<blockquote>a${at('d')}</blockquote>`), attachments: [file] },
      [quote(p('a'), p('📎 Q3 plan.docx'))],
    ],
    ['a place named twice', { ...html(`a${at('d')}${at('d')}`), attachments: [file] }, [p('a'), p('📎 Q3 plan.docx')]],
    ['a place for nothing', { ...html(`a${at('x')}b`), attachments: [] }, [p('ab')]],
    [
      'an older code snippet',
      {
        ...html(at('s')),
        attachments: [attachment('s', 'application/vnd.microsoft.card.codesnippet', { language: 'Python' })],
      },
      [p('Code snippet (Python)')],
    ],
    [
      'a Loop component',
      {
        ...html(at('l')),
        attachments: [
          attachment('l', 'application/vnd.microsoft.card.fluidEmbedCard', { componentUrl: 'https://loop.example/a' }),
        ],
      },
      [p(a('https://loop.example/a', 'Loop component'))],
    ],
    [
      'a meeting',
      { ...html(at('m')), attachments: [attachment('m', 'meetingReference', {}, 'Stand-up')] },
      [p('📅 Stand-up')],
    ],
    ['a tab', { ...html(at('t')), attachments: [attachment('t', 'tabReference', undefined, 'Board')] }, [p('Board')]],
    [
      'something new, with a name',
      { ...html('a'), attachments: [attachment('n', 'other', undefined, 'x')] },
      [p('a'), p('x')],
    ],
    ['something new, without one', { ...html('a'), attachments: [{ id: null, contentType: null }] }, [p('a')]],
    [
      'content that is no JSON',
      { ...html(at('q')), attachments: [{ ...reference, content: '{' }] },
      [quote(p(t('Someone', 'b')))],
    ],
    [
      'everything at once, in its order',
      {
        subject: 'Incident',
        ...html(`${at('q')}<h1>Now</h1>${at('c')}<table><tr><th>a</th></tr><tr><td><code>b</code></td></tr></table>`),
        attachments: [card, reference],
      },
      [h(2, 'Incident'), quote(p(t('Ada Nowak', 'b')), p('Ship it? <b>')), h(1, 'Now'), p('hi'), th(['a'], [[c('b')]])],
    ],
  ];
  for (const [what, message, tree] of rows) it(`has ${what}`, () => assert.deepEqual(contentOf(message), tree));

  for (const dlpAction of ['blockAccess', 'blockAccessExternal', 'notifySender,blockAccess']) {
    it(`is told of, not told, where a policy says ${dlpAction}`, () => {
      const message = { subject: 'salaries', policyViolation: { dlpAction }, ...html('ada: 1'), attachments: [file] };
      assert.deepEqual(contentOf(message), [p(t('(blocked by a policy of the author’s organization)', 'i'))]);
    });
  }

  it('is told where a policy only reminds its author', () => {
    assert.deepEqual(contentOf({ policyViolation: { dlpAction: 'notifySender' }, ...html('a') }), [p('a')]);
  });

  it('never throws, and takes no text of an attachment for markup', () => {
    fc.assert(
      fc.property(hostileText, hostileText, (said, body) => {
        const message = {
          ...html(body + at('q') + at('d')),
          attachments: [
            attachment('q', 'messageReference', {
              messagePreview: said,
              messageSender: { user: { displayName: said } },
            }),
            attachment('d', 'reference', undefined, said),
          ],
          mentions: [mention(0, said, 'a'), mention(1, body, 'a')],
        };
        contentOf(message);
        const [shown] = contentOf({ ...html(''), attachments: [attachment('d', 'reference', undefined, `x ${said}`)] });
        assert.ok(shown?.type === 'paragraph' && shown.children.every(({ type }) => type === 'text'));
      }),
      { numRuns: 2000, seed: 3 },
    );
  });
});
