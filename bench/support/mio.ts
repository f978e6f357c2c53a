/** The store that Mio is benchmarked on: 64 universal channels over 64 connections, made through the storage port. */
import { randomBytes } from 'node:crypto';
import { createKeyPair, type KeyPair } from '../../src/connectors/teams/crypto.ts';
import type {
  ChannelId,
  ConnectionId,
  ConversationId,
  LegId,
  MessageId,
  OrganizationId,
  Place,
  Platform,
} from '../../src/core/model.ts';
import type { Log } from '../../src/core/ports.ts';
import type { Connection, Leg, UniversalChannel } from '../../src/core/records.ts';
import { noticeRef } from '../../src/core/relay/event.ts';
import { systemClock } from '../../src/core/time.ts';
import { createVault } from '../../src/core/vault.ts';
import { createSqliteStorage } from '../../src/storage/sqlite/index.ts';
import { fill } from './fill.ts';
import type { SlackPlace } from './slack-load.ts';
import { slackApp } from './slack-load.ts';

export const channelCount = 64;
export const masterKey = 'bWlvIGJlbmNobWFyayBtYXN0ZXIga2V5LCAzMiBieXQ=';
export const tenant = '8d0c5c3e-52f4-4a7e-9a10-6d2f1b7c4e01';
export const teamsApp = '7d3f5a90-6c1e-4b28-9f47-0e5d8c2b1a10';
export const clientState = 'benchmark-client-state';
const certificateName = 'mio-0123456789abcdef';

export interface TeamsPlace {
  readonly team: string;
  readonly channel: string;
  readonly subscription: string;
}

export interface BenchStore {
  readonly slack: readonly SlackPlace[];
  readonly teams: readonly TeamsPlace[];
  /** Notifications are encrypted to it. */
  readonly certificate: { readonly id: string; readonly pem: string };
}

const organization = 'organization' as OrganizationId;
const quiet: Log = { debug() {}, info() {}, warn() {}, error() {} };
/** One Teams tenant, 31 Slack workspaces and 32 Webex organizations. */
const workspaces = 31;
const webexOrganizations = 32;

const connection = (platform: Platform, account: string, facts: Record<string, unknown>): Connection => ({
  id: `connection-${account}` as ConnectionId,
  organization,
  platform,
  account,
  name: account,
  installer: 'benchmark',
  facts,
  createdAt: 0,
});

const teamsConnection = connection('teams', tenant, { serviceUser: tenant });
const slackConnections = Array.from({ length: workspaces }, (_, n) =>
  connection('slack', `T0BENCH${String(n).padStart(3, '0')}`, {
    appId: slackApp,
    botUserId: 'U0MIOBOT01',
    botId: 'B0MIOBOT01',
  }),
);
const webexConnections = Array.from({ length: webexOrganizations }, (_, n) =>
  connection('webex', `webex-organization-${n}`, {
    personId: 'relay',
    personName: 'Mio Relay',
    personMail: 'relay@bench.example',
  }),
);

interface Planned {
  readonly channel: UniversalChannel;
  readonly slack: SlackPlace;
  readonly teams: TeamsPlace;
}

function plan(number: number): Planned {
  const padded = String(number).padStart(4, '0');
  const workspace = slackConnections[number % workspaces]!;
  const slack = { team: workspace.account, channel: `C0BENCH${padded}` };
  const teams = {
    team: `2a7c3d0e-5f94-48b6-81e2-8d6f0b4a${padded}`,
    channel: `19:BenchChannel${padded}@thread.tacv2`,
    subscription: `b7f2d960-14ac-4e8b-93d7-5a0e6c41${padded}`,
  };
  const id = `channel-${padded}` as ChannelId;
  const leg = (platform: Platform, of: Connection, conversation: string): Leg => ({
    id: `leg-${platform}-${padded}` as LegId,
    organization,
    connection: of.id,
    conversation: conversation as ConversationId,
    platform,
    title: conversation,
    state: 'active',
    joinedAt: 0,
    line: 'line' as MessageId,
  });
  const legs = [
    leg('teams', teamsConnection, `${teams.team}/${teams.channel}`),
    leg('slack', workspace, slack.channel),
    leg('webex', webexConnections[number % webexOrganizations]!, `room-${padded}`),
  ];
  return { channel: { id, name: padded, host: organization, legs, state: 'active', createdAt: 0 }, slack, teams };
}

