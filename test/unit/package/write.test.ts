import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SettingsError } from '../../../src/settings/settings.ts';
import { writePackage } from '../../../start/package.ts';
import { openPackage, values } from './support.ts';

const environment = { TEAMS_APP_ID: values.appId, MIO_PUBLIC_URL: values.publicUrl };

describe('npm run package', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'mio-package-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('writes what publishing would send, into a folder that it makes', async () => {
    const file = join(folder, 'build/app.zip');
    const { zip, manifest } = await openPackage();
    assert.equal(await writePackage(environment, file), manifest.version);
    assert.deepEqual(new Uint8Array(readFileSync(file)), zip);
  });

  for (const [name, value] of [
    ['TEAMS_APP_ID', undefined],
    ['TEAMS_APP_ID', 'mio'],
    ['MIO_PUBLIC_URL', undefined],
    ['MIO_PUBLIC_URL', 'http://mio.contoso.example'],
    ['MIO_PUBLIC_URL', 'https://evil.example/x"],"validDomains":["*'],
  ] as const) {
    it(`refuses ${name}=${value ?? ''}, naming it, and writes nothing`, async () => {
      const file = join(folder, 'app.zip');
      await assert.rejects(writePackage({ ...environment, [name]: value }, file), (error) => {
        assert.ok(error instanceof SettingsError);
        assert.match(error.message, new RegExp(`^${name} is .*Example: ${name}=[^\n]*$`));
        return true;
      });
      assert.ok(!existsSync(file));
    });
  }
});
