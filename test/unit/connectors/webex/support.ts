/** A Webex connector with one connection, and Webex as a test scripts it. */
import { createHmac } from 'node:crypto';
import { createWebexConnector } from '../../../../src/connectors/webex/index.ts';
import type { Connector, PostOptions, WebhookRequest } from '../../../../src/core/connector.ts';
import type { Mention } from '../../../../src/core/content/tree.ts';
import type { ConversationId, MessageId, MessageRef, Place } from '../../../../src/core/model.ts';
import type { Connection } from '../../../../src/core/records.ts';
import { createEgress, type EgressOptions } from '../../../../src/http/egress.ts';
import { createTestClock } from '../../../support/clock.ts';
import { createTestParts, storeConnection, type TestParts } from '../../../support/connector-parts.ts';
import { openPlatform, type ScriptedPlatform } from '../../../support/platform.ts';

export const now = Date.parse('2026-01-12T09:10:00.000Z');
export const day = 24 * 60 * 60_000;
export const webhookSecret = 'relay-test-webex-secret';

/** A name that notifies, in a tree. */
export const mention = (text: string, whom: Mention) => ({ type: 'text', text, mention: whom }) as const;

/** For posts without files. */
export const noFiles: PostOptions['open'] = () => Promise.reject(new Error('no file is posted here'));

export interface WebexWorld {
  readonly webex: ScriptedPlatform;
  readonly parts: TestParts;
  /** How many timers are set. */
  timers(): number;
  readonly connector: Connector;
  readonly connection: Connection;
  readonly place: Place;
  ref(id: string): MessageRef;
  /** The stored tokens, as the vault gives them. */
  tokens(): Promise<unknown>;
  close(): Promise<void>;
}

export async function openWebexWorld(
  expiresAt = now + 14 * day,
  limits: Pick<EgressOptions, 'deadlineMs'> = {},
): Promise<WebexWorld> {
  const webex = await openPlatform();
  const egress = createEgress({ origins: new Map([['https://webexapis.com', webex.url]]), ...limits });
  const clock = createTestClock(now);
  let timers = 0;
  const parts = createTestParts(egress, { ...clock, after: counted });
  const connector = createWebexConnector(parts, { clientId: 'client', clientSecret: 'secret-of-the-client' });
  const connection = await storeConnection(parts, {
    id: 'webex-1',
    platform: 'webex',
    account: 'Y2lz-org1',
    facts: { personId: 'Y2lz-relay' },
    secrets: {
      tokens: JSON.stringify({ access: 'access-1', refresh: 'refresh-1', expiresAt }),
      webhook: webhookSecret,
    },
  });
  const place: Place = { connection: connection.id, conversation: 'Y2lz-room1' as ConversationId };
  /** Passes on to the clock, and counts. */
  function counted(ms: number, action: () => void): () => void {
    let set = true;
    timers += 1;
    const unset = () => {
      if (set) timers -= 1;
      set = false;
    };
    const cancel = clock.after(ms, () => {
      unset();
      action();
    });
    return () => {
      unset();
      cancel();
    };
  }

  return {
    webex,
    timers: () => timers,
    parts,
    connector,
    connection,
    place,
    ref: (id) => ({ ...place, message: id as MessageId }),
    async tokens() {
      const stored = await parts.records.get('credential', 'webex-1/tokens');
      return JSON.parse(parts.vault.open(stored!.body.sealed, 'organization-1|webex-1|tokens')) as unknown;
    },
    async close() {
      await connector.stop();
      await egress.close();
      await webex.close();
    },
  };
}

export function signedRequest(body: string | Buffer, secret = webhookSecret): WebhookRequest {
  const bytes = Buffer.from(body);
  return {
    route: 'webhook',
    connection: 'webex-1',
    query: new URLSearchParams(),
    headers: { 'x-spark-signature': createHmac('sha1', secret).update(bytes).digest('hex') },
    body: bytes,
  };
}