const placeOf = ({ connection: of, conversation }: Leg): Place => ({ connection: of, conversation });

/** Makes the store in `folder`, with `links` done deliveries in it. */
export async function makeStore(folder: string, links: number): Promise<BenchStore> {
  const planned = Array.from({ length: channelCount }, (_, number) => plan(number));
  const pair = await createKeyPair(randomBytes, Date.now() - 86_400_000, Date.now() + 86_400_000 * 300);
  const storage = createSqliteStorage({ folder, clock: systemClock, log: quiet });
  await storage.open();
  await writeRecords(storage, planned, pair);
  await storage.close();
  if (links > 0) {
    const channels = planned.map(
      ({
        channel: {
          legs: [teams, slack, webex],
        },
      }) => ({
        source: placeOf(slack!),
        copies: [teams!, webex!].map((leg) => ({ leg: leg.id, place: placeOf(leg) })),
      }),
    );
    fill({ folder, targets: links, channels, newestAt: Date.now() - 86_400_000 * 2 });
  }
  return {
    slack: planned.map(({ slack }) => slack),
    teams: planned.map(({ teams }) => teams),
    certificate: { id: certificateName, pem: pair.certificate },
  };
}

async function writeRecords(
  { records, relay }: ReturnType<typeof createSqliteStorage>,
  planned: readonly Planned[],
  pair: KeyPair,
): Promise<void> {
  const vault = createVault(Buffer.from(masterKey, 'base64'), randomBytes);
  const seal = (of: Connection, field: string, secret: string) =>
    records.put(
      'credential',
      `${of.id}/${field}`,
      { sealed: vault.seal(secret, `${organization}|${of.id}|${field}`) },
      0,
    );
  const all = [teamsConnection, ...slackConnections, ...webexConnections];
  await Promise.all(all.map((of) => records.put('connection', of.id, of, 0)));
  await Promise.all(slackConnections.map((of) => seal(of, 'token', 'xoxb-benchmark')));
  await Promise.all(
    webexConnections.map((of) =>
      seal(
        of,
        'tokens',
        JSON.stringify({ access: 'benchmark', refresh: 'benchmark', expiresAt: Date.now() + 86_400_000 * 10 }),
      ),
    ),
  );
  await seal(teamsConnection, `certificate-${certificateName}`, JSON.stringify(pair));
  const { createHash } = await import('node:crypto');
  const stateHash = createHash('sha256').update(clientState).digest('hex');
  for (const { channel, teams } of planned) {
    await records.put('channel', channel.id, channel, 0);
    const [teamsLeg] = channel.legs;
    const subscription = {
      connection: teamsConnection.id,
      conversation: teamsLeg!.conversation,
      remote: teams.subscription,
      stateHash,
      expiresAt: Date.now() + 86_400_000 * 3,
    };
    await records.put('subscription', `${teamsConnection.id}/${teamsLeg!.conversation}`, subscription, 0);
    await Promise.all(
      channel.legs.map((leg) =>
        relay.putTarget({
          ...noticeRef(channel.id, 'line'),
          revision: 0,
          part: 0,
          leg: leg.id,
          place: placeOf(leg),
          state: 'done',
          attempt: 1,
          target: `line-${leg.id}` as MessageId,
          shown: 'line',
          version: 1,
          reason: null,
          receivedAt: 1,
          sentAt: 1,
          doneAt: 1,
          targetAt: 1,
        }),
      ),
    );
  }
}
