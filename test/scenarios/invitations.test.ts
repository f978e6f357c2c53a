/** Two companies join a channel by an invitation: one use, an end, and a right on both sides. */
import assert from 'node:assert/strict';
import { openWorld, type World } from '../support/world.ts';

interface Place {
  readonly connection: string;
  readonly conversation: string;
}

describe('invitations', () => {
  let world: World;
  let channel: string;
  let random: Place;
  let opsRoom: Place;
  before(async () => {
    world = await openWorld();
    const launch = await placeOf('contoso', 'teams', 'Operations / Launch');
    const { body } = await world.api('contoso', 'POST', '/channels', { name: 'Launch', places: [launch] });
    channel = String(body['id']);
    random = await placeOf('fabrikam', 'slack', '#random');
    opsRoom = await placeOf('fabrikam', 'webex', 'Incidents');
  });
  after(() => world.close());

  async function placeOf(as: 'contoso' | 'fabrikam', platform: string, title: string): Promise<Place> {
    const connections = (await world.api(as, 'GET', '/connections')).body as unknown as readonly {
      id: string;
      platform: string;
    }[];
    const connection = connections.find((one) => one.platform === platform)?.id ?? '';
    const places = (await world.api(as, 'GET', `/connections/${connection}/places`)).body as unknown as readonly {
      conversation: string;
      title: string;
    }[];
    return {
      connection,
      conversation: places.find((one) => one.title === title)?.conversation ?? assert.fail(`no ${title}`),
    };
  }
  const invite = async () =>
    (await world.api('contoso', 'POST', `/channels/${channel}/invitations`)).body as {
      invitation: string;
      code: string;
    };
  const accept = (as: 'contoso' | 'fabrikam', code: string, places: readonly Place[] = [random]) =>
    world.api(as, 'POST', '/invitations/accept', { code, places });
  const unusable = (answer: { status: number; body: Readonly<Record<string, unknown>> }) => {
    assert.equal(answer.status, 400);
    assert.match((answer.body['error'] as { advice: string }).advice, /Ask whoever invited you for a new invitation/);
  };

  it('an invented code is good for nothing, and tells nothing', async () => {
    const { invitation, code } = await invite();
    const almost = `${code.slice(0, -1)}${code.endsWith('X') ? 'Y' : 'X'}`;
    for (const guess of ['', 'guess', invitation, `${invitation}.`, code.slice(0, -1), almost])
      unusable(await accept('fabrikam', guess));
  });

  it('a revoked one is good for nothing; only its maker can revoke it, and only once', async () => {
    const { invitation, code } = await invite();
    assert.equal((await world.api('fabrikam', 'DELETE', `/invitations/${invitation}`)).status, 404);
    assert.equal((await world.api('contoso', 'DELETE', `/invitations/${invitation}`)).status, 200);
    unusable(await accept('fabrikam', code));
    unusable(await world.api('contoso', 'DELETE', `/invitations/${invitation}`));
  });

  it('one for an address is accepted by nobody who comes with a key, which has none', async () => {
    const invitations = `/channels/${channel}/invitations`;
    const { status, body } = await world.api('contoso', 'POST', invitations, { address: 'Grace@Fabrikam.example' });
    assert.equal(status, 200);
    assert.equal((await accept('fabrikam', String(body['code']))).status, 403);
    for (const wrong of [{ address: 'grace' }, { address: 7 }, { mail: 'grace@fabrikam.example' }])
      assert.equal((await world.api('contoso', 'POST', invitations, wrong)).status, 400);
  });

  it('an expired one is good for nothing', async () => {
    const { code } = await invite();
    world.clock.advance(7 * 24 * 60 * 60_000 + 1_000);
    unusable(await accept('fabrikam', code));
  });

  it('whoever accepts brings conversations of their own, and none that belongs to a channel already', async () => {
    const { code } = await invite();
    const theirs = await placeOf('contoso', 'teams', 'Operations / General');
    assert.equal((await accept('fabrikam', code, [theirs])).status, 404);
    assert.equal((await accept('fabrikam', code, [])).status, 400);
    const taken = await accept('fabrikam', code, [opsRoom]);
    assert.equal(taken.status, 409);
    // None of that used it up, or left anything behind.
    await world.begin();
    const typed = ` ${code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'i')}`;
    assert.equal((await accept('fabrikam', typed)).status, 200, typed);
    unusable(await accept('fabrikam', code));
    await world.sees(
      'slack',
      [
        {
          from: 'Mio',
          text: 'Launch now connects Contoso on Teams and Fabrikam on Slack.\n\nFabrikam accepted an invitation by Contoso.\n\nWhat you write, answer, edit or delete here from now on appears on every side.',
        },
      ],
      'fabrikam #random',
    );
  });

  it('the company that invited can’t accept it itself', async () => {
    const { code } = await invite();
    const general = await placeOf('contoso', 'teams', 'Operations / General');
    const { status, body } = await accept('contoso', code, [general]);
    assert.equal(status, 409);
    assert.match((body['error'] as { advice: string }).advice, /Send the invitation to the other company/);
  });

  it('and then messages cross there, and into no other channel', async () => {
    await world.begin();
    await world.as('ada').on('teams').in('Operations / Launch').post('we launch on Monday');
    await world.until('it in #random', () =>
      world.shown('slack', 'fabrikam #random').some(({ text }) => text === 'we launch on Monday'),
    );
    await world.settled();
    assert.deepEqual(world.shown('slack'), []);
    assert.deepEqual(world.shown('webex'), []);
  });

  it('either side leaves at any time, the other is told, and two who then accept at once let one in', async () => {
    assert.equal((await world.api('fabrikam', 'POST', `/channels/${channel}/leave`)).status, 200);
    const farewell = 'Fabrikam on Slack left this channel. Nobody else is connected now.';
    const told = () => world.shown('teams', 'Operations / Launch').some(({ text }) => text === farewell);
    await world.until('the farewell', told);
    const { code } = await invite();
    const answers = await Promise.all([accept('fabrikam', code), accept('fabrikam', code)]);
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 400]);
  });

  it('an invitation by somebody who left the channel is good for nothing', async () => {
    const { code } = await invite();
    assert.equal((await world.api('contoso', 'POST', `/channels/${channel}/leave`)).status, 200);
    unusable(await accept('fabrikam', code, [await placeOf('fabrikam', 'slack', '#contoso-incidents')]));
  });
});
