/** What becomes of each feature in Teams, and how much Teams takes. Data: the fidelity matrix is made from it. */
import type { Budget, Capabilities } from '../../core/connector.ts';

const native = { level: 'native' } as const;

export const capabilities: Capabilities = {
  paragraph: native,
  lineBreak: native,
  bold: native,
  italic: native,
  strike: native,
  inlineCode: native,
  codeBlock: native,
  link: native,
  orderedList: native,
  bulletList: native,
  nestedList: native,
  quote: native,
  threadReply: native,
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
