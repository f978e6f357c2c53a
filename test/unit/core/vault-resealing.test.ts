/** A replaced key: everything is sealed anew, wherever the work is interrupted, and nothing is lost by it. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import type { ConnectionId, OrganizationId, PersonId } from '../../../src/core/model.ts';
import { accountContext } from '../../../src/core/people/account-store.ts';
import { personContext } from '../../../src/core/people/signed-in.ts';
import type { Connection, Records } from '../../../src/core/records.ts';
import { createResealing } from '../../../src/core/resealing.ts';
import { signingKeyContext, signingKeyId } from '../../../src/core/signing-key.ts';
import { createVault, credentialContext, type Keyring } from '../../../src/core/vault.ts';
import { createMemoryRecords } from '../../support/connector-parts.ts';
import { createTestLog } from '../../support/log.ts';

const [oldKey, newKey, lostKey] = [1, 2, 3].map((byte) => Buffer.alloc(32, byte)) as [Buffer, Buffer, Buffer];
const before = createVault(oldKey, randomBytes);
const rotated = createVault(newKey, randomBytes, [oldKey]);
const after = createVault(newKey, randomBytes);

const connection: Connection = {
  id: 'connection-1' as ConnectionId,
  organization: 'organization-1' as OrganizationId,
  platform: 'teams',
  account: 'tenant-1',
  name: 'contoso.example',
  installer: 'mio@contoso.example',
  facts: {},
  createdAt: 0,
};
const alex = { tenant: 'tenant-1', person: 'person-1' as PersonId };

/** Every kind of owner that a credential has: what it is sealed with must be told by its id alone. */
const secrets: readonly { readonly id: string; readonly context: string }[] = [
  { id: 'connection-1/cache', context: credentialContext(connection, 'cache') },
  { id: 'connection-1/certificate-mio-0011', context: credentialContext(connection, 'certificate-mio-0011') },
  { id: 'connection-1/hook', context: credentialContext(connection, 'hook') },
  { id: 'person/tenant-1/person-1/cache', context: personContext(alex) },
  { id: 'slack/T0ACME001/U0ALEX0001', context: accountContext('slack/T0ACME001/U0ALEX0001') },
  { id: signingKeyId, context: signingKeyContext },
];
const secretOf = (id: string) => `the secret of ${id}`;

async function storeSealed(vault: Keyring, rows = secrets): Promise<Records> {
  const records = createMemoryRecords();
  await records.put('connection', connection.id, connection, 0);
  for (const { id, context } of rows) {
    await records.put('credential', id, { sealed: vault.seal(secretOf(id), context), expiresAt: 7 }, 0);
  }
  return records;
}

const create = (records: Records, vault: Keyring) => createResealing({ records, vault, log: createTestLog() });
const never = new AbortController().signal;

async function resealed(records: Records): Promise<number> {
  const resealing = create(records, rotated);
  await resealing.survey();
  await resealing.run(never);
  return resealing.left;
}

/** Everything opens with the new key alone. */
async function assertMoved(records: Records, rows = secrets): Promise<void> {
  assert.deepEqual(await create(records, after).survey(), { older: 0, unknown: 0 });
  for (const { id, context } of rows) {
    const body = (await records.get('credential', id))?.body;
    assert.equal(after.open(body?.sealed ?? '', context), secretOf(id));
    assert.equal(body?.expiresAt, 7);
  }
}

describe('sealing anew', () => {
  it('counts what each key sealed', async () => {
    const records = await storeSealed(before);
    await records.put('credential', 'connection-1/new', { sealed: rotated.seal('x', 'x') }, 0);
    assert.deepEqual(await create(records, rotated).survey(), { older: secrets.length, unknown: 0 });
    assert.deepEqual(await create(records, after).survey(), { older: 0, unknown: secrets.length });
    assert.deepEqual(await create(records, createVault(lostKey, randomBytes)).survey(), {
      older: 0,
      unknown: secrets.length + 1,
    });
  });

  it('moves every kind of secret to the newest key, and keeps what stands beside it', async () => {
    const records = await storeSealed(before);
    assert.equal(await resealed(records), 0);
    await assertMoved(records);
  });

  it('writes nothing that is sealed with the newest key already', async () => {
    const records = await storeSealed(rotated);
    assert.equal(await resealed(records), 0);
    for (const { id } of secrets) assert.equal((await records.get('credential', id))?.revision, 1);
  });

  const rows = Array.from({ length: 200 }, (_, n) => {
    const field = `secret-${n}`;
    return { id: `connection-1/${field}`, context: credentialContext(connection, field) };
  });
  for (const survived of [0, 1, 2, 63, 64, 65, 150, 199]) {
    it(`F24 ended after ${survived} writes, is finished by the next start`, async () => {
      const records = await storeSealed(before, rows);
      let writes = 0;
      const dying: Records = {
        ...records,
        async put(...write) {
          writes += 1;
          if (writes > survived) throw new Error('killed');
          return records.put(...write);
        },
      };
      const first = create(dying, rotated);
      await first.survey();
      await first.run(never);
      assert.equal(first.left, rows.length - survived);
      assert.deepEqual(await create(records, rotated).survey(), { older: rows.length - survived, unknown: 0 });
      assert.equal(await resealed(records), 0);
      await assertMoved(records, rows);
    });
  }

  it('stops when Mio stops', async () => {
    const records = await storeSealed(before, rows);
    const stopping = new AbortController();
    let writes = 0;
    const counting: Records = {
      ...records,
      put: (...write) => {
        writes += 1;
        if (writes === 10) stopping.abort();
        return records.put(...write);
      },
    };
    const resealing = create(counting, rotated);
    await resealing.survey();
    await resealing.run(stopping.signal);
    assert.ok(writes < rows.length, `${writes} writes`);
    assert.equal(resealing.left, rows.length - writes);
  });

  it('lets a renewal that came in between win', async () => {
    const records = await storeSealed(before);
    const [row] = secrets;
    const renewed = rotated.seal('a newer secret', row!.context);
    const racing: Records = {
      ...records,
      async get(kind, id) {
        const stored = await records.get(kind, id);
        if (id === row!.id && stored?.revision === 1) await records.put('credential', id, { sealed: renewed }, 1);
        return stored;
      },
    };
    assert.equal(await resealed(racing), 0);
    assert.equal((await records.get('credential', row!.id))?.body.sealed, renewed);
  });

  it('leaves a damaged secret where it is, still counted, and moves the rest', async () => {
    const records = await storeSealed(before);
    const other = before.seal('moved here from elsewhere', 'another context');
    await records.put('credential', 'connection-1/damaged', { sealed: other }, 0);
    await records.put('credential', 'nobody/cache', { sealed: other }, 0);
    assert.equal(await resealed(records), 2);
    assert.equal((await records.get('credential', 'connection-1/damaged'))?.body.sealed, other);
    assert.deepEqual(await create(records, rotated).survey(), { older: 2, unknown: 0 });
  });
});
