/** Slack: mrkdwn, as its server keeps what people write, and blocks, as an app sends them under a name of its choice. */
import { z } from 'zod';
import type { Drafts } from '../kit/draft.ts';
import { checkBlocks } from './blocks.ts';
import { markdown } from './inline.ts';
import { parseMarkup } from './markup.ts';
import type { Message } from './model.ts';
import { toMrkdwn } from './mrkdwn.ts';
import { type Names, shownHtml } from './show.ts';

const payload = z.looseObject({
  text: z.string(),
  blocks: z.array(z.unknown()).default([]),
  username: z.string().optional(),
  icon_url: z.string().optional(),
});

/** Nobody is looked up for a draft. */
const asTheyAre: Names = { user: (id) => id, channel: (id) => id, emoji: () => undefined };

const nowhere: Omit<Message, 'text' | 'blocks'> = {
  team: '',
  channel: '',
  ts: '',
  user: null,
  botId: null,
  subtype: null,
  mrkdwn: true,
  attachments: [],
  username: null,
  icon: null,
  clientMessageId: null,
  thread: null,
  edited: null,
  metadata: null,
  files: [],
  reactions: [],
};

export const slackDrafts: Drafts = {
  written: (typed) => toMrkdwn(parseMarkup(typed, markdown)),
  show(given) {
    const { data } = payload.safeParse(given);
    const checked = data && checkBlocks(data.blocks, () => '');
    if (!checked || 'error' in checked) return undefined;
    const { text, username, icon_url: picture } = data;
    return {
      html: shownHtml({ ...nowhere, text, blocks: checked.blocks }, asTheyAre),
      ...(username !== undefined && { author: { name: username, ...(picture !== undefined && { picture }) } }),
    };
  },
};
