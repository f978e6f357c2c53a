/** A new customer's first hour, by the real processes over HTTP alone; and what Microsoft was asked for on the way. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { permissionsOf, type Stage, stages } from '../../src/core/permissions.ts';
import { createPair } from '../../start/children.ts';
import { onboarding } from '../../start/onboarding.ts';
import { SandboxClient } from '../../start/sandbox-client.ts';

/** What a customer's administrator was told that Mio asks for. Whoever adds a line here has to tell them first. */
const told: Readonly<Record<Stage, readonly string[]>> = {
  signUp: ['User.Read', 'offline_access'],
  person: ['User.Read', 'offline_access', 'Team.ReadBasic.All', 'Channel.ReadBasic.All', 'User.ReadBasic.All'],
  serviceUser: [
    'User.Read',
    'offline_access',
    'Team.ReadBasic.All',
    'Channel.ReadBasic.All',
    'User.ReadBasic.All',
    'ChannelMessage.Read.All',
    'Files.Read.All',
    'Group.Read.All',
    'Group.ReadWrite.All',
    'Directory.Read.All',
    'AppCatalog.ReadWrite.All',
    'TeamsAppInstallation.ReadWriteForTeam',
    'TeamsAppInstallation.ReadWriteForUser',
  ],
  accountSync: [
    'User.Read',
    'offline_access',
    'ChannelMessage.Send',
    'ChannelMessage.ReadWrite',
    'Files.ReadWrite.All',
  ],
  serviceUserFidelity: [
    'User.Read',
    'offline_access',
    'ChannelMessage.Send',
    'ChannelMessage.ReadWrite',
    'Files.ReadWrite.All',
  ],
};
/** "Scopes and permissions in the Microsoft identity platform": they identify, and open nothing. */
const identifying = ['openid', 'profile'];

interface Entry {
  readonly _platform: string;
  readonly _path: string;
  readonly request: { readonly method: string; readonly postData?: { readonly text?: string } };
}

const scopesIn = (query: URLSearchParams): readonly string[] => (query.get('scope') ?? '').split(' ').sort();
const asked = (stage: Stage): readonly string[] => [...told[stage], ...identifying].sort();

describe('a new customer’s first hour', () => {
  let entra: readonly Entry[];

  before(async function () {
    this.timeout(90_000);
    const folder = mkdtempSync(join(tmpdir(), 'mio-onboarding-'));
    const file = join(folder, 'traffic.har');
    const pair = await createPair(folder);
    try {
      const recorder = await pair.startSandbox('--record', file);
      await pair.startMio('--empty');
      const sandbox = await SandboxClient.open(pair.sandboxUrl);
      for (const { name, run } of await onboarding(pair, sandbox))
        await run().catch((cause: Error) => assert.fail(`${name}: ${cause.message}`));
      sandbox.close();
      await pair.endMio('SIGTERM');
      await recorder.end('SIGTERM');
      const { log } = JSON.parse(readFileSync(file, 'utf8')) as { log: { entries: readonly Entry[] } };
      entra = log.entries.filter(({ _platform }) => _platform === 'entra');
    } finally {
      await pair.end();
      rmSync(folder, { recursive: true, force: true });
    }
  });

  /** What people were asked to consent to, in the order of the story. */
  const consents = (): readonly (readonly string[])[] => {
    const byState = new Map<string, readonly string[]>();
    for (const { _path, request } of entra) {
      const { pathname, searchParams } = new URL(_path, 'https://login.microsoftonline.com');
      const state = searchParams.get('state');
      if (request.method === 'GET' && pathname.endsWith('/authorize') && state !== null)
        byState.set(state, scopesIn(searchParams));
    }
    return [...byState.values()];
  };
  const tokenRequests = (): readonly URLSearchParams[] =>
    entra
      .filter(({ _path }) => new URL(_path, 'https://login.microsoftonline.com').pathname.endsWith('/token'))
      .map(({ request }) => new URLSearchParams(request.postData?.text));

  it('asks for each stage’s permissions when a journey needs them, and for no others', () => {
    assert.deepEqual(consents(), [asked('signUp'), asked('serviceUser'), asked('person')]);
  });

  it('asks for what the table in the code says, which is what customers were told', () => {
    for (const stage of stages) assert.deepEqual([...permissionsOf[stage]].sort(), [...told[stage]].sort(), stage);
  });

  it('takes tokens for a stage at a time, or for what was consented to', () => {
    const whole = 'https://graph.microsoft.com/.default offline_access openid profile';
    const known = new Set([...stages.map((stage) => asked(stage).join(' ')), whole]);
    const delegated = tokenRequests().filter((request) => request.get('grant_type') !== 'client_credentials');
    assert.ok(delegated.length >= 3);
    const others = delegated.map((request) => scopesIn(request).join(' ')).filter((scopes) => !known.has(scopes));
    assert.deepEqual(others, []);
  });

  it('acts as an application towards the bot’s own service alone', () => {
    const own = tokenRequests().filter((request) => request.get('grant_type') === 'client_credentials');
    assert.ok(own.length > 0);
    assert.deepEqual([...new Set(own.flatMap(scopesIn))], ['https://api.botframework.com/.default']);
  });
});
