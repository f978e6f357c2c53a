/**
 * What administrators decide about a leg of their own: whether what others write may notify everyone there, whether the
 * others are told who joins there, and whether a line stays where they deleted something.
 */
import assert from 'node:assert/strict';
import type { Actor } from '../../../src/core/channels/access.ts';
import { Channels } from '../../../src/core/channels/channels.ts';
import { Legs } from '../../../src/core/channels/legs.ts';
import { UserError } from '../../../src/core/errors.ts';
import type {
  ChannelId,
  ConnectionId,
  ConversationId,
  LegId,
  OrganizationId,
  Platform,
} from '../../../src/core/model.ts';
import type { Leg, UniversalChannel } from '../../../src/core/records.ts';
import { createTestLog } from '../../support/log.ts';
import { type Office, openOffice } from './support.ts';

const unused = () => assert.fail('nothing is announced or made ready');
const id = 'channel' as ChannelId;
const administrator = (organization: string): Actor => ({
  organization: organization as OrganizationId,
  role: 'administrator',
  name: `${organization}’s administrator`,
});
const contoso = administrator('contoso');
const fabrikam = administrator('fabrikam');

const leg = (name: string, organization: string, platform: Platform, state: Leg['state'] = 'active'): Leg => ({
  id: name as LegId,
  organization: organization as OrganizationId,
  connection: `${organization} ${platform}` as ConnectionId,
  conversation: name as ConversationId,
  platform,
  title: name,
  state,
  joinedAt: 0,
});
const [ops, incidents, earlier] = ['ops' as LegId, 'incidents' as LegId, 'earlier' as LegId];

interface Rule {
  readonly what: string;
  readonly field: 'everyone' | 'notices' | 'tombstones';
  readonly acts: readonly [on: string, off: string];
}

const rules: readonly Rule[] = [
  {
    what: '@everyone in a leg',
    field: 'everyone',
    acts: ['leg.allow_everyone', 'leg.deny_everyone'],
  },
  {
    what: 'telling who joins a leg',
    field: 'notices',
    acts: ['leg.tell_notices', 'leg.keep_notices'],
  },
  {
    what: 'leaving a line in a leg where something was deleted',
    field: 'tombstones',
    acts: ['leg.leave_tombstones', 'leg.leave_nothing'],
  },
];

for (const {
  what,
  field,
  acts: [on, off],
} of rules)
  describe(what, () => {
    let office: Office;
    let channels: Channels;
    /** What the relay was told. */
    let told: UniversalChannel[];

    beforeEach(async () => {
      office = await openOffice();
      told = [];
      const { records, audit, clock } = office;
      const channel: UniversalChannel = {
        id,
        name: 'Incidents',
        host: contoso.organization,
        legs: [
          leg('ops', 'contoso', 'teams'),
          leg('incidents', 'fabrikam', 'slack'),
          leg('earlier', 'contoso', 'webex', 'left'),
        ],
        state: 'active',
        createdAt: 0,
      };
      await records.put('channel', id, channel, 0);
      const legs = new Legs({
        records,
        clock,
        log: createTestLog(),
        newId: unused,
        connectors: {} as ConstructorParameters<typeof Legs>[0]['connectors'],
      });
      const relay = {
        channelChanged: async (changed: UniversalChannel) => void told.push(changed),
        announce: unused,
        drawn: unused,
        undrawn: unused,
      };
      channels = new Channels({ records, audit, clock, newId: unused, legs, relay });
    });
    afterEach(() => office.close());

    const decide = (actor: Actor, of: ChannelId, at: LegId, isOn: boolean) =>
      channels.decide(actor, of, at, field, isOn);
    const kept = async (of: LegId) => (await office.records.get('channel', id))?.body.legs.find((at) => at.id === of);
    const acts = async () =>
      (await office.records.list('audit')).map(({ body: { organization, actor, act, subject } }) => ({
        organization,
        actor,
        act,
        subject,
      }));

    it('is allowed by its organization’s administrator: kept, told to the relay, audited and shown', async () => {
      const view = await decide(fabrikam, id, incidents, true);
      assert.deepEqual(
        view.legs.map((shown) => [shown.id, shown[field]]),
        [[incidents, true]],
      );
      assert.equal((await kept(incidents))?.[field], true);
      assert.equal((await kept(ops))?.[field], undefined);
      assert.deepEqual(
        told.map(({ legs }) => legs.map((one) => one[field])),
        [[undefined, true, undefined]],
      );
      assert.deepEqual(await acts(), [
        { organization: 'fabrikam', actor: 'fabrikam’s administrator', act: on, subject: incidents },
      ]);
    });

    it('is forbidden again', async () => {
      await decide(fabrikam, id, incidents, true);
      const before = await kept(incidents);
      const view = await decide(fabrikam, id, incidents, false);
      assert.ok(!(field in (view.legs[0] ?? {})));
      assert.ok(before && !(field in ((await kept(incidents)) ?? {})));
      assert.deepEqual(
        (await acts()).map(({ act }) => act),
        [on, off],
      );
    });

    it('what is so already changes nothing, and is no act', async () => {
      await decide(contoso, id, ops, false);
      await decide(contoso, id, ops, true);
      await decide(contoso, id, ops, true);
      assert.equal(told.length, 1);
      assert.equal((await acts()).length, 1);
    });

    const strangers: readonly [what: string, actor: Actor, channel: string, of: LegId][] = [
      ['a partner’s leg', contoso, id, incidents],
      ['the host’s leg', fabrikam, id, ops],
      ['a leg that left', contoso, id, earlier],
      ['a leg that is none', contoso, id, 'none' as LegId],
      ['a leg of no channel', contoso, 'none', ops],
      ['a leg of a channel without them', administrator('northwind'), id, ops],
    ];
    for (const [what, actor, channel, of] of strangers) {
      it(`is not found for ${what}`, async () => {
        await assert.rejects(
          decide(actor, channel as ChannelId, of, true),
          (error) => error instanceof UserError && error.code === 'not_found',
        );
        assert.deepEqual(told, []);
        assert.deepEqual(await acts(), []);
      });
    }
  });
