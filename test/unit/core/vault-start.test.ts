/** A server that is given another key: it goes on where the old one is there too, and refuses to start where it is not. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, createApp } from '../../../src/app.ts';
import { createFileLinks, type FileAddress } from '../../../src/core/files/links.ts';
import type { ConnectionId, ConversationId, LegId, MessageId, PersonId } from '../../../src/core/model.ts';
import { personContext } from '../../../src/core/people/signed-in.ts';
import { createSigningKey } from '../../../src/core/signing-key.ts';
import { systemClock } from '../../../src/core/time.ts';
import { createVault } from '../../../src/core/vault.ts';
import { parseSettings, SettingsError } from '../../../src/settings/settings.ts';
import { createSqliteStorage } from '../../../src/storage/sqlite/index.ts';
import { createTestLog } from '../../support/log.ts';
import { wholeEnvironment } from '../../support/settings.ts';

const [first, second] = [1, 2].map((byte) => Buffer.alloc(32, byte).toString('base64')) as [string, string];
const people = Array.from({ length: 300 }, (_, n) => `person-${String(n).padStart(3, '0')}` as PersonId);

describe('a start with another key', () => {
  let folder: string;
  let running: App | undefined;

  /** What sign-ins under the first key left behind. */
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'mio-keys-'));
    const storage = createSqliteStorage({ folder, clock: systemClock, log: createTestLog() });
    await storage.open();
    const vault = createVault(Buffer.from(first, 'base64'), randomBytes);
    await Promise.all(
      people.map((person) => {
        const sealed = vault.seal(`secret of ${person}`, personContext({ tenant: 'tenant', person }));
        return storage.records.put('credential', `person/tenant/${person}/cache`, { sealed }, 0);
      }),
    );
    await storage.close();
  });
  afterEach(async () => {
    await running?.stop();
    running = undefined;
    rmSync(folder, { recursive: true, force: true });
  });

  /** Where Mio listens. */
  async function start(keys: { readonly MIO_KEY: string; readonly MIO_KEY_OLD?: string }): Promise<string> {
    const values = parseSettings({
      ...wholeEnvironment,
      MIO_SCANNER: '',
      MIO_KEY_OLD: '',
      ...keys,
      PORT: '0',
      MIO_DATA: folder,
    });
    running = createApp(values, { log: createTestLog(), host: '127.0.0.1' });
    return `http://127.0.0.1:${await running.start()}`;
  }
  async function stop(): Promise<void> {
    await running?.stop();
    running = undefined;
  }

  async function sealedWithOldKeys(url: string): Promise<number> {
    const text = await (await fetch(`${url}/metrics`)).text();
    return Number(/^mio_sealed_with_old_keys (\d+)$/m.exec(text)?.[1]);
  }

  async function resealed(url: string): Promise<void> {
    const end = Date.now() + 10_000;
    while ((await sealedWithOldKeys(url)) > 0) assert.ok(Date.now() < end, 'it never ended');
  }

  it('seals everything anew, says when that is done, and then needs the old key no more', async () => {
    await resealed(await start({ MIO_KEY: second, MIO_KEY_OLD: first }));
    await stop();
    assert.equal(await sealedWithOldKeys(await start({ MIO_KEY: second })), 0);
  });

  it('F24 stopped in the middle, goes on at the next start', async () => {
    await start({ MIO_KEY: second, MIO_KEY_OLD: first });
    await stop();
    await resealed(await start({ MIO_KEY: second, MIO_KEY_OLD: first }));
    await stop();
    await start({ MIO_KEY: second });
  });

  for (const [what, keys] of [
    ['the old one is missing', { MIO_KEY: second }],
    ['the old one is wrong', { MIO_KEY: second, MIO_KEY_OLD: Buffer.alloc(32, 9).toString('hex') }],
  ] as const) {
    it(`refuses where ${what}, naming the settings and not the keys`, async () => {
      await assert.rejects(start(keys), (error) => {
        assert.ok(error instanceof SettingsError);
        assert.match(error.message, /^MIO_KEY does not open 300 stored secrets.*MIO_KEY_OLD/);
        for (const key of Object.values(keys)) assert.ok(!error.message.includes(key));
        return true;
      });
    });
  }

  describe('the link of a file that was posted', () => {
    const connection = 'connection-1' as ConnectionId;
    const address: FileAddress = {
      ref: { connection, conversation: 'c' as ConversationId, message: '1' as MessageId },
      file: 'F1',
      leg: 'l' as LegId,
    };
    const status = async (url: string, token: string) => (await fetch(`${url}/files/${token}`)).status;
    /** As Mio signs it: with the key that is kept. */
    const posted = async (masterKey: string) => {
      const storage = createSqliteStorage({ folder, clock: systemClock, log: createTestLog() });
      await storage.open();
      const parts = { records: storage.records, random: randomBytes, log: createTestLog(), masterKeys: [] };
      const key = createSigningKey({ ...parts, vault: createVault(Buffer.from(masterKey, 'base64'), randomBytes) });
      await key.load();
      await storage.close();
      return createFileLinks(key.keys).write(address);
    };

    it('is good when the old master key is gone for good, without anybody’s doing', async () => {
      await start({ MIO_KEY: first });
      await stop();
      const token = await posted(first);
      assert.equal(await status(await start({ MIO_KEY: first }), token), 200);
      await stop();
      const url = await start({ MIO_KEY: second, MIO_KEY_OLD: first });
      await resealed(url);
      assert.equal(await status(url, token), 200);
      await stop();
      assert.equal(await status(await start({ MIO_KEY: second }), token), 200);
    });

    it('by a Mio that signed with the master key is good for as long as that one is there', async () => {
      const token = createFileLinks(() => [Buffer.from(first, 'base64')]).write(address);
      assert.equal(await status(await start({ MIO_KEY: first }), token), 200);
      await stop();
      const url = await start({ MIO_KEY: second, MIO_KEY_OLD: first });
      await resealed(url);
      assert.equal(await status(url, token), 200);
      await stop();
      assert.equal(await status(await start({ MIO_KEY: second }), token), 404);
    });
  });

  it('starts with the key that it had', async () => {
    assert.equal(await sealedWithOldKeys(await start({ MIO_KEY: first })), 0);
  });
});
