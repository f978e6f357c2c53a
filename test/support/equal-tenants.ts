/**
 * Mio between two organizations that have nothing in common but every id: two workspaces each, one channel each. A
 * conversation is never in two channels, which is what claims are for; they are taken away in between, so that what
 * lies behind them is seen.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, createApp } from '../../src/app.ts';
import type { Records } from '../../src/core/records.ts';
import { parseSettings } from '../../src/settings/settings.ts';
import { createSqliteStorage } from '../../src/storage/sqlite/index.ts';
import { type ApiAnswer, callApi } from './api.ts';
import { type EqualWorkspaces, openEqualWorkspaces, type SignedEvent } from './equal-workspaces.ts';
import { createFastClock } from './fast-clock.ts';
import { createTestLog, type TestLog } from './log.ts';
import { wholeEnvironment } from './settings.ts';

/** The workspaces of each organization: what is written in one appears in the other, and nowhere else. */
export const organizations = { Acme: ['T0ACMEEAST', 'T0ACMEWEST'], Bolt: ['T0BOLTEAST', 'T0BOLTWEST'] } as const;
export type OrganizationName = keyof typeof organizations;
export const names = Object.keys(organizations) as OrganizationName[];
export const teams: readonly string[] = Object.values(organizations).flat();
export const partnerOf = (team: string): string =>
  Object.values(organizations)
    .find((own) => own.some((one) => one === team))!
    .find((one) => one !== team)!;

const speed = 30;
const channelOf = (team: string): string => (team.endsWith('EAST') ? 'C0SAMEEAST' : 'C0SAMEWEST');

/** Ids that Mio gave. */
export interface GivenIds {
  /** By team. */
  readonly connections: Readonly<Record<string, string>>;
  readonly channel: string;
  readonly legs: readonly string[];
  readonly all: readonly string[];
}

export interface EqualTenants {
  readonly slack: EqualWorkspaces;
  readonly log: TestLog;
  /** Where Mio keeps its state. */
  readonly data: string;
  /** Everything that nobody may read anywhere: keys, tokens and what they are sealed and signed with. */
  readonly secrets: readonly string[];
  readonly ids: Readonly<Record<OrganizationName, GivenIds>>;
  /** Answers the status. */
  deliver(event: SignedEvent): Promise<number>;
  fetch(path: string, init?: RequestInit): Promise<Response>;
  api(as: OrganizationName, method: string, path: string, body?: unknown): Promise<ApiAnswer>;
  /** Resolves when Mio has nothing left to do. */
  settled(): Promise<void>;
  /** Resolves when that holds, or after 20 s: whoever waits looks themselves then. */
  until(holds: () => boolean): Promise<void>;
  /** While Mio is stopped: what is in its store. */
  inStore(work: (records: Records) => Promise<void>): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
  close(): Promise<void>;
}

export async function openEqualTenants(): Promise<EqualTenants> {
  const clock = createFastClock(speed);
  const folder = mkdtempSync(join(tmpdir(), 'mio-tenants-'));
  const slack = await openEqualWorkspaces(Object.fromEntries(teams.map((team) => [team, channelOf(team)])), clock.now);
  const log = createTestLog();
  const values = parseSettings({
    ...wholeEnvironment,
    PORT: '0',
    MIO_DATA: join(folder, 'data'),
    MIO_PUBLIC_URL: 'https://mio.example',
    MIO_PACE: '1000',
    MIO_SCANNER: '',
    SLACK_SIGNING_SECRET: slack.signingSecret,
  });
  const origins = new Map(['https://slack.com', 'https://files.slack.com'].map((origin) => [origin, slack.url]));
  const create = (): App =>
    createApp(values, { log, origins, clock, host: '127.0.0.1', commitDeadlineMs: 1_000 * speed });
  let app = create();
  let url = '';
  const keys = new Map<OrganizationName, string>();

  const start = async () => {
    url = `http://127.0.0.1:${await app.start()}`;
  };
  const restart = async () => {
    app = create();
    await start();
  };
  const api: EqualTenants['api'] = (as, method, path, body) => callApi(url, { key: keys.get(as), method, path, body });

  /** As a person consents: the page of Slack leads back with a code that is named after the workspace. */
  async function connect(as: OrganizationName, team: string): Promise<void> {
    const { body } = await api(as, 'POST', '/connections', { platform: 'slack' });
    const begun = await fetch(String(body['start']).replace('https://mio.example', url), { redirect: 'manual' });
    const state = new URL(begun.headers.get('location') ?? '').searchParams.get('state') ?? '';
    const cookie = begun.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const query = new URLSearchParams({ state, code: team });
    const back = await fetch(`${url}/oauth/slack/callback?${query}`, { headers: { cookie } });
    if (back.status !== 200) throw new Error(`${team} could not be connected: ${await back.text()}`);
  }

  async function settle(as: OrganizationName): Promise<GivenIds> {
    const call = { key: values.MIO_OPERATOR_KEY, method: 'POST', path: '/organizations', body: { name: as } };
    const made = (await callApi(url, call)).body;
    keys.set(as, String(made['key']));
    for (const team of organizations[as]) await connect(as, team);
    const connections = (await api(as, 'GET', '/connections')).body as unknown as { id: string; name: string }[];
    const places = connections.map(({ id, name }) => ({ connection: id, conversation: channelOf(name) }));
    const { status, body } = await api(as, 'POST', '/channels', { name: `${as} talks`, places });
    if (status !== 200) throw new Error(`no channel for ${as}: ${JSON.stringify(body)}`);
    const legs = (body['legs'] as { id: string }[]).map(({ id }) => id);
    const [organization, channel] = [String(made['id']), String(body['id'])];
    return {
      connections: Object.fromEntries(connections.map(({ id, name }) => [name, id])),
      channel,
      legs,
      all: [organization, channel, ...connections.map(({ id }) => id), ...legs],
    };
  }

  const queued = async () =>
    Number(/^mio_queue_length (\d+)/m.exec(await (await fetch(`${url}/metrics`)).text())?.[1] ?? 0);

  async function inStore(work: (records: Records) => Promise<void>): Promise<void> {
    const storage = createSqliteStorage({ folder: values.MIO_DATA, clock, log });
    await storage.open();
    await work(storage.records);
    await storage.close();
  }
  const withoutClaims = (records: Records) =>
    records.list('claim').then(async (claims) => {
      for (const { id, revision } of claims) await records.remove('claim', id, revision);
    });

  await start();
  const acme = await settle('Acme');
  await app.stop();
  await inStore(withoutClaims);
  await restart();
  const ids = { Acme: acme, Bolt: await settle('Bolt') };
  return {
    slack,
    log,
    data: values.MIO_DATA,
    secrets: [
      values.MIO_KEY,
      values.MIO_OPERATOR_KEY,
      values.TEAMS_APP_PASSWORD,
      values.SLACK_CLIENT_SECRET,
      values.SLACK_SIGNING_SECRET,
      values.WEBEX_CLIENT_SECRET,
      ...teams.map((team) => `xoxb-${team}`),
      ...keys.values(),
    ],
    ids,
    deliver: async ({ body, headers }) =>
      (await fetch(`${url}/webhooks/slack/events`, { method: 'POST', body, headers: { ...headers } })).status,
    fetch: (path, init) => fetch(url + path, init),
    api,
    async settled() {
      while ((await queued()) > 0);
    },
    async until(holds) {
      const deadline = performance.now() + 20_000;
      while (!holds() && performance.now() < deadline) await queued();
    },
    inStore,
    start: restart,
    stop: () => app.stop(),
    async close() {
      await app.stop();
      await slack.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
