/** What Mio signs, and the key that it signs with: kept sealed, and never in the way of a start. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import type { Records } from '../../../src/core/records.ts';
import { createSigner } from '../../../src/core/signed.ts';
import { createSigningKey, signingKeyId } from '../../../src/core/signing-key.ts';
import { createVault } from '../../../src/core/vault.ts';
import { createMemoryRecords } from '../../support/connector-parts.ts';
import { createTestLog } from '../../support/log.ts';

describe('what Mio signs', () => {
  const masterKey = Buffer.alloc(32, 1);
  let records: Records;
  beforeEach(() => {
    records = createMemoryRecords();
  });

  const start = async (masterKeys: readonly Buffer[] = [masterKey]) => {
    const log = createTestLog();
    const vault = createVault(masterKey, randomBytes);
    const key = createSigningKey({ records, vault, random: randomBytes, log, masterKeys });
    await key.load();
    return { key, signer: createSigner<string[]>('test', key.keys), log };
  };

  it('is the same whenever it is written, also after a restart', async () => {
    const token = (await start()).signer.write(['ä', '/']);
    assert.match(token, /^[\w-]+\.[\w-]{32}$/);
    const { signer } = await start();
    assert.equal(signer.write(['ä', '/']), token);
    assert.deepEqual(signer.read(token), ['ä', '/']);
  });

  it('can’t be changed, nor used for another purpose', async () => {
    const { key, signer } = await start();
    const token = signer.write(['one']);
    const [text = '', signature = ''] = token.split('.');
    const other = signer.write(['two']).split('.')[0];
    for (const bad of ['', '.', text, `${text}.`, `${other}.${signature}`, `${token}.`, `${token}A`, `A${token}`])
      assert.equal(signer.read(bad), undefined, bad);
    assert.equal(createSigner('another', key.keys).read(token), undefined);
  });

  it('by the master key is good as long as that one is given, and signs nothing new', async () => {
    const former = createSigner<string[]>('test', () => [masterKey]);
    const { signer } = await start();
    assert.deepEqual(signer.read(former.write(['x'])), ['x']);
    assert.notEqual(signer.write(['x']), former.write(['x']));
    assert.equal((await start([])).signer.read(former.write(['x'])), undefined);
  });

  it('is signed with a key that is stored sealed', async () => {
    const { key } = await start();
    const [own] = key.keys();
    const stored = JSON.stringify(await records.list('credential'));
    for (const form of ['base64url', 'base64', 'hex'] as const) assert.ok(!stored.includes(own.toString(form)));
  });

  it('with a key that was damaged is void: a new one is made, and kept', async () => {
    const token = (await start()).signer.write(['x']);
    const stored = await records.get('credential', signingKeyId);
    await records.put('credential', signingKeyId, { sealed: `${stored?.body.sealed.slice(0, -4)}AAAA` }, 1);
    const { signer, log } = await start();
    assert.match(log.text(), /^error: the signing key does not open/);
    assert.equal(signer.read(token), undefined);
    assert.deepEqual((await start()).signer.read(signer.write(['y'])), ['y']);
  });

  it('is nothing before the key is there', () => {
    const vault = createVault(masterKey, randomBytes);
    const key = createSigningKey({ records, vault, random: randomBytes, log: createTestLog(), masterKeys: [] });
    assert.throws(() => createSigner('test', key.keys).write('x'), /not loaded/);
  });
});
