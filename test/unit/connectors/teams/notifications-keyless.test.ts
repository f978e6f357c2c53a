/** Notifications that nobody can vouch for: nothing they hold is believed, and nothing is lost. */
import assert from 'node:assert/strict';
import { graphWithChannel, type HeldSubscription, item, message, validationToken } from './support/graph.ts';
import { type Answer, signer } from './support/microsoft.ts';
import { connectedTeams, place, type Teams } from './support/teams.ts';

const id = '1789374682417';

describe('Graph’s notifications, while Microsoft’s keys are not to be had', () => {
  let world: Teams;
  let subscription: HeldSubscription;
  beforeEach(async () => {
    world = await connectedTeams();
    const graph = graphWithChannel(world.microsoft);
    await world.teams.prepare(place);
    subscription = graph.only();
  });
  afterEach(() => world.close());

  const keysAnswer = (answer: Answer) => world.microsoft.on('GET', /^\/login\/common\//, () => answer);
  const notify = async (by = world.microsoft.entra, more: object = {}) =>
    world.receive('notifications', {
      value: [item(subscription, message(id), more)],
      validationTokens: [await validationToken(by, world.clock.now())],
    });
  const alarms = () => world.parts.counted.filter((line) => line.includes('graph_notification_forged'));

  const silences: readonly [why: string, answer: Answer][] = [
    ['Entra does not answer', { cut: true }],
    ['Entra is down', { status: 503 }],
    ['Entra answers something else', { json: {} }],
  ];
  for (const [why, answer] of silences) {
    it(`say where to look: ${why}`, async () => {
      keysAnswer(answer);
      const { reply, events, refused } = await notify();
      assert.deepEqual([reply, refused], [{ status: 202 }, []]);
      assert.deepEqual(
        events?.map((event) => [event.conversation, event.message, event.kind, event.by, event.inline]),
        [[place.conversation, id, 'posted', 'unknown', undefined]],
      );
      assert.deepEqual(alarms(), []);
    });
  }

  it('say where to look where their key is newer than the known ones', async () => {
    assert.ok((await notify()).events?.[0]?.inline);
    keysAnswer({ status: 503 });
    await world.clock.advance(60_000);
    const { events, refused } = await notify(await signer('entra-2'));
    assert.deepEqual([events?.[0]?.message, events?.[0]?.inline, refused], [id, undefined, []]);
    assert.deepEqual(alarms(), []);
  });

  for (const [what, more] of [
    ['null', { validationTokens: null }],
    ['left out', {}],
  ] as const)
    it(`say where to look where the tokens are ${what}: Graph could not make any`, async () => {
      const value = [item(subscription, message(id))];
      const { reply, events, refused } = await world.receive('notifications', { value, ...more });
      assert.deepEqual([reply, refused], [{ status: 202 }, []]);
      assert.deepEqual([events?.length, events?.[0]?.message, events?.[0]?.inline], [1, id, undefined]);
      assert.deepEqual(alarms(), []);
      assert.ok(world.parts.counted.some((line) => line.includes('graph_unvouched')));
      const forged = [item(subscription, message(id), { clientState: 'guess' })];
      assert.deepEqual((await world.receive('notifications', { value: forged, ...more })).events, []);
    });

  it('are dropped all the same where they do not know the client state', async () => {
    keysAnswer({ cut: true });
    const { reply, events, refused } = await notify(world.microsoft.entra, { clientState: 'guess' });
    assert.deepEqual([reply, events, refused], [{ status: 202 }, [], ['wrong_client_state']]);
  });

  it('are believed as soon as there are keys', async () => {
    let down = true;
    world.microsoft.on('GET', /^\/login\/common\//, ({ url }) => {
      if (down) return { cut: true };
      const keys = { keys: world.microsoft.published.entra };
      return { json: url.includes('keys') ? keys : { jwks_uri: 'https://login.microsoftonline.com/common/x/keys' } };
    });
    assert.equal((await notify()).events?.[0]?.inline, undefined);
    down = false;
    await world.clock.advance(5_000);
    assert.equal((await notify()).events?.[0]?.inline?.is, 'present');
  });
});
