/** Listening in Teams when something is in its way: a long absence, Graph's limits, a new address, another account. */
import assert from 'node:assert/strict';
import { createTeamsConnector, type TeamsConnector } from '../../../../src/connectors/teams/index.ts';
import type { ConversationId, Place } from '../../../../src/core/model.ts';
import { days, minutes, seconds } from '../../../../src/core/time.ts';
import { eventually, inTime } from './support/eventually.ts';
import { graphWithChannel, type HeldSubscription, item, message, validationToken } from './support/graph.ts';
import { type Answer, serviceUserId, teamId } from './support/microsoft.ts';
import { connectedTeams, connection, echo, place, settings, type Teams } from './support/teams.ts';

const channelOf = (n: number): Place => ({
  connection,
  conversation: `${teamId}/19:Ops${String(n).padStart(40, '0')}@thread.tacv2` as ConversationId,
});
const subscription = /^\/graph\/v1.0\/subscriptions\/(.+)$/;
const forbidden: Answer = { status: 403, json: { error: { code: 'Forbidden', message: '' } } };
const missing: Answer = { status: 404, json: { error: { code: 'ResourceNotFound', message: '' } } };

describe('listening in Teams, when something is in its way', () => {
  let world: Teams;
  let graph: ReturnType<typeof graphWithChannel>;
  const others: (() => Promise<unknown>)[] = [];

  beforeEach(async () => {
    world = await connectedTeams();
    graph = graphWithChannel(world.microsoft);
  });
  afterEach(async () => {
    for (const close of others.splice(0)) await close();
    await world.close();
  });

  /** Mio, started anew on what it left behind. */
  async function restarted(after = 0): Promise<Teams> {
    await world.teams.stop();
    const next = await connectedTeams({ records: world.records, microsoft: world.microsoft });
    others.push(() => next.close());
    await next.clock.advance(world.clock.now() - next.clock.now() + after);
    return next;
  }
  const patches = () => world.microsoft.calls('PATCH', subscription);
  const stored = async () => (await world.records.list('subscription')).length;

  describe('after two days of absence', () => {
    it('renews each subscription once', async () => {
      const channels = Array.from({ length: 20 }, (_, n) => channelOf(n));
      for (const channel of channels) await world.teams.prepare(channel);
      const next = await restarted(days(2));
      await next.teams.start();
      await inTime('all renewed', next.clock, 1, () => new Set(patches().map(({ url }) => url)).size === 20);
      await inTime('the last answer', next.clock, 1, () =>
        [...graph.held.values()].every(({ expirationDateTime }) => Date.parse(expirationDateTime) > next.clock.now()),
      );
      await next.teams.stop();
      assert.equal(patches().length, 20);
    });
  });

  it('asks Graph no sooner than Graph says', async () => {
    await world.teams.start();
    await world.teams.prepare(place);
    const asked: number[] = [];
    world.microsoft.on('PATCH', subscription, () => {
      asked.push(world.clock.now());
      return { status: 429, headers: { 'retry-after': '300' }, json: {} };
    });
    await inTime('three tries', world.clock, minutes(1), () => asked.length >= 3);
    const waits = asked.slice(1).map((at, n) => at - asked[n]!);
    assert.ok(
      waits.every((ms) => ms >= seconds(300) && ms < seconds(400)),
      String(waits),
    );
  });

  it('listens in the end where it was left and wanted again before Graph had answered at all', async () => {
    let answer = () => {};
    const held = new Promise<void>((resolve) => {
      answer = resolve;
    });
    world.microsoft.on('POST', /^\/graph\/v1.0\/subscriptions$/, async ({ body }) => {
      await held;
      const id = `made-${graph.held.size}`;
      graph.held.set(id, { ...(JSON.parse(body.toString()) as HeldSubscription), id });
      return { status: 201, json: graph.held.get(id) };
    });
    const times = (pattern: RegExp, n: number) => () => world.microsoft.calls('GET', pattern).length === n;
    const first = world.teams.prepare(place);
    await eventually('the first subscription', () => world.microsoft.calls('POST', /subscriptions$/).length === 1);
    const left = world.teams.release(place);
    const second = world.teams.prepare(place);
    await eventually('the second to come to that', times(/messages\?\$top=1$/, 2));
    await world.clock.advance(0);
    answer();
    await Promise.all([first, left, second]);
    assert.deepEqual([graph.held.size, await stored()], [1, 1]);
  });

  describe('and Graph does not end one that nobody wants any more', () => {
    let down = true;
    beforeEach(async () => {
      down = true;
      world.microsoft.on('DELETE', subscription, (_request, [, id]) => {
        if (down) return { status: 503, json: {} };
        return graph.held.delete(id!) ? { status: 204 } : missing;
      });
      await world.teams.start();
      await world.teams.prepare(place);
    });

    it('listens no more from that moment, and renews it never', async () => {
      const late = item(graph.only(), message('1789374682417'));
      await world.teams.release(place);
      const token = await validationToken(world.microsoft.entra, world.clock.now());
      const { events, refused } = await world.receive('notifications', { value: [late], validationTokens: [token] });
      assert.deepEqual([events, refused, await stored()], [[], ['unknown_subscription'], 0]);
      await world.clock.advance(days(2));
      assert.equal(patches().length, 0);
    });

    it('asks until it is ended', async () => {
      await world.teams.release(place);
      const ends = () => world.microsoft.calls('DELETE', subscription).length;
      await inTime('some more tries', world.clock, seconds(10), () => ends() > 2);
      assert.equal(graph.held.size, 1);
      down = false;
      await inTime('the end', world.clock, seconds(10), () => graph.held.size === 0);
    });

    it('ends it at the next start', async () => {
      await world.teams.release(place);
      const next = await restarted();
      down = false;
      await next.teams.start();
      await eventually('the end', () => graph.held.size === 0);
    });

    it('keeps it where it is wanted again meanwhile', async () => {
      await world.teams.release(place);
      graph.held.clear();
      await world.teams.prepare(place);
      down = false;
      const lists = () => world.microsoft.calls('GET', /subscriptions$/).length;
      const before = lists();
      await inTime('a comparison', world.clock, seconds(10), () => lists() > before);
      await world.teams.stop();
      assert.deepEqual([graph.held.size, await stored()], [1, 1]);
    });
  });

  describe('where the channel is taken', () => {
    const second = '0f4a9c12-6b3d-4c8e-9a71-5d2e8f60b3c4';
    /** Who made a subscription; the account from the beginning where it is not said. */
    const owners = new Map<string, string>();
    const ownerOf = (id: string) => owners.get(id) ?? serviceUserId;
    /** Of the team. */
    const members = new Set<string>();
    let made = 0;

    beforeEach(async () => {
      owners.clear();
      members.clear();
      members.add(serviceUserId);
      made = 0;
      await world.teams.start();
      await world.teams.prepare(place);
      const { callerOf, on } = world.microsoft;
      // "Create subscription": one for each app and channel, by members of the team. Each account is shown its own.
      on('POST', /^\/graph\/v1.0\/subscriptions$/, (request) => {
        const caller = callerOf(request)!;
        const wanted = JSON.parse(request.body.toString()) as HeldSubscription;
        if (!members.has(caller)) return forbidden;
        const twin = [...graph.held.values()].find(({ resource }) => resource === wanted.resource);
        if (twin)
          return { status: 409, json: { error: { code: 'Conflict', message: `Subscription Id <${twin.id}>` } } };
        made += 1;
        const id = `new-${made}`;
        owners.set(id, caller);
        graph.held.set(id, { ...wanted, id });
        return { status: 201, json: { ...wanted, id } };
      });
      on('GET', /\/appCatalogs\/teamsApps\?/, () => ({
        json: { value: [{ id: 'catalog-1', appDefinitions: [{ version: '99.0.0', publishingState: 'published' }] }] },
      }));
      on('GET', /^\/graph\/v1.0\/subscriptions$/, (request) => ({
        json: { value: [...graph.held.values()].filter(({ id }) => ownerOf(id) === callerOf(request)) },
      }));
      on('DELETE', subscription, (request, [, id]) => {
        if (ownerOf(id!) !== callerOf(request)) return forbidden;
        return graph.held.delete(id!) ? { status: 204 } : missing;
      });
      on('POST', /^\/graph\/v1.0\/groups\/[^/]+\/members\/\$ref$/, ({ body }) => {
        const { '@odata.id': member } = JSON.parse(body.toString()) as { '@odata.id': string };
        members.add(member.split('/').at(-1)!);
        return { status: 204 };
      });
    });

    it('replaces a subscription for the address that Mio had before', async () => {
      const next = await restarted();
      const parts = { ...next.parts, publicUrl: 'https://moved.example' };
      const moved: TeamsConnector = createTeamsConnector(parts, settings, echo);
      others.unshift(() => moved.stop());
      await moved.start();
      await inTime('a new subscription', next.clock, 1, () => graph.held.has('new-1'));
      assert.deepEqual(
        [...graph.held.values()].map(({ notificationUrl }) => notificationUrl),
        ['https://moved.example/webhooks/graph'],
      );
    });

    /** Another account connects the tenant, as the core would store that. */
    async function another(): Promise<void> {
      const { teams, microsoft, records, parts, record } = world;
      microsoft.signIn(second);
      const redirectUri = 'https://mio.example/oauth/teams/callback';
      const { facts, secrets } = await teams.redeem({ code: 'code', verifier: 'v'.repeat(43), redirectUri });
      for (const [field, secret] of Object.entries(secrets)) {
        const sealed = parts.vault.seal(secret, `${record.organization}|${connection}|${field}`);
        const known = await records.get('credential', `${connection}/${field}`);
        await records.put('credential', `${connection}/${field}`, { sealed }, known?.revision ?? 0);
      }
      const known = (await records.get('connection', connection))!;
      const body = { ...known.body, facts: { ...known.body.facts, ...facts } };
      await records.put('connection', connection, body, known.revision);
      await teams.establish(body);
    }

    it('ends what the service user before listened with, as that account, and has the next one join', async () => {
      await another();
      await inTime('a new subscription', world.clock, seconds(1), () => graph.held.has('new-1'));
      assert.deepEqual([...graph.held.keys()].map(ownerOf), [second]);
      const [ended] = world.microsoft.calls('DELETE', subscription);
      assert.equal(world.microsoft.callerOf(ended!), serviceUserId);
      assert.ok(members.has(second));
    });

    it('tries to end it as the next service user where the one before is locked out', async () => {
      world.microsoft.on('DELETE', subscription, (request, [, id]) => {
        if (world.microsoft.callerOf(request) === serviceUserId) return { status: 401, json: {} };
        return graph.held.delete(id!) ? { status: 204 } : missing;
      });
      await another();
      await inTime('a new subscription', world.clock, seconds(1), () => graph.held.has('new-1'));
      assert.deepEqual([...graph.held.keys()].map(ownerOf), [second]);
      assert.equal(world.teams.health(connection).state, 'connected');
    });

    it('leaves it alone where the same account is connected again', async () => {
      await world.teams.establish(world.record);
      assert.equal(world.microsoft.calls('DELETE', subscription).length, 0);
      assert.equal(graph.held.size, 1);
    });
  });
});
