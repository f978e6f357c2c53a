/** What administrators are told to tick is what Mio asks for, and all that the sandbox gives. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { subscribedEvents } from '../../../sandbox/slack/subscriptions.ts';
import { registeredScopes } from '../../../sandbox/webex/tokens.ts';
import { accountScopes } from '../../../src/connectors/webex/accounts.ts';
import { scopes } from '../../../src/connectors/webex/install.ts';

const root = join(import.meta.dirname, '../../..');
const page = readFileSync(join(root, 'docs/administer/platform-events.md'), 'utf8');

/** What the table below a heading lists. */
function listed(heading: string): readonly string[] {
  const section = page.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? assert.fail(heading);
  return [...section.matchAll(/^\| `([^`]+)` \|/gm)].map(([, name]) => name!).sort();
}

describe('the page of what to tick', () => {
  it('lists the events of Slack that the sandbox’s app is subscribed to', () => {
    assert.deepEqual(listed('Slack'), [...subscribedEvents].sort());
  });

  it('lists the scopes that the sandbox’s Webex integration has', () => {
    assert.deepEqual(listed('Webex'), [...registeredScopes].sort());
  });

  it('lists the scopes that Mio asks Webex for, and no others', () => {
    assert.deepEqual(listed('Webex'), [...new Set([...scopes, ...accountScopes])].sort());
  });
});
