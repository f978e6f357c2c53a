/** The last step of an installation, where what it needs was left out. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const script = 'start/prepare.mjs';

describe('an installation without the development packages', () => {
  it('does not fail, and says how to install', () => {
    const folder = mkdtempSync(join(tmpdir(), 'mio-prepare-'));
    try {
      cpSync(join(import.meta.dirname, '../..', script), join(folder, script));
      const { status, stderr } = spawnSync(process.execPath, [join(folder, script)], { encoding: 'utf8' });
      assert.equal(status, 0);
      assert.match(stderr, /npm ci --include=dev/);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
