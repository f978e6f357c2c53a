/** Who is no administrator changes nothing, whatever door the request came through. */
import assert from 'node:assert/strict';
import type { Actor } from '../../../src/core/channels/access.ts';
import { type Announcer, Channels } from '../../../src/core/channels/channels.ts';
import { Connections } from '../../../src/core/channels/connections.ts';
import { Invitations } from '../../../src/core/channels/invitations.ts';
import { Legs } from '../../../src/core/channels/legs.ts';
import type { Connector } from '../../../src/core/connector.ts';
import { UserError } from '../../../src/core/errors.ts';
import { createIds } from '../../../src/core/identifiers.ts';
import type { ChannelId, InvitationId, LegId, OrganizationId, Platform } from '../../../src/core/model.ts';
import { createVault } from '../../../src/core/vault.ts';
import { createTestLog } from '../../support/log.ts';
import { type Office, openOffice } from './support.ts';

/** Stands where nobody may come: any use of it fails the test. */
const untouched = <T extends object>(): T =>
  new Proxy({} as T, {
    get: (_, name) => assert.fail(`${String(name)} was used`),
  });

describe('the use cases', () => {
  let office: Office;
  let member: Actor;
  let channels: Channels;
  let invitations: Invitations;
  let connections: Connections;
  before(async () => {
    office = await openOffice();
    const { records, audit, clock } = office;
    const { organization } = await office.organizations.create('Contoso');
    member = { organization: organization.id, role: 'member', name: 'ben' };
    const random = (bytes: number) => Buffer.alloc(bytes, 7);
    const newId = createIds(clock, random);
    const connectors = untouched<Record<Platform, Connector>>();
    const legs = new Legs({ records, clock, log: createTestLog(), newId, connectors });
    channels = new Channels({ records, audit, clock, newId, legs, relay: untouched<Announcer>() });
    invitations = new Invitations({ records, audit, clock, random, channels, publicUrl: 'https://mio.example' });
    const vault = createVault(Buffer.alloc(32, 1), random);
    connections = new Connections({
      records,
      audit,
      vault,
      clock,
      random,
      newId,
      connectors,
      publicUrl: 'https://mio.example',
      connected() {},
    });
  });
  after(() => office.close());

  const channel = 'channel' as ChannelId;
  const deeds: readonly (readonly [string, () => Promise<unknown>])[] = [
    ['connect', () => connections.connect(member, 'slack')],
    ['create', () => channels.create(member, 'Incidents', [])],
    ['join', () => channels.join(member, channel, [], member.organization)],
    ['pause', () => channels.pause(member, channel)],
    ['resume', () => channels.resume(member, channel)],
    ['leave', () => channels.leave(member, channel)],
    ['allow everyone', () => channels.decide(member, channel, 'leg' as LegId, 'everyone', true)],
    ['invite', () => invitations.invite(member, channel)],
    ['accept', () => invitations.accept(member, 'code', [])],
    ['revoke', () => invitations.revoke(member, 'invitation' as InvitationId)],
  ];
  for (const [name, deed] of deeds) {
    it(`${name} takes an administrator`, async () => {
      await assert.rejects(deed, (error) => error instanceof UserError && error.code === 'forbidden');
    });
  }

  it('and none of that left a trace but the organization’s own', async () => {
    assert.deepEqual(
      (await office.records.list('audit')).map(({ body }) => body.act),
      ['organization.create'],
    );
    for (const kind of ['channel', 'invitation', 'attempt', 'claim'] as const)
      assert.deepEqual(await office.records.list(kind), []);
  });
});

describe('an organization’s key', () => {
  let office: Office;
  before(async () => {
    office = await openOffice();
  });
  after(() => office.close());

  it('is known by its hash alone, and makes its holder an administrator there', async () => {
    const { organization, key } = await office.organizations.create('  Contoso ');
    assert.equal(organization.name, 'Contoso');
    assert.deepEqual(await office.organizations.byKey(key), {
      organization: organization.id,
      role: 'administrator',
      name: 'administrator',
    });
    assert.doesNotMatch(JSON.stringify(await office.records.list('organization')), new RegExp(key.split('.')[1] ?? ''));
  });

  it('is nobody’s when anything about it is wrong', async () => {
    const [one, other] = [await office.organizations.create('A'), await office.organizations.create('B')];
    const [id = '', secret = ''] = one.key.split('.');
    const [otherId = ''] = other.key.split('.');
    for (const wrong of [
      '',
      '.',
      id,
      `${id}.`,
      `${id}.x`,
      `${otherId}.${secret}`,
      `${one.key}x`,
      `unknown.${secret}`,
    ]) {
      assert.equal(await office.organizations.byKey(wrong), undefined, wrong);
    }
  });

  for (const name of ['', '   ', 'x'.repeat(101)]) {
    it(`no organization is called ${JSON.stringify(name.slice(0, 5))}`, async () => {
      await assert.rejects(
        office.organizations.create(name),
        (error) => error instanceof UserError && error.code === 'bad_request',
      );
    });
  }

  it('two organizations have two ids', async () => {
    const ids: OrganizationId[] = [];
    for (let number = 0; number < 20; number += 1)
      ids.push((await office.organizations.create(`O${number}`)).organization.id);
    assert.equal(new Set(ids).size, 20);
  });
});
