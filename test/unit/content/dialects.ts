/** The three platforms' dialects side by side: ways in, ways out, what people there see, and what must not act there. */
import assert from 'node:assert/strict';
import { renderMarkdown } from '../../../sandbox/webex/markdown.ts';
import { parseSlack, renderSlack } from '../../../src/connectors/slack/markup.ts';
import { parseTeams, renderTeams } from '../../../src/connectors/teams/markup.ts';
import { parseWebex, renderWebex } from '../../../src/connectors/webex/markup.ts';
import type { Draft } from '../../../src/core/connector.ts';
import { mapEmoji } from '../../../src/core/content/emoji.ts';
import { mapMentions } from '../../../src/core/content/mentions.ts';
import type { Block } from '../../../src/core/content/tree.ts';
import type { Platform } from '../../../src/core/model.ts';

const names = { user: () => undefined, channel: () => undefined, emoji: () => undefined };
const nobody = { person: () => undefined, room: () => undefined };
const section = (text: string) => ({ type: 'rich_text_section', elements: [{ type: 'text', text }] });

/** Ways in which a stranger's text gets into Mio as it stands. */
export const asText: Readonly<Record<string, (text: string) => Block[]>> = {
  'Teams text': (content) => parseTeams({ contentType: 'text', content }),
  'Slack rich_text': (text) => parseSlack({ blocks: [{ type: 'rich_text', elements: [section(text)] }] }, names),
  'Webex text': (text) => parseWebex({ text }),
  'Webex html, escaped': (text) => parseWebex({ html: text.replaceAll('&', '&amp;').replaceAll('<', '&lt;') }),
};

/** Ways in which it gets in as markup. */
export const asMarkup: Readonly<Record<string, (text: string) => Block[]>> = {
  'Teams html': (content) => parseTeams({ contentType: 'html', content }),
  'Slack mrkdwn': (text) => parseSlack({ text }, names),
  'Slack markdown': (text) => parseSlack({ blocks: [{ type: 'markdown', text }] }, names),
  'Webex html': (html) => parseWebex({ html }),
};

export const readings = { ...asText, ...asMarkup };

/** As the core hands it to a leg on which nobody is found, and no emoji: renderers make live whatever mention they are given. */
const crossed = (content: readonly Block[]) =>
  mapEmoji(
    mapMentions(content, () => undefined),
    () => undefined,
  );

/** The messages as they are sent. */
export const sent: Readonly<Record<Platform, (draft: Draft) => readonly unknown[]>> = {
  teams: (draft) => renderTeams(draft).map(({ html }) => html),
  slack: (draft) => renderSlack(draft).map(({ blocks }) => blocks),
  webex: (draft) => renderWebex(draft).map(({ markdown }) => markdown),
};

/** What people see of the first of them, read as if they had written it. */
export const seen: Readonly<Record<Platform, (content: readonly Block[]) => Block[]>> = {
  teams: (content) =>
    parseTeams({
      contentType: 'html',
      content: renderTeams({ author: null, content: crossed(content) })[0]?.html ?? '',
    }),
  slack: (content) =>
    parseSlack({ blocks: renderSlack({ author: null, content: crossed(content) })[0]?.blocks }, names),
  webex: (content) =>
    parseWebex({
      html: renderMarkdown(renderWebex({ author: null, content: crossed(content) })[0]?.markdown ?? '', nobody),
    }),
};

export const stranger = { name: '<@all>*Mallory*\n<!channel>', platform: 'slack' } as const;

const teamsTags = 'p|h[1-3]|br|hr|strong|em|u|s|code|pre|blockquote|ul|ol|li|a|table|tbody|tr|th|td';
const foreignTag = new RegExp(`<(?!/?(?:${teamsTags})[ >])|<[^>]*\\son\\w+=`);

/** Holds a message against what its platform would act on, and must not find. */
export const isInert: Readonly<Record<Platform, (content: readonly Block[]) => void>> = {
  teams: (content) => {
    for (const { html } of renderTeams({ author: stranger, content: crossed(content) }))
      assert.doesNotMatch(html, foreignTag);
  },
  slack: (content) => {
    for (const { blocks, fallback } of renderSlack({ author: stranger, content: crossed(content) })) {
      assert.doesNotMatch(JSON.stringify(blocks), /"type":"(?!rich_text|text"|link"|table"|raw_text")/);
      assert.doesNotMatch(fallback, /[<>]/);
    }
  },
  webex: (content) => {
    for (const { markdown } of renderWebex({ author: stranger, content: crossed(content) })) {
      assert.ok(!markdown.includes('<@'), markdown);
      assert.doesNotMatch(renderMarkdown(markdown, nobody), /<(?:spark-mention|script|img|at)\b/);
    }
  },
};
