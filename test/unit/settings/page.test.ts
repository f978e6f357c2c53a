/** What is written about the settings is what the code reads. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { settingsPage } from '../../../src/settings/settings.ts';
import { nodeFlags } from '../../../start/node-flags.ts';

const root = join(import.meta.dirname, '../../..');

describe('what is written down twice', () => {
  it('is the same: the page of the settings', () => {
    const written = readFileSync(join(root, 'docs/operate/settings.md'), 'utf8');
    assert.equal(written, settingsPage(), 'make docs/operate/settings.md anew from settingsPage()');
  });

  it('is the same: how Node runs Mio', () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    const flags = nodeFlags.map((flag) => flag.replace(pathToFileURL(root).href, '.'));
    assert.equal(scripts['mio'], `node ${flags.join(' ')} start/mio.ts`);
  });
});
