/** What becomes of each feature in Teams, and how much Teams takes. Data: the fidelity matrix is made from it. */
import type { Budget, Capabilities } from '../../core/connector.ts';

const native = { level: 'native' } as const;
const absent = { level: 'absent' } as const;
/** Files themselves stay where they are. */
const named = '📎 and the file’s name';

export const capabilities: Capabilities = {
  paragraph: native,
  lineBreak: native,
  bold: native,
  italic: native,
  strike: native,
  underline: native,
  inlineCode: native,
  codeBlock: native,
  codeLanguage: { level: 'dropped', as: 'a bot can’t name the language of a block of code' },
  link: native,
  linkPreview: { level: 'native', as: 'made by Teams from the link' },
  heading: native,
  smallHeading: { level: 'converted', as: 'a bold line: Teams has three sizes', read: absent },
  orderedList: native,
  bulletList: native,
  nestedList: native,
  quote: native,
  nestedQuote: native,
  table: native,
  rule: native,
  emoji: native,
  customEmoji: { level: 'converted', as: '`:name:`', read: { level: 'converted', as: '`:name:`' } },
  mention: { level: 'converted', as: '`@name`, which notifies nobody' },
  everyoneMention: { level: 'converted', as: '`@name`, which notifies nobody' },
  channelMention: { level: 'converted', as: 'its name', read: { level: 'converted', as: '`@name`' } },
  date: { level: 'converted', as: 'text', read: absent },
  subject: { level: 'converted', as: 'a heading', read: { level: 'converted', as: 'a heading above the text' } },
  importance: { level: 'converted', as: 'a sign', read: { level: 'converted', as: '❗ or 🚨 before the text' } },
  forwarded: {
    level: 'converted',
    as: 'a quote that names the author',
    read: { level: 'converted', as: 'a quote that names the author' },
  },
  quotedReply: {
    level: 'converted',
    as: 'a quote above the answer',
    read: { level: 'converted', as: 'a quote above the answer' },
  },
  otherApps: native,
  card: {
    level: 'converted',
    as: 'its text and links',
    read: { level: 'converted', as: 'its text, facts and links; buttons that only Teams can press are left out' },
  },
  file: { level: 'converted', as: named, read: { level: 'converted', as: named } },
  image: {
    level: 'converted',
    as: 'its description',
    read: { level: 'converted', as: 'its description, or `[image]`' },
  },
  systemEvent: {
    level: 'dropped',
    as: 'joins, leaves and renames concern one side',
    read: { level: 'dropped', as: 'joins, leaves and renames concern one side' },
  },
  threadReply: native,
  alsoToChannel: { level: 'converted', as: 'the reply alone', read: absent },
  edit: native,
  remove: native,
  authorName: { level: 'converted', as: 'a first line with the name and the platform' },
  authorPicture: { level: 'dropped', as: 'a bot posts under its own picture' },
  longText: { level: 'converted', as: 'several messages, one after the other' },
};

const botLimits = 'Optimize your bot with rate limiting in Teams';
const graphLimits = 'Microsoft Graph service-specific throttling limits';

export const budgets: readonly Budget[] = [
  { covers: ['post', 'edit', 'remove'], per: 'conversation', calls: 7, everyMs: 1_000, source: botLimits },
  { covers: ['post', 'edit', 'remove'], per: 'conversation', calls: 60, everyMs: 30_000, source: botLimits },
  { covers: ['post', 'edit', 'remove'], per: 'conversation', calls: 1_800, everyMs: 3_600_000, source: botLimits },
  { covers: ['post', 'edit', 'remove'], per: 'connection', calls: 30, everyMs: 1_000, source: botLimits },
  { covers: ['read'], per: 'conversation', calls: 1, everyMs: 1_000, source: graphLimits },
  { covers: ['read'], per: 'connection', calls: 20, everyMs: 1_000, source: graphLimits },
];
