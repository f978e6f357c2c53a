/** A conversation is in one universal channel at a time, whoever wants it, by whichever connection, and however soon. */
import assert from 'node:assert/strict';
import type { Actor } from '../../../src/core/channels/access.ts';
import { type Announcer, Channels } from '../../../src/core/channels/channels.ts';
import { Legs } from '../../../src/core/channels/legs.ts';
import type { Connector } from '../../../src/core/connector.ts';
import { createIds } from '../../../src/core/identifiers.ts';
import type { ChannelId, ConnectionId, ConversationId, LegId, OrganizationId, Place } from '../../../src/core/model.ts';
import { claimId } from '../../../src/core/records.ts';
import { createTestLog } from '../../support/log.ts';
import { type Office, openOffice } from './support.ts';

const organizationOf = { east: 'acme', west: 'acme', north: 'bolt' } as const;
type Workspace = keyof typeof organizationOf;

const shared = 'C0SHARED' as ConversationId;
const at = (workspace: Workspace, conversation = shared): Place => ({
  connection: workspace as string as ConnectionId,
  conversation,
});
const administrator = (organization: string): Actor => ({
  organization: organization as OrganizationId,
  role: 'administrator',
  name: organization,
});
const [acme, bolt] = [administrator('acme'), administrator('bolt')];
const taken = { code: 'conflict', message: 'the conversation is a leg already' };

describe('a conversation that several workspaces show to Mio', () => {
  let office: Office;
  let channels: Channels;
  /** What Slack takes its time for. */
  let preparing: () => Promise<void>;

  beforeEach(async () => {
    office = await openOffice();
    preparing = async () => {};
    const { records, audit, clock } = office;
    for (const [workspace, organization] of Object.entries(organizationOf))
      await records.put(
        'connection',
        workspace,
        {
          id: workspace as ConnectionId,
          organization: organization as OrganizationId,
          platform: 'slack',
          account: workspace,
          name: workspace,
          installer: 'somebody',
          facts: {},
          createdAt: 1,
        },
        0,
      );
    const connector = {
      look: async ({ conversation }: Place) => ({ conversation, title: conversation }),
      prepare: () => preparing(),
      release: async () => {},
    } as unknown as Connector;
    const connectors = { teams: connector, slack: connector, webex: connector };
    const relay: Announcer = {
      channelChanged: async () => {},
      announce: async () => {},
      drawn: async () => {},
      undrawn: () => [],
    };
    const newId = createIds(clock, (bytes) => Buffer.from(Array.from({ length: bytes }, () => Math.random() * 256)));
    const legs = new Legs({ records, clock, log: createTestLog(), newId, connectors });
    channels = new Channels({ records, audit, clock, newId, legs, relay });
  });
  afterEach(() => office.close());

  const legsOf = async () => (await office.records.list('channel')).flatMap(({ body }) => body.legs);

  for (const [what, places] of [
    ['given twice', [at('east'), at('east')]],
    ['of two workspaces', [at('east'), at('west')]],
  ] as const) {
    it(`is no channel with itself: ${what}`, async () => {
      await assert.rejects(channels.create(acme, 'Echo', places), taken);
      assert.deepEqual(await legsOf(), []);
      // And it was given back.
      await channels.create(acme, 'Voice', [at('east')]);
    });
  }

  it('TI-06 is the channel’s of whoever was first, also while that one is still being made', async () => {
    const { promise: ready, resolve: go } = Promise.withResolvers<void>();
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
    preparing = () => {
      begin();
      return ready;
    };
    const first = channels.create(acme, 'First', [at('east')]);
    await begun;
    preparing = async () => {};
    await assert.rejects(channels.create(bolt, 'Second', [at('north')]), taken);
    await assert.rejects(channels.create(acme, 'Third', [at('west')]), taken);
    go();
    await first;
    assert.deepEqual(
      (await legsOf()).map(({ connection }) => connection),
      ['east'],
    );
    await assert.rejects(channels.create(bolt, 'Second', [at('north')]), taken);
  });

  it('is free again where whoever was first could not make the channel', async () => {
    preparing = () => Promise.reject(new Error('Slack does not answer'));
    await assert.rejects(channels.create(acme, 'First', [at('east')]));
    preparing = async () => {};
    await channels.create(bolt, 'Second', [at('north')]);
  });

  it('is free where a stop left it claimed for a channel that never came', async () => {
    const claim = { channel: 'never' as ChannelId, leg: 'never' as LegId };
    await office.records.put('claim', claimId('slack', shared), claim, 0);
    await channels.create(bolt, 'Second', [at('north')]);
  });
});
