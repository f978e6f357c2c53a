/** A subscription’s life: made, renewed in time, renewed on demand, made again when it is lost, ended. */
import assert from 'node:assert/strict';
import type { ConversationId, Place } from '../../../../src/core/model.ts';
import { days, minutes } from '../../../../src/core/time.ts';
import { createMemoryRecords } from '../../../support/connector-parts.ts';
import { eventually, inTime } from './support/eventually.ts';
import { graphWithChannel, item, message, validationToken } from './support/graph.ts';
import { channelId, teamId, tenantId } from './support/microsoft.ts';
import { connectedTeams, connection, place, type Teams } from './support/teams.ts';

const second: Place = {
  connection,
  conversation: `${teamId}/19:OpsLaunch00000000000000000000000000000000004@thread.tacv2` as ConversationId,
};

describe('listening in Teams', () => {
  let world: Teams;
  let graph: ReturnType<typeof graphWithChannel>;
  let gaps: Place[];

  beforeEach(async () => {
    world = await connectedTeams();
    graph = graphWithChannel(world.microsoft);
    gaps = [];
    world.teams.onGap?.((where) => gaps.push(where));
    await world.teams.start();
  });
  afterEach(() => world.close());

  const patches = () => world.microsoft.calls('PATCH', /subscriptions/).length;
  const made = () => world.microsoft.calls('POST', /subscriptions$/).length;
  const lifecycle = (lifecycleEvent: string, times = 1) => {
    const { id, clientState, expirationDateTime } = graph.only();
    const one = {
      lifecycleEvent,
      subscriptionId: id,
      clientState,
      tenantId,
      subscriptionExpirationDateTime: expirationDateTime,
    };
    return world.receive('lifecycle', { value: Array.from({ length: times }, () => one) });
  };
  const first = () => [...graph.held.values()].find(({ resource }) => resource.includes(channelId))!;
  const notified = async () => {
    const token = await validationToken(world.microsoft.entra, world.clock.now());
    const { events } = await world.receive('notifications', {
      value: [item(first(), message('1789374682417'))],
      validationTokens: [token],
    });
    return events?.length;
  };

  it('subscribes with everything that Graph asks for, and keeps no client state', async () => {
    await world.teams.prepare(place);
    const { id: _, ...asked } = graph.only();
    assert.deepEqual(
      { ...asked, clientState: '', encryptionCertificate: '', encryptionCertificateId: '' },
      {
        changeType: 'created,updated,deleted',
        notificationUrl: 'https://mio.example/webhooks/graph',
        lifecycleNotificationUrl: 'https://mio.example/webhooks/graph/lifecycle',
        resource: `/teams/${teamId}/channels/${channelId}/messages`,
        expirationDateTime: new Date(world.clock.now() + minutes(4_315)).toISOString(),
        clientState: '',
        includeResourceData: true,
        encryptionCertificate: '',
        encryptionCertificateId: '',
        latestSupportedTlsVersion: 'v1_2',
      },
    );
    assert.equal(Buffer.from(asked.clientState, 'base64url').length, 32);
    const stored = JSON.stringify(await world.records.list('subscription'));
    assert.ok(!stored.includes(asked.clientState));
    assert.match(stored, /"stateHash":"[0-9a-f]{64}"/);
  });

  it('may be asked twice for the same channel', async () => {
    await Promise.all([world.teams.prepare(place), world.teams.prepare(place)]);
    await world.teams.prepare(place);
    assert.equal(made(), 1);
  });

  it('uses one certificate for all channels, and makes the next before it ends', async () => {
    await world.teams.prepare(place);
    await world.teams.prepare(second);
    const earliest = graph.only().encryptionCertificateId;
    assert.deepEqual(
      [...graph.held.values()].map((held) => held.encryptionCertificateId),
      [earliest, earliest],
    );
    assert.equal((await world.records.list('credential', `${connection}/certificate-`)).length, 1);

    graph.held.clear();
    await world.clock.advance(days(340));
    await inTime('both made again', world.clock, minutes(1), () => graph.held.size === 2);
    assert.ok([...graph.held.values()].every((held) => held.encryptionCertificateId !== earliest));
    assert.equal((await world.records.list('credential', `${connection}/certificate-`)).length, 2);
    assert.equal(await notified(), 1);
  });

  it('renews at about half of the three days, and not before', async () => {
    await world.teams.prepare(place);
    await world.clock.advance(days(1.5) * 0.89);
    assert.equal(patches(), 0);
    await world.clock.advance(days(1.5) * 0.12);
    await eventually('a renewal', () => patches() === 1);
    await eventually(
      'the new end',
      () => graph.only().expirationDateTime > new Date(world.clock.now() + days(2)).toISOString(),
    );
    assert.equal(world.microsoft.calls('POST', /reauthorize/).length, 0);
    assert.equal(gaps.length, 1, 'a renewal leaves no gap');
  });

  it('GR-13 answers a challenge once, with a fresh token, however often it is replayed', async () => {
    await world.teams.prepare(place);
    await world.clock.advance(minutes(40));
    const { reply, refused } = await lifecycle('reauthorizationRequired', 50);
    assert.deepEqual([reply.status, refused], [202, []]);
    await eventually('a renewal', () => patches() === 1);
    await lifecycle('reauthorizationRequired', 50);
    await world.teams.stop();
    assert.equal(patches(), 1);
    const [creation] = world.microsoft.calls('POST', /subscriptions$/);
    const [renewal] = world.microsoft.calls('PATCH', /subscriptions/);
    assert.notEqual(renewal?.headers.authorization, creation?.headers.authorization);
  });

  it('GR-13 makes a removed subscription again, once, and tells of the gap', async () => {
    await world.teams.prepare(place);
    gaps.length = 0;
    const removal = lifecycle('subscriptionRemoved', 50);
    graph.held.clear();
    await removal;
    await eventually('another subscription', () => made() === 2 && gaps.length > 0);
    await world.teams.stop();
    assert.deepEqual([made(), gaps], [2, [place]]);
    assert.equal(await notified(), 1);
  });

  it('GR-13 ignores, and counts, lifecycle events that it does not know', async () => {
    await world.teams.prepare(place);
    const { reply, refused, events } = await lifecycle('missed');
    assert.deepEqual([reply.status, refused, events], [202, ['malformed'], []]);
    const { id } = graph.only();
    const forged = await world.receive('lifecycle', {
      value: [{ lifecycleEvent: 'subscriptionRemoved', subscriptionId: id, clientState: 'guess', tenantId }],
    });
    assert.deepEqual(forged.refused, ['wrong_client_state']);
    assert.equal(made(), 1);
  });

  it('makes it again when a renewal finds nothing', async () => {
    await world.teams.prepare(place);
    gaps.length = 0;
    graph.held.clear();
    await world.clock.advance(days(1.5));
    await eventually('another subscription', () => made() === 2 && gaps.length === 1);
    assert.equal(await notified(), 1);
  });

  it('goes on trying while Graph fails, and says that there was a gap', async () => {
    await world.teams.prepare(place);
    gaps.length = 0;
    let down = true;
    world.microsoft.on('PATCH', /subscriptions/, () => (down ? { status: 503, json: {} } : { status: 404, json: {} }));
    await inTime('several tries', world.clock, minutes(5), () => patches() > 3);
    assert.equal(world.teams.health(connection).state, 'retrying');
    down = false;
    await inTime('another subscription', world.clock, minutes(1), () => made() === 2 && gaps.length === 1);
    assert.equal(world.teams.health(connection).state, 'connected');
  });

  it('replaces a twin of which nobody knows the client state', async () => {
    await world.teams.prepare(place);
    const lost = graph.only();
    await world.records.remove(
      'subscription',
      `${connection}/${place.conversation}`,
      (await world.records.get('subscription', `${connection}/${place.conversation}`))!.revision,
    );
    const reborn = await connectedTeams({ records: world.records, microsoft: world.microsoft });
    let full = true;
    world.microsoft.on('POST', /subscriptions$/, ({ body }) => {
      if (full) {
        full = false;
        return {
          status: 409,
          json: { error: { code: 'Conflict', message: `Subscription Id <${lost.id}> already exists` } },
        };
      }
      const subscription = {
        ...(JSON.parse(body.toString()) as typeof lost),
        id: 'c7f2d960-14ac-4e8b-93d7-000000000009',
      };
      graph.held.set(subscription.id, subscription);
      return { status: 201, json: subscription };
    });
    await reborn.teams.prepare(place);
    assert.deepEqual([...graph.held.keys()], ['c7f2d960-14ac-4e8b-93d7-000000000009']);
    await reborn.close();
  });

  it('leaves nothing behind when it can’t begin, and can be asked again', async () => {
    let full = true;
    world.microsoft.on('POST', /subscriptions$/, ({ body }) => {
      if (full) return { status: 403, json: { error: { code: 'ExtensionError', message: 'quota' } } };
      graph.held.set('s', { ...JSON.parse(body.toString()), id: 's' });
      return { status: 201, json: graph.held.get('s') };
    });
    await assert.rejects(world.teams.prepare(place), { name: 'UserError', code: 'failed_dependency' });
    assert.equal((await world.records.list('subscription')).length, 0);
    full = false;
    await world.teams.prepare(place);
    assert.equal(await notified(), 1);
  });

  it('listens no more after a release, and releasing twice is harmless', async () => {
    await world.teams.prepare(place);
    const late = item(graph.only(), message('1789374682417'));
    await world.teams.release(place);
    await world.teams.release(place);
    assert.equal(graph.held.size, 0);
    assert.equal((await world.records.list('subscription')).length, 0);
    const { refused } = await world.receive('notifications', { value: [late] });
    assert.deepEqual(refused, ['unknown_subscription']);
  });
});

