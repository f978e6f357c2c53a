/** A Teams connector that is connected: what `connect` of the core would have left behind, and ways to speak to it. */

import type { LoadBot } from '../../../../../src/connectors/teams/bot.ts';
import { createTeamsConnector, type TeamsSettings } from '../../../../../src/connectors/teams/index.ts';
import type { WebhookRequest } from '../../../../../src/core/connector.ts';
import type { ConnectionId, ConversationId, OrganizationId, Place } from '../../../../../src/core/model.ts';
import type { Connection, Records } from '../../../../../src/core/records.ts';
import { createTestClock } from '../../../../support/clock.ts';
import { appId, channelId, type Microsoft, startMicrosoft, teamId, tenantId } from './microsoft.ts';
import { testParts } from './parts.ts';

export const connection = 'c-teams' as ConnectionId;
export const place: Place = { connection, conversation: `${teamId}/${channelId}` as ConversationId };
export const settings = { appId, appPassword: 'a secret', tenantId };
export const startOfTest = Date.UTC(2026, 8, 14, 8, 0, 0);

export type Teams = Awaited<ReturnType<typeof connectedTeams>>;

export async function connectedTeams(
  options: { records?: Records; microsoft?: Microsoft; settings?: Partial<TeamsSettings>; bot?: LoadBot } = {},
) {
  const clock = createTestClock(startOfTest);
  const microsoft = options.microsoft ?? (await startMicrosoft());
  const parts = testParts(clock, microsoft.origins, options.records);
  const { records } = parts;
  const teams = createTeamsConnector(parts, { ...settings, ...options.settings }, options.bot ?? echo);

  const grant = await teams.redeem({
    code: 'code',
    verifier: 'v'.repeat(43),
    redirectUri: 'https://mio.example/oauth/teams/callback',
  });
  const record: Connection = {
    id: connection,
    organization: 'o-contoso' as OrganizationId,
    platform: 'teams',
    account: grant.account,
    name: grant.name,
    installer: grant.installer,
    facts: { ...grant.facts, catalogId: 'catalog-1' },
    createdAt: clock.now(),
  };
  if (!(await records.get('connection', connection))) {
    await records.put('connection', connection, record, 0);
    for (const [field, secret] of Object.entries(grant.secrets)) {
      const sealed = parts.vault.seal(secret, `${record.organization}|${connection}|${field}`);
      await records.put('credential', `${connection}/${field}`, { sealed }, 0);
    }
  }

  const receive = (
    route: WebhookRequest['route'],
    body: Buffer | object | string,
    request: Partial<WebhookRequest> = {},
  ) =>
    teams.receive({
      route,
      query: new URLSearchParams(),
      headers: {},
      body: Buffer.isBuffer(body) ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
      ...request,
    });

  return {
    teams,
    microsoft,
    clock,
    parts,
    records,
    record,
    receive,
    async close() {
      await teams.stop();
      await parts.close();
      if (!options.microsoft) await microsoft.close();
    },
  };
}

/** A bot that says what it heard. */
export const echo: LoadBot = async () => ({
  async greet() {},
  async welcome() {},
  async removed() {},
  async heard({ text }, context) {
    await context.sendActivity(`I heard: ${text}`);
  },
  async invoked() {
    return undefined;
  },
  async changed() {},
  async signInEnded() {},
});
