/** What a chatMessage says as a whole: one row per oddity of what Graph sends beside the body. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type MessageContent, saidIn } from '../../../../src/connectors/teams/content.ts';
import { escapeHtml } from '../../../../src/connectors/teams/markup-out.ts';
import type { Block } from '../../../../src/core/content/tree.ts';
import type { PersonId, SourceFile } from '../../../../src/core/model.ts';
import { a, br, c, h, p, pre, quote, t, th } from '../../content/build.ts';
import { hostileText } from '../../content/trees.ts';

const contentOf = (message: MessageContent) => saidIn(message).content;
const filesOf = (message: MessageContent) => saidIn(message).files;

const html = (content: string): Pick<MessageContent, 'body'> => ({ body: { contentType: 'html', content } });
const at = (id: string) => `<attachment id="${id}"></attachment>`;
const mention = (id: number, mentionText: string, user: string) => ({
  id,
  mentionText,
  mentioned: { user: { id: user } },
});
const ben = '82d4f6b0-1c5e-4937-9d28-6fe0b7a3c914';
const cleo = 'C1A7E2F4-58B3-4D0E-8F96-2B6D41E9A730';
const person = (text: string, id: string) =>
  ({ type: 'text', text, mention: { of: 'person', id: id.toLowerCase() as PersonId } }) as const;
const party = { type: 'text', text: ':party:', emoji: { name: 'party' } } as const;
const everyone = (text: string) => ({ type: 'text', text, mention: { of: 'everyone' } }) as const;
const here = { teamId: '3b9d5c10-7e42-4f8a-bb61-0a9c2f77d4e1', channelId: '19:7Qm2General@thread.tacv2' };
const conversation = (conversationIdentityType: string, id: string) => ({
  conversation: { id, displayName: 'x', conversationIdentityType },
});
const hosted = (id: string) =>
  `https://graph.microsoft.com/v1.0/teams/t/channels/19:c@thread.tacv2/messages/1/replies/2/hostedContents/${id}/$value`;
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
const file = {
  ...attachment('d', 'reference', undefined, 'Q3 plan.docx'),
  contentUrl: 'https://contoso.sharepoint.com/sites/Bridge/Shared%20Documents/General/Q3%20plan.docx',
};

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
        mentions: [mention(0, 'Ben', ben), mention(1, 'Ito', ben)],
      },
      [p(person('@Ben Ito', ben), ' hi')],
    ],
    [
      'a mention in one of several forms',
      { ...html('<b>hi <at id="0">@Ben\n <i>Ito</i></at></b>,'), mentions: [mention(0, 'Ben Ito', ben)] },
      [p(t('hi ', 'b'), { ...person('@Ben Ito', ben), bold: true }, ',')],
    ],
    [
      'a mention that is never closed',
      { ...html('<p>a <at id="0">Ben</p><p>b<br>c</p>'), mentions: [mention(0, 'Ben', ben)] },
      [p('a ', person('@Ben', ben)), p('b', br, 'c')],
    ],
    [
      'a mention in a link, and in code',
      {
        ...html('<a href="https://a.example"><at id="0">Ben</at></a> <code><at id="0">Ben</at></code>'),
        mentions: [mention(0, 'Ben', ben)],
      },
      [p(a('https://a.example', '@Ben'), ' ', c('@Ben'))],
    ],
    [
      'a mention of its channel and of its team',
      {
        ...html('<at id="0">General</at> <at id="1">Bridge</at>'),
        channelIdentity: here,
        mentions: [
          { id: 0, mentioned: conversation('channel', here.channelId) },
          { id: 1, mentioned: conversation('team', here.teamId.toUpperCase()) },
        ],
      },
      [p(everyone('@General'), ' ', everyone('@Bridge'))],
    ],
    [
      'a mention of another channel and of another team, which wakes nobody here',
      {
        ...html('see <at id="0">Launch</at> and <at id="1">Ops</at>'),
        channelIdentity: here,
        mentions: [
          { id: 0, mentioned: conversation('channel', '19:OpsLaunch@thread.tacv2') },
          { id: 1, mentioned: conversation('team', ben) },
        ],
      },
      [p('see @Launch and @Ops')],
    ],
    [
      'a mention of a channel where nothing says which one it is in',
      { ...html('<at id="0">General</at>'), mentions: [{ id: 0, mentioned: conversation('channel', here.channelId) }] },
      [p('@General')],
    ],
    [
      'a mention of a tag, and of an app',
      {
        ...html('<at id="0">oncall</at> <at id="1">Mio</at>'),
        mentions: [
          { id: 0, mentioned: { user: null, conversation: null } },
          { id: 1, mentioned: { user: null } },
        ],
      },
      [p('@oncall @Mio')],
    ],
    [
      'a mention that nobody is behind',
      { ...html('<at id="0">All</at> <at>x</at> <at id="constructor">y</at>'), mentions: [mention(7, 'All', ben)] },
      [p('@All @x @y')],
    ],
    [
      'a mention whose person is no person',
      { ...html('<at id="0">All</at>'), mentions: [mention(0, 'All', 'everyone')] },
      [p('@All')],
    ],
    [
      'a name in three mentions, side by side',
      {
        ...html('<p><at id="0">Ana</at> <at id="1">Maria</at><at id="2">Sol</at></p>'),
        mentions: [mention(0, 'Ana', ben), mention(1, 'Maria', ben), mention(2, 'Sol', ben)],
      },
      [p(person('@Ana Maria Sol', ben))],
    ],
    [
      'two people side by side',
      {
        ...html('<at id="0">Ben</at> <at id="1">Ito</at>'),
        mentions: [mention(0, 'Ben', ben), mention(1, 'Ito', cleo)],
      },
      [p(person('@Ben', ben), ' ', person('@Ito', cleo))],
    ],
    [
      'one person twice',
      {
        ...html('<at id="0">Ben</at> <at id="1">Ben</at>'),
        mentions: [mention(0, 'Ben', ben), mention(1, 'Ben', ben)],
      },
      [p(person('@Ben', ben), ' ', person('@Ben', ben))],
    ],
    [
      'words between two mentions of one person',
      {
        ...html('<at id="0">Ben</at> or <at id="1">Ito</at>'),
        mentions: [mention(0, 'Ben', ben), mention(1, 'Ito', ben)],
      },
      [p(person('@Ben', ben), ' or ', person('@Ito', ben))],
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
    ['a file, told beside the text', { ...html(`<p>plan</p>${at('d')}`), attachments: [file] }, [p('plan')]],
    [
      'a file that nobody can open, by its name',
      { ...html(`<p>plan</p>${at('d')}`), attachments: [{ ...file, contentUrl: null }] },
      [p('plan'), p('📎 Q3 plan.docx')],
    ],
    ['a place named twice', { ...html(`a${at('c')}${at('c')}`), attachments: [card] }, [p('a'), p('hi')]],
    [
      'a card inside a quote',
      { ...html(`<blockquote>a${at('c')}</blockquote>`), attachments: [card] },
      [quote(p('a'), p('hi'))],
    ],
    [
      'a picture, told beside the text',
      html(`<p>see <img alt="x" src="${hosted('aWQ9')}"> there</p>`),
      [p('see there')],
    ],
    [
      'a picture that lies elsewhere, as a link',
      html('<p>ha <img alt="Cat (GIF)" src="https://media.example/cat.gif?a=1&amp;b=2"></p>'),
      [p('ha ', a('https://media.example/cat.gif?a=1&b=2', 'Cat (GIF)'))],
    ],
    ['a picture without an address', html('<img alt="x"><img src="http://a.example/b.png">'), [p('x[image]')]],
    ['a picture of Graph’s that is none', html('<img src="https://graph.microsoft.com/v1.0/me">'), [p('[image]')]],
    ['an emoji of the old kind', html('<img alt="🙂" src="https://statics.example/smile.png">'), [p('🙂')]],
    ['an emoji of the organization', html('<customemoji alt="party" source="x"></customemoji>'), [p(party)]],
    [
      'an emoji of the organization in something important',
      { ...html('<customemoji alt="party"></customemoji>'), importance: 'high' },
      [p('❗ ', party)],
    ],
    ['a skin tone', html('<emoji alt="👍🏽"></emoji>'), [p('👍🏽')]],
    ['a place for nothing', { ...html(`a${at('x')}b`), attachments: [] }, [p('ab')]],
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

  const fileRows: readonly [what: string, message: MessageContent, files: readonly SourceFile[]][] = [
    ['none', html('a'), []],
    ['one of SharePoint', { ...html(at('d')), attachments: [file] }, [{ id: 'd', name: 'Q3 plan.docx' }]],
    [
      'several, in their order, without what is none',
      { ...html('a'), attachments: [{ ...file, id: 'e', name: '' }, card, file] },
      [
        { id: 'e', name: 'file' },
        { id: 'd', name: 'Q3 plan.docx' },
      ],
    ],
    ['none that does not say where it is', { ...html('a'), attachments: [{ ...file, contentUrl: null }] }, []],
    [
      'the pictures of the text, each once, before what hangs at it',
      {
        ...html(
          `<img src="${hosted('aWQ9')}"><img src="${hosted('b%2Bc=')}" alt="shot.PNG"><img src="${hosted('aWQ9')}">`,
        ),
        attachments: [file],
      },
      [
        { id: 'hosted/aWQ9', name: 'image', inline: true },
        { id: 'hosted/b%2Bc=', name: 'shot.PNG', inline: true },
        { id: 'd', name: 'Q3 plan.docx' },
      ],
    ],
    [
      'pictures under their descriptions',
      html(
        ['Chart of sales/costs, v1.2.', 'run me.exe', ' ', '\u200b', '...']
          .map((alt, at) => `<img alt="${alt}" src="${hosted(`a${at}`)}">`)
          .join(''),
      ),
      ['Chart of sales costs, v1 2', 'run me exe', 'image', '\u200b', 'image'].map((name, at) => ({
        id: `hosted/a${at}`,
        name,
        inline: true,
      })),
    ],
    ['no picture by a path that leads elsewhere', html(`<img src="${hosted('..')}"><img src="${hosted('a/b')}">`), []],
    ['no picture of another host', html(`<img src="${hosted('a').replace('graph.', 'graph.evil.')}">`), []],
    [
      'nothing that a policy keeps',
      { ...html(at('d')), attachments: [file], policyViolation: { dlpAction: 'blockAccess' } },
      [],
    ],
  ];
  for (const [what, message, files] of fileRows)
    it(`has as files ${what}`, () => assert.deepEqual(filesOf(message), files));

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
        const [picture] = contentOf(html(`<img src="https://a.example/b.gif" alt="${escapeHtml(`x${said}`)}">`));
        assert.ok(picture?.type === 'paragraph' && picture.children.every(({ type }) => type === 'link'));
      }),
      { numRuns: 2000, seed: 3 },
    );
  });
});
