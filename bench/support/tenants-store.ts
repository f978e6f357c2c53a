/** Two organizations, each with a Slack workspace and a Webex organization of its own, and many channels between the two. */
import { randomBytes } from 'node:crypto';
import type {
  ChannelId,
  ConnectionId,
  ConversationId,
  LegId,
  MessageId,
  OrganizationId,
  Platform,
} from '../../src/core/model.ts';
import type { Connection, Leg, UniversalChannel } from '../../src/core/records.ts';
import { noticeRef } from '../../src/core/relay/event.ts';
import { systemClock } from '../../src/core/time.ts';
import { createVault, credentialContext } from '../../src/core/vault.ts';
import { createSqliteStorage } from '../../src/storage/sqlite/index.ts';
import { masterKey } from './mio.ts';
import { type SlackPlace, slackApp } from './slack-load.ts';

export type Tenant = 'A' | 'B';

const connectionOf = (tenant: Tenant, platform: Platform): Connection => ({
  id: `connection-${platform}-${tenant}` as ConnectionId,
  organization: `organization-${tenant}` as OrganizationId,
  platform,
  account: platform === 'slack' ? teamOf(tenant) : `webex-${tenant}`,
  name: `${platform} of ${tenant}`,
  installer: 'benchmark',
  facts:
    platform === 'slack'
      ? { appId: slackApp, botUserId: 'U0MIOBOT01', botId: 'B0MIOBOT01' }
      : { personId: 'relay', personName: 'Mio Relay', personMail: 'relay@bench.example' },
  createdAt: 0,
});

const teamOf = (tenant: Tenant): string => `T0TENANT${tenant}`;
export const placeOf = (tenant: Tenant, number: number): SlackPlace => ({
  team: teamOf(tenant),
  channel: `C0${tenant}${String(number).padStart(5, '0')}`,
});

/** Makes the store in `folder`: of each tenant so many channels, of Slack and Webex, with their lines drawn. */
export async function makeTenants(folder: string, channels: number): Promise<void> {
  const log = { debug() {}, info() {}, warn() {}, error() {} };
  const storage = createSqliteStorage({ folder, clock: systemClock, log });
  const vault = createVault(Buffer.from(masterKey, 'base64'), randomBytes);
  const webexTokens = { access: 'benchmark', refresh: 'benchmark', expiresAt: Date.now() + 86_400_000 * 10 };
  await storage.open();
  const { records, relay } = storage;
  for (const tenant of ['A', 'B'] as const) {
    const [slack, webex] = [connectionOf(tenant, 'slack'), connectionOf(tenant, 'webex')];
    for (const [connection, field, secret] of [
      [slack, 'token', 'xoxb-benchmark'],
      [webex, 'tokens', JSON.stringify(webexTokens)],
    ] as const) {
      await records.put('connection', connection.id, connection, 0);
      const sealed = vault.seal(secret, credentialContext(connection, field));
      await records.put('credential', `${connection.id}/${field}`, { sealed }, 0);
    }
    for (let number = 0; number < channels; number += 1) {
      const name = `${tenant}-${number}`;
      const leg = (of: Connection, conversation: string): Leg => ({
        id: `leg-${of.platform}-${name}` as LegId,
        organization: of.organization,
        connection: of.id,
        conversation: conversation as ConversationId,
        platform: of.platform,
        title: name,
        state: 'active',
        joinedAt: 0,
        line: 'line' as MessageId,
      });
      const legs = [leg(slack, placeOf(tenant, number).channel), leg(webex, `room-${name}`)];
      const id = `channel-${name}` as ChannelId;
      const channel: UniversalChannel = { id, name, host: slack.organization, legs, state: 'active', createdAt: 0 };
      await records.put('channel', id, channel, 0);
      for (const { id: of, connection, conversation } of legs) {
        await relay.putTarget({
          ...noticeRef(id, 'line'),
          revision: 0,
          part: 0,
          leg: of,
          place: { connection, conversation },
          state: 'done',
          attempt: 1,
          target: `line-${of}` as MessageId,
          shown: 'line',
          version: 1,
          reason: null,
          receivedAt: 1,
          sentAt: 1,
          doneAt: 1,
          targetAt: 1,
        });
      }
    }
  }
  await storage.close();
}
