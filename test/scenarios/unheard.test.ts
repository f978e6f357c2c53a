/** Somebody takes Mio's account out of a team: whoever can mend that is told, once, and nothing is lost by then. */
import assert from 'node:assert/strict';
import { minutes } from '../../src/core/time.ts';
import type { ChannelAnswer } from '../../src/http/contract.ts';
import { speakerOf } from '../support/sign-in-world.ts';
import { openWorld, type World } from '../support/world.ts';

describe('the service user is taken out of a team', () => {
  let world: World;
  before(async () => {
    world = await openWorld({ speed: 120 });
  });
  after(() => world.close());

  const inSlack = (text: string) =>
    world.until(`“${text}” is in Slack`, () => world.shown('slack').some((shown) => shown.text === text));
  const channel = async (id?: string): Promise<ChannelAnswer> => {
    const { body } = await world.api('contoso', 'GET', `/channels${id === undefined ? '' : `/${id}`}`);
    return (id === undefined ? (body as unknown as ChannelAnswer[])[0] : body) as ChannelAnswer;
  };
  const unheard = async (): Promise<string | undefined> =>
    (await channel()).legs.find(({ platform }) => platform === 'teams')?.unheard;
  const alarms = () => world.metric('mio_alarms_total', { kind: 'conversation_unheard' });
  const refusals = () => world.metric('mio_platform_calls_total', { operation: 'subscribe', outcome: '403' });

  it('says so in the status of the channel, and raises one alarm however often it is refused', async () => {
    await world.as('ada').on('teams').post('before');
    await inSlack('before');
    assert.equal(await unheard(), undefined);
    assert.equal(await alarms(), 0);

    world.fault({ platform: 'teams', route: 'members/$ref', kind: 'error' });
    const place = world.placeOf('teams');
    await world.sandbox.act({ platform: 'teams', as: 'ada', do: 'removeMember', place, people: ['mio-service'] });
    await world.as('ada').on('teams').post('deaf?');
    await world.quiet();
    assert.ok((await refusals()) > 1);

    assert.match((await unheard()) ?? '', /Ask an owner to add that account to the team again/);
    assert.match((await unheard()) ?? '', /mio@contoso\.example/);
    const { id } = await channel();
    assert.deepEqual((await channel(id)).legs, (await channel()).legs);
    const [seen] = await world.useCases.channels.mine(speakerOf('ada'));
    assert.deepEqual(
      seen?.legs.map((leg) => leg.unheard),
      [await unheard()],
    );
    assert.equal(await alarms(), 1);
  });

  it('tells it to partners no more than anything else of a conversation', async () => {
    const { body } = await world.api('fabrikam', 'GET', '/channels');
    assert.doesNotMatch(JSON.stringify(body), /unheard/);
  });

  it('is over once the account is in the team again, and what was written meanwhile follows', async () => {
    world.sandbox.faults.clear('teams');
    await inSlack('deaf?');
    // The next try of the subscription is some minutes away.
    await world.quiet(minutes(5));
    assert.equal(await unheard(), undefined);
    assert.equal(await alarms(), 1);
  });
});
