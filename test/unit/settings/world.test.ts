/** A start with the state of another simulated world: its ids would name people and places that are not there. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, createApp } from '../../../src/app.ts';
import { parseSettings, SettingsError } from '../../../src/settings/settings.ts';
import { createTestLog } from '../../support/log.ts';
import { wholeEnvironment } from '../../support/settings.ts';

describe('a start in a simulated world', () => {
  let folder: string;
  let running: App | undefined;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'mio-worlds-'));
  });
  afterEach(async () => {
    await stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function start(world: string): Promise<void> {
    const values = parseSettings({ ...wholeEnvironment, MIO_SCANNER: '', PORT: '0', MIO_DATA: folder });
    running = createApp(values, { log: createTestLog(), host: '127.0.0.1', world });
    await running.start();
  }
  async function stop(): Promise<void> {
    await running?.stop();
    running = undefined;
  }

  it('goes on with the state of that world, and refuses that of another, naming the folder', async () => {
    await start('first');
    await stop();
    await start('first');
    await stop();
    await assert.rejects(start('second'), (error) => {
      assert.ok(error instanceof SettingsError);
      assert.ok(error.message.startsWith(`MIO_DATA (${folder}) holds the state of another sandbox world.`));
      return true;
    });
    await stop();
    await start('first');
  });
});
