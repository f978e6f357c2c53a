/** What Webex takes, and how fast: data, from which the fidelity matrix and the queues' pace are made. */
import type { Budget, Capabilities } from '../../core/capabilities.ts';

const absent = { level: 'absent' } as const;

export const webexCapabilities: Capabilities = {
  paragraph: { level: 'native' },
  lineBreak: { level: 'native' },
  bold: { level: 'native' },
  italic: { level: 'native' },
  strike: { level: 'converted', as: '`~~text~~`', read: absent },
  underline: { level: 'converted', as: 'text without a line', read: absent },
  inlineCode: { level: 'native' },
  codeBlock: { level: 'native' },
  codeLanguage: { level: 'native' },
  link: { level: 'native' },
  linkPreview: { level: 'native', as: 'made by Webex from the link' },
  heading: { level: 'native' },
  smallHeading: { level: 'native' },
  orderedList: { level: 'native' },
  bulletList: { level: 'native' },
  nestedList: { level: 'native' },
  quote: { level: 'native' },
  nestedQuote: { level: 'native' },
  table: { level: 'converted', as: 'aligned text in a block of code', read: absent },
  rule: { level: 'native' },
  emoji: { level: 'native' },
  customEmoji: { level: 'converted', as: '`:name:`', read: absent },
  mention: { level: 'native', as: 'of whoever has the same mail address; else `@name`, which notifies nobody' },
  everyoneMention: { level: 'native', as: 'where the channel allows it; else `@name`, which notifies nobody' },
  channelMention: { level: 'converted', as: 'its name', read: absent },
  groupMention: { level: 'converted', as: 'its name', read: absent },
  date: { level: 'converted', as: 'text', read: absent },
  subject: { level: 'converted', as: 'a heading', read: absent },
  importance: { level: 'converted', as: 'a sign', read: absent },
  forwarded: { level: 'converted', as: 'a quote that names the author', read: absent },
  quotedReply: { level: 'converted', as: 'a quote above the answer', read: absent },
  otherApps: { level: 'native' },
  card: {
    level: 'converted',
    as: 'its text and links',
    read: { level: 'converted', as: 'its text and links; other buttons are left out' },
  },
  file: {
    level: 'native',
    as: 'up to 100 MB, each in a message of its own; a line with a link where it can’t be held',
  },
  image: {
    level: 'converted',
    as: 'a file in a message of its own below, under its name or description',
    read: absent,
  },
  systemEvent: {
    level: 'converted',
    as: 'one slanted line',
    read: {
      level: 'converted',
      as: 'one slanted line where its administrators want it: joins, leaves and a new title',
    },
  },
  threadReply: { level: 'native' },
  alsoToChannel: { level: 'converted', as: 'the reply alone', read: absent },
  reaction: { level: 'converted', as: 'one answer by Mio, kept up to date', read: absent },
  edit: { level: 'native', as: 'ten times per message; what changes after that stands in an answer below it' },
  remove: { level: 'native' },
  authorName: { level: 'converted', as: 'a bold line before the text' },
  authorPicture: { level: 'dropped', as: 'Webex shows the picture of the account that posts, and takes no other' },
  longText: { level: 'converted', as: 'several messages' },
};

/** "About 300 requests a minute per token for most APIs"; every call is made with the relay person's one token. */
export const webexBudgets: readonly Budget[] = [
  {
    covers: ['post', 'edit', 'remove', 'read', 'look'],
    per: 'connection',
    calls: 300,
    everyMs: 60_000,
    source: 'Webex: “REST API Basics: Rate Limits”',
  },
];
