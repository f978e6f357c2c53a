/** What Webex takes, and how fast: data, from which the fidelity matrix and the queues' pace are made. */
import type { Budget, Capabilities } from '../../core/connector.ts';

export const webexCapabilities: Capabilities = {
  paragraph: { level: 'native' },
  lineBreak: { level: 'native' },
  bold: { level: 'native' },
  italic: { level: 'native' },
  strike: { level: 'converted', as: 'text between ~~ and ~~' },
  inlineCode: { level: 'native' },
  codeBlock: { level: 'native' },
  link: { level: 'native' },
  orderedList: { level: 'native' },
  bulletList: { level: 'native' },
  nestedList: { level: 'native' },
  quote: { level: 'native' },
  threadReply: { level: 'native' },
  edit: { level: 'native', as: 'ten times per message; Webex takes no more' },
  remove: { level: 'native' },
  authorName: { level: 'converted', as: 'a bold line before the text' },
  authorPicture: { level: 'dropped', as: 'Webex shows the picture of the account that posts, and takes no other' },
  longText: { level: 'converted', as: 'several messages' },
};

/** "About 300 requests a minute per token for most APIs"; every call is made with the relay person's one token. */
export const webexBudgets: readonly Budget[] = [
  {
    covers: ['post', 'edit', 'remove', 'read'],
    per: 'connection',
    calls: 300,
    everyMs: 60_000,
    source: 'Webex: “REST API Basics: Rate Limits”',
  },
];
