/** What becomes of each feature in Teams, and how much Teams takes. Data: the fidelity matrix is made from it. */
import type { Budget, Capabilities } from '../../core/capabilities.ts';

const native = { level: 'native' } as const;
const absent = { level: 'absent' } as const;
const linked = 'a line with 📎, its name, its size and a link that asks for a sign-in with Microsoft';

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
  customEmoji: { level: 'converted', as: 'a small picture, where its platform shows one to everybody; else `:name:`' },
  mention: { level: 'native', as: 'notifies people who are in the team' },
  everyoneMention: {
    level: 'converted',
    as: 'its name in bold, which notifies nobody: a bot can’t mention everyone',
  },
  channelMention: { level: 'converted', as: 'its name', read: absent },
  groupMention: {
    level: 'converted',
    as: 'its name',
    read: { level: 'converted', as: 'its name, which notifies nobody' },
  },
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
  file: {
    level: 'native',
    as: `put into the channel’s files by its author, who linked an account in Teams, or by the service user where an administrator allowed it; else ${linked}`,
  },
  image: {
    level: 'native',
    as: 'PNG, JPEG and GIF of up to 180 KB and 1024 × 1024 points, in a message of its own; any other as a file',
  },
  systemEvent: {
    level: 'converted',
    as: 'one slanted line',
    read: {
      level: 'converted',
      as: 'one slanted line where its administrators want it: joins, leaves and a new name of the channel',
    },
  },
  threadReply: native,
  alsoToChannel: { level: 'converted', as: 'the reply alone', read: absent },
  reaction: {
    level: 'native',
    as: 'by people who linked an account in Teams, emoji that an organization made itself left out; of everybody else a line below the text that counts and names them',
  },
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
  { covers: ['post', 'edit', 'remove'], per: 'conversation', calls: 8, everyMs: 2_000, source: botLimits },
  { covers: ['post', 'edit', 'remove'], per: 'conversation', calls: 60, everyMs: 30_000, source: botLimits },
  { covers: ['post', 'edit', 'remove'], per: 'conversation', calls: 1_800, everyMs: 3_600_000, source: botLimits },
  { covers: ['post', 'edit', 'remove'], per: 'connection', calls: 30, everyMs: 1_000, source: botLimits },
  { covers: ['read'], per: 'conversation', calls: 1, everyMs: 1_000, source: graphLimits },
  { covers: ['read'], per: 'connection', calls: 20, everyMs: 1_000, source: graphLimits },
  // "Anything else", of one user: the service user looks into all channels.
  { covers: ['look'], per: 'connection', calls: 1, everyMs: 1_000, source: graphLimits },
];
