/** What every connector must do, asked of all three in a simulated world that speaks the real protocols. */
import assert from 'node:assert/strict';
import { createHash, createHmac } from 'node:crypto';
import { createSandbox } from '../../sandbox/index.ts';
import { createSlackConnector } from '../../src/connectors/slack/index.ts';
import type { ConnectorParts } from '../../src/connectors/support/parts.ts';
import { createTeamsConnector } from '../../src/connectors/teams/index.ts';
import { createWebexConnector } from '../../src/connectors/webex/index.ts';
import type { Connector, WebhookRequest } from '../../src/core/connector.ts';
import type { Platform } from '../../src/core/model.ts';
import { systemClock } from '../../src/core/time.ts';
import { createEgress, sandboxOrigins } from '../../src/http/egress.ts';
import { Browser, type Person } from '../../start/browser.ts';
import { accountsOf, createTestParts, storeConnection } from '../support/connector-parts.ts';
import { openFront } from '../support/front.ts';
import { connectorContract, type LivePlatform } from './connector.ts';

const publicUrl = 'https://mio.example';
const verifier = 'v'.repeat(50);

type Registrations = Readonly<Record<string, string>>;
type Forgery = { readonly why: string; readonly request: WebhookRequest };

interface Subject {
  readonly platform: Platform;
  readonly create: (parts: ConnectorParts, app: Registrations) => Connector;
  readonly installer: Person;
  /** Of the conversation: as Mio's places name it, and as the sandbox's seed does. */
  readonly title: string;
  readonly seat: string;
  readonly writer: { readonly id: string; readonly name: string };
  readonly ownPosts: LivePlatform['ownPosts'];
  readonly keepsKeys: boolean;
  readonly forgeries: (genuine: WebhookRequest) => Forgery[];
}

const subjects: readonly Subject[] = [
  {
    platform: 'teams',
    create: (parts, app) =>
      createTeamsConnector(
        parts,
        {
          appId: app['teamsAppId'] ?? '',
          appPassword: app['teamsClientSecret'] ?? '',
          tenantId: app['teamsTenantId'] ?? '',
        },
        () => Promise.reject(new Error('nobody talks to the bot here')),
      ),
    installer: { account: 'mio@contoso.example' },
    title: 'Operations / Incidents',
    seat: 'Operations / Incidents',
    writer: { id: 'ada', name: 'Ada Nowak' },
    ownPosts: 'us',
    keepsKeys: false,
    forgeries: forgedNotifications,
  },
  {
    platform: 'slack',
    create: (parts, app) =>
      createSlackConnector(
        parts,
        {
          clientId: app['slackClientId'] ?? '',
          clientSecret: app['slackClientSecret'] ?? '',
          signingSecret: app['slackSigningSecret'] ?? '',
        },
        accountsOf(parts),
      ),
    installer: { account: 'eva@fabrikam.example', name: 'Eva Lindqvist', workspace: 'fabrikam' },
    title: '#contoso-incidents',
    seat: 'fabrikam #contoso-incidents',
    writer: { id: 'farid', name: 'Farid Haddad' },
    ownPosts: 'us',
    keepsKeys: true,
    forgeries: (genuine) => forgedSignatures(genuine, 'x-slack-signature'),
  },
  {
    platform: 'webex',
    create: (parts, app) =>
      createWebexConnector(parts, {
        clientId: app['webexClientId'] ?? '',
        clientSecret: app['webexClientSecret'] ?? '',
      }),
    installer: { account: 'mio@fabrikam.example' },
    title: 'Incidents',
    seat: 'Incidents',
    writer: { id: 'grace', name: 'Grace Kim' },
    ownPosts: 'unknown',
    keepsKeys: false,
    forgeries: (genuine) => forgedSignatures(genuine, 'x-spark-signature'),
  },
];

async function open(subject: Subject): Promise<LivePlatform> {
  const { platform } = subject;
  const front = await openFront();
  const sandbox = await createSandbox({ product: { publicUrl, url: front.url } });
  const egress = createEgress({ origins: sandboxOrigins(sandbox.url) });
  const parts = { ...createTestParts(egress), clock: systemClock };
  const connector = subject.create(parts, sandbox.app());
  front.connect(connector);

  const redirectUri = `${publicUrl}/oauth/${platform}/callback`;
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  const browser = new Browser((url) => url.replace(publicUrl, front.url));
  await browser.consent(
    await connector.authorize({ state: 's'.repeat(32), challenge, redirectUri }),
    subject.installer,
  );
  const code = (await front.visit(`/oauth/${platform}/callback`)).get('code') ?? '';
  const grant = await connector.redeem({ code, verifier, redirectUri });
  const connection = await storeConnection(parts, { id: `c-${platform}`, platform, ...grant });
  await connector.establish(connection);
  await connector.start();

  const info = (await connector.places(connection.id)).find(({ title }) => title === subject.title);
  const seat = sandbox.places().find((one) => one.platform === platform && one.title === subject.seat);
  assert.ok(info && seat, `${subject.title} is not there`);
  const place = { connection: connection.id, conversation: info.conversation };
  await connector.prepare(place);
  const hands = sandbox.as(subject.writer.id).on(platform);

  return {
    connector,
    place,
    ownPosts: subject.ownPosts,
    keepsKeys: subject.keepsKeys,
    person: {
      name: subject.writer.name,
      post: (text) => hands.post(seat.place, text),
      reply: (to, text) => hands.reply(seat.place, to, text),
      edit: async (message, text) => void (await hands.edit(seat.place, message, text)),
      remove: async (message) => void (await hands.remove(seat.place, message)),
    },
    event: front.event,
    seen: front.seen,
    forgeries: subject.forgeries,
    async close() {
      await connector.stop();
      await sandbox.close();
      await egress.close();
      await front.close();
    },
  };
}

function forgedSignatures(genuine: WebhookRequest, header: string): Forgery[] {
  const flipped = Buffer.from(genuine.body);
  flipped.writeUInt8(flipped.readUInt8(flipped.length - 2) ^ 1, flipped.length - 2);
  const another = createHmac('sha1', 'guess').update(genuine.body).digest('hex');
  return [
    { why: 'no signature', request: { ...genuine, headers: { ...genuine.headers, [header]: undefined } } },
    { why: 'another body', request: { ...genuine, body: flipped } },
    { why: 'another secret', request: { ...genuine, headers: { ...genuine.headers, [header]: another } } },
  ];
}

function forgedNotifications(genuine: WebhookRequest): Forgery[] {
  type Item = Record<string, unknown> & { encryptedContent: Record<string, string> };
  const spoilt = (why: string, spoil: (item: Item) => void) => {
    const body = JSON.parse(genuine.body.toString()) as { value: Item[] };
    for (const item of body.value) spoil(item);
    return { why, request: { ...genuine, body: Buffer.from(JSON.stringify(body)) } };
  };
  return [
    spoilt('no client state', (item) => delete item['clientState']),
    spoilt('another client state', (item) => Object.assign(item, { clientState: 'guess' })),
    spoilt('another subscription', (item) => Object.assign(item, { subscriptionId: item['tenantId'] })),
    spoilt('another tenant', (item) => Object.assign(item, { tenantId: item['subscriptionId'] })),
    spoilt('another signature', (item) => Object.assign(item.encryptedContent, { dataSignature: 'AAAA' })),
  ];
}

for (const subject of subjects) connectorContract(subject.platform, () => open(subject));