describe('listening in Teams after a restart', () => {
  it('keeps what is alive, makes what is gone, and ends what nobody wants', async () => {
    const records = createMemoryRecords();
    const before = await connectedTeams({ records });
    const graph = graphWithChannel(before.microsoft);
    await before.teams.prepare(place);
    await before.teams.prepare(second);
    const [alive, lost] = [...graph.held.keys()];
    graph.held.delete(lost!);
    const stray = {
      ...graph.held.get(alive!)!,
      id: 'stray',
      resource: `/teams/${teamId}/channels/19:Gone0000000000000000000000000000000000000001@thread.tacv2/messages`,
    };
    const foreign = { ...stray, id: 'foreign', notificationUrl: 'https://other.example/webhooks/graph' };
    graph.held.set('stray', stray).set('foreign', foreign);
    await before.teams.stop();

    const after = await connectedTeams({ records, microsoft: before.microsoft });
    const gaps: Place[] = [];
    after.teams.onGap?.((where) => gaps.push(where));
    await after.teams.start();
    await inTime('the lost one made again', after.clock, 1, () => gaps.length === 1);
    await eventually('the stray ended', () => !graph.held.has('stray'));
    assert.deepEqual(gaps, [second]);
    assert.ok(graph.held.has(alive!) && graph.held.has('foreign'));
    assert.equal(graph.held.size, 3);
    const token = await validationToken(before.microsoft.entra, after.clock.now());
    const content = message('1789374682417');
    const { events } = await after.receive('notifications', {
      value: [item(graph.held.get(alive!)!, content)],
      validationTokens: [token],
    });
    assert.equal(events?.length, 1);
    await after.close();
    await before.close();
  });
});
