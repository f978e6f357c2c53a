/**
 * Signing in, against the sandbox: Entra, Graph and Mio's pages by real HTTP on loopback; records in memory; a clock that
 * stands until it is moved. The chat is a few use cases, as the bot makes them.
 */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { createSandbox, type Sandbox } from '../../sandbox/index.ts';
import { demo } from '../../sandbox/seed.ts';
import { createSlackConnector } from '../../src/connectors/slack/index.ts';
import { createTeamsConnector, type TeamsPeople } from '../../src/connectors/teams/index.ts';
import { createWebexConnector } from '../../src/connectors/webex/index.ts';
import { createAccountUseCases } from '../../src/core/bot/accounts.ts';
import { createLinking } from '../../src/core/bot/linking.ts';
import { Rights } from '../../src/core/bot/rights.ts';
import { createServiceUser } from '../../src/core/bot/service-user.ts';
import { createSettingsUseCases } from '../../src/core/bot/settings.ts';
import { createSignInUseCases } from '../../src/core/bot/sign-in.ts';
import type { AccountUseCases, SettingsUseCases, SignInOutcome, SignInUseCases } from '../../src/core/bot/use-cases.ts';
import { Audit } from '../../src/core/channels/audit.ts';
import { Connections } from '../../src/core/channels/connections.ts';
import { Organizations } from '../../src/core/channels/organizations.ts';
import type { Connector } from '../../src/core/connector.ts';
import { UserError } from '../../src/core/errors.ts';
import { createIds } from '../../src/core/identifiers.ts';
import type { Language } from '../../src/core/language.ts';
import type { ConnectionId, OrganizationId, PersonId, Platform } from '../../src/core/model.ts';
import { createAccountStore } from '../../src/core/people/account-store.ts';
import { createAccountIndex, type LinkedAccounts } from '../../src/core/people/accounts.ts';
import type { Egress } from '../../src/core/ports.ts';
import type { Reason } from '../../src/core/reasons.ts';
import type { Records } from '../../src/core/records.ts';
import { createSigner } from '../../src/core/signed.ts';
import type { Speaker } from '../../src/core/speaker.ts';
import { createVault } from '../../src/core/vault.ts';
import type { ApiParts } from '../../src/http/api.ts';
import { createEgress, sandboxOrigins } from '../../src/http/egress.ts';
import type { InvitationPages } from '../../src/http/invitation.ts';
import { createMetrics } from '../../src/http/metrics.ts';
import { createServer, type ServerParts } from '../../src/http/server.ts';
import { Browser, type Page, type Person } from '../../start/browser.ts';
import { createTestClock, type TestClock } from './clock.ts';
import { createMemoryRecords, createTestParts } from './connector-parts.ts';

const publicUrl = 'https://mio.example';

export interface SignInWorld {
  readonly sandbox: Sandbox;
  readonly clock: TestClock;
  readonly records: Records;
  readonly useCases: SignInUseCases;
  readonly accounts: AccountUseCases;
  readonly settings: SettingsUseCases;
  readonly index: LinkedAccounts;
  readonly connectors: Readonly<Record<Platform, Connector>>;
  readonly people: TeamsPeople;
  readonly outcomes: readonly SignInOutcome[];
  /** Everything that was logged. */
  logged(): string;
  /** A fresh browser. */
  browser(): Browser;
  /** Opens the link as that account and agrees to everything. */
  visit(link: string, account: string | Person): Promise<Page>;
  /** Signs the service user in, which makes the tenant an organization with Teams. */
  connectTeams(): Promise<{ readonly organization: OrganizationId; readonly connection: ConnectionId }>;
  /** Connects another platform as that person. */
  connect(organization: OrganizationId, platform: Platform, person: Person): Promise<ConnectionId>;
  /** One request, no redirect followed. */
  fetch(path: string, headers?: Readonly<Record<string, string>>): Promise<Response>;
  /** Where a link of Mio's really is. */
  local(link: string): string;
  /** How often Mio called Entra's token endpoint. */
  tokenCalls(): number;
  close(): Promise<void>;
}

export const tenant = demo.teams.tenant.id;

/** Somebody of the demo who writes to the bot. */
export function speakerOf(person: string, language: Language = 'en'): Speaker {
  const { name = person } = demo.people.find(({ id }) => id === person) ?? {};
  return { tenant, person: demo.teams.users[person] as PersonId, name, language };
}

/** At Microsoft's page: that account says yes or no. Answers the address that the browser is sent back to. */
export async function decide(authorize: string, account: string, decision: 'accept' | 'cancel'): Promise<string> {
  const url = new URL(authorize);
  url.searchParams.set('account', account);
  url.searchParams.set('decision', decision);
  const page = `${url.origin}${url.pathname}`;
  const answer = await fetch(page, { method: 'POST', redirect: 'manual', body: url.searchParams });
  return answer.headers.get('location') ?? '';
}

/** For `assert.rejects`: the obstacle that the bot would say. */
export const obstacle = (reason: Reason) => (error: unknown) => {
  assert.ok(error instanceof UserError, String(error));
  assert.equal(error.obstacle?.reason, reason);
  return true;
};

/** The code that a page shows. @throws where it shows none */
export function codeOn(page: Page): string {
  const code = /<output id="code"[^>]*>([^<]+)<\/output>/.exec(page.text)?.[1];
  assert.ok(code, `no code on the page: ${page.status} ${page.text}`);
  return code;
}

