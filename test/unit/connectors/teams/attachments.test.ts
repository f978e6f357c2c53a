/** What hangs at a Teams message beside files: several quotes, announcements, code, meetings, tabs, Loop components. */
import assert from 'node:assert/strict';
import { type MessageContent, saidIn } from '../../../../src/connectors/teams/content.ts';
import type { Block } from '../../../../src/core/content/tree.ts';
import { a, h, p, pre, quote, t } from '../../content/build.ts';

const html = (content: string): Pick<MessageContent, 'body'> => ({ body: { contentType: 'html', content } });
const at = (id: string) => `<attachment id="${id}"></attachment>`;
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

describe('what hangs at a Teams message', () => {
  const rows: readonly [what: string, message: MessageContent, tree: Block[]][] = [
    [
      'several quotes, each at its place among the words',
      {
        ...html(`${at('q')}<p>yes</p>${at('r')}<p>no</p>`),
        attachments: [
          reference,
          attachment('r', 'messageReference', {
            messagePreview: 'And this?',
            messageSender: { user: { id: 'b2', displayName: 'Ben\u202e Ito\n(Teams)' } },
          }),
        ],
      },
      [
        quote(p(t('Ada Nowak', 'b')), p('Ship it? <b>')),
        p('yes'),
        quote(p(t('Ben Ito (Teams)', 'b')), p('And this?')),
        p('no'),
      ],
    ],
    [
      'several quotes without a place, in their order before the words',
      { ...html('<p>both</p>'), attachments: [reference, { ...reference, id: 'r' }] },
      [quote(p(t('Ada Nowak', 'b')), p('Ship it? <b>')), quote(p(t('Ada Nowak', 'b')), p('Ship it? <b>')), p('both')],
    ],
    [
      'an older code snippet',
      {
        ...html(at('s')),
        attachments: [attachment('s', 'application/vnd.microsoft.card.codesnippet', { language: 'Python' })],
      },
      [p('Code snippet (Python)')],
    ],
    [
      'a code snippet with a name whose code was not read',
      {
        ...html(at('s')),
        attachments: [
          attachment('s', 'application/vnd.microsoft.card.codesnippet', { name: 'deploy.py', language: 'Python' }),
        ],
      },
      [p('deploy.py (Python)')],
    ],
    [
      'an announcement, above its words',
      {
        subject: 'For everybody',
        ...html('<p>We move on Friday.</p>'),
        attachments: [
          attachment('h', 'application/vnd.microsoft.card.announcement', {
            title: 'New\noffice <b>',
            cardImageType: 'colorTheme',
          }),
        ],
      },
      [h(2, 'For everybody'), h(1, 'New office <b>'), p('We move on Friday.')],
    ],
    [
      'an announcement without words of its own',
      { ...html('a'), attachments: [attachment('h', 'application/vnd.microsoft.card.announcement', {})] },
      [p('a')],
    ],
    [
      'a meeting with a subject alone',
      { ...html(at('m')), attachments: [attachment('m', 'meetingReference', { subject: 'Stand-up' })] },
      [p('📅 Stand-up')],
    ],
    [
      'a meeting and a tab of no name',
      { ...html('a'), attachments: [attachment('m', 'meetingReference'), attachment('t', 'tabReference')] },
      [p('a'), p('📅 Meeting'), p('Tab')],
    ],
    [
      'a Loop component whose address is none',
      {
        ...html(at('l')),
        attachments: [
          attachment('l', 'application/vnd.microsoft.card.fluidEmbedCard', { componentUrl: 'javascript:alert(1)' }),
        ],
      },
      [p('Loop component')],
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
  ];
  for (const [what, message, tree] of rows) it(`has ${what}`, () => assert.deepEqual(saidIn(message).content, tree));

  const snippet = (more: object = {}) =>
    attachment('s', 'application/vnd.microsoft.card.codesnippet', { language: 'Python', ...more });
  const codeRows: readonly [what: string, message: MessageContent, code: string, tree: Block[]][] = [
    [
      'at its place, with its language',
      { ...html(`<p>see</p>${at('s')}<p>and run</p>`), attachments: [snippet()] },
      'def f():\n\treturn "<b>&amp;"\n',
      [p('see'), pre('def f():\n\treturn "<b>&amp;"', 'Python'), p('and run')],
    ],
    [
      'below the words where it has no place',
      { ...html('<p>see</p>'), attachments: [snippet()] },
      'x',
      [p('see'), pre('x', 'Python')],
    ],
    [
      'below its name',
      { ...html(at('s')), attachments: [snippet({ name: 'deploy.py' })] },
      'x',
      [p('deploy.py'), pre('x', 'Python')],
    ],
    [
      'without a language that is none',
      { ...html(at('s')), attachments: [snippet({ language: '"><script>' })] },
      '</code></pre><b>x',
      [pre('</code></pre><b>x')],
    ],
    [
      'by its name where it is empty',
      { ...html(at('s')), attachments: [snippet()] },
      ' \n',
      [p('Code snippet (Python)')],
    ],
  ];
  for (const [what, message, code, tree] of codeRows)
    it(`has code that was read ${what}`, () => assert.deepEqual(saidIn(message, new Map([['s', code]])).content, tree));
});
