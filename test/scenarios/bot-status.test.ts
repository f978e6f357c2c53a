/** A universal channel that is there, asked about and changed by somebody who talks to the bot. */
import assert from 'node:assert/strict';
import type { ConversationId } from '../../src/core/model.ts';
import { type BotTalk, botTalk, connectContososSlack, refuses, titled } from '../support/bot-talk.ts';
import { speakerOf } from '../support/sign-in-world.ts';
import { openWorld, type World } from '../support/world.ts';

const ada = speakerOf('ada');
const ben = speakerOf('ben');
const serviceUser = speakerOf('mio-service');

describe('status by the bot', () => {
  let world: World;
  let channelsOf: BotTalk['channelsOf'];
  before(async () => {
    // Looking people up is bounded by time: a clock that runs much faster would cut every look short.
    world = await openWorld({ speed: 5 });
    const talk = botTalk(world);
    channelsOf = talk.channelsOf;
    await connectContososSlack(world);
    await talk.signIn(ada, 'ada@contoso.example');
  });
  after(() => world.close());

  describe('a channel that is there', () => {
    const incidents = async () => {
      const found = (await world.useCases.channels.mine(ben)).find(({ name }) => name === 'Incidents');
      return found ?? assert.fail('no Incidents');
    };

    it('is found by whoever is in its team, and by the Teams channel', async () => {
      const channel = await incidents();
      assert.deepEqual(
        channel.legs.map(({ title }) => title),
        ['Operations / Incidents'],
      );
      assert.deepEqual(channel.partners.map(({ platform }) => platform).sort(), ['slack', 'webex']);
      const conversation = channel.legs[0]?.conversation ?? assert.fail('no leg');
      assert.equal((await world.useCases.channels.at(ben, conversation))?.id, channel.id);
      const general = (await titled(channelsOf(ada, 'Operations'), 'General')).place.conversation;
      assert.equal(await world.useCases.channels.at(ben, general), undefined);
      const foreign = 'C0CONTOSOI' as ConversationId;
      assert.equal(await world.useCases.channels.at(ben, foreign), undefined);
    });

    it('says who is here, of partners no more than that they are', async () => {
      const legs = await world.useCases.channels.members(ben, (await incidents()).id);
      const teams = legs.find(({ platform }) => platform === 'teams');
      assert.deepEqual(
        { ...teams, names: [...(teams?.names ?? [])].sort() },
        {
          platform: 'teams',
          title: 'Operations / Incidents',
          organization: 'Contoso',
          count: 3,
          names: ['Ada Nowak', 'Ben Ito', 'Chidi Okafor'],
        },
      );
      for (const leg of legs.filter(({ platform }) => platform !== 'teams'))
        assert.deepEqual(leg, { platform: leg.platform, title: '', organization: 'Fabrikam', names: [] });
    });

    it('of 10,000 is answered like any other', async () => {
      const team = {
        platform: 'teams',
        as: 'ada',
        do: 'createTeam',
        place: '',
        name: 'Everybody',
        crowd: 10_000,
      } as const;
      await world.sandbox.act(team);
      const source = (await titled(channelsOf(ada, 'Everybody'), 'General')).place;
      const { channel } = await world.useCases.channels.create(ada, {
        name: 'All',
        source,
        other: { is: 'invitation' },
      });
      const [leg] = await world.useCases.channels.members(ada, channel.id);
      assert.equal(leg?.names.length, 20);
    });

    it('is paused and resumed by an owner or an administrator alone', async () => {
      const { channels } = world.useCases;
      const { id } = await incidents();
      await assert.rejects(channels.pause(ben, id), refuses('not_team_owner', 'Operations'));
      assert.equal((await channels.pause(ada, id)).state, 'paused');
      assert.equal((await channels.resume(serviceUser, id)).state, 'active');
    });

    it('people are found in all of the organization’s platforms, and in no other’s', async () => {
      const found = await world.useCases.channels.find(ben, 'ada');
      assert.deepEqual(found, [
        { name: 'Ada Nowak', mail: 'ada@contoso.example', platform: 'teams', connection: 'contoso.example' },
        { name: 'Ada Nowak', mail: 'ada@contoso.example', platform: 'slack', connection: 'Contoso' },
      ]);
      assert.deepEqual(await world.useCases.channels.find(ben, 'Farid'), []);
      assert.deepEqual(await world.useCases.channels.find(ben, ' a '), []);
      assert.deepEqual(await world.useCases.channels.find(ben, 'Nobody" OR "displayName:Ada'), []);
    });
  });
});
