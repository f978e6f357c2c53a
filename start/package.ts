/** `npm run package`: the zip that is uploaded to Teams by hand, for one registration and one address of Mio. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildPackage } from '../src/connectors/teams/package.ts';
import { type Environment, parseSome, SettingsError } from '../src/settings/settings.ts';

const place = join(import.meta.dirname, '../build/mio-teams-app.zip');

/** Writes the package; answers its version. @throws SettingsError */
export async function writePackage(environment: Environment, file: string): Promise<string> {
  const settings = parseSome(environment, ['TEAMS_APP_ID', 'MIO_PUBLIC_URL']);
  const { version, zip } = await buildPackage({ appId: settings.TEAMS_APP_ID, publicUrl: settings.MIO_PUBLIC_URL });
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, zip);
  return version;
}

if (import.meta.main) {
  try {
    const version = await writePackage(process.env, place);
    process.stdout.write(`Version ${version} of the app is in ${place}\n`);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    process.stderr.write(`The app package can’t be made:\n${error.message}\n`);
    process.exitCode = 1;
  }
}
