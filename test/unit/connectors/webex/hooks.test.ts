/** WX-03: webhooks are what they should be, and become so again. */
import assert from 'node:assert/strict';
import { hookUrl, planHooks } from '../../../../src/connectors/webex/hooks.ts';
import type { ConversationId, LegId } from '../../../../src/core/model.ts';
import { storeLeg } from '../../../support/connector-parts.ts';
import type { Answer, Asked } from '../../../support/platform.ts';
import { openWebexWorld, type WebexWorld, webhookSecret } from './support.ts';

interface Hook {
  id: string;
  name: string;
  targetUrl: string;
  resource: string;
  event: string;
  status: string;
  secret?: string;
  filter?: string;
}

const targetUrl = hookUrl('https://mio.example', 'webex-1');
const hook = (event: string, more: Partial<Hook> = {}): Hook => ({
  id: `hook-${event}`,
  name: 'x',
  targetUrl,
  resource: 'messages',
  event,
  status: 'active',
  secret: webhookSecret,
  ...more,
});
const messages = [hook('created'), hook('updated'), hook('deleted')];
/** Of the space itself. */
const spaces = [
  hook('created', { id: 'hook-joined', resource: 'memberships' }),
  hook('deleted', { id: 'hook-left', resource: 'memberships' }),
  hook('updated', { id: 'hook-renamed', resource: 'rooms' }),
];
const all = [...messages, ...spaces];

describe('a plan for webhooks', () => {
  const wanted = {
    publicUrl: 'https://mio.example',
    connection: 'webex-1',
    secret: webhookSecret,
    confirmSecret: false,
    others: new Set(['webex-2']),
  };
  const plan = (listed: object[], confirmSecret = false) => {
    const { create, renew, remove } = planHooks(listed as Record<string, unknown>[], { ...wanted, confirmSecret });
    const created = create.map(({ resource, event }) => `${resource === 'messages' ? '' : `${resource} `}${event}`);
    return [created.join('+'), renew.map(({ id }) => id).join('+'), remove.join('+')].join(' | ');
  };
  const { secret: _, ...unsaid } = hook('created');
  const table: readonly [why: string, plan: () => string, expected: string][] = [
    [
      'nothing is there',
      () => plan([]),
      'created+updated+deleted+memberships created+memberships deleted+rooms updated |  | ',
    ],
    [
      'those of an earlier version are there',
      () => plan(messages),
      'memberships created+memberships deleted+rooms updated |  | ',
    ],
    ['all is well', () => plan(all), ' |  | '],
    [
      'one was turned off',
      () => plan([hook('created', { status: 'inactive' }), ...all.slice(1)]),
      ' | hook-created | ',
    ],
    [
      'one has another secret',
      () => plan([hook('created', { secret: 'other' }), ...all.slice(1)]),
      ' | hook-created | ',
    ],
    ['Webex does not show a secret, while watching', () => plan([unsaid, ...all.slice(1)]), ' |  | '],
    [
      'Webex does not show a secret, while connecting',
      () => plan([unsaid, ...all.slice(1)], true),
      ' | hook-created | ',
    ],
    ['one is there twice', () => plan([...all, hook('created', { id: 'twin' })]), ' |  | twin'],
    [
      'one is narrowed to a room',
      () => plan([hook('created', { filter: 'roomId=x' }), ...all.slice(1)]),
      'created |  | hook-created',
    ],
    ['one is for an event that nobody wants', () => plan([...all, hook('all', { id: 'stale' })]), ' |  | stale'],
    [
      'one is of a connection that is no more',
      () => plan([...all, hook('created', { id: 'stale', targetUrl: hookUrl('https://mio.example', 'webex-9') })]),
      ' |  | stale',
    ],
    [
      'one is of another connection',
      () => plan([...all, hook('created', { id: 'theirs', targetUrl: hookUrl('https://mio.example', 'webex-2') })]),
      ' |  | ',
    ],
    [
      'one is somebody else’s',
      () =>
        plan([...all, hook('created', { id: 'theirs', targetUrl: 'https://other.example/webhooks/webex/webex-1' })]),
      ' |  | ',
    ],
  ];
  for (const [why, of, expected] of table) it(`where ${why}`, () => assert.equal(of(), expected));
});

