/** What Slack takes, and how fast: data, from which the fidelity matrix and the queues' pace are made. */
import type { Budget, Capabilities } from '../../core/capabilities.ts';

const absent = { level: 'absent' } as const;

export const slackCapabilities: Capabilities = {
  paragraph: { level: 'native' },
  lineBreak: { level: 'native' },
  bold: { level: 'native' },
  italic: { level: 'native' },
  strike: { level: 'native' },
  underline: { level: 'native' },
  inlineCode: { level: 'native' },
  codeBlock: { level: 'native' },
  codeLanguage: { level: 'dropped', as: 'Slack’s blocks of code name no language', read: absent },
  link: { level: 'native' },
  linkPreview: { level: 'native', as: 'made by Slack from the link' },
  heading: { level: 'converted', as: 'a bold line' },
  smallHeading: { level: 'converted', as: 'a bold line', read: absent },
  orderedList: { level: 'native' },
  bulletList: { level: 'native' },
  nestedList: { level: 'native' },
  quote: { level: 'native' },
  nestedQuote: { level: 'converted', as: '`>` before the quoted line', read: absent },
  table: { level: 'native', as: 'one per message, up to 100 × 20 cells; others as aligned text in a block of code' },
  rule: { level: 'converted', as: '`———`' },
  emoji: { level: 'native' },
  customEmoji: { level: 'native', as: 'where the workspace has one of that name; else `:name:`' },
  mention: { level: 'native', as: 'of whoever has the same mail address; else `@name`, which notifies nobody' },
  everyoneMention: { level: 'native', as: 'where the channel allows it; else `@name`, which notifies nobody' },
  channelMention: { level: 'native', as: 'of a channel that is joined here; else `#name`' },
  groupMention: {
    level: 'converted',
    as: 'its name',
    read: { level: 'converted', as: 'its name, which notifies nobody' },
  },
  date: { level: 'converted', as: 'text', read: { level: 'converted', as: 'text' } },
  subject: { level: 'converted', as: 'a heading', read: absent },
  importance: { level: 'converted', as: 'a sign', read: absent },
  forwarded: {
    level: 'converted',
    as: 'a quote that names the author',
    read: { level: 'converted', as: 'a quote that names the author' },
  },
  quotedReply: { level: 'converted', as: 'a quote above the answer', read: absent },
  otherApps: { level: 'native' },
  card: {
    level: 'converted',
    as: 'its text and links',
    read: { level: 'converted', as: 'text, pictures’ descriptions and links; other buttons are left out' },
  },
  file: {
    level: 'native',
    as: 'up to 1 GB, all of a message in one of their own below it; a line with a link where Slack does not take it',
  },
  image: { level: 'native', as: 'in a message of its own below the text' },
  systemEvent: {
    level: 'converted',
    as: 'one slanted line',
    read: {
      level: 'converted',
      as: 'one slanted line where its administrators want it: joins, leaves, a new name, topic or description',
    },
  },
  threadReply: { level: 'native' },
  alsoToChannel: { level: 'converted', as: 'the reply alone', read: { level: 'converted', as: 'the reply alone' } },
  reaction: { level: 'converted', as: 'a line below the text that counts and names them' },
  edit: { level: 'native' },
  remove: { level: 'native' },
  authorName: { level: 'converted', as: 'the name under which Mio’s app posts, with the platform behind it' },
  authorPicture: { level: 'converted', as: 'the icon of the post, where the picture has a public address' },
  longText: { level: 'converted', as: 'several messages' },
};

const second = 1_000;
const minute = 60 * second;
const source = 'Slack: “Rate limits”';

/**
 * "Special" for chat.postMessage (one a second per channel, several hundred a minute per workspace), tier 3 for the
 * rest. Tiers hold per method; reads share one bucket here, since one sweep uses two methods.
 */
export const slackBudgets: readonly Budget[] = [
  { covers: ['post'], per: 'conversation', calls: 1, everyMs: second, source },
  { covers: ['post'], per: 'connection', calls: 300, everyMs: minute, source },
  { covers: ['edit'], per: 'connection', calls: 50, everyMs: minute, source },
  { covers: ['remove'], per: 'connection', calls: 50, everyMs: minute, source },
  { covers: ['read', 'look'], per: 'connection', calls: 50, everyMs: minute, source },
];
