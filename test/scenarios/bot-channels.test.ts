/** What the bot can have done with universal channels, by somebody who talks to it in Teams, on simulated platforms. */
import assert from 'node:assert/strict';
import type { ChannelDraft, OtherSide } from '../../src/core/bot/use-cases.ts';
import type { ConnectionId, ConversationId, Place } from '../../src/core/model.ts';
import type { Speaker } from '../../src/core/speaker.ts';
import { type BotTalk, botTalk, connectContososSlack, refuses, titled } from '../support/bot-talk.ts';
import { speakerOf } from '../support/sign-in-world.ts';
import { openWorld, type World } from '../support/world.ts';

const ada = speakerOf('ada');
const ben = speakerOf('ben');
const serviceUser = speakerOf('mio-service');
const stranger: Speaker = { ...ada, tenant: '00000000-0000-4000-8000-000000000000' };

describe('universal channels by the bot', () => {
  let world: World;
  let operations: string;
  let { channelsOf, signIn, slackOf } = {} as BotTalk;
  before(async () => {
    // Looking people up is bounded by time: a clock that runs much faster would cut every look short.
    world = await openWorld({ speed: 5 });
    ({ channelsOf, signIn, slackOf } = botTalk(world));
    await connectContososSlack(world);
    await signIn(ada, 'ada@contoso.example');
    await signIn(ben, 'ben@contoso.example');
    operations = (await world.useCases.channels.teams(ada)).find(({ name }) => name === 'Operations')?.id ?? '';
  });
  after(() => world.close());

  const madeChannel = async (name: string, kind: 'standard' | 'private' | 'shared' = 'standard') => {
    const made = await world.sandbox.act({
      platform: 'teams',
      as: 'ada',
      do: 'createChannel',
      place: operations,
      name,
      kind,
    });
    return made.place ?? '';
  };
  const draft = async (title: string, other: OtherSide, name = title): Promise<ChannelDraft> => ({
    name,
    source: (await titled(channelsOf(ada, 'Operations'), title)).place,
    other,
  });
  const newSlack = async (title: string): Promise<OtherSide> => ({ is: 'new', connection: await slackOf(ada), title });
  const obstaclesOf = async (speaker: Speaker, wanted: ChannelDraft) =>
    (await world.useCases.channels.preflight(speaker, wanted)).obstacles;

  describe('whoever speaks', () => {
    it('sees their own teams, and with their own eyes', async () => {
      const names = (await world.useCases.channels.teams(ada)).map(({ name }) => name);
      assert.deepEqual(names, ['Mio', 'Operations']);
    });

    it('must have signed in for that', async () => {
      await assert.rejects(world.useCases.channels.teams(serviceUser), refuses('sign_in_needed'));
    });

    it('of a tenant that never connected gets nothing at all', async () => {
      const { channels } = world.useCases;
      const id = (await channels.mine(ada))[0]?.id ?? assert.fail('none');
      const refused = refuses('platform_not_connected', 'Teams');
      await assert.rejects(channels.teams(stranger), refused);
      await assert.rejects(channels.mine(stranger), refused);
      await assert.rejects(channels.pause(stranger, id), refused);
    });

    it('sees which channels can’t be chosen, and why', async () => {
      await madeChannel('Board', 'private');
      await madeChannel('Suppliers', 'shared');
      const found = await channelsOf(ada, 'Operations');
      const why = Object.fromEntries(found.map(({ title, obstacle }) => [title, obstacle?.reason]));
      assert.equal(why['Board'], 'private_channel');
      assert.equal(why['Suppliers'], 'shared_channel');
      assert.equal(why['Incidents'], 'already_linked');
      assert.equal(why['General'], undefined);
      assert.ok((await channelsOf(ben, 'Operations')).every(({ obstacle }) => obstacle !== undefined));
      assert.deepEqual((await titled(channelsOf(ben, 'Operations'), 'General')).obstacle, {
        reason: 'not_team_owner',
        subject: 'Operations',
      });
    });

    it('can’t look into a team that they are not in', async () => {
      const foreign = '9f6b2c9d-4e83-47a5-b0d1-7c5e9a3f2b99';
      await assert.rejects(world.useCases.channels.channels(ada, foreign), refuses('not_found'));
    });

    it('sees the other platforms of their own organization, and what is there only with a right', async () => {
      const { channels } = world.useCases;
      const all = await channels.connections(ben);
      assert.deepEqual(
        all.map(({ platform, name, creates }) => [platform, name, creates]),
        [['slack', 'Contoso', true]],
      );
      const titles = (await channels.places(serviceUser, await slackOf(ada))).map(({ title }) => title);
      assert.deepEqual(titles.sort(), ['#general', '#incidents']);
      for (const speaker of [ada, ben])
        await assert.rejects(channels.places(speaker, await slackOf(speaker)), refuses('not_administrator'));
      const theirs = (await world.api('fabrikam', 'GET', '/connections')).body as unknown as readonly { id: string }[];
      await assert.rejects(channels.places(serviceUser, theirs[0]?.id as ConnectionId), refuses('not_found'));
    });
  });

  describe('the preflight', () => {
    it('finds nothing against what can be done', async () => {
      const incidents = await titled(world.useCases.channels.places(serviceUser, await slackOf(ada)), '#incidents');
      const found = await world.useCases.channels.preflight(
        serviceUser,
        await draft('General', { is: 'place', place: incidents.place }),
      );
      assert.deepEqual(found, { source: 'Operations / General', other: '#incidents', obstacles: [] });
    });

    it('says everything that stands against it at once, on both sides', async () => {
      const wanted = await draft('Board', await newSlack('!!!'), '  ');
      assert.deepEqual(await obstaclesOf(ben, wanted), [
        { reason: 'name_unusable', subject: '  ' },
        { reason: 'private_channel', subject: 'Board' },
        { reason: 'not_team_owner', subject: 'Operations' },
        { reason: 'name_unusable', subject: '!!!' },
      ]);
    });

    const other = (is: OtherSide) => draft('General', is);
    it('knows an address from none', async () => {
      assert.deepEqual(
        await obstaclesOf(ada, await other({ is: 'invitation', address: 'Grace@Fabrikam.example' })),
        [],
      );
      for (const address of ['', 'grace', 'a@b', 'a b@c.example', 'a@b.example, c@d.example', '<a@b.example>'])
        assert.deepEqual(await obstaclesOf(ada, await other({ is: 'invitation', address })), [
          { reason: 'address_unusable', subject: address },
        ]);
    });

    it('knows a place that is gone, one that is taken, and one of the same account', async () => {
      const connection = await slackOf(ada);
      const nowhere = { connection, conversation: 'C0NOWHERE1' as ConversationId };
      assert.deepEqual(await obstaclesOf(serviceUser, await other({ is: 'place', place: nowhere })), [
        { reason: 'place_gone', subject: 'Slack' },
      ]);
      const taken = await draft('Incidents', await newSlack('another'));
      assert.deepEqual(await obstaclesOf(ada, taken), [
        { reason: 'already_linked', subject: 'Operations / Incidents' },
      ]);
      assert.deepEqual(await obstaclesOf(ada, { ...taken, other: { is: 'place', place: taken.source } }), [
        { reason: 'already_linked', subject: 'Operations / Incidents' },
        { reason: 'same_platform_account', subject: 'Teams' },
      ]);
    });

    it('takes no id on trust', async () => {
      const wanted = await other({ is: 'invitation' });
      const theirs = (await world.api('fabrikam', 'GET', '/connections')).body as unknown as readonly { id: string }[];
      const foreign = { connection: theirs[0]?.id as ConnectionId, conversation: 'C0RANDOM01' as ConversationId };
      const invented = { ...wanted.source, conversation: 'x/../y' as ConversationId };
      const { channels } = world.useCases;
      const drafts: readonly ChannelDraft[] = [
        { ...wanted, source: foreign },
        { ...wanted, source: invented },
        { ...wanted, other: { is: 'place', place: foreign } },
        { ...wanted, other: { is: 'new', connection: foreign.connection, title: 'x' } },
      ];
      for (const one of drafts) {
        await assert.rejects(channels.preflight(ada, one), refuses('not_found'));
        await assert.rejects(channels.create(ada, one), refuses('not_found'));
      }
    });

    it('says that a platform does not answer', async () => {
      const wanted = await draft('General', await newSlack('x'));
      world.fault({ platform: 'slack', route: 'conversations.info', kind: 'error', count: 1 });
      const place = { connection: await slackOf(ada), conversation: 'C0CGENERAL' as ConversationId };
      assert.deepEqual(await obstaclesOf(serviceUser, { ...wanted, other: { is: 'place', place } }), [
        { reason: 'platform_unavailable', subject: 'Slack' },
      ]);
    });
  });

  describe('creating', () => {
    it('makes the Slack channel on the spot, and messages cross', async () => {
      await madeChannel('Rollout');
      const { channel } = await world.useCases.channels.create(ada, await draft('Rollout', await newSlack('Roll out')));
      assert.deepEqual(
        channel.legs.map(({ platform, title }) => [platform, title]),
        [
          ['teams', 'Operations / Rollout'],
          ['slack', '#roll-out'],
        ],
      );
      await world.as('ada').on('teams').in('Operations / Rollout').post('we begin on Monday');
      const seen = () => world.shown('slack', 'contoso #roll-out').some(({ text }) => text === 'we begin on Monday');
      await world.until('it in Slack', seen);
    });

    it('with a conversation of another platform takes an administrator, and a team of one’s own gives no right to it', async () => {
      const { channels } = world.useCases;
      const incidents = await titled(channels.places(serviceUser, await slackOf(ben)), '#incidents');
      await world.sandbox.act({ platform: 'teams', as: 'ben', do: 'createTeam', place: '', name: 'Ben’s team' });
      world.clock.advance(61_000);
      const [source] = await channelsOf(ben, 'Ben’s team');
      assert.equal(source?.obstacle, undefined);
      const other: OtherSide = { is: 'place', place: incidents.place };
      const wanted: ChannelDraft = { name: 'Salaries', source: source?.place ?? assert.fail('no channel'), other };
      assert.deepEqual(await obstaclesOf(ben, wanted), [{ reason: 'not_administrator' }]);
      await assert.rejects(channels.create(ben, wanted), refuses('not_administrator'));
      assert.ok(!(await channels.mine(ben)).some(({ name }) => name === 'Salaries'));
    });

    it('is refused to a member, whatever the preflight said before', async () => {
      const wanted = await draft('General', await newSlack('hello'));
      await assert.rejects(world.useCases.channels.create(ben, wanted), refuses('not_team_owner', 'Operations'));
    });

    it('a name that Slack has already leaves nothing behind', async () => {
      const wanted = await draft('General', await newSlack('incidents'));
      await assert.rejects(world.useCases.channels.create(ada, wanted), refuses('name_unusable', 'incidents'));
      assert.deepEqual((await titled(channelsOf(ada, 'Operations'), 'General')).obstacle, undefined);
    });

    it('by two at the same time: one has it, the other hears that it is taken, and Slack has one channel more', async () => {
      await madeChannel('Race');
      const places = async () => (await world.useCases.channels.places(serviceUser, await slackOf(ada))).length;
      const before = await places();
      const wanted = await draft('Race', await newSlack('race'));
      const again = { ...wanted, other: await newSlack('race-again') };
      const both = await Promise.allSettled([
        world.useCases.channels.create(ada, wanted),
        world.useCases.channels.create(ada, again),
      ]);
      const refused = both.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
      assert.equal(refused.length, 1);
      refuses('already_linked', 'Operations / Race')(refused[0]);
      assert.equal(await places(), before + 1);
    });
  });

  describe('invitations', () => {
    let place: Place;
    before(async () => {
      await madeChannel('Partners');
      place = (await titled(channelsOf(ada, 'Operations'), 'Partners')).place;
    });

    it('come with a new channel, are listed, and can be taken back', async () => {
      const { channels } = world.useCases;
      const address = 'Grace@Fabrikam.example';
      const other = { is: 'invitation', address } as const;
      const { channel, invitation } = await channels.create(ada, { name: 'Partners', source: place, other });
      assert.ok(invitation);
      assert.equal(invitation.address, 'grace@fabrikam.example');
      assert.deepEqual(
        channel.legs.map(({ title }) => title),
        ['Operations / Partners'],
      );
      const { id, expiresAt } = invitation;
      const listed = { id, channel: 'Partners', expiresAt, address: 'grace@fabrikam.example' };
      assert.deepEqual(await channels.invitations(ada), [listed]);
      assert.deepEqual(await channels.invitations(ben), []);
      await assert.rejects(channels.revoke(ben, id), refuses('not_team_owner', 'Operations'));
      await channels.revoke(ada, id);
      assert.deepEqual(await channels.invitations(ada), []);
      await assert.rejects(channels.revoke(ada, id), refuses('invitation_unusable'));
      await assert.rejects(channels.look(ada, invitation.code), refuses('invitation_unusable'));
    });

    it('are nothing for the company that made them', async () => {
      const { channels } = world.useCases;
      const [channel] = (await channels.mine(ada)).filter(({ name }) => name === 'Partners');
      assert.ok(channel);
      const { code } = await channels.invite(ada, channel.id);
      await assert.rejects(channels.look(ada, code), refuses('invitation_own'));
      const general = (await titled(channelsOf(ada, 'Operations'), 'General')).place;
      await assert.rejects(channels.accept(ada, code, general), refuses('invitation_own'));
      assert.equal((await channels.invitations(ada)).length, 1);
    });

    it('by another company are accepted by whoever has the right on this side', async () => {
      const { channels } = world.useCases;
      const { body } = await world.api('fabrikam', 'POST', '/channels', {
        name: 'Random',
        places: [await fabrikams('#random')],
      });
      const invited = await world.api('fabrikam', 'POST', `/channels/${body['id']}/invitations`);
      const code = String(invited.body['code']);
      const { from, channel } = await channels.look(ada, code);
      assert.deepEqual([from, channel], ['Fabrikam', 'Random']);
      await madeChannel('Guests');
      const guests = (await titled(channelsOf(ada, 'Operations'), 'Guests')).place;
      await assert.rejects(channels.accept(ben, code, guests), refuses('not_team_owner', 'Operations'));
      const slack = { connection: await slackOf(ada), conversation: 'C0CGENERAL' as ConversationId };
      await assert.rejects(channels.accept(ada, code, slack), refuses('not_administrator'));
      const joined = await channels.accept(ada, code, guests);
      assert.deepEqual(joined.partners, [{ organization: 'Fabrikam', platform: 'slack' }]);
      await assert.rejects(channels.accept(ada, code, guests), refuses('already_linked'));
      const told = () =>
        world
          .shown('slack', 'fabrikam #random')
          .some(({ text }) => text.includes('Contoso accepted an invitation by Fabrikam.'));
      await world.until('the introduction', told);
      // Either side can leave at any time, and the other is told.
      await assert.rejects(channels.leave(ben, joined.id), refuses('not_team_owner'));
      await channels.leave(ada, joined.id);
      const bye = () =>
        world
          .shown('slack', 'fabrikam #random')
          .some(({ text }) => text.includes('Contoso on Teams left this channel.'));
      await world.until('the farewell', bye);
      await assert.rejects(channels.pause(ada, joined.id), refuses('not_found'));
    });

    const fabrikams = async (title: string) => {
      const connections = (await world.api('fabrikam', 'GET', '/connections')).body as unknown as readonly {
        id: string;
        platform: string;
      }[];
      const connection = connections.find(({ platform }) => platform === 'slack')?.id ?? '';
      const places = (await world.api('fabrikam', 'GET', `/connections/${connection}/places`))
        .body as unknown as readonly {
        conversation: string;
        title: string;
      }[];
      return { connection, conversation: places.find((one) => one.title === title)?.conversation ?? '' };
    };
  });
});
