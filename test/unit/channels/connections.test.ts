/** What is known of a connection: it holds for the workspace, and not for an account that takes another's place. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { Connections } from '../../../src/core/channels/connections.ts';
import type { Connector } from '../../../src/core/connector.ts';
import type { Grant } from '../../../src/core/consent.ts';
import { UserError } from '../../../src/core/errors.ts';
import { createIds } from '../../../src/core/identifiers.ts';
import type { ConnectionId, OrganizationId, Platform } from '../../../src/core/model.ts';
import type { Connection } from '../../../src/core/records.ts';
import { createVault } from '../../../src/core/vault.ts';
import { type Office, openOffice } from './support.ts';

const random = (bytes: number) => randomBytes(bytes);
const grantOf = (installer: string, facts: Grant['facts'] = {}): Grant => ({
  account: 'tenant-1',
  name: 'contoso.example',
  installer,
  secrets: { cache: `of ${installer}` },
  facts,
});

describe('connections', () => {
  let office: Office;
  let connections: Connections;
  let organization: OrganizationId;
  /** What the connector was told. */
  let learned: Connection[];
  beforeEach(async () => {
    office = await openOffice();
    ({
      organization: { id: organization },
    } = await office.organizations.create('Contoso'));
    learned = [];
    const teams: Pick<Connector, 'establish' | 'learn'> = {
      async establish() {},
      learn: (connection) => void learned.push(connection),
    };
    connections = new Connections({
      ...office,
      vault: createVault(Buffer.alloc(32, 1), random),
      random,
      newId: createIds(office.clock, random),
      connectors: { teams } as Record<Platform, Connector>,
      publicUrl: 'https://mio.example',
      connected() {},
    });
  });
  afterEach(() => office.close());

  const adopt = (installer: string, facts?: Grant['facts']) =>
    connections.adopt(organization, 'teams', grantOf(installer, facts));

  it('what is noted is kept, and told to the connector, which remembers', async () => {
    const { id } = await adopt('mio@contoso.example', { serviceUser: 'u-1' });
    const noted = await connections.note(id, { fidelity: true });
    assert.deepEqual(noted.facts, { serviceUser: 'u-1', fidelity: true });
    assert.deepEqual(learned, [noted]);
    assert.deepEqual((await office.records.get('connection', id))?.body, noted);
  });

  it('two that are noted at once are both kept', async () => {
    const { id } = await adopt('mio@contoso.example');
    await Promise.all([connections.note(id, { fidelity: true }), connections.note(id, { catalogId: 'c-1' })]);
    assert.deepEqual((await office.records.get('connection', id))?.body.facts, { fidelity: true, catalogId: 'c-1' });
  });

  it('nothing is noted of a connection that is not there', async () => {
    await assert.rejects(
      connections.note('nowhere' as ConnectionId, { fidelity: true }),
      (error) => error instanceof UserError && error.code === 'not_found',
    );
  });

  it('the same account may sign in again: what it consented to holds', async () => {
    const { id } = await adopt('mio@contoso.example', { catalogId: 'c-1' });
    await connections.note(id, { fidelity: true });
    assert.deepEqual((await adopt('mio@contoso.example')).facts, { catalogId: 'c-1', fidelity: true });
  });

  it('another account has consented to nothing; what is the workspace’s stays', async () => {
    const { id } = await adopt('mio@contoso.example', { catalogId: 'c-1' });
    await connections.note(id, { fidelity: true });
    assert.deepEqual((await adopt('relay@contoso.example')).facts, { catalogId: 'c-1' });
  });
});
