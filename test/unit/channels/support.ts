/** The use cases on a real store in a folder of its own. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Audit } from '../../../src/core/channels/audit.ts';
import { Organizations } from '../../../src/core/channels/organizations.ts';
import { createIds } from '../../../src/core/identifiers.ts';
import type { Records } from '../../../src/core/records.ts';
import type { RelayStore } from '../../../src/core/relay/store.ts';
import { createSqliteStorage } from '../../../src/storage/sqlite/index.ts';
import { createTestClock, type TestClock } from '../../support/clock.ts';
import { createTestLog } from '../../support/log.ts';

export interface Office {
  readonly records: Records;
  readonly relay: RelayStore;
  readonly audit: Audit;
  readonly organizations: Organizations;
  readonly clock: TestClock;
  close(): Promise<void>;
}

export async function openOffice(): Promise<Office> {
  const folder = mkdtempSync(join(tmpdir(), 'mio-office-'));
  const clock = createTestClock();
  const storage = createSqliteStorage({ folder, clock, log: createTestLog() });
  await storage.open();
  const { records, relay } = storage;
  const audit = new Audit(records, clock);
  await audit.load();
  const random = (bytes: number) => randomBytes(bytes);
  return {
    records,
    relay,
    audit,
    clock,
    organizations: new Organizations({ records, audit, clock, random, newId: createIds(clock, random) }),
    async close() {
      await storage.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
