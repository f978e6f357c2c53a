/** Mio itself, unchanged, with the platforms' origins mapped to the bare targets. Started with folder and address. */
import { createApp } from '../../src/app.ts';
import { platformOrigins } from '../../src/http/egress.ts';
import { stopOnSignals } from '../../src/index.ts';
import { createLog } from '../../src/log.ts';
import { parseSettings } from '../../src/settings/settings.ts';
import { masterKey, teamsApp, tenant } from './mio.ts';
import { signingSecret } from './slack-load.ts';

const [folder = '', targets = ''] = process.argv.slice(2);
const values = parseSettings({
  PORT: '0',
  MIO_DATA: folder,
  MIO_PUBLIC_URL: 'https://mio.example',
  MIO_KEY: masterKey,
  MIO_OPERATOR_KEY: 'benchmark-operator-key-of-32-characters',
  MIO_PACE: '100000',
  MIO_LOG: process.env['BENCH_LOG'] ?? 'error',
  TEAMS_APP_ID: teamsApp,
  TEAMS_APP_PASSWORD: 'benchmark',
  TEAMS_TENANT_ID: tenant,
  SLACK_CLIENT_ID: 'benchmark',
  SLACK_CLIENT_SECRET: 'benchmark',
  SLACK_SIGNING_SECRET: signingSecret,
  WEBEX_CLIENT_ID: 'benchmark',
  WEBEX_CLIENT_SECRET: 'benchmark',
});
const app = createApp(values, {
  log: createLog(values.MIO_LOG),
  origins: new Map(Object.keys(platformOrigins).map((origin) => [origin, targets])),
  host: '127.0.0.1',
});
stopOnSignals(app);
process.send?.({ port: await app.start() });
