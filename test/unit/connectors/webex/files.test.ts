/** Files that people share: told by what stands in their own headers, and handed out as a stream. */
import assert from 'node:assert/strict';
import { atOnce } from '../../../../src/connectors/support/paced.ts';
import type { Paced } from '../../../../src/core/connector.ts';
import { plainText } from '../../../../src/core/content/plain.ts';
import { DeliveryError } from '../../../../src/core/errors.ts';
import type { LegId, SourceFile } from '../../../../src/core/model.ts';
import { sweep } from '../../../../src/core/relay/repair.ts';
import type { MessageRecord, RelayStore } from '../../../../src/core/relay/store.ts';
import type { Answer } from '../../../support/platform.ts';
import { openWebexWorld, type WebexWorld } from './support.ts';

const base = 'https://webexapis.com/v1';
const plan = `${base}/contents/Y2lz-c1`;

let world: WebexWorld;
beforeEach(async () => {
  world = await openWebexWorld();
});
afterEach(() => world.close());

/** Webex tells of a message with these files, and answers so to each request for one. */
function say(files: readonly string[], ...answers: readonly Answer[]): void {
  const left = [...answers];
  const json = {
    id: 'Y2lz-1',
    roomId: 'Y2lz-room1',
    personId: 'Y2lz-ana',
    created: '2026-01-12T09:00:00.000Z',
    text: 'look',
    files,
  };
  world.webex.respond(({ path }) => (path.startsWith('/v1/contents/') ? left.shift() : { json }));
}
const file = (name: string, type: string, body: string): Answer => ({
  headers: {
    'content-type': type,
    'content-length': String(body.length),
    'content-disposition': `attachment; filename="${name}"`,
  },
  body,
});
/** Lets time pass until it is settled. */
async function meanwhile<Result>(work: Promise<Result>): Promise<Result> {
  let isSettled = false;
  const settled = () => {
    isSettled = true;
  };
  work.then(settled, settled);
  while (!isSettled) await world.parts.clock.advance(500);
  return await work;
}
const asked = () => world.webex.asked.filter(({ path }) => path.startsWith('/v1/contents/'));

