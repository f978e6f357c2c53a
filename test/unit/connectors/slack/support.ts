/** A Slack connector with one connection, and Slack as a test scripts it. */
import { createHmac } from 'node:crypto';
import { createSlackConnector } from '../../../../src/connectors/slack/index.ts';
import type { Connector, PostOptions, WebhookRequest } from '../../../../src/core/connector.ts';
import type { ConversationId, MessageId, MessageRef, Place } from '../../../../src/core/model.ts';
import type { AccountStore } from '../../../../src/core/people/account-store.ts';
import type { Connection } from '../../../../src/core/records.ts';
import { createEgress } from '../../../../src/http/egress.ts';
import { createTestClock } from '../../../support/clock.ts';
import { accountsOf, createTestParts, storeConnection, type TestParts } from '../../../support/connector-parts.ts';
import { openPlatform, type ScriptedPlatform } from '../../../support/platform.ts';

/** When the events of the fixtures arrive. */
const fixtureTime = 1_712_345_700_000;
export const signingSecret = 'relay-test-signing-secret';

/** For posts without files. */
export const noFiles: PostOptions['open'] = () => Promise.reject(new Error('there are no files'));

export interface SlackWorld {
  readonly slack: ScriptedPlatform;
  readonly parts: TestParts;
  readonly connector: Connector;
  readonly connection: Connection;
  readonly accounts: AccountStore;
  readonly place: Place;
  ref(ts: string): MessageRef;
  /** Lets time pass until it is settled. */
  meanwhile<Result>(work: Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

export async function openSlackWorld(): Promise<SlackWorld> {
  const slack = await openPlatform();
  const origins = new Map(['https://slack.com', 'https://files.slack.com'].map((origin) => [origin, slack.url]));
  const egress = createEgress({ origins });
  const parts = createTestParts(egress, createTestClock(fixtureTime));
  const settings = { clientId: 'client', clientSecret: 'secret-of-the-client', signingSecret, appId: 'A0RELAY01' };
  const accounts = accountsOf(parts);
  const connector = createSlackConnector(parts, settings, accounts);
  const connection = await storeConnection(parts, {
    id: 'slack-1',
    platform: 'slack',
    account: 'T0ACME001',
    facts: { appId: 'A0RELAY01', botId: 'B0RELAY01', botUserId: 'U0RELAYBOT' },
    secrets: { token: 'xoxb-made-up' },
  });
  const place: Place = { connection: connection.id, conversation: 'C0GENERAL' as ConversationId };
  return {
    slack,
    parts,
    connector,
    connection,
    accounts,
    place,
    ref: (ts) => ({ ...place, message: ts as MessageId }),
    async meanwhile(work) {
      let isSettled = false;
      const settled = () => {
        isSettled = true;
      };
      work.then(settled, settled);
      while (!isSettled) await parts.clock.advance(50);
      return await work;
    },
    async close() {
      await egress.close();
      await slack.close();
    },
  };
}

/** As Slack sends it, at the time of the fixtures. */
export function signedRequest(body: string | Buffer, headers: Record<string, string> = {}): WebhookRequest {
  const bytes = Buffer.from(body);
  const timestamp = String(fixtureTime / 1000);
  const digest = createHmac('sha256', signingSecret).update(`v0:${timestamp}:`).update(bytes).digest('hex');
  return {
    route: 'events',
    query: new URLSearchParams(),
    headers: {
      'content-type': 'application/json',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': `v0=${digest}`,
      ...headers,
    },
    body: bytes,
  };
}

export function unsignedForm(body: string): WebhookRequest {
  return {
    route: 'events',
    query: new URLSearchParams(),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: Buffer.from(body),
  };
}
