/** What Slack takes, and how fast: data, from which the fidelity matrix and the queues' pace are made. */
import type { Budget, Capabilities } from '../../core/connector.ts';

export const slackCapabilities: Capabilities = {
  paragraph: { level: 'native' },
  lineBreak: { level: 'native' },
  bold: { level: 'native' },
  italic: { level: 'native' },
  strike: { level: 'native' },
  inlineCode: { level: 'native' },
  codeBlock: { level: 'native' },
  link: { level: 'native' },
  orderedList: { level: 'native' },
  bulletList: { level: 'native' },
  nestedList: { level: 'native' },
  quote: { level: 'native' },
  threadReply: { level: 'native' },
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
  { covers: ['read'], per: 'connection', calls: 50, everyMs: minute, source },
];
