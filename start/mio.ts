/**
 * `npm run mio`: Mio against the real platforms where credentials are set; else against the sandbox, whose registrations
 * it asks for, and in which it prepares the demo as a person would. With `--empty` it leaves that out, as for a customer
 * who has just installed it.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createApp } from '../src/app.ts';
import { sandboxOrigins } from '../src/http/egress.ts';
import { refuse, run, stopOnSignals } from '../src/index.ts';
import { createLog } from '../src/log.ts';
import { isSandboxMode, parseSettings, SettingsError } from '../src/settings/settings.ts';
import { makeFolder } from '../src/store-checks.ts';
import { introduce } from './companion.ts';
import { prepareDemo } from './demo.ts';

/** What the sandbox tells of Mio's registrations: `GET /_sandbox/app`. */
type Registrations = Readonly<Record<string, string>>;

async function runInSandbox(): Promise<void> {
  const sandboxUrl = `http://127.0.0.1:${sandboxPort()}`;
  const app = await registrations(sandboxUrl);
  const folder = process.env['MIO_DATA'] || './data';
  const keys = keysIn(folder);
  const values = parseSettings({
    MIO_LOG: 'warn',
    MIO_PACE: '1000',
    ...process.env,
    MIO_DATA: folder,
    MIO_PUBLIC_URL: app['publicUrl'],
    MIO_KEY: keys.master,
    MIO_OPERATOR_KEY: keys.operator,
    TEAMS_APP_ID: app['teamsAppId'],
    TEAMS_APP_PASSWORD: app['teamsClientSecret'],
    TEAMS_TENANT_ID: app['teamsTenantId'],
    SLACK_CLIENT_ID: app['slackClientId'],
    SLACK_CLIENT_SECRET: app['slackClientSecret'],
    SLACK_SIGNING_SECRET: app['slackSigningSecret'],
    WEBEX_CLIENT_ID: app['webexClientId'],
    WEBEX_CLIENT_SECRET: app['webexClientSecret'],
  });
  const mio = createApp(values, {
    log: createLog(values.MIO_LOG),
    origins: sandboxOrigins(sandboxUrl),
    world: app['world'] ?? '',
    teamsHost: sandboxUrl,
    host: '127.0.0.1',
    hold: true,
  });
  stopOnSignals(mio);
  const port = await mio.start();
  const mioUrl = `http://127.0.0.1:${port}`;
  if (!isEmpty()) {
    const options = {
      mioUrl,
      publicUrl: values.MIO_PUBLIC_URL,
      operatorKey: keys.operator,
      memory: join(folder, 'demo.json'),
    };
    await prepareDemo(options);
    await introduce(options, sandboxUrl);
  }
  mio.release();
  process.stdout.write(isEmpty() ? welcomeNewcomer(sandboxUrl) : welcome(mioUrl, sandboxUrl));
}

const isEmpty = (): boolean => parseArgs({ options: { empty: { type: 'boolean' } } }).values.empty ?? false;

function sandboxPort(): number {
  const port = process.env['SANDBOX_PORT'] || '4010';
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
    throw new SettingsError('SANDBOX_PORT is not a port number. Port of the sandbox. Example: SANDBOX_PORT=4010');
  }
  return Number(port);
}

/** Waits for a sandbox that is still starting, and says so once. */
async function registrations(sandboxUrl: string): Promise<Registrations> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      const answer = await fetch(`${sandboxUrl}/_sandbox/app`);
      if (answer.ok) return (await answer.json()) as Registrations;
    } catch {
      // Not there yet.
    }
    if (attempt === 20)
      process.stderr.write(`Waiting for the sandbox at ${sandboxUrl} (start it with: npm run sandbox)\n`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Made once per data folder, readable by their owner alone; only ever for the sandbox. */
function keysIn(folder: string): { master: string; operator: string } {
  const path = join(folder, 'sandbox-keys.json');
  if (!existsSync(path)) {
    makeFolder(folder);
    const made = { master: randomBytes(32).toString('base64'), operator: randomBytes(32).toString('base64url') };
    writeFileSync(path, JSON.stringify(made), { mode: 0o600 });
  }
  return JSON.parse(readFileSync(path, 'utf8')) as { master: string; operator: string };
}

const welcome = (mioUrl: string, sandboxUrl: string): string => `
  Mio is ready, on simulated platforms.

    ${sandboxUrl}          Teams, Slack and Webex side by side: start here
    ${mioUrl}/healthz  how Mio is
    ${mioUrl}/metrics  what it counts

  Three conversations are one universal channel: Contoso’s Teams channel Operations / Incidents,
  Fabrikam’s Slack channel #contoso-incidents and Fabrikam’s Webex space Incidents.

  Try: write as Ada in Teams and see it arrive in Slack and Webex. Answer as Eva in Slack, in the thread.
  Edit it, delete it. Open “Chat with Mio” in Teams, sign in as Ada and say “create”.
  Then end Mio with Ctrl-C, start again, and go on where you were.

`;

const welcomeNewcomer = (sandboxUrl: string): string => `
  Mio is ready, on simulated platforms, and nothing is connected yet.

    ${sandboxUrl}  Teams, Slack and Webex side by side

  Try: make a team “Mio” as Ada in Teams, add the app to it, and do what Mio writes to you.

`;

if (isSandboxMode(process.env)) await runInSandbox().catch(refuse);
else await run(process.env).catch(refuse);
