/** Where people of a workspace read a message. */
import assert from 'node:assert/strict';
import { permalink } from '../../../../src/connectors/slack/ids.ts';
import type { MessageId } from '../../../../src/core/model.ts';

const [root, reply] = ['1789374682.417000', '1789374690.000100'] as MessageId[] as [MessageId, MessageId];

describe('the address of a Slack message', () => {
  const rows: readonly [
    what: string,
    workspace: unknown,
    message: MessageId,
    root: MessageId | null,
    address?: string,
  ][] = [
    [
      'of a root',
      'https://fabrikam.slack.com/',
      root,
      null,
      'https://fabrikam.slack.com/archives/C1/p1789374682417000',
    ],
    [
      'of an answer names its thread',
      'https://fabrikam.slack.com/',
      reply,
      root,
      `https://fabrikam.slack.com/archives/C1/p1789374690000100?thread_ts=${root}&cid=C1`,
    ],
    ['is none where the workspace did not say its own', undefined, root, null],
    ['is none without encryption', 'http://fabrikam.slack.com/', root, null],
  ];
  for (const [what, workspace, message, thread, address] of rows)
    it(what, () => assert.equal(permalink(workspace, 'C1', message, thread), address));
});
