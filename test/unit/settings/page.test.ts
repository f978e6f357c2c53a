/** What is written about the settings is what the code reads. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { settingsPage } from '../../../src/settings/settings.ts';

const root = join(import.meta.dirname, '../../..');

describe('what is written down twice', () => {
  it('is the same: the page of the settings', () => {
    const written = readFileSync(join(root, 'docs/operate/settings.md'), 'utf8');
    assert.equal(written, settingsPage(), 'make docs/operate/settings.md anew from settingsPage()');
  });
});
