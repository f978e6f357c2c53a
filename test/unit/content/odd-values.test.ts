/**
 * A value of the wrong kind anywhere: apps write much of what messages hold, and what one of them got wrong must stop
 * neither its message nor any other.
 */
import assert from 'node:assert/strict';
import { contentOf as slackContent } from '../../../src/connectors/slack/content.ts';
import { filesOf } from '../../../src/connectors/slack/files-in.ts';
import { noNames } from '../../../src/connectors/slack/markup-names.ts';
import { cardText } from '../../../src/connectors/support/card-text.ts';
import type { Json } from '../../../src/connectors/support/json.ts';
import { type MessageContent, saidIn } from '../../../src/connectors/teams/content.ts';
import { contentOf as webexContent } from '../../../src/connectors/webex/content.ts';
import { plainText } from '../../../src/core/content/plain.ts';

const url = 'https://a.example/x';
const open = { type: 'Action.OpenUrl', title: 'a', url };

const adaptiveCard: Json = {
  type: 'AdaptiveCard',
  fallbackText: 'a',
  body: [
    { type: 'TextBlock', text: 'a', weight: 'Bolder', size: 'Large', style: 'heading', isVisible: true },
    {
      type: 'RichTextBlock',
      inlines: ['a', { type: 'TextRun', text: 'b', weight: 'Bolder', italic: true, selectAction: open }],
    },
    { type: 'FactSet', facts: [{ title: 'a', value: 'b' }] },
    { type: 'ColumnSet', columns: [{ type: 'Column', items: [{ type: 'Image', altText: 'a' }] }] },
    { type: 'Table', firstRowAsHeaders: true, rows: [{ cells: [{ items: [{ type: 'TextBlock', text: 'a' }] }] }] },
    { type: 'CodeBlock', codeSnippet: 'a', language: 'Python' },
    { type: 'Input.ChoiceSet', label: 'a', choices: [{ title: 'b', value: '1' }] },
    { type: 'Input.Toggle', label: 'a', title: 'b' },
    { type: 'ActionSet', actions: [open] },
  ],
  actions: [open],
  selectAction: open,
};

const connectorCard: Json = {
  summary: 'a',
  title: 'a',
  subtitle: 'a',
  text: '<b>a</b>',
  facts: [{ name: 'a', value: 'b' }],
  sections: [{ title: 'a', activityTitle: 'b', facts: [{ name: 'a', value: 'b' }], potentialAction: [open] }],
  items: [{ type: 'file', title: 'a', subtitle: 'b', price: '1' }],
  total: '2',
  buttons: [{ type: 'openUrl', title: 'a', value: url }],
  potentialAction: [{ '@type': 'OpenUri', name: 'a', targets: [{ os: 'default', uri: url }] }],
};

const leaves: readonly Json[] = [
  { type: 'text', text: 'a', style: { bold: true, code: true } },
  { type: 'link', url, text: 'a' },
  { type: 'user', user_id: 'U0ALICE01' },
  { type: 'channel', channel_id: 'C0GENERAL' },
  { type: 'usergroup', usergroup_id: 'S1' },
  { type: 'broadcast', range: 'here' },
  { type: 'emoji', name: 'wave', unicode: '1f44b', skin_tone: 3, url },
  { type: 'emoji', name: 'wave', skin_tone: 3 },
  { type: 'date', timestamp: 1712345678, fallback: 'a', url },
  { type: 'date', timestamp: 1712345678 },
  { type: 'color', value: '#fff' },
];
const section = { type: 'rich_text_section', elements: leaves };
const words = { type: 'mrkdwn', text: '*a* <@U0ALICE01> :wave:' };
const image = { type: 'image', image_url: url, alt_text: 'a', title: { type: 'plain_text', text: 'b' } };
const button = { type: 'button', text: { type: 'plain_text', text: 'a' }, url };
const blocks: readonly Json[] = [
  {
    type: 'rich_text',
    elements: [
      section,
      { type: 'rich_text_list', style: 'ordered', indent: 1, offset: 2, border: 1, elements: [section] },
      { type: 'rich_text_quote', elements: leaves },
      { type: 'rich_text_preformatted', border: 1, language: 'js', elements: leaves },
    ],
  },
  { type: 'section', text: words, fields: [words], accessory: button },
  { type: 'context', elements: [words, image] },
  { type: 'header', text: { type: 'plain_text', text: 'a' } },
  image,
  { type: 'markdown', text: '# a\n- b' },
  {
    type: 'table',
    rows: [
      [
        { type: 'raw_text', text: 'a' },
        { type: 'rich_text', elements: [section] },
      ],
    ],
  },
  { type: 'data_table', caption: 'a', rows: [[{ type: 'raw_number', value: 1 }]] },
  { type: 'video', title: { text: 'a' }, alt_text: 'b', title_url: url, video_url: url, description: words },
  { type: 'carousel', elements: [{ type: 'card', hero_image: image, title: words, body: words, actions: [button] }] },
  { type: 'container', title: words, rich_text_title: section, subtitle: words, child_blocks: [{ type: 'divider' }] },
  { type: 'actions', elements: [button] },
];
const file = { id: 'F0000001', name: 'a', title: 'b', mode: 'external', is_external: true, url_private: url };
const slackMessage: Json = {
  text: 'a <https://a.example|b>',
  subtype: 'me_message',
  blocks,
  files: [file, { ...file, mode: 'hosted', is_external: false, size: 5, mimetype: 'image/png', permalink: url }],
  attachments: [
    {
      pretext: 'a',
      author_name: 'b',
      author_link: url,
      title: 'c',
      title_link: url,
      text: 'd',
      fields: [{ title: 'a', value: 'b' }],
      image_url: url,
      actions: [{ text: 'a', url }],
      footer: 'e',
      fallback: 'f',
    },
    { is_share: true, author_name: 'a', from_url: url, files: [file], message_blocks: [{ message: { blocks } }] },
    { is_share: true, author_subname: 'a', text: 'b', files: [file] },
  ],
};

