/** Mio's settings in a story: the sandbox's registrations, keys of its own. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Sandbox } from '../../sandbox/index.ts';
import { parseSettings, type Values } from '../../src/settings/settings.ts';
import type { WorldOptions } from './world.ts';

export function settingsFor(sandbox: Sandbox, folder: string, { scanner, pace = 1_000 }: WorldOptions): Values {
  const app = sandbox.app();
  return parseSettings({
    PORT: '0',
    MIO_DATA: join(folder, 'data'),
    MIO_PUBLIC_URL: app['publicUrl'],
    MIO_KEY: randomBytes(32).toString('base64'),
    MIO_OPERATOR_KEY: randomBytes(32).toString('base64url'),
    MIO_PACE: String(pace),
    MIO_SCANNER: scanner,
    TEAMS_APP_ID: app['teamsAppId'],
    TEAMS_APP_PASSWORD: app['teamsClientSecret'],
    TEAMS_TENANT_ID: app['teamsTenantId'],
    SLACK_CLIENT_ID: app['slackClientId'],
    SLACK_CLIENT_SECRET: app['slackClientSecret'],
    SLACK_SIGNING_SECRET: app['slackSigningSecret'],
    WEBEX_CLIENT_ID: app['webexClientId'],
    WEBEX_CLIENT_SECRET: app['webexClientSecret'],
  });
}
