/** The Teams connector in a simulated tenant that speaks Microsoft's protocols, its service user signed in. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { createSandbox, type Sandbox } from '../../../../../sandbox/index.ts';
import type { Act, ViewedMessage } from '../../../../../sandbox/kit/platform.ts';
import { createTeamsConnector, type TeamsConnector } from '../../../../../src/connectors/teams/index.ts';
import type { MessageId, MessageRef, Place, PresentMessage } from '../../../../../src/core/model.ts';
import type { Records } from '../../../../../src/core/records.ts';
import { systemClock } from '../../../../../src/core/time.ts';
import { createEgress, sandboxOrigins } from '../../../../../src/http/egress.ts';
import { Browser } from '../../../../../start/browser.ts';
import { createTestParts, storeConnection } from '../../../../support/connector-parts.ts';
import { createFastClock } from '../../../../support/fast-clock.ts';
import { type Front, openFront } from '../../../../support/front.ts';

const publicUrl = 'https://mio.example';
const title = 'Operations / Incidents';

export interface LiveTeams {
  readonly teams: TeamsConnector;
  readonly sandbox: Sandbox;
  readonly place: Place;
  readonly front: Front;
  readonly records: Records;
  /** Opens one of Microsoft's links as that account and agrees; answers the query that it comes back with. */
  consent(link: string, account: string): Promise<URLSearchParams>;
  /** Somebody does something in the channel; answers the message's id there. */
  act(act: Omit<Act, 'platform' | 'place'>): Promise<string>;
  /** What people see in the channel. */
  view(): readonly ViewedMessage[];
  ref(message: string): MessageRef;
  /** What the connector says of a message now. */
  present(message: string): Promise<PresentMessage>;
  close(): Promise<void>;
}

/** `speed`: how much faster than the machine's the connector's clock runs. */
export async function openLiveTeams({ speed = 1 } = {}): Promise<LiveTeams> {
  const front = await openFront();
  const sandbox = await createSandbox({ product: { publicUrl, url: front.url } });
  const egress = createEgress({ origins: sandboxOrigins(sandbox.url) });
  const parts = { ...createTestParts(egress), clock: speed === 1 ? systemClock : createFastClock(speed) };
  const { teamsAppId = '', teamsClientSecret = '', teamsTenantId = '' } = sandbox.app();
  const settings = { appId: teamsAppId, appPassword: teamsClientSecret, tenantId: teamsTenantId };
  const teams = createTeamsConnector(parts, settings, () => Promise.reject(new Error('nobody talks to the bot here')));
  front.connect(teams);

  const verifier = 'v'.repeat(50);
  const redirectUri = `${publicUrl}/oauth/teams/callback`;
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  const browser = new Browser((url) => url.replace(publicUrl, front.url));
  const consent = async (link: string, account: string) => {
    await browser.consent(link, { account });
    return front.visit('/oauth/teams/callback');
  };
  const link = await teams.authorize({ state: 's'.repeat(32), challenge, redirectUri });
  const code = (await consent(link, 'mio@contoso.example')).get('code') ?? '';
  const grant = await teams.redeem({ code, verifier, redirectUri });
  const connection = await storeConnection(parts, { id: 'c-teams', platform: 'teams', ...grant });
  await teams.establish(connection);
  await teams.start();

  const info = (await teams.places(connection.id)).find((one) => one.title === title);
  const seat = sandbox.places().find((one) => one.platform === 'teams' && one.title === title);
  assert.ok(info && seat);
  const place = { connection: connection.id, conversation: info.conversation };
  await teams.prepare(place);
  const ref = (message: string): MessageRef => ({ ...place, message: message as MessageId });

  return {
    teams,
    sandbox,
    place,
    front,
    records: parts.records,
    consent,
    act: async (act) => (await sandbox.act({ platform: 'teams', place: seat.place, ...act })).message,
    view: () => sandbox.view('teams', seat.place),
    ref,
    async present(message) {
      const state = await teams.fetch(ref(message), null);
      assert.ok(state?.is === 'present');
      return state;
    },
    async close() {
      await teams.stop();
      await sandbox.close();
      await egress.close();
      await front.close();
    },
  };
}
