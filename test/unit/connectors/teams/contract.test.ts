/** What every connector must do, asked of Teams in a simulated world that speaks the real protocols. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { createSandbox } from '../../../../sandbox/index.ts';
import { createTeamsConnector } from '../../../../src/connectors/teams/index.ts';
import type { WebhookRequest } from '../../../../src/core/connector.ts';
import { systemClock } from '../../../../src/core/time.ts';
import { createEgress, sandboxOrigins } from '../../../../src/http/egress.ts';
import { Browser } from '../../../../start/browser.ts';
import { connectorContract, type LivePlatform } from '../../../contracts/connector.ts';
import { createTestParts, storeConnection } from '../../../support/connector-parts.ts';
import { openFront } from '../../../support/front.ts';

const publicUrl = 'https://mio.example';
const verifier = 'v'.repeat(50);
const redirectUri = `${publicUrl}/oauth/teams/callback`;

async function openTeams(): Promise<LivePlatform> {
  const front = await openFront();
  const sandbox = await createSandbox({ product: { publicUrl, url: front.url } });
  const egress = createEgress({ origins: sandboxOrigins(sandbox.url) });
  const parts = { ...createTestParts(egress), clock: systemClock };
  const { teamsAppId = '', teamsClientSecret = '', teamsTenantId = '' } = sandbox.app();
  const settings = { appId: teamsAppId, appPassword: teamsClientSecret, tenantId: teamsTenantId };
  const connector = createTeamsConnector(parts, settings);
  front.connect(connector);

  const challenge = createHash('sha256').update(verifier).digest('base64url');
  const browser = new Browser((url) => url.replace(publicUrl, front.url));
  const consent = await connector.authorize({ state: 's'.repeat(32), challenge, redirectUri });
  await browser.consent(consent, { account: 'mio@contoso.example', name: 'Mio Service' });
  const code = (await front.visit('/oauth/teams/callback')).get('code') ?? '';
  const grant = await connector.redeem({ code, verifier, redirectUri });
  const connection = await storeConnection(parts, { id: 'c-teams', platform: 'teams', ...grant });
  await connector.establish(connection);
  await connector.start();

  const title = 'Operations / Incidents';
  const info = (await connector.places(connection.id)).find((one) => one.title === title);
  const seat = sandbox.places().find((one) => one.platform === 'teams' && one.title === title);
  assert.ok(info && seat);
  const place = { connection: connection.id, conversation: info.conversation };
  await connector.prepare(place);
  const hands = sandbox.as('ada').on('teams');

  return {
    connector,
    place,
    ownPosts: 'us',
    keepsKeys: false,
    person: {
      name: 'Ada Nowak',
      post: (text) => hands.post(seat.place, text),
      reply: (to, text) => hands.reply(seat.place, to, text),
      edit: async (message, text) => void (await hands.edit(seat.place, message, text)),
      remove: async (message) => void (await hands.remove(seat.place, message)),
    },
    event: front.event,
    seen: front.seen,
    forgeries,
    async close() {
      await connector.stop();
      await sandbox.close();
      await egress.close();
      await front.close();
    },
  };
}

function forgeries(genuine: WebhookRequest): { why: string; request: WebhookRequest }[] {
  type Item = Record<string, unknown> & { encryptedContent: Record<string, string> };
  const spoilt = (why: string, spoil: (body: { value: Item[]; validationTokens: unknown }, item: Item) => void) => {
    const body = JSON.parse(genuine.body.toString()) as { value: Item[]; validationTokens: unknown };
    for (const item of body.value) spoil(body, item);
    return { why, request: { ...genuine, body: Buffer.from(JSON.stringify(body)) } };
  };
  return [
    spoilt('no client state', (_, item) => delete item['clientState']),
    spoilt('another client state', (_, item) => Object.assign(item, { clientState: 'guess' })),
    spoilt('another subscription', (_, item) => Object.assign(item, { subscriptionId: item['tenantId'] })),
    spoilt('another tenant', (_, item) => Object.assign(item, { tenantId: item['subscriptionId'] })),
    spoilt('no validation tokens', (body) => Object.assign(body, { validationTokens: null })),
    spoilt('another signature', (_, item) => Object.assign(item.encryptedContent, { dataSignature: 'AAAA' })),
  ];
}

connectorContract('Microsoft Teams', openTeams);