export async function openSignInWorld(): Promise<SignInWorld> {
  let url = '';
  let tokenCalls = 0;
  const clock = createTestClock();
  const sandbox = await createSandbox({ product: { publicUrl, url: () => url }, clock });
  const wire = createEgress({ origins: sandboxOrigins(sandbox.url), deadlineMs: 1_000 });
  const egress: Egress = {
    ...wire,
    request(request) {
      if (new URL(request.url).pathname.endsWith('/oauth2/v2.0/token')) tokenCalls += 1;
      return wire.request(request);
    },
  };
  const records = createMemoryRecords();
  const metrics = createMetrics();
  const parts = {
    ...createTestParts(egress, clock),
    records,
    metrics,
    vault: createVault(randomBytes(32), (bytes) => randomBytes(bytes)),
  };
  const app = sandbox.app();
  const index = createAccountIndex((who) => teams.people.signedIn.acts(who));
  const store = createAccountStore({ ...parts, index });
  const teams = createTeamsConnector(
    parts,
    { appId: app['teamsAppId']!, appPassword: app['teamsClientSecret']!, tenantId: app['teamsTenantId']! },
    () => Promise.reject(new Error('nobody talks here')),
  );
  const connectors = {
    teams,
    slack: createSlackConnector(
      parts,
      {
        clientId: app['slackClientId']!,
        clientSecret: app['slackClientSecret']!,
        signingSecret: app['slackSigningSecret']!,
      },
      store,
    ),
    webex: createWebexConnector(parts, {
      clientId: app['webexClientId']!,
      clientSecret: app['webexClientSecret']!,
    }),
  };
  const audit = new Audit(records, clock);
  const shared = { ...parts, audit, newId: createIds(clock, parts.random) };
  const organizations = new Organizations(shared);
  const connections = new Connections({ ...shared, connectors, connected: index.connected });
  const { microsoft, signedIn: people, isAdministrator } = teams.people;
  const serviceUser = createServiceUser({
    records,
    organizations,
    connections,
    audit,
    health: (connection) => teams.health(connection),
    serviceUserOf: teams.directory.serviceUserOf,
    isAdministrator,
  });
  const linking = createLinking({ records, audit, connectors, store, index, people });
  const signingKey = randomBytes(32);
  const consentStates = createSigner<Language>('mio consent', () => [signingKey]);
  const useCases = createSignInUseCases({ ...parts, microsoft, people, serviceUser, linking, consentStates });
  const rights = new Rights({ records, clock, directory: teams.directory });
  const accounts = createAccountUseCases({ records, connectors, rights, people, index, linking, signIn: useCases });
  const settings = createSettingsUseCases({
    ...parts,
    administration: teams.administration,
    audit,
    serviceUser,
    isAdministrator: async (speaker) => rights.isAdministrator(await rights.seat(speaker)),
  });
  const outcomes: SignInOutcome[] = [];
  useCases.onOutcome((outcome) => void outcomes.push(outcome));

  const server = createServer({
    connectors,
    connections,
    signIn: useCases,
    invitation: { ...unused<InvitationPages>('an invitation'), knows: async () => false },
    accept: async () => {},
    takeChange: async () => {},
    api: unused<ApiParts>('the API'),
    pictures: async () => 'none',
    files: { ...unused<ServerParts['files']>('a file'), knows: () => false },
    metrics,
    health: () => ({ status: 'ready', version: '0', pid: 1 }),
    gauges() {},
    log: parts.log,
    secure: true,
  });
  url = `http://127.0.0.1:${await server.listen(0, '127.0.0.1')}`;
  const local = (link: string) => link.replace(publicUrl, url);
  const browser = () => new Browser(local);
  const visit = (link: string, account: string | Person) =>
    browser().consent(link, typeof account === 'string' ? { account } : account);
  const connectionOf = async (platform: Platform) => {
    const stored = await records.list('connection');
    return stored.find(({ body }) => body.platform === platform)?.body ?? assert.fail(`${platform} is not connected`);
  };

  return {
    sandbox,
    clock,
    records,
    useCases,
    accounts,
    settings,
    index,
    connectors,
    people: teams.people,
    outcomes,
    logged: parts.logged,
    browser,
    visit,
    async connectTeams() {
      const administrator = speakerOf('mio-service');
      const { url } = await useCases.offer(administrator, 'serviceUser');
      await useCases.confirm(administrator, codeOn(await visit(url, 'mio@contoso.example')));
      const { id, organization } = await connectionOf('teams');
      return { organization, connection: id };
    },
    async connect(organization, platform, person) {
      const before = new Set((await records.list('connection')).map(({ id }) => id));
      const { start } = await connections.connect({ organization, role: 'administrator', name: 'test' }, platform);
      await visit(start, person);
      const made = (await records.list('connection')).find(({ id }) => !before.has(id));
      return made?.body.id ?? (await connectionOf(platform)).id;
    },
    fetch: (path, headers = {}) => fetch(new URL(path, url), { redirect: 'manual', headers }),
    local,
    tokenCalls: () => tokenCalls,
    async close() {
      await server.close();
      await wire.close();
      await sandbox.close();
    },
  };
}

const unused = <Part extends object>(what: string): Part =>
  new Proxy({} as Part, {
    get() {
      throw new Error(`${what} is not part of this world`);
    },
  });
