/** Turns that take longer than Teams waits, and a bot that can't be loaded at first. */
import assert from 'node:assert/strict';
import type { LoadBot } from '../../../../src/connectors/teams/bot.ts';
import { appId, tenantId } from './support/microsoft.ts';
import { connectedTeams, echo, startOfTest, type Teams } from './support/teams.ts';

const serviceUrl = 'https://smba.trafficmanager.net/teams/';

describe('a turn of the bot', () => {
  let world: Teams;
  afterEach(() => world.close());

  async function send(text: string, more: object = {}) {
    const claims = {
      iss: 'https://api.botframework.com',
      aud: appId,
      serviceurl: serviceUrl,
      exp: startOfTest / 1000 + 3600,
    };
    const activity = {
      type: 'message',
      id: text,
      channelId: 'msteams',
      serviceUrl,
      text,
      from: { id: '29:ada', aadObjectId: '5f0c1b2a-0000-4000-8000-000000000001' },
      recipient: { id: `28:${appId}` },
      conversation: { id: 'a:1', tenantId },
      ...more,
    };
    const authorization = `Bearer ${await world.microsoft.bot.sign(claims)}`;
    return await world.receive('messages', activity, { headers: { authorization } });
  }

  it('that takes longer than Teams waits goes on after the answer', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<void>();
    let done = false;
    const slow: LoadBot = async (messenger) => ({
      ...(await echo(messenger)),
      async heard() {
        begun.resolve();
        await promise;
        done = true;
      },
    });
    world = await connectedTeams({ bot: slow });
    const answering = send('slow');
    await begun.promise;
    await world.clock.advance(10_000);
    assert.deepEqual([(await answering).reply.status, done], [200, false]);
    resolve();
    await world.clock.advance(0);
    assert.equal(done, true);
  });

  it('is none for a reaction, of which Graph tells: the bot is not even loaded', async () => {
    world = await connectedTeams({ bot: () => Promise.reject(new Error('the bot was loaded')) });
    const reaction = { type: 'messageReaction', replyToId: '1', reactionsAdded: [{ type: 'like' }] };
    assert.deepEqual(await send('a reaction', reaction), { reply: { status: 200 } });
  });

  it('comes again where the bot could not be loaded, and is loaded then', async () => {
    let tries = 0;
    const late: LoadBot = async (messenger) => {
      tries += 1;
      if (tries === 1) throw new Error('not yet');
      return await echo(messenger);
    };
    world = await connectedTeams({ bot: late });
    world.microsoft.on('POST', /a:1/, () => ({ status: 201, json: { id: '1' } }));
    assert.equal((await send('first')).reply.status, 503);
    assert.equal((await send('first')).reply.status, 200);
    assert.equal((await send('second')).reply.status, 200);
    assert.equal(tries, 2);
    assert.equal(world.microsoft.calls('POST', /a:1\/activities/).length, 2);
  });
});