const webexItem: Json = {
  id: 'a',
  text: 'Mio a',
  html: '<p><spark-mention data-object-type="person" data-object-id="x">Mio</spark-mention> a</p>',
  markdown: '**a**',
  mentionedPeople: ['x'],
  attachments: [
    { contentType: 'application/vnd.microsoft.card.adaptive', content: adaptiveCard },
    { contentType: 'file', content: { contentUrl: url } },
  ],
};

const graph = 'https://graph.microsoft.com/v1.0/teams/a/channels/b/messages/1/hostedContents/aWQ/$value';
const attachment = (contentType: string, content?: Json) => ({
  id: contentType,
  contentType,
  contentUrl: url,
  name: 'a',
  ...(content && { content: JSON.stringify(content) }),
});
const teamsMessage: Json = {
  subject: 'a',
  importance: 'high',
  body: { contentType: 'html', content: `<at id="0">Ada</at> <at id="1">All</at> <img src="${graph}" alt="b">` },
  channelIdentity: { teamId: 'a', channelId: 'b' },
  mentions: [
    { id: 0, mentionText: 'Ada', mentioned: { user: { id: '00000000-0000-4000-8000-000000000001' } } },
    { id: 1, mentionText: 'All', mentioned: { conversation: { id: 'b' } } },
  ],
  attachments: [
    attachment('reference'),
    attachment('messageReference', { messageSender: { user: { displayName: 'a' } }, messagePreview: 'b' }),
    attachment('forwardedMessageReference', { originalMessageSender: {}, originalMessageContent: 'b' }),
    attachment('application/vnd.microsoft.card.adaptive', adaptiveCard),
  ],
  policyViolation: { dlpAction: 'notifySender' },
};

const relay = { id: 'x', name: 'Mio' };
const adaptive = 'application/vnd.microsoft.card.adaptive';
const samples: readonly [what: string, sample: Json, read: (sample: Json) => string][] = [
  ['an Adaptive Card', adaptiveCard, (card) => plainText(cardText(adaptive, card))],
  [
    'the JSON of a card in Teams',
    adaptiveCard,
    (card) => plainText(saidIn({ attachments: [attachment(adaptive, card)] }).content),
  ],
  ['an older card', connectorCard, (card) => plainText(cardText('application/vnd.microsoft.card.hero', card))],
  ['a Slack message', slackMessage, (message) => plainText(slackContent(message, noNames))],
  ['the files of a Slack message', slackMessage, (message) => JSON.stringify(filesOf(message, noNames))],
  ['a Webex message', webexItem, (item) => plainText(webexContent(item, relay))],
  ['a Teams message', teamsMessage, (message) => plainText(saidIn(message as MessageContent).content)],
];

const odd: readonly unknown[] = [{ toString: 1 }, [], null, 7, true];

type Path = readonly (string | number)[];

/** Every place of a value, the whole excepted. */
function pathsIn(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  const inside = Object.entries(value).flatMap(([key, child]) => pathsIn(child, [...path, key]));
  return path.length === 0 ? inside : [path, ...inside];
}

function withValue(whole: unknown, [key, ...rest]: Path, value: unknown): unknown {
  if (key === undefined) return value;
  const copy: Record<string, unknown> = Array.isArray(whole) ? (whole.slice() as never) : { ...(whole as object) };
  copy[key] = withValue(copy[key], rest, value);
  return copy;
}

describe('a value of the wrong kind anywhere', () => {
  for (const [what, sample, read] of samples) {
    it(`stops nothing: ${what}`, () => {
      assert.notEqual(read(sample), '');
      for (const path of pathsIn(sample)) {
        for (const value of odd) {
          const given = `${JSON.stringify(value)} at ${path.join('.')}`;
          assert.doesNotThrow(() => read(withValue(sample, path, value) as Json), given);
        }
      }
    });
  }
});
