/** What apps send to Slack, and what Slack hangs below a message: read as the text and the links that a person sees. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { contentOf } from '../../../../src/connectors/slack/content.ts';
import { parseSlack } from '../../../../src/connectors/slack/markup.ts';
import type { Block } from '../../../../src/core/content/tree.ts';
import { a, br, c, h, hr, p, quote, t, th } from '../../content/build.ts';
import { bob, names } from './names.ts';

const mrkdwn = (text: string) => ({ type: 'mrkdwn', text });
const plainText = (text: string) => ({ type: 'plain_text', text });
const section = (...elements: unknown[]) => ({ type: 'rich_text_section', elements });
const rich = (text: string) => ({ type: 'rich_text', elements: [section({ type: 'text', text })] });

describe('Slack blocks of apps, read', () => {
  const rows: readonly [what: string, blocks: unknown, tree: Block[]][] = [
    [
      'a section with fields',
      [{ type: 'section', text: mrkdwn('*a* <@U0BOB0001>'), fields: [mrkdwn('b'), plainText('*c*')] }],
      [p(t('a', 'b'), ' ', bob), p('b'), p('*c*')],
    ],
    ['emoji by their names', [{ type: 'header', text: plainText(':tada: a') }], [h(2, '🎉 a')]],
    [
      'a section with a picture, a button and a menu beside it',
      [
        {
          type: 'section',
          text: mrkdwn('a'),
          accessory: { type: 'image', alt_text: 'b', image_url: 'https://a.example/b.png' },
        },
        {
          type: 'section',
          text: mrkdwn('c'),
          accessory: { type: 'button', text: plainText('d'), url: 'https://a.example' },
        },
        { type: 'section', text: mrkdwn('e'), accessory: { type: 'static_select', placeholder: plainText('f') } },
      ],
      [p('a'), p(a('https://a.example/b.png', 'b')), p('c'), p(a('https://a.example', 'd')), p('e')],
    ],
    ['a header', [{ type: 'header', text: plainText('a *b*') }], [h(2, 'a *b*')]],
    [
      'a context',
      [{ type: 'context', elements: [{ type: 'image', alt_text: 'a' }, mrkdwn('_b_')] }],
      [p('a'), p(t('b', 'i'))],
    ],
    ['a divider', [{ type: 'divider' }], [hr]],
    [
      'an image',
      [{ type: 'image', alt_text: 'a plan', image_url: 'https://a.example/p.png' }],
      [p(a('https://a.example/p.png', 'a plan'))],
    ],
    [
      'an image of Slack’s own',
      [{ type: 'image', title: plainText('a plan') }, { type: 'image' }],
      [p('a plan'), p('[image]')],
    ],
    ['an image that would run', [{ type: 'image', alt_text: 'a', image_url: 'javascript:alert(1)' }], [p('a')]],
    [
      'buttons: those that lead somewhere',
      [
        {
          type: 'actions',
          elements: [
            { type: 'button', text: plainText('Open'), url: 'https://a.example/1' },
            { type: 'button', text: plainText('Approve'), value: '1' },
            { type: 'button', text: plainText('Log'), url: 'https://a.example/2' },
          ],
        },
      ],
      [p(a('https://a.example/1', 'Open'), ' · ', a('https://a.example/2', 'Log'))],
    ],
    ['an input', [{ type: 'input', label: plainText('a') }, { type: 'divider' }], [hr]],
    [
      'a video',
      [
        {
          type: 'video',
          title: plainText('a'),
          title_url: 'https://a.example',
          video_url: 'https://v.example',
          description: plainText('b'),
        },
      ],
      [p(a('https://a.example', t('a', 'b'))), p('b')],
    ],
    [
      'a table',
      [
        {
          type: 'table',
          rows: [
            [{ type: 'raw_text', text: 'a' }, rich('b'), null],
            [
              { type: 'raw_number', value: 1.5 },
              { type: 'raw_number', value: 2, text: '2 €' },
              { type: 'raw_text', text: ' ' },
            ],
            [null, null],
            [
              {
                type: 'rich_text',
                elements: [
                  section({ type: 'text', text: 'c' }),
                  { type: 'rich_text_list', elements: [section({ type: 'text', text: 'd' })] },
                ],
              },
            ],
          ],
        },
      ],
      [th(['a', 'b'], ['1.5', '2 €'], [['c', br, '• d']])],
    ],
    ['a table without anything in it', [{ type: 'table', rows: [[null], 'x', []] }, { type: 'divider' }], [hr]],
    [
      'a data table',
      [{ type: 'data_table', caption: 'a', rows: [[{ type: 'raw_text', text: 'b' }]] }],
      [h(2, 'a'), th(['b'])],
    ],
    [
      'a card',
      [
        {
          type: 'card',
          title: mrkdwn('_a_'),
          subtitle: mrkdwn('b'),
          body: mrkdwn('*c*'),
          actions: [{ type: 'button', text: plainText('d'), url: 'https://a.example' }],
        },
        {
          type: 'carousel',
          elements: [
            { type: 'card', body: mrkdwn('e') },
            { type: 'card', body: mrkdwn('f') },
          ],
        },
      ],
      [h(2, t('a', 'i')), p('b'), p(t('c', 'b')), p(a('https://a.example', 'd')), p('e'), p('f')],
    ],
    [
      'a container',
      [
        {
          type: 'container',
          title: plainText('a'),
          subtitle: mrkdwn('b'),
          child_blocks: [rich('c'), { type: 'divider' }],
        },
      ],
      [h(2, 'a'), p('b'), p('c'), hr],
    ],
    ['an alert', [{ type: 'alert', text: mrkdwn('*a*'), level: 'error' }], [p(t('a', 'b'))]],
    ['a block of tomorrow', [{ type: 'hologram', text: mrkdwn('*a*') }], [p(t('a', 'b'))]],
    ['blocks that say nothing', [{ type: 'actions' }, { type: 'hologram' }], [p('fallback')]],
    ['blocks that are none', 'x', [p('fallback')]],
  ];
  for (const [what, blocks, tree] of rows) {
    it(what, () => assert.deepEqual(parseSlack({ text: 'fallback', blocks }, names), tree));
  }
});

describe('Slack attachments, read', () => {
  const card = { color: '#f00', fallback: 'fallback' };
  const rows: readonly [
    what: string,
    message: { text?: string; blocks?: unknown; attachments?: unknown },
    tree: Block[],
  ][] = [
    [
      'an app’s alert',
      {
        attachments: [
          {
            ...card,
            pretext: 'New *alert*',
            author_name: 'Pager',
            author_link: 'https://pager.example',
            title: 'Disk &amp; memory',
            title_link: 'https://pager.example/1',
            text: 'host `db1`\n&gt; full',
            fields: [{ title: 'Level', value: '*high*', short: true }, { value: 'no title' }, { title: 'no value' }],
            image_url: 'https://pager.example/graph.png',
            actions: [
              { type: 'button', text: 'Open', url: 'https://pager.example/open' },
              { type: 'button', text: 'Mute' },
            ],
            footer: 'via Pager',
          },
        ],
      },
      [
        p('New ', t('alert', 'b')),
        p(a('https://pager.example', 'Pager')),
        p(a('https://pager.example/1', t('Disk & memory', 'b'))),
        p('host ', c('db1')),
        quote(p('full')),
        p(t('Level', 'b'), br, t('high', 'b')),
        p('no title'),
        p(t('no value', 'b')),
        p(a('https://pager.example/graph.png', '[image]')),
        p(a('https://pager.example/open', 'Open')),
        p(t('via Pager', 'i')),
      ],
    ],
    ['text beside it', { text: 'a', attachments: [{ ...card, text: 'b' }] }, [p('a'), p('b')]],
    ['nothing but a fallback', { attachments: [{ fallback: 'a &lt; b' }] }, [p('a < b')]],
    [
      'blocks, before all else',
      { attachments: [{ ...card, text: 'x', blocks: [rich('a'), { type: 'divider' }] }] },
      [p('a'), hr],
    ],
    [
      'a table, as people’s clients put it here',
      {
        text: 'a',
        attachments: [{ fallback: '[no preview available]', blocks: [{ type: 'table', rows: [[rich('b')]] }] }],
      },
      [p('a'), th(['b'])],
    ],
    ['a table that nobody can read', { text: 'a', attachments: [{ fallback: '[no preview available]' }] }, [p('a')]],
    [
      'the preview of a link: once is enough',
      {
        text: '<https://a.example>',
        attachments: [
          { ...card, from_url: 'https://a.example', title: 'A', text: 'about A' },
          { original_url: 'https://a.example', title: 'A' },
        ],
      },
      [p(a('https://a.example'))],
    ],
    [
      'a message whose address was shared',
      {
        text: 'see',
        attachments: [
          {
            ...card,
            is_msg_unfurl: true,
            from_url: 'https://acme.slack.com/archives/C1/p1712345678000100',
            author_name: 'Bob Tan',
            text: '*x*',
            message_blocks: [{ team: 'T1', message: { blocks: [rich('hello')] } }],
          },
        ],
      },
      [p('see'), quote(p(a('https://acme.slack.com/archives/C1/p1712345678000100', t('Bob Tan', 'b'))), p('hello'))],
    ],
    [
      'a shared message in mrkdwn',
      { attachments: [{ is_share: true, author_name: 'Bob', text: '*x*' }] },
      [quote(p(t('Bob', 'b')), p(t('x', 'b')))],
    ],
    [
      'a forwarded message, which calls nobody again',
      { attachments: [{ is_share: true, author_name: 'Bob', text: '<@U0BOB0001> <!channel> in <#C0GENERAL>' }] },
      [quote(p(t('Bob', 'b')), p('@Bob Tan', ' ', '@channel', ' in ', '#general'))],
    ],
    [
      'a forwarded message with files',
      {
        attachments: [
          {
            is_share: true,
            author_name: 'Bob',
            files: [
              { name: 'a.pdf', permalink: 'https://acme.slack.com/files/U1/F1/a.pdf' },
              { title: 'b', is_external: true, url_private: 'https://b.example' },
              { name: 'c', mode: 'tombstone' },
            ],
            message_blocks: [{ message: { blocks: [rich('hello')], files: [{ name: 'd.pdf' }] } }],
          },
        ],
      },
      [
        quote(
          p(t('Bob', 'b')),
          p('hello'),
          p('📎 ', a('https://acme.slack.com/files/U1/F1/a.pdf', 'a.pdf'), br, '📎 ', a('https://b.example', 'b')),
          p('📎 d.pdf'),
        ),
      ],
    ],
    [
      'a group, by what the text calls it',
      {
        text: '<!subteam^S1|@oncall> &amp; <!subteam^S2>',
        blocks: [
          {
            type: 'rich_text',
            elements: [
              {
                type: 'rich_text_section',
                elements: ['S1', 'S2'].map((usergroup_id) => ({ type: 'usergroup', usergroup_id })),
              },
            ],
          },
        ],
      },
      [p('@oncall@group')],
    ],
    ['what is no attachment', { text: 'a', attachments: [null, 7, [], {}] }, [p('a')]],
    ['attachments that are none', { text: 'a', attachments: 'x' }, [p('a')]],
  ];
  for (const [what, message, tree] of rows) it(what, () => assert.deepEqual(parseSlack(message, names), tree));

  it('reads any JSON without a throw', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        for (const key of ['blocks', 'fields', 'actions', 'message_blocks', 'text', 'title', 'fallback']) {
          assert.ok(Array.isArray(parseSlack({ attachments: [{ [key]: value, is_share: value }] }, names)));
        }
      }),
      { numRuns: 500, seed: 5 },
    );
  });
});

describe('what a Slack message shows', () => {
  const rows: readonly [what: string, message: Record<string, unknown>, tree: Block[]][] = [
    [
      '/me',
      { subtype: 'me_message', text: 'waves at <https://a.example|*b*>' },
      [p(t('waves at ', 'i'), a('https://a.example', t('*b*', 'i')))],
    ],
    ['no files: they hang below it', { text: 'a', files: [{ id: 'F1', name: 'p.pdf', mode: 'hosted' }] }, [p('a')]],
    [
      'files of other services, and Slack’s own pages, as links',
      {
        text: '',
        files: [
          { id: 'F1', title: 'Plan\n2', is_external: true, url_private: 'https://docs.example/1' },
          { id: 'F2', name: 'x', mode: 'external', url_private: 'javascript:alert(1)' },
          { id: 'F3', title: 'Canvas', mode: 'quip', permalink: 'https://acme.slack.com/docs/F3' },
          { id: 'F4', name: 'gone', mode: 'tombstone', is_external: true },
        ],
      },
      [
        p(
          '📎 ',
          a('https://docs.example/1', 'Plan 2'),
          br,
          '📎 x',
          br,
          '📎 ',
          a('https://acme.slack.com/docs/F3', 'Canvas'),
        ),
      ],
    ],
  ];
  for (const [what, message, tree] of rows)
    it(what, () => assert.deepEqual(contentOf(message, { ...names, file: () => undefined }), tree));
});