describe('a Webex message with files', () => {
  async function read(): Promise<readonly SourceFile[]> {
    const state = await world.connector.fetch(world.ref('Y2lz-1'), null);
    assert.ok(state?.is === 'present');
    assert.equal(plainText(state.content), 'look');
    return state.files ?? [];
  }

  it('tells their names, types and sizes, asked for once', async () => {
    say(
      [plan, `${base}/contents/Y2lz-c2`],
      file('plan.pdf', 'application/pdf', '%PDF'),
      file('a.gif', 'image/gif', ''),
    );
    const told = [
      { id: 'Y2lz-c1', name: 'plan.pdf', type: 'application/pdf', size: 4 },
      { id: 'Y2lz-c2', name: 'a.gif', type: 'image/gif', size: 0, inline: true },
    ];
    assert.deepEqual(await read(), told);
    assert.deepEqual(await read(), told);
    assert.deepEqual(
      asked().map(({ method, path }) => `${method} ${path}`),
      ['HEAD /v1/contents/Y2lz-c1', 'HEAD /v1/contents/Y2lz-c2'],
    );
  });

  it('waits a moment for the scan', async () => {
    say([plan], { status: 423, headers: { 'retry-after': '1' } }, file('plan.pdf', 'application/pdf', '%PDF'));
    const seen = read();
    while (asked().length < 2) await world.parts.clock.advance(500);
    assert.equal((await seen)[0]?.name, 'plan.pdf');
  });

  it('goes without the name of a file that is infected or gone: the connection works', async () => {
    say([plan, `${base}/contents/Y2lz-c2`], { status: 410 }, { status: 404 });
    assert.deepEqual(await read(), [
      { id: 'Y2lz-c1', name: 'file' },
      { id: 'Y2lz-c2', name: 'file' },
    ]);
    assert.equal(world.connector.health(world.connection.id).state, 'connected');
  });

  for (const [why, answer] of [
    ['that is scanned for longer', { status: 423, headers: { 'retry-after': '6' } }],
    ['that a platform that is down does not tell', { status: 503 }],
  ] as const) {
    it(`waits for the name of a file ${why}, and is known by it then`, async () => {
      say([plan], answer, answer, answer, file('plan.pdf', 'application/pdf', '%PDF'));
      await assert.rejects(meanwhile(read()), { failure: 'busy' });
      assert.equal((await read())[0]?.name, 'plan.pdf');
    });

    it(`waits no longer than two minutes for the name of a file ${why}`, async () => {
      say([plan], ...Array.from({ length: 9 }, () => answer));
      await assert.rejects(meanwhile(read()), { failure: 'busy' });
      await world.parts.clock.advance(110_000);
      await assert.rejects(meanwhile(read()), { failure: 'busy' });
      await world.parts.clock.advance(10_000);
      assert.deepEqual(await meanwhile(read()), [{ id: 'Y2lz-c1', name: 'file' }]);
    });
  }

  it('keeps no other message of a list waiting', async () => {
    const message = (id: string, files: readonly string[]) => ({
      id,
      personId: 'Y2lz-ana',
      created: '2026-01-12T09:00:00.000Z',
      text: id,
      files,
    });
    const items = [message('Y2lz-2', [plan]), message('Y2lz-1', [])];
    world.webex.respond(({ path }) => (path.startsWith('/v1/contents/') ? { status: 423 } : { json: { items } }));
    const list = async () => {
      const found: string[] = [];
      for await (const { message: id, state } of world.connector.list(world.place, 0)) if (state) found.push(id);
      return found;
    };
    assert.deepEqual(await meanwhile(list()), ['Y2lz-1']);
  });

  it('hides from no sweep what else was deleted: it is there, though its file can’t be told of', async () => {
    const scanned = { id: 'Y2lz-1', roomId: 'Y2lz-room1', personId: 'Y2lz-ana', created: '2026-01-12T09:00:00.000Z' };
    world.webex.respond(({ path }) => {
      if (path.startsWith('/v1/contents/')) return { status: 423 };
      if (path === '/v1/messages') return { json: { items: [{ ...scanned, files: [plan] }] } };
      if (path === '/v1/messages/Y2lz-1') return { json: { ...scanned, files: [plan] } };
      return path.startsWith('/v1/rooms/') ? { json: {} } : { status: 404 };
    });
    const known = ['Y2lz-1', 'Y2lz-2'].map((id): MessageRecord => {
      return { ...world.ref(id), revision: 1, version: 1, at: 1, root: null, removed: false, reactions: null };
    });
    const store: Partial<RelayStore> = { messagesSince: async () => known };
    const found: string[] = [];
    const swept = sweep({
      place: world.place,
      leg: 'leg-1' as LegId,
      lines: { from: 0, pausedFrom: 0, pausedTo: 0, later: new Map(), shared: 0, awaited: [], refused: [] },
      connector: world.connector,
      store: store as RelayStore,
      records: world.parts.records,
      paced: atOnce,
      found: async ({ message, kind }) => void found.push(`${message} ${kind}`),
      alarm: () => assert.fail('it was taken for many'),
    });
    assert.equal(await meanwhile(swept), 1);
    assert.deepEqual(found, ['Y2lz-2 removed']);
  });

  it('is asked for in a list no faster than the limits allow, as everything is', async () => {
    const item = (id: string) => ({ id, personId: 'Y2lz-ana', created: '2026-01-12T09:00:00.000Z', text: id });
    const items = [
      item('Y2lz-3'),
      ...['2', '1'].map((n) => ({ ...item(`Y2lz-${n}`), files: [`${base}/contents/${n}`] })),
    ];
    world.webex.respond(({ path }) =>
      path.startsWith('/v1/contents/') ? file('a', 'text/plain', 'a') : { json: { items } },
    );
    const calls: string[] = [];
    const paced: Paced = (call, kind = 'read') => {
      calls.push(kind);
      return call();
    };
    for await (const { state } of world.connector.list(world.place, 0, paced)) assert.equal(state?.is, 'present');
    assert.deepEqual(calls, ['read', 'look', 'look']);
    assert.equal(world.webex.asked.length, calls.length);
  });

  it('takes the token nowhere else', async () => {
    say(['https://attacker.example/v1/contents/a', `${base}/contents/../people/me`, `${base}/contents/a?b`, 'x']);
    assert.deepEqual(
      await read(),
      ['?0', '?1', '?2', '?3'].map((id) => ({ id, name: 'file' })),
    );
    assert.deepEqual(asked(), []);
  });
});