describe('Webex webhooks', () => {
  let world: WebexWorld;
  let hooks: Hook[];

  /** Webex as far as webhooks go. */
  function webexOf({ method, path, body }: Asked): Answer {
    const id = path.split('/')[3];
    if (path === '/v1/people/me') return { json: { id: 'Y2lz-relay', orgId: 'Y2lz-org1', displayName: 'Mio Relay' } };
    if (method === 'GET') return { json: { items: hooks } };
    if (method === 'POST') {
      hooks.push({ id: `new-${hooks.length}`, status: 'active', ...(JSON.parse(body) as Omit<Hook, 'id' | 'status'>) });
      return { json: hooks.at(-1) };
    }
    if (method === 'DELETE') {
      hooks = hooks.filter((one) => one.id !== id);
      return { status: 204 };
    }
    hooks = hooks.map((one) => (one.id === id ? { ...one, ...(JSON.parse(body) as Partial<Hook>) } : one));
    return { json: hooks.find((one) => one.id === id) };
  }

  const changes = () =>
    world.webex.asked.filter(({ method }) => method !== 'GET').map(({ method, path }) => `${method} ${path}`);
  /** The test owns the clock, and HTTP does not: lets it go on until it got there. */
  async function until(seen: () => boolean): Promise<void> {
    while (!seen()) await new Promise((resolve) => setImmediate(resolve));
  }

  beforeEach(async () => {
    world = await openWebexWorld();
    hooks = [];
    world.webex.respond(webexOf);
  });
  afterEach(() => world.close());

  it('are made when an account is connected, with the connection’s own address and secret', async () => {
    await world.connector.establish(world.connection);
    assert.deepEqual(
      hooks.map(({ resource, event, targetUrl: url, secret }) => [resource, event, url, secret]),
      [
        ['messages', 'created', targetUrl, webhookSecret],
        ['messages', 'updated', targetUrl, webhookSecret],
        ['messages', 'deleted', targetUrl, webhookSecret],
        ['memberships', 'created', targetUrl, webhookSecret],
        ['memberships', 'deleted', targetUrl, webhookSecret],
        ['rooms', 'updated', targetUrl, webhookSecret],
      ],
    );
  });

  it('are left alone when it is connected again', async () => {
    await world.connector.establish(world.connection);
    world.webex.respond(webexOf);
    await world.connector.establish(world.connection);
    assert.deepEqual(changes(), []);
  });

  it('get a secret of 32 random bytes where there is none yet, and keep it', async () => {
    const id = 'webex-1/webhook';
    await world.parts.records.remove('credential', id, 1);
    await world.connector.establish(world.connection);
    const [secret] = new Set(hooks.map((one) => one.secret));
    assert.match(secret ?? '', /^[0-9a-f]{64}$/);
    const stored = await world.parts.records.get('credential', id);
    assert.equal(world.parts.vault.open(stored!.body.sealed, 'organization-1|webex-1|webhook'), secret);
  });

  it('are refused where the token is another account’s', async () => {
    world.webex.respond(({ path }) =>
      path === '/v1/people/me' ? { json: { id: 'Y2lz-ana', orgId: 'Y2lz-org1' } } : { status: 500 },
    );
    await assert.rejects(world.connector.establish(world.connection), { name: 'UserError', code: 'conflict' });
  });

  it('are checked whatever the titles of spaces are, which are learned each by itself', async () => {
    await storeLeg(world.parts, world.place, 'webex');
    const stored = await world.parts.records.get('channel', 'channel-1');
    const [leg] = stored!.body.legs;
    const other = { ...leg!, id: 'leg-2' as LegId, conversation: 'Y2lz-room2' as ConversationId };
    await world.parts.records.put('channel', 'channel-1', { ...stored!.body, legs: [leg!, other] }, stored!.revision);
    hooks = structuredClone(all);
    world.webex.respond((asked) => {
      if (asked.path === '/v1/rooms/Y2lz-room1') return { status: 404, json: {} };
      return asked.path.startsWith('/v1/rooms/') ? { json: { title: 'Ops room' } } : webexOf(asked);
    });
    const looks = (room: string) => world.webex.asked.filter(({ path }) => path === `/v1/rooms/${room}`).length;
    await world.connector.start();
    await until(() => looks('Y2lz-room2') === 1 && world.timers() > 0);
    await world.parts.clock.advance(90_000);
    await until(() => looks('Y2lz-room1') === 2 && world.timers() > 0);
    const logged = world.parts.logged();
    assert.doesNotMatch(logged, /webhooks could not be checked/);
    assert.match(logged, /the title of a webex space could not be learned/);
    assert.equal(looks('Y2lz-room2'), 1);
  });

  it('WX-03 are turned on again within two minutes of being turned off, and the gap is told of', async () => {
    hooks = structuredClone(all);
    await storeLeg(world.parts, world.place, 'webex');
    const gaps: unknown[] = [];
    world.connector.onGap?.((place) => gaps.push(place));
    await world.connector.start();
    await until(() => world.webex.asked.length === 1);
    for (const one of hooks) one.status = 'inactive';
    await until(() => world.timers() > 0);
    assert.deepEqual(gaps, []);
    await world.parts.clock.advance(120_000);
    await until(() => gaps.length > 0);
    assert.deepEqual(gaps, [world.place]);
    assert.ok(hooks.every(({ status }) => status === 'active'));
    assert.deepEqual(changes(), [
      'PUT /v1/webhooks/hook-created',
      'PUT /v1/webhooks/hook-updated',
      'PUT /v1/webhooks/hook-deleted',
      'PUT /v1/webhooks/hook-joined',
      'PUT /v1/webhooks/hook-left',
      'PUT /v1/webhooks/hook-renamed',
    ]);
  });

  it('are looked at again after a look that failed, and not after the end', async () => {
    world.webex.respond(() => ({ status: 503 }));
    await world.connector.start();
    await until(() => world.timers() > 0);
    assert.match(world.parts.logged(), /could not be checked/);
    await world.connector.stop();
    assert.equal(world.timers(), 0);
  });
});
