/** Who may do what with universal channels by talking to the bot, and what it costs to find out. */
import assert from 'node:assert/strict';
import type { ChannelDraft } from '../../../src/core/bot/use-cases.ts';
import { UserError } from '../../../src/core/errors.ts';
import type { ConversationId, InvitationId } from '../../../src/core/model.ts';
import type { Reason } from '../../../src/core/reasons.ts';
import type { Speaker } from '../../../src/core/speaker.ts';
import { type ChannelsWorld, type Company, openChannelsWorld } from './channels-world.ts';

const refuses = (reason: Reason) => (error: unknown) => {
  assert.ok(error instanceof UserError, String(error));
  assert.equal(error.obstacle?.reason, reason);
  return true;
};

describe('the use cases of universal channels', () => {
  let world: ChannelsWorld;
  let contoso: Company;
  let fabrikam: Company;
  let owner: Speaker;
  let member: Speaker;
  let grace: Speaker;
  beforeEach(async () => {
    world = await openChannelsWorld();
    contoso = await world.company('Contoso');
    fabrikam = await world.company('Fabrikam');
    world.owners.set('operations', new Set(['ada', 'grace'])).set('sales', new Set(['ben']));
    owner = world.speaker(contoso, 'ada');
    member = world.speaker(contoso, 'chidi');
    grace = world.speaker(fabrikam, 'grace');
  });
  afterEach(() => world.close());

  const invite = (address?: string) =>
    world.useCases.create(owner, {
      name: 'Launch',
      source: world.channelOf(contoso, 'operations', 'launch'),
      other: { is: 'invitation', ...(address !== undefined && { address }) },
    });
  const create = () =>
    world.useCases.create(owner, {
      name: 'Incidents',
      source: world.channelOf(contoso, 'operations', 'incidents'),
      other: { is: 'new', connection: contoso.slack.id, title: 'incidents' },
    });
  const lastActor = async () => (await world.office.records.list('audit')).at(-1)?.body.actor;

  describe('rights', () => {
    it('are asked for once a minute, and a refusal once in ten seconds', async () => {
      const { channel } = await create();
      world.asked.length = 0;
      const times = (what: string) => world.asked.filter((one) => one === what).length;
      for (let turn = 0; turn < 5; turn += 1) {
        await world.useCases.pause(owner, channel.id);
        await world.useCases.resume(owner, channel.id);
        await assert.rejects(world.useCases.pause(member, channel.id), refuses('not_team_owner'));
      }
      assert.equal(times('owns'), 1, 'the member’s; the owner’s is remembered from creating');
      await world.office.clock.advance(11_000);
      world.owners.get('operations')?.add('chidi');
      assert.equal((await world.useCases.pause(member, channel.id)).state, 'paused');
      world.owners.get('operations')?.delete('chidi');
      await world.office.clock.advance(61_000);
      await assert.rejects(world.useCases.resume(member, channel.id), refuses('not_team_owner'));
    });

    it('of an administrator reach all of the organization’s channels, and none of another’s', async () => {
      const { channel } = await create();
      world.administrators.add('root');
      assert.equal((await world.useCases.pause(world.speaker(contoso, 'root'), channel.id)).state, 'paused');
      await assert.rejects(world.useCases.resume(world.speaker(fabrikam, 'root'), channel.id), refuses('not_found'));
      assert.deepEqual(await world.useCases.mine(world.speaker(fabrikam, 'root')), []);
    });

    it('over all of its teams are needed to take a channel’s legs out', async () => {
      const both = ['operations', 'sales'].map((team) => world.channelOf(contoso, team));
      const root = { organization: contoso.organization, role: 'administrator', name: 'root' } as const;
      const { id } = await world.channels.create(root, 'Both', both);
      assert.equal((await world.useCases.pause(owner, id)).state, 'paused');
      await assert.rejects(world.useCases.leave(owner, id), (error) => {
        assert.ok(error instanceof UserError);
        assert.deepEqual(error.obstacle, { reason: 'not_team_owner', subject: 'sales' });
        return true;
      });
      await world.office.clock.advance(11_000);
      world.owners.get('sales')?.add('ada');
      assert.deepEqual((await world.useCases.leave(owner, id)).legs, []);
    });

    it('are no one’s in a channel that they are not in', async () => {
      const { channel } = await create();
      world.owners.delete('operations');
      const outsider = world.speaker(contoso, 'somebody');
      for (const deed of ['pause', 'resume', 'leave', 'members', 'invite'] as const)
        await assert.rejects(world.useCases[deed](outsider, channel.id), refuses('not_found'), deed);
      assert.deepEqual(await world.useCases.mine(outsider), []);
    });

    it('over what is in a workspace already are an administrator’s alone, and whoever owns a team hears not even its name', async () => {
      const place = { connection: contoso.slack.id, conversation: 'incidents' as ConversationId };
      const source = world.channelOf(contoso, 'operations', 'incidents');
      const draft: ChannelDraft = { name: 'Incidents', source, other: { is: 'place', place } };
      const found = { source: 'operations / incidents', other: '', obstacles: [{ reason: 'not_administrator' }] };
      assert.deepEqual(await world.useCases.preflight(owner, draft), found);
      await assert.rejects(world.useCases.create(owner, draft), refuses('not_administrator'));
      await assert.rejects(world.useCases.places(owner, contoso.slack.id), refuses('not_administrator'));
      assert.deepEqual(await world.useCases.mine(owner), []);

      world.administrators.add('root');
      const root = world.speaker(contoso, 'root');
      assert.deepEqual(
        (await world.useCases.places(root, contoso.slack.id)).map(({ title }) => title),
        ['incidents'],
      );
      assert.deepEqual((await world.useCases.preflight(root, draft)).obstacles, []);
      assert.equal((await world.useCases.create(root, draft)).channel.legs.length, 2);
    });

    it('to choose what is there, or only to have it made, are told with each connection', async () => {
      world.administrators.add('root');
      const connections = async (speaker: Speaker) =>
        (await world.useCases.connections(speaker)).map(({ creates, createsOnly }) => [creates, createsOnly]);
      assert.deepEqual(await connections(owner), [[true, true]]);
      assert.deepEqual(await connections(world.speaker(contoso, 'root')), [[true, undefined]]);
    });

    it('end with an organization’s last leg, also for the one that made the channel', async () => {
      const { channel, invitation } = await invite();
      await world.useCases.accept(grace, invitation?.code ?? '', world.channelOf(fabrikam, 'operations', 'theirs'));
      await world.useCases.leave(owner, channel.id);
      world.administrators.add('root');
      const root = world.speaker(contoso, 'root');
      const key = { organization: contoso.organization, role: 'administrator', name: 'key' } as const;
      for (const deed of ['pause', 'resume', 'leave', 'members', 'invite'] as const)
        await assert.rejects(world.useCases[deed](root, channel.id), refuses('not_found'), deed);
      for (const deed of ['pause', 'resume', 'leave', 'view'] as const)
        await assert.rejects(world.channels[deed](key, channel.id), refuses('not_found'), deed);
      assert.deepEqual([await world.useCases.mine(root), await world.channels.list(key)], [[], []]);
      assert.deepEqual(
        (await world.useCases.mine(grace)).map(({ state }) => state),
        ['active'],
      );
    });

    it('are told in the audit log by the person’s address', async () => {
      world.addresses.set('ada', ['ada@contoso.example']);
      const { channel } = await create();
      await world.useCases.pause(owner, channel.id);
      assert.equal(await lastActor(), 'ada (ada@contoso.example)');
    });
  });

  describe('an invitation', () => {
    const place = () => world.channelOf(fabrikam, 'operations', 'theirs');

    it('for an address is accepted by whoever has it, in any case of letters', async () => {
      const { invitation } = await invite('Grace@Fabrikam.example');
      const { code = '' } = invitation ?? {};
      await assert.rejects(world.useCases.look(grace, code), refuses('invitation_other_address'));
      await assert.rejects(world.useCases.accept(grace, code, place()), refuses('invitation_other_address'));
      world.addresses.set('grace', ['grace@fabrikam.onmicrosoft.example', 'grace@fabrikam.example']);
      await world.office.clock.advance(61_000);
      assert.equal((await world.useCases.look(grace, code)).from, 'Contoso');
      const { partners } = await world.useCases.accept(grace, code, place());
      assert.deepEqual(partners, [{ organization: 'Contoso', platform: 'teams' }]);
    });

    it('for an address is nothing for an organization’s key, which has none', async () => {
      const { invitation } = await invite('grace@fabrikam.example');
      const key = { organization: fabrikam.organization, role: 'administrator', name: 'administrator' } as const;
      const deed = world.invitations.accept(key, invitation?.code ?? '', [place()]);
      await assert.rejects(deed, refuses('invitation_other_address'));
    });

    it('of one who left the channel is good for nothing', async () => {
      const { channel, invitation } = await invite();
      await world.useCases.leave(owner, channel.id);
      await assert.rejects(
        world.useCases.accept(grace, invitation?.code ?? '', place()),
        refuses('invitation_unusable'),
      );
    });

    it('ends after seven days, and is listed no longer', async () => {
      const { invitation } = await invite();
      await world.office.clock.advance(7 * 24 * 60 * 60_000);
      assert.deepEqual(await world.useCases.invitations(owner), []);
      await assert.rejects(world.useCases.look(grace, invitation?.code ?? ''), refuses('invitation_unusable'));
    });

    it('is listed by when it was made, also one whose code had another form', async () => {
      const { channel, invitation } = await invite();
      await world.office.clock.advance(1_000);
      const now = world.office.clock.now();
      const older = '0199-an-older-id' as InvitationId;
      const kept = {
        id: older,
        channel: channel.id,
        from: contoso.organization,
        codeHash: 'f'.repeat(64),
        state: 'open',
        expiresAt: now + 60_000,
        createdAt: now - 60_000,
      } as const;
      await world.office.records.put('invitation', older, kept, 0);
      await world.office.clock.advance(1_000);
      const newest = await world.useCases.invite(owner, channel.id);
      const listed = async () => (await world.useCases.invitations(owner)).map(({ id }) => id);
      assert.deepEqual(await listed(), [older, invitation?.id, newest.id]);
      await world.useCases.revoke(owner, older);
      assert.deepEqual(await listed(), [invitation?.id, newest.id]);
    });

    it('keeps nothing that its code could be read from', async () => {
      const { invitation } = await invite();
      const { code = '', link = '' } = invitation ?? {};
      assert.ok(link.endsWith(`/invitation#${code}`));
      const kept = JSON.stringify([
        await world.office.records.list('invitation'),
        await world.office.records.list('audit'),
      ]);
      for (const part of [code, ...code.split('-')]) assert.ok(!kept.includes(part), part);
    });

    it('is taken back by its own side alone', async () => {
      const { invitation } = await invite();
      const id = invitation?.id ?? ('' as InvitationId);
      await assert.rejects(world.useCases.revoke(grace, id), refuses('not_found'));
      await assert.rejects(world.useCases.revoke(owner, 'none' as InvitationId), refuses('not_found'));
      await world.useCases.revoke(owner, id);
      await assert.rejects(world.useCases.look(grace, invitation?.code ?? ''), refuses('invitation_unusable'));
    });

    it('accepted by two at once lets one in', async () => {
      const { channel, invitation } = await invite();
      const code = invitation?.code ?? '';
      const both = await Promise.allSettled(
        ['one', 'two'].map((name) => world.useCases.accept(grace, code, world.channelOf(fabrikam, 'operations', name))),
      );
      assert.deepEqual(both.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
      const stored = await world.office.records.get('channel', channel.id);
      assert.equal(stored?.body.legs.length, 2);
    });
  });

  describe('who is here', () => {
    const slackOf = async () => {
      const { channel } = await create();
      const asking = world.useCases.members(member, channel.id);
      await world.office.clock.advance(3_000);
      return (await asking).find(({ platform }) => platform === 'slack');
    };

    it('is answered after three seconds, whatever a platform does', async () => {
      world.memberships = () => new Promise(() => {});
      assert.deepEqual(await slackOf(), { platform: 'slack', title: 'incidents', organization: 'Contoso', names: [] });
    });

    it('is answered where a platform fails', async () => {
      world.memberships = () => Promise.reject(new Error('down'));
      assert.deepEqual((await slackOf())?.names, []);
    });

    it('names some, and counts all', async () => {
      world.memberships = async () => ({ count: 10_000, names: ['Ada', 'Ben'] });
      const leg = await slackOf();
      assert.deepEqual([leg?.count, leg?.names], [10_000, ['Ada', 'Ben']]);
    });
  });
});