describe('a file of a Webex message', () => {
  const open = (id = 'Y2lz-c1') => world.connector.open(world.ref('Y2lz-1'), null, { id, name: 'whatever' });
  const failing = async (opened: Promise<unknown>): Promise<DeliveryError> => {
    const error = await opened.then(
      () => assert.fail('it was opened'),
      (thrown: unknown) => thrown,
    );
    assert.ok(error instanceof DeliveryError, String(error));
    return error;
  };

  it('is handed out as it comes', async () => {
    say([plan], file('plan.pdf', 'application/pdf', '%PDF-1.7'));
    const { body, type, size } = await open();
    assert.deepEqual([type, size], ['application/pdf', 8]);
    assert.equal(Buffer.concat(await body.toArray()).toString(), '%PDF-1.7');
    assert.equal(asked()[0]?.headers['authorization'], 'Bearer access-1');
  });

  it('is asked for again with a new token', async () => {
    const tokens = { access_token: 'access-2', refresh_token: 'refresh-1', expires_in: 1209599 };
    world.webex.respond(({ path, headers }) => {
      if (path === '/v1/access_token') return { json: tokens };
      if (path === '/v1/messages/Y2lz-1') return { json: { roomId: 'Y2lz-room1', files: [plan] } };
      return headers['authorization'] === 'Bearer access-2' ? file('a', 'text/plain', 'a') : { status: 401 };
    });
    assert.equal(Buffer.concat(await (await open()).body.toArray()).toString(), 'a');
  });

  for (const [why, answer, expected, retryAfterMs, reason] of [
    ['is scanned', { status: 423, headers: { 'retry-after': '7' } }, 'busy 423', 7_000],
    ['is infected', { status: 410 }, 'gone infected', undefined, 'blocked'],
    ['can’t be scanned', { status: 428 }, 'refused unscannable', undefined, 'blocked'],
    ['is gone', { status: 404 }, 'gone 404', undefined],
    ['is not for the relay person', { status: 403 }, 'refused not_a_member', undefined],
    ['lies elsewhere', { status: 302, headers: { location: 'https://attacker.example' } }, 'refused 302', undefined],
    ['is on a platform that is down', { status: 503 }, 'busy 503', 15_000],
    ['is cut off', 'cut', 'busy cut', undefined],
  ] as const) {
    it(`${why}: ${expected}`, async () => {
      say([plan], answer);
      const error = await failing(open());
      assert.equal(`${error.failure} ${error.code}`, expected);
      assert.equal(error.retryAfterMs, retryAfterMs);
      assert.equal(error.file, reason);
      assert.equal(asked().length, 1);
    });
  }

  describe('FL-09', () => {
    it('is never fetched where it belongs to another message', async () => {
      say([plan], file('secret', 'text/plain', 'secret'));
      assert.equal((await failing(open('Y2lz-c2'))).failure, 'refused');
      assert.equal((await failing(open('../people/me'))).failure, 'refused');
      assert.deepEqual(asked(), []);
    });

    it('is never fetched where the message is in another space', async () => {
      world.webex.respond(() => ({ json: { id: 'Y2lz-1', roomId: 'Y2lz-room2', files: [plan] } }));
      assert.equal((await failing(open())).failure, 'refused');
      assert.deepEqual(asked(), []);
    });

    it('is never fetched where the message is gone', async () => {
      world.webex.respond(({ path }) => (path.startsWith('/v1/rooms/') ? { json: {} } : { status: 404 }));
      assert.equal((await failing(open())).failure, 'gone');
      assert.deepEqual(asked(), []);
    });

    it('may still come where the relay person is out of the space', async () => {
      world.webex.respond(() => ({ status: 404 }));
      const error = await failing(open());
      assert.equal(`${error.failure} ${error.code}`, 'busy not_a_member');
    });
  });
});
