import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Log } from '../../../src/core/ports.ts';
import { systemClock } from '../../../src/core/time.ts';
import { createSqliteStorage } from '../../../src/storage/sqlite/index.ts';
import { storageContract } from '../../contracts/storage.ts';

const log: Log = { debug() {}, info() {}, warn() {}, error() {} };

storageContract('sqlite', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'mio-store-'));
  const open = async () => {
    const storage = createSqliteStorage({ folder, clock: systemClock, log });
    await storage.open();
    return storage;
  };
  let storage = await open();
  return {
    storage,
    async reopen() {
      await storage.close();
      storage = await open();
      return storage;
    },
    async close() {
      await storage.close();
      rmSync(folder, { recursive: true });
    },
  };
});
